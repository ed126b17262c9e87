package io.leat.runtime.function;

import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One overload, read from its text: {@code SUBSTRING(STRING, INT[, INT]) → STRING}. A parameter is
 * a type, a family ({@code NUMERIC}, {@code TEMPORAL}, {@code ARRAY}, {@code MAP}, {@code
 * MULTISET}) or {@code T}; arguments for {@code NUMERIC} and for {@code T} are brought to their
 * common type. {@code STRING...} stands for one or more.
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

  /** Splits at commas outside parentheses. */
  private void addParameters(String list) {
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= list.length(); i++) {
      char c = i == list.length() ? ',' : list.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
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
      casts += cost(argument, accepted);
      types.add(accepted.withNullable(argument.nullable()));
      if (parameter.equals("T") || parameter.equals("NUMERIC")) {
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

  /** A conversion to another kind may lose more than one between forms of the same kind. */
  private static int cost(DataType from, DataType to) {
    if (from.kind() == TypeKind.NULL) {
      return 1;
    }
    return (from.kind() == to.kind() ? 0 : 1) + (from.physical() == to.physical() ? 0 : 1);
  }

  private DataType resultType(List<DataType> types, @Nullable DataType common) {
    if (common != null && (result.equals("T") || result.equals("NUMERIC"))) {
      return common;
    }
    int position = parameters.indexOf(result);
    ScalarType fixed = fixed(result);
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
      case "TEMPORAL" ->
          switch (kind) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> argument;
            default -> isNull ? ScalarType.timestamp(3) : null;
          };
      case "ARRAY" -> kind == TypeKind.ARRAY ? argument : null;
      case "MAP" -> kind == TypeKind.MAP ? argument : null;
      case "MULTISET" -> kind == TypeKind.MULTISET ? argument : null;
      default -> {
        ScalarType wanted = fixed(parameter);
        if (wanted == null) {
          throw new IllegalStateException("parameter " + parameter + " is no type");
        }
        yield acceptFixed(wanted, argument);
      }
    };
  }

  private static @Nullable DataType acceptFixed(ScalarType wanted, DataType argument) {
    if (argument instanceof ScalarType scalar && keepsItself(scalar, wanted)) {
      return argument;
    }
    return CastRules.implicit(argument, wanted) ? wanted : null;
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

  private static @Nullable ScalarType fixed(String name) {
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
      case "INTERVAL YEAR TO MONTH" -> ScalarType.intervalYearMonth();
      case "INTERVAL DAY TO SECOND" -> ScalarType.intervalDayTime(precision);
      default -> null;
    };
  }
}
