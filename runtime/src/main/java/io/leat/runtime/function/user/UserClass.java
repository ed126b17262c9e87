package io.leat.runtime.function.user;

import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user's class offers: a scalar or table function by its public methods {@code eval}, an
 * aggregate function by {@code createAccumulator}, {@code accumulate} and {@code getValue}.
 */
public final class UserClass {
  private static final String EVAL = "eval";
  static final String ACCUMULATE = "accumulate";
  static final String CREATE = "createAccumulator";
  static final String VALUE = "getValue";

  private final String function;
  private final UserCode code;
  private final Class<?> type;
  private final JavaTypes types;

  private UserClass(String function, UserCode code, JavaTypes types) {
    this.function = function;
    this.code = code;
    this.type = UserClasses.load(code);
    this.types = types;
  }

  /**
   * What is known of a class.
   *
   * @param aggregate whether it is an aggregate function
   */
  public record Description(boolean aggregate, List<UserOverload> overloads) {
    public Description {
      overloads = List.copyOf(overloads);
    }
  }

  /**
   * Reads a class.
   *
   * @param function the SQL function's name
   * @param parser reads the SQL text of a type
   * @throws LeatException 42883 if it has no method that can be called, 42804 if a type has no
   *     meaning in SQL
   */
  public static Description describe(
      String function, UserCode code, Function<String, DataType> parser) {
    return new UserClass(function, code, new JavaTypes(parser)).describe();
  }

  private Description describe() {
    if (!Modifier.isPublic(type.getModifiers())) {
      throw wrong("class '" + type.getName() + "' is not public", "make it public");
    }
    List<Method> evals = methods(EVAL);
    List<Method> accumulates = methods(ACCUMULATE);
    if (!evals.isEmpty() && !accumulates.isEmpty()) {
      throw wrong(
          "class '" + type.getName() + "' has methods eval and accumulate", "make two classes");
    }
    if (evals.isEmpty() && accumulates.isEmpty()) {
      throw wrong(
          "class '" + type.getName() + "' has no public method eval",
          "a scalar or table function has eval(…);"
              + " an aggregate function createAccumulator(), accumulate(acc, …), getValue(acc)");
    }
    if (evals.stream().anyMatch(method -> !Modifier.isStatic(method.getModifiers()))
        || !accumulates.isEmpty()) {
      requireInstance();
    }
    List<UserOverload> overloads = new ArrayList<>();
    for (Method method : evals) {
      overloads.add(eval(method));
    }
    for (Method method : accumulates) {
      overloads.add(accumulate(method));
    }
    return new Description(evals.isEmpty(), overloads);
  }

  private static LeatException wrong(String message, @Nullable String hint) {
    return new LeatException(SqlState.UNDEFINED_FUNCTION, message, null, hint, null);
  }

