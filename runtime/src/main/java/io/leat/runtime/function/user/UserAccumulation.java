package io.leat.runtime.function.user;

import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of a user's aggregate function and its methods. Used by one thread. */
public final class UserAccumulation implements AutoCloseable {
  private final UserMethod method;
  private final MethodHandle create;
  private final Object object;
  private final MethodHandle accumulate;
  private final MethodHandle value;

  /** The type of an argument of a variadic method. */
  private final Class<?> element;

  /**
   * A new object.
   *
   * @param method {@code accumulate} without the accumulator
   */
  public UserAccumulation(UserMethod method) {
    this.method = method;
    Class<?> type = UserClasses.load(method.code());
    try {
      object = UserClasses.opened(type.getConstructor().newInstance());
      create = handle(object, find(type, UserClass.CREATE, List.of(), 0), 0);
      value = handle(object, find(type, UserClass.VALUE, List.of(), 1), 0);
      Method taking = find(type, UserClass.ACCUMULATE, method.parameters(), 1);
      Class<?>[] all = taking.getParameterTypes();
      Class<?> last = all[all.length - 1].getComponentType();
      element = last == null ? Object.class : last;
      accumulate = handle(object, taking, method.parameters().size());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the class of " + method.function() + " has changed", e);
    }
  }

  private static Method find(Class<?> type, String name, List<String> parameters, int from)
      throws NoSuchMethodException {
    for (Method candidate : type.getMethods()) {
      List<String> own =
          Arrays.stream(candidate.getParameterTypes()).map(Class::getCanonicalName).toList();
      if (candidate.getName().equals(name)
          && !candidate.isBridge()
          && own.size() == parameters.size() + from
          && own.subList(from, own.size()).equals(parameters)) {
        return candidate;
      }
    }
    throw new NoSuchMethodException(name);
  }

  /**
   * The method bound to the object, from objects to an object.
   *
   * @param spread so many last parameters come as one array
   */
  private static MethodHandle handle(Object object, Method method, int spread)
      throws IllegalAccessException {
    MethodHandle handle = MethodHandles.publicLookup().unreflect(method).asFixedArity();
    if (!Modifier.isStatic(method.getModifiers())) {
      handle = handle.bindTo(object);
    }
    handle = handle.asType(handle.type().generic());
    return spread == 0 ? handle : handle.asSpreader(Object[].class, spread);
  }

  /** The value of no rows at all; its failure is the statement's. */
  public static @Nullable Object ofNothing(UserMethod method, DataType type) {
    try (UserAccumulation function = new UserAccumulation(method)) {
      return UserValues.value(function.name(), function.value(function.create()), type);
    } catch (VirtualMachineError fatal) {
      throw fatal;
    } catch (Throwable thrown) {
      throw failed(UserValues.failure(method.function(), thrown));
    }
  }

  private static LeatException failed(RowException failure) {
    return new LeatException(failure.sqlState(), failure.message());
  }

  public String name() {
    return method.function();
  }

  @Override
  public void close() {
    UserClasses.close(object);
  }

  /** Whether a row is taken: one with NULL for a primitive parameter is not. */
  public boolean takes(@Nullable Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] == null && method.isStrict(i)) {
        return false;
      }
    }
    return true;
  }

  /** A new accumulator. */
  public @Nullable Object create() throws Throwable {
    return create.invokeExact();
  }

  /** Adds a row. */
  public void accumulate(@Nullable Object accumulator, @Nullable Object[] arguments)
      throws Throwable {
    if (method.parameters().isEmpty()) {
      Object unused = (Object) accumulate.invokeExact(accumulator);
    } else {
      Object unused = (Object) accumulate.invokeExact(accumulator, packed(arguments));
    }
  }

  /** The arguments of a variadic method are an array behind the others. */
  private @Nullable Object[] packed(@Nullable Object[] arguments) {
    if (!method.variadic()) {
      return arguments;
    }
    int fixed = method.parameters().size() - 1;
    @Nullable Object[] packed = Arrays.copyOf(arguments, fixed + 1);
    Object array = Array.newInstance(element, arguments.length - fixed);
    for (int i = fixed; i < arguments.length; i++) {
      Array.set(array, i - fixed, arguments[i]);
    }
    packed[fixed] = array;
    return packed;
  }

  /** What the accumulator stands for. */
  public @Nullable Object value(@Nullable Object accumulator) throws Throwable {
    return (Object) value.invokeExact(accumulator);
  }
}
