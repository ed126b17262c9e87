package io.leat.runtime.function.user;

import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads users' classes. Jars of equal content share a class loader; it reads a copy, so that a jar
 * can be replaced while its classes are used. Safe for use by several threads.
 */
public final class UserClasses {
  private static final System.Logger LOG = System.getLogger(UserClasses.class.getName());
  private static final int DIGEST_CHARS = 16;
  private static final Map<String, ClassLoader> BY_DIGEST = new HashMap<>();

  private UserClasses() {}

  /**
   * Finds a class as it is now.
   *
   * @param jar null for the engine's own class path
   * @throws LeatException 58030 if the jar cannot be read, 42883 if it has no such class
   */
  public static UserCode locate(@Nullable String jar, String className) {
    UserCode code;
    if (jar == null) {
      code = new UserCode("", "", className);
    } else {
      byte[] content;
      try {
        content = Files.readAllBytes(Path.of(jar));
      } catch (NoSuchFileException e) {
        throw new LeatException(SqlState.IO_ERROR, "there is no file '" + jar + "'");
      } catch (IOException e) {
        throw new LeatException(
            SqlState.IO_ERROR, "cannot read '" + jar + "': " + e.getMessage(), null, null, e);
      }
      code = new UserCode(jar, digest(content), className);
      keep(code, content);
    }
    load(code);
    return code;
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static synchronized void keep(UserCode code, byte[] content) {
    if (BY_DIGEST.containsKey(code.digest())) {
      return;
    }
    try {
      Path copy = Files.createTempFile("leat-code-", ".jar");
      copy.toFile().deleteOnExit();
      Files.write(copy, content);
      BY_DIGEST.put(
          code.digest(),
          new URLClassLoader(new URL[] {copy.toUri().toURL()}, UserClasses.class.getClassLoader()));
    } catch (IOException e) {
      throw new LeatException(
          SqlState.IO_ERROR, "cannot copy '" + code.jar() + "': " + e.getMessage(), null, null, e);
    }
  }

  /**
   * A new object of a user's class, ready for calls: a public method {@code open()} that it has has
   * been called.
   */
  public static Object opened(Object object) {
    Method open;
    try {
      open = object.getClass().getMethod("open");
    } catch (NoSuchMethodException e) {
      return object;
    }
    try {
      open.invoke(object);
      return object;
    } catch (InvocationTargetException e) {
      throw new LeatException(
          SqlState.EXTERNAL_ROUTINE_FAILURE,
          "open() of '" + object.getClass().getName() + "' failed: " + e.getTargetException(),
          null,
          null,
          e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public method of a public class", e);
    }
  }

  /**
   * Tells an object of a user's class that it is no longer needed, if it has a public method {@code
   * close()}. Its failure is nobody's: what it belonged to has ended.
   */
  public static void close(Object object) {
    try {
      object.getClass().getMethod("close").invoke(object);
    } catch (NoSuchMethodException e) {
      return;
    } catch (InvocationTargetException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "close() of '" + object.getClass().getName() + "' failed",
          e.getTargetException());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public method of a public class", e);
    }
  }

  /** The class loader that sees a class. */
  public static ClassLoader loader(UserCode code) {
    if (code.jar().isEmpty()) {
      ClassLoader own = UserClasses.class.getClassLoader();
      return own == null ? ClassLoader.getSystemClassLoader() : own;
    }
    synchronized (UserClasses.class) {
      ClassLoader loader = BY_DIGEST.get(code.digest());
      if (loader != null) {
        return loader;
      }
    }
    UserCode now = locate(code.jar(), code.className());
    if (!now.equals(code)) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "'" + code.jar() + "' has changed since its functions were made",
          null,
          "use CREATE OR REPLACE FUNCTION",
          null);
    }
    return loader(now);
  }

  /**
   * The class itself, initialised.
   *
   * @throws LeatException 42883 if it cannot be loaded
   */
  public static Class<?> load(UserCode code) {
    try {
      return Class.forName(code.className(), true, loader(code));
    } catch (ClassNotFoundException e) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "there is no class '"
              + code.className()
              + (code.jar().isEmpty() ? "' on the class path" : "' in '" + code.jar() + "'"),
          null,
          code.jar().isEmpty()
              ? "add USING JAR 'path'"
              : "write the full name with its package; an inner class as Outer$Inner",
          e);
    } catch (LinkageError e) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "class '" + code.className() + "' cannot be loaded: " + e,
          null,
          "the jar must hold all classes that it needs",
          e);
    }
  }
}