  /** Public methods of that name in an order that is always the same. */
  private List<Method> methods(String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name) && !method.isBridge())
        .sorted(Comparator.comparing(Method::toGenericString))
        .toList();
  }

  private void requireInstance() {
    String problem;
    try {
      type.getConstructor().newInstance();
      return;
    } catch (InvocationTargetException e) {
      problem = "its constructor fails: " + e.getTargetException();
    } catch (ReflectiveOperationException e) {
      problem = "it needs a public constructor without parameters, and must not be abstract";
    }
    throw wrong("class '" + type.getName() + "' cannot be made: " + problem, null);
  }

  private UserOverload eval(Method method) {
    List<DataType> parameters = parameters(method, 0);
    SqlType annotation = method.getAnnotation(SqlType.class);
    Type given = method.getGenericReturnType();
    Type element = element(given);
    boolean rows = element != null && given != byte[].class;
    boolean list = JavaTypes.erased(given) == List.class;
    DataType row = null;
    DataType result = null;
    if (list && annotation != null && types.declared(annotation) instanceof ArrayType array) {
      result = array;
      row = array.element();
    } else if (rows && element != null) {
      row = types.of(element, annotation, "a row of " + text(method));
    }
    if (!rows || (list && annotation == null)) {
      result = types.of(given, annotation, "the result of " + text(method));
    }
    if (row == null && result == null) {
      throw unknownType("the result of " + text(method), rows ? element : given);
    }
    return new UserOverload(method(method, 0), parameters, result, row);
  }

  /** What a call gives many of; null if it gives one value. */
  private static @Nullable Type element(Type type) {
    if (type instanceof GenericArrayType array) {
      return array.getGenericComponentType();
    }
    if (type instanceof Class<?> plain) {
      return plain.getComponentType();
    }
    if (type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw
        && (Iterable.class.isAssignableFrom(raw)
            || Stream.class.isAssignableFrom(raw)
            || Iterator.class.isAssignableFrom(raw))
        && generic.getActualTypeArguments().length == 1) {
      return generic.getActualTypeArguments()[0];
    }
    return null;
  }

  private UserOverload accumulate(Method method) {
    Class<?> accumulator = single(CREATE, 0).getReturnType();
    Method value = single(VALUE, 1);
    Class<?>[] given = method.getParameterTypes();
    if (given.length == 0
        || !given[0].isAssignableFrom(accumulator)
        || !value.getParameterTypes()[0].isAssignableFrom(accumulator)) {
      throw wrong(
          "accumulate and getValue of '"
              + type.getName()
              + "' must take what createAccumulator gives, "
              + accumulator.getName(),
          null);
    }
    SqlType annotation = value.getAnnotation(SqlType.class);
    String what = "the result of " + text(value);
    DataType result = types.of(value.getGenericReturnType(), annotation, what);
    if (result == null) {
      throw unknownType(what, value.getGenericReturnType());
    }
    return new UserOverload(method(method, 1), parameters(method, 1), result, null);
  }

  private Method single(String name, int parameters) {
    List<Method> found =
        methods(name).stream().filter(method -> method.getParameterCount() == parameters).toList();
    if (found.size() != 1) {
      throw wrong(
          "class '"
              + type.getName()
              + "' has "
              + (found.isEmpty() ? "no" : "more than one")
              + " public method "
              + name
              + " with "
              + parameters
              + " parameters",
          "an aggregate function has createAccumulator(), accumulate(acc, …), getValue(acc)");
    }
    return found.get(0);
  }

  private List<DataType> parameters(Method method, int from) {
    List<DataType> sqlTypes = new ArrayList<>();
    Parameter[] parameters = method.getParameters();
    for (int i = from; i < parameters.length; i++) {
      Type given = parameters[i].getParameterizedType();
      boolean many = method.isVarArgs() && i == parameters.length - 1;
      Type one = given;
      if (many) {
        one =
            given instanceof GenericArrayType array
                ? array.getGenericComponentType()
                : ((Class<?>) given).getComponentType();
      }
      String what = "parameter " + (i - from + 1) + " of " + text(method);
      DataType sqlType = types.of(one, parameters[i].getAnnotation(SqlType.class), what);
      if (sqlType == null || one == Object[].class || JavaTypes.hasRecord(one)) {
        throw unknownType(what, one);
      }
      sqlTypes.add(sqlType);
    }
    return sqlTypes;
  }

  private UserMethod method(Method method, int from) {
    List<String> parameters = new ArrayList<>();
    for (Class<?> parameter : method.getParameterTypes()) {
      parameters.add(parameter.getCanonicalName());
    }
    return new UserMethod(
        function,
        code,
        method.getName(),
        Modifier.isStatic(method.getModifiers()),
        parameters.subList(from, parameters.size()),
        method.isVarArgs(),
        method.getReturnType().getCanonicalName(),
        !type.isAnnotationPresent(NotDeterministic.class));
  }

  private static LeatException unknownType(String what, @Nullable Type type) {
    return new LeatException(
        SqlState.DATATYPE_MISMATCH,
        what
            + " has the type "
            + (type == null ? "?" : type.getTypeName())
            + ", which has no meaning in SQL",
        null,
        "use a type such as int, Integer, String, LocalDate or List<String>,"
            + " or say what it is with @SqlType",
        null);
  }

  private static String text(Method method) {
    StringBuilder text = new StringBuilder(method.getName()).append('(');
    String separator = "";
    for (Class<?> parameter : method.getParameterTypes()) {
      text.append(separator).append(parameter.getSimpleName());
      separator = ", ";
    }
    return text.append(')').toString();
  }
}
