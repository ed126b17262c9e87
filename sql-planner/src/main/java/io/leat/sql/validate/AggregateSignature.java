package io.leat.sql.validate;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate function takes and gives. {@code arguments} is how it is written, for errors.
 *
 * @param name the canonical name, under which the runtime knows it
 * @param minArguments the fewest arguments
 * @param maxArguments the most arguments
 */
public record AggregateSignature(
    String name, int minArguments, int maxArguments, String arguments, Typing typing) {

  /** The types of the arguments and the result. */
  @FunctionalInterface
  interface Typing {
    /** Null if the function does not take these arguments. */
    @Nullable Resolution resolve(List<DataType> arguments);
  }

  /**
   * A call that is valid.
   *
   * @param parameters the types that the arguments are converted to
   * @param result its nullability does not matter
   */
  public record Resolution(List<DataType> parameters, DataType result) {}

  private static final int MIN_AVERAGE_SCALE = 6;

  private static final Map<String, String> ALIASES =
      Map.of(
          "EVERY", "BOOL_AND",
          "STDDEV", "STDDEV_SAMP",
          "STRING_AGG", "LISTAGG",
          "VARIANCE", "VAR_SAMP");

  private static final Map<String, AggregateSignature> ALL = all();

  private static Map<String, AggregateSignature> all() {
    Map<String, AggregateSignature> all = new TreeMap<>();
    add(all, "COUNT", 0, Integer.MAX_VALUE, "value, …", AggregateSignature::counted);
    add(all, "APPROX_COUNT_DISTINCT", 1, 1, "value", AggregateSignature::counted);
    add(all, "SUM", 1, 1, "number or interval", AggregateSignature::sum);
    add(all, "AVG", 1, 1, "number or interval", AggregateSignature::average);
    for (String name : List.of("MIN", "MAX")) {
      add(all, name, 1, 1, "value", AggregateSignature::ordered);
    }
    for (String name : List.of("STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP")) {
      add(all, name, 1, 1, "number", AggregateSignature::statistic);
    }
    for (String name : List.of("COVAR_POP", "COVAR_SAMP", "CORR")) {
      add(all, name, 2, 2, "number, number", AggregateSignature::statistic);
    }
    for (String name : List.of("FIRST_VALUE", "LAST_VALUE", "ANY_VALUE")) {
      add(all, name, 1, 1, "value", types -> new Resolution(types, types.get(0)));
    }
    add(all, "SINGLE_VALUE", 1, 1, "value", types -> new Resolution(types, types.get(0)));
    add(all, "MODE", 1, 1, "value", AggregateSignature::ordered);
    for (String name : List.of("BOOL_AND", "BOOL_OR")) {
      add(all, name, 1, 1, "truth", AggregateSignature::truth);
    }
    for (String name : List.of("BIT_AND", "BIT_OR", "BIT_XOR")) {
      add(
          all,
          name,
          1,
          1,
          "integer",
          types -> types.get(0).kind().isInteger() ? new Resolution(types, types.get(0)) : null);
    }
    for (String name : List.of("PERCENTILE", "PERCENTILE_CONT")) {
      add(all, name, 2, 2, "number, fraction", AggregateSignature::interpolated);
    }
    add(all, "PERCENTILE_DISC", 2, 2, "value, fraction", AggregateSignature::chosen);
    add(all, "LISTAGG", 1, 2, "text, separator", AggregateSignature::texts);
    add(
        all,
        "ARRAY_AGG",
        1,
        1,
        "value",
        types -> new Resolution(types, new ArrayType(types.get(0), true)));
    add(
        all,
        "COLLECT",
        1,
        1,
        "value",
        types -> new Resolution(types, new MultisetType(types.get(0), true)));
    add(
        all,
        "JSON_OBJECTAGG",
        2,
        2,
        "KEY text VALUE value",
        types ->
            types.get(0).kind().isCharacter() ? new Resolution(types, ScalarType.STRING) : null);
    add(all, "JSON_ARRAYAGG", 1, 1, "value", types -> new Resolution(types, ScalarType.STRING));
    return Collections.unmodifiableMap(all);
  }

  private static void add(
      Map<String, AggregateSignature> all,
      String name,
      int min,
      int max,
      String arguments,
      Typing typing) {
    all.put(name, new AggregateSignature(name, min, max, arguments, typing));
  }

  /** The function of that name or alias; null if there is none. */
  static @Nullable AggregateSignature find(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return ALL.get(ALIASES.getOrDefault(upper, upper));
  }

  /** All names and aliases, for suggestions. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(ALL.keySet());
    names.addAll(ALIASES.keySet());
    names.remove("SINGLE_VALUE");
    return names;
  }

  /** Whether a group without rows, or without values that count, gives a value other than NULL. */
  public boolean countsNothing() {
    return name.equals("COUNT") || name.equals("APPROX_COUNT_DISTINCT");
  }

  /** Whether a group of values other than NULL may give NULL. */
  boolean givesNull() {
    return name.endsWith("_SAMP") || name.equals("CORR") || name.startsWith("JSON_");
  }

  /** The types of a call with arguments of these types; null if it is not valid. */
  public @Nullable Resolution resolve(List<DataType> arguments) {
    return arguments.size() < minArguments || arguments.size() > maxArguments
        ? null
        : typing.resolve(arguments);
  }

  private static Resolution counted(List<DataType> types) {
    return new Resolution(types, ScalarType.BIGINT);
  }

  private static @Nullable Resolution sum(List<DataType> types) {
    DataType type = types.get(0);
    if (type.kind().isInteger() || type.kind() == TypeKind.NULL) {
      return new Resolution(types, ScalarType.BIGINT);
    }
    if (type.kind() == TypeKind.DECIMAL) {
      return new Resolution(
          types, ScalarType.decimal(ScalarType.MAX_DECIMAL_PRECISION, ((ScalarType) type).scale()));
    }
    if (type.kind().isInterval()) {
      return new Resolution(types, type);
    }
    return type.kind().isNumeric() ? new Resolution(types, ScalarType.DOUBLE) : null;
  }

  private static @Nullable Resolution average(List<DataType> types) {
    DataType type = types.get(0);
    if (type.kind() == TypeKind.DECIMAL) {
      int scale = Math.max(MIN_AVERAGE_SCALE, ((ScalarType) type).scale());
      return new Resolution(types, ScalarType.decimal(ScalarType.MAX_DECIMAL_PRECISION, scale));
    }
    if (type.kind().isInterval()) {
      return new Resolution(types, type);
    }
    return isNumber(type) ? new Resolution(types, ScalarType.DOUBLE) : null;
  }

  private static @Nullable Resolution ordered(List<DataType> types) {
    return types.get(0).hasOrder() ? new Resolution(types, types.get(0)) : null;
  }

  private static @Nullable Resolution statistic(List<DataType> types) {
    if (!types.stream().allMatch(AggregateSignature::isNumber)) {
      return null;
    }
    List<DataType> parameters = new ArrayList<>();
    types.forEach(type -> parameters.add(ScalarType.DOUBLE.withNullable(type.nullable())));
    return new Resolution(parameters, ScalarType.DOUBLE);
  }

  private static @Nullable Resolution truth(List<DataType> types) {
    TypeKind kind = types.get(0).kind();
    return kind == TypeKind.BOOLEAN || kind == TypeKind.NULL
        ? new Resolution(types, ScalarType.BOOLEAN)
        : null;
  }

  private static @Nullable Resolution interpolated(List<DataType> types) {
    if (!isNumber(types.get(0)) || !isNumber(types.get(1))) {
      return null;
    }
    return new Resolution(
        List.of(
            ScalarType.DOUBLE.withNullable(types.get(0).nullable()),
            ScalarType.DOUBLE.withNullable(types.get(1).nullable())),
        ScalarType.DOUBLE);
  }

  private static @Nullable Resolution chosen(List<DataType> types) {
    if (!types.get(0).hasOrder() || !isNumber(types.get(1))) {
      return null;
    }
    return new Resolution(
        List.of(types.get(0), ScalarType.DOUBLE.withNullable(types.get(1).nullable())),
        types.get(0));
  }

  private static @Nullable Resolution texts(List<DataType> types) {
    List<DataType> parameters = new ArrayList<>();
    for (DataType type : types) {
      if (type.kind() != TypeKind.NULL && !CastRules.explicit(type, ScalarType.STRING)) {
        return null;
      }
      parameters.add(ScalarType.STRING.withNullable(type.nullable()));
    }
    return new Resolution(parameters, ScalarType.STRING);
  }

  private static boolean isNumber(DataType type) {
    return type.kind().isNumeric() || type.kind() == TypeKind.NULL;
  }
}
