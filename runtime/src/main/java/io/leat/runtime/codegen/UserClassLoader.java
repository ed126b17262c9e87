package io.leat.runtime.codegen;

import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.function.user.UserClasses;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What generated code sees: the runtime, and the users' classes that it calls. */
final class UserClassLoader extends ClassLoader {
  private final Map<String, ClassLoader> byClass = new LinkedHashMap<>();
  private final Set<ClassLoader> all = new LinkedHashSet<>();

  private UserClassLoader(Collection<UserCode> codes) {
    super(UserClassLoader.class.getClassLoader());
    for (UserCode code : codes) {
      ClassLoader loader = UserClasses.loader(code);
      all.add(loader);
      ClassLoader other = byClass.put(code.className(), loader);
      if (other != null && other != loader) {
        throw LeatException.notSupported(
            "calling classes of the same name from two jars in one query ("
                + code.className()
                + ")",
            "give one of them another package");
      }
    }
  }

  /** A class loader for code that calls these classes. */
  static ClassLoader of(Collection<UserCode> codes) {
    return codes.isEmpty() ? UserClassLoader.class.getClassLoader() : new UserClassLoader(codes);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ClassLoader known = byClass.get(name);
    if (known != null) {
      return known.loadClass(name);
    }
    ClassNotFoundException missing = new ClassNotFoundException(name);
    for (ClassLoader loader : all) {
      try {
        return loader.loadClass(name);
      } catch (ClassNotFoundException notThere) {
        missing.addSuppressed(notThere);
      }
    }
    throw missing;
  }
}
