package io.leat.runtime.function;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One overload, read from its text: {@code SUBSTRING(STRING, INT[, INT]) → STRING}. A parameter is
 * a type, a family ({@code NUMERIC}, {@code INTEGRAL}, {@code TEMPORAL}, {@code ARRAY}, {@code
 * MAP}, {@code MULTISET}), {@code TEXT} (text, or what is written as text), {@code PRINTED}
 * (numbers and truth values as they are, all else as text) or {@code T}; arguments for {@code
 * NUMERIC}, for {@code INTEGRAL} and for {@code T} are brought to their common type. {@code
 * STRING...} stands for one or more.
 */
final class Signature {
  private final List<String> parameters = new ArrayList<>();
  private final int required;
  private final boolean variadic;
  private final String result;

  private Signature(String text) {
    int open = text.indexOf('(');
    int arrow = text.indexOf(" → ");
    String list = text.substring(open + 1, text.lastIndexOf(')', arrow));
    result = text.substring(arrow + 3);
    int optional = list.indexOf('[');
    addParameters(optional < 0 ? list : list.substring(0, optional));
    required = parameters.size();
    if (optional >= 0) {
      addParameters(list.substring(optional).replace("[", "").replace("]", ""));
    }
    int last = parameters.size() - 1;
    variadic = last >= 0 && parameters.get(last).endsWith("...");
    if (variadic) {
      parameters.set(last, parameters.get(last).replace("...", ""));
    }
  }

  static Signature parse(String text) {
    return new Signature(text);
  }

  /** Splits at commas outside parentheses and angle brackets. */
  private void addParameters(String list) {
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= list.length(); i++) {
      char c = i == list.length() ? ',' : list.charAt(i);
      depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
      if (c == ',' && depth == 0) {
        String parameter = list.substring(start, i).trim();
        if (!parameter.isEmpty()) {
          parameters.add(parameter);
        }
        start = i + 1;
      }
    }
  }

  /** A fitting of arguments to this overload; fewer casts are better. */
  record Match(List<DataType> parameters, DataType result, int casts) {}

  @Nullable Match match(List<DataType> arguments) {
    int count = arguments.size();
    if (count < required || (!variadic && count > parameters.size())) {
      return null;
    }
    List<DataType> types = new ArrayList<>(count);
    List<Integer> shared = new ArrayList<>();
    int casts = 0;
    for (int i = 0; i < count; i++) {
      String parameter = parameters.get(Math.min(i, parameters.size() - 1));
      DataType argument = arguments.get(i);
      DataType accepted = accept(parameter, argument);
      if (accepted == null) {
        return null;
      }
      casts += accepted.kind() == argument.kind() ? 0 : 1;
      types.add(accepted.withNullable(argument.nullable()));
      if (isShared(parameter)) {
        shared.add(i);
      }
    }
    DataType common = null;
    if (!shared.isEmpty()) {
      common = TypeInference.common(shared.stream().map(types::get).toList());
      if (common == null) {
        return null;
      }
      for (int i : shared) {
        types.set(i, common.withNullable(arguments.get(i).nullable()));
      }
    }
    return new Match(types, resultType(types, common), casts);
  }

  /** Whether the arguments of such parameters are brought to a common type. */
  private static boolean isShared(String parameter) {
    return parameter.equals("T") || parameter.equals("NUMERIC") || parameter.equals("INTEGRAL");
  }

  private DataType resultType(List<DataType> types, @Nullable DataType common) {
    if (common != null && isShared(result)) {
      return common;
    }
    int position = parameters.indexOf(result);
    DataType fixed = fixed(result);
    if (fixed != null) {
      return fixed;
    }
    if (position < 0) {
      throw new IllegalStateException("result " + result + " is no type");
    }
    return types.get(position);
  }

  private static @Nullable DataType accept(String parameter, DataType argument) {
    TypeKind kind = argument.kind();
    boolean isNull = kind == TypeKind.NULL;
    return switch (parameter) {
      case "T" -> argument;
      case "NUMERIC" -> isNull ? ScalarType.INTEGER : kind.isNumeric() ? argument : null;
      case "INTEGRAL" -> isNull ? ScalarType.INTEGER : kind.isInteger() ? argument : null;
      case "TEXT" -> kind.isCharacter() ? argument : kind.isBinary() ? null : ScalarType.STRING;
      case "PRINTED" ->
          kind.isCharacter() || kind.isNumeric() || kind == TypeKind.BOOLEAN
              ? argument
              : ScalarType.STRING;
      case "TEMPORAL" ->
          switch (kind) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> argument;
            default -> isNull ? ScalarType.timestamp(3) : null;
          };
      case "ARRAY" -> kind == TypeKind.ARRAY ? argument : null;
      case "MAP" -> kind == TypeKind.MAP ? argument : null;
      case "MULTISET" -> kind == TypeKind.MULTISET ? argument : null;
      default -> {
        DataType wanted = fixed(parameter);
        if (wanted == null) {
          throw new IllegalStateException("parameter " + parameter + " is no type");
        }
        yield acceptFixed(wanted, argument);
      }
    };
  }

  private static @Nullable DataType acceptFixed(DataType wanted, DataType argument) {
    if (argument instanceof ScalarType scalar
        && wanted instanceof ScalarType type
        && keepsItself(scalar, type)) {
      return argument;
    }
    // A BIGINT serves as a position or a length, if it is in range when the row comes.
    boolean counts = wanted.kind() == TypeKind.INTEGER && argument.kind() == TypeKind.BIGINT;
    return counts || CastRules.implicit(argument, wanted) ? wanted : null;
  }

  /** Whether the argument's own length or precision serves as well as the parameter's. */
  private static boolean keepsItself(ScalarType argument, ScalarType wanted) {
    if (wanted.kind().isCharacter()) {
      return argument.kind().isCharacter();
    }
    if (wanted.kind().isBinary()) {
      return argument.kind().isBinary();
    }
    return argument.kind() == wanted.kind() && argument.physical() == wanted.physical();
  }

  private static @Nullable DataType fixed(String name) {
    if (name.equals("ARRAY<STRING>")) {
      return new ArrayType(ScalarType.STRING, true);
    }
    if (name.equals("MAP<STRING, STRING>")) {
      return new MapType(ScalarType.STRING, ScalarType.STRING, true);
    }
    int open = name.indexOf('(');
    String base = open < 0 ? name : name.substring(0, open);
    int precision = open < 0 ? 6 : Integer.parseInt(name.substring(open + 1, name.length() - 1));
    return switch (base) {
      case "BOOLEAN" -> ScalarType.BOOLEAN;
      case "INT" -> ScalarType.INTEGER;
      case "BIGINT" -> ScalarType.BIGINT;
      case "FLOAT" -> ScalarType.FLOAT;
      case "DOUBLE" -> ScalarType.DOUBLE;
      case "STRING" -> ScalarType.STRING;
      case "BYTES" -> ScalarType.BYTES;
      case "DATE" -> ScalarType.DATE;
      case "TIME" -> ScalarType.time(open < 0 ? 0 : precision);
      case "TIMESTAMP" -> ScalarType.timestamp(precision);
      case "TIMESTAMP_LTZ" -> ScalarType.timestampLtz(precision);
      default -> null;
    };
  }
}
