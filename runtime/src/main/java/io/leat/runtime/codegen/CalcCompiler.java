package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Compiles generated classes, and keeps those used last by their text, or by the shape of the calc.
 * Safe for many threads.
 */
public final class CalcCompiler {
  private static final int MAX_CACHED = 512;

  /** Classes by their text. */
  private static final Map<String, Constructor<?>> CLASSES = leastRecentlyUsed();

  /** What calcs of one shape are made of. */
  private static final Map<CalcShape, Shared> SHAPES = leastRecentlyUsed();

  /** The class of calcs of one shape, and its constants: {@link Slot}s where they differ. */
  private static final class Shared {
    private final Constructor<?> constructor;
    private final Object[] constants;

    Shared(Constructor<?> constructor, Object[] constants) {
      this.constructor = constructor;
      this.constants = constants;
    }
  }

  /**
   * A place in the list of constants for the value of a parameter.
   *
   * @param index of the parameter
   */
  record Slot(int index, JavaForm form) {}

  private static <K, V> Map<K, V> leastRecentlyUsed() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MAX_CACHED;
      }
    };
  }

  private CalcCompiler() {}

  /**
   * A new instance of the compiled node.
   *
   * @throws io.leat.runtime.error.LeatException if an expression has no implementation
   */
  public static CompiledCalc compile(Node.Calc node, RowSchema input, ZoneId zone) {
    CalcGenerator.Generated generated =
        CalcGenerator.generate(Membership.in(node), input, zone, false);
    return instance(constructor(generated), generated.constants().toArray(), zone);
  }

  /**
   * The same for few rows. To compile takes longer than they do, so nodes that differ in nothing
   * but constants share one class, in which constants are fields.
   */
  public static CompiledCalc compileShared(Node.Calc node, RowSchema input, ZoneId zone) {
    CalcShape shape = new CalcShape(Membership.in(node), input.types(), zone);
    Shared shared;
    synchronized (SHAPES) {
      shared = SHAPES.get(shape);
    }
    if (shared == null) {
      Node.Calc open = shape.open(node);
      CalcGenerator.Generated generated = CalcGenerator.generate(open, input, zone, true);
      shared = new Shared(constructor(generated), generated.constants().toArray());
      synchronized (SHAPES) {
        SHAPES.put(new CalcShape(open, input.types(), zone), shared);
      }
    }
    return instance(shared.constructor, filled(shared.constants, shape.values()), zone);
  }

  private static Object[] filled(Object[] constants, List<Object> values) {
    Object[] filled = constants.clone();
    for (int i = 0; i < filled.length; i++) {
      if (filled[i] instanceof Slot slot) {
        filled[i] = slot.form().constant(values.get(slot.index()));
      }
    }
    return filled;
  }

  private static CompiledCalc instance(
      Constructor<?> constructor, Object[] constants, ZoneId zone) {
    try {
      return (CompiledCalc) constructor.newInstance(zone, constants);
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
    synchronized (CLASSES) {
      Constructor<?> cached = CLASSES.get(source);
      if (cached != null) {
        return cached;
      }
    }
    Constructor<?> compiled = cook(source, UserClassLoader.of(generated.codes()));
    synchronized (CLASSES) {
      CLASSES.put(source, compiled);
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
