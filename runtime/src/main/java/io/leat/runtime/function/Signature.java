package io.leat.runtime.function;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One overload, read from its text: {@code SUBSTRING(STRING, INT[, INT]) → STRING}, {@code
 * ARRAY_APPEND(ARRAY<T>, T) → ARRAY<T>}. A parameter is a type or a variable ({@code T K V …}),
 * alone or inside a nested type, or a family: {@code NUMERIC}, {@code INTEGRAL}, {@code TEMPORAL},
 * {@code TEXT} (text, or what is written as text), {@code PRINTED} (numbers and truth values as
 * they are, all else as text), or any {@code ARRAY}, {@code MAP}, {@code MULTISET}, {@code ROW}.
 * Arguments are brought to the common type of all places of a variable, NULL inside included: a
 * variable is nullable if one of its places is. So are all places of {@code NUMERIC} and of {@code
 * INTEGRAL}. What {@code O} stands for has an order. A result may say {@code NOT NULL} (or {@code
 * NULL}) for its elements, keys, values and fields. {@code STRING...} stands for one or more.
 */
final class Signature {
  private final List<TypePattern> parameters = new ArrayList<>();
  private final int required;
  private final boolean variadic;
  private final TypePattern result;

  private Signature(String text) {
    int open = text.indexOf('(');
    int arrow = text.indexOf(" → ");
    String list = text.substring(open + 1, text.lastIndexOf(')', arrow));
    result = TypePatternText.parse(text.substring(arrow + 3));
    variadic = list.endsWith("...");
    list = list.replace("...", "");
    int optional = list.indexOf('[');
    addParameters(optional < 0 ? list : list.substring(0, optional));
    required = parameters.size();
    if (optional >= 0) {
      addParameters(list.substring(optional).replace("[", "").replace("]", ""));
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
          parameters.add(TypePatternText.parse(parameter));
        }
        start = i + 1;
      }
    }
    if (depth != 0) {
      throw new IllegalStateException("unbalanced brackets: " + list);
    }
  }

  /** A fitting of arguments to this overload; fewer casts are better. */
  record Match(List<DataType> parameters, DataType result, int casts) {}

  @Nullable Match match(List<DataType> arguments) {
    int count = arguments.size();
    if (count < required || (!variadic && count > parameters.size())) {
      return null;
    }
    TypeVariables variables = new TypeVariables();
    for (int i = 0; i < count; i++) {
      if (!parameter(i).bind(arguments.get(i), variables)) {
        return null;
      }
    }
    if (!variables.solve()) {
      return null;
    }
    List<DataType> types = new ArrayList<>(count);
    int casts = 0;
    for (int i = 0; i < count; i++) {
      DataType argument = arguments.get(i);
      DataType fitted = fit(parameter(i), argument, variables);
      if (fitted == null) {
        return null;
      }
      casts += parameter(i) instanceof TypePattern.Variable ? 0 : casts(argument, fitted);
      types.add(fitted.withNullable(argument.nullable()));
    }
    return new Match(types, resultType(types, variables), casts);
  }

  /** A BIGINT serves as a position or a length too, if it is in range when the row comes. */
  private static @Nullable DataType fit(
      TypePattern pattern, DataType argument, TypeVariables variables) {
    DataType fitted = pattern.fit(argument, variables);
    return fitted == null
            && argument.kind() == TypeKind.BIGINT
            && pattern instanceof TypePattern.Fixed fixed
            && fixed.type().kind() == TypeKind.INTEGER
        ? fixed.type()
        : fitted;
  }

  private TypePattern parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /**
   * How many kinds and forms change, at all depths: TIMESTAMP(9) wants no method of fewer digits.
   */
  private static int casts(DataType from, DataType to) {
    int forms = from.physical() == to.physical() || from.kind() == TypeKind.NULL ? 0 : 1;
    if (from.kind() != to.kind()) {
      return 1 + forms;
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return casts(a.element(), b.element());
    }
    if (from instanceof MultisetType a && to instanceof MultisetType b) {
      return casts(a.element(), b.element());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return casts(a.key(), b.key()) + casts(a.value(), b.value());
    }
    int sum = forms;
    if (from instanceof RowType a && to instanceof RowType b) {
      for (int i = 0; i < a.schema().size(); i++) {
        sum += casts(a.schema().type(i), b.schema().type(i));
      }
    }
    return sum;
  }

  private DataType resultType(List<DataType> types, TypeVariables variables) {
    return result instanceof TypePattern.Family
        ? types.get(parameters.indexOf(result))
        : result.result(variables);
  }
}
