package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/** Compiles generated classes, and keeps those used last by their text. Safe for many threads. */
public final class CalcCompiler {
  private static final int MAX_CACHED = 256;

  private static final Map<String, Constructor<?>> CACHE =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Constructor<?>> eldest) {
          return size() > MAX_CACHED;
        }
      };

  private CalcCompiler() {}

  /**
   * A new instance of the compiled node.
   *
   * @throws io.leat.runtime.error.LeatException if an expression has no implementation
   */
  public static CompiledCalc compile(Node.Calc node, RowSchema input, ZoneId zone) {
    return instance(CalcGenerator.generate(node, input, zone, false), zone);
  }

  /**
   * The same for few rows. To compile takes longer than they do, so nodes that differ in nothing
   * but numbers share one class, in which numbers are fields.
   */
  public static CompiledCalc compileShared(Node.Calc node, RowSchema input, ZoneId zone) {
    return instance(CalcGenerator.generate(node, input, zone, true), zone);
  }

  private static CompiledCalc instance(CalcGenerator.Generated generated, ZoneId zone) {
    try {
      return (CompiledCalc)
          constructor(generated).newInstance(zone, generated.constants().toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LeatException failure) {
        throw failure; // of a user's object
      }
      throw new IllegalStateException("generated class cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("generated class cannot be made", e);
    }
  }

  private static Constructor<?> constructor(CalcGenerator.Generated generated) {
    String source = generated.source();
    synchronized (CACHE) {
      Constructor<?> cached = CACHE.get(source);
      if (cached != null) {
        return cached;
      }
    }
    Constructor<?> compiled = cook(source, UserClassLoader.of(generated.codes()));
    synchronized (CACHE) {
      CACHE.put(source, compiled);
    }
    return compiled;
  }

  private static Constructor<?> cook(String source, ClassLoader parent) {
    try {
      SimpleCompiler compiler = new SimpleCompiler();
      compiler.setParentClassLoader(parent);
      compiler.cook(source);
      return compiler
          .getClassLoader()
          .loadClass(CalcGenerator.PACKAGE + "." + CalcGenerator.CLASS_NAME)
          .getConstructor(ZoneId.class, Object[].class);
    } catch (CompileException | ReflectiveOperationException e) {
      throw new IllegalStateException("generated code does not compile:\n" + source, e);
    }
  }
}
