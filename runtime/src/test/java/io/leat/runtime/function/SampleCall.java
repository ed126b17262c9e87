package io.leat.runtime.function;

import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One way to call a function: the types of the arguments, chosen from a signature's parameters, and
 * for some of them what values make sense, and whether they are constants always.
 */
record SampleCall(String signature, List<DataType> types, List<@Nullable Sense> senses) {
  /** Values that make sense where random ones do not. */
  record Sense(boolean constant, List<String> values) {}

  private static final List<String> UNITS = List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE");
  private static final Map<String, Sense> SENSES =
      Map.ofEntries(
          Map.entry("CEIL 1", new Sense(true, UNITS)),
          Map.entry("FLOOR 1", new Sense(true, UNITS)),
          Map.entry("DATE_TRUNC 0", new Sense(true, UNITS)),
          Map.entry("DATE_PART 0", new Sense(true, UNITS)),
          Map.entry("TIMESTAMPADD 0", new Sense(true, UNITS)),
          Map.entry("TIMESTAMPDIFF 0", new Sense(true, UNITS)),
          Map.entry("DATE_FORMAT 1", new Sense(false, List.of("yyyy-MM", "HH:mm", "qq?"))),
          Map.entry("TO_CHAR 1", new Sense(false, List.of("YYYY-MM", "HH24:MI", "Mon"))),
          Map.entry("TO_DATE 1", new Sense(false, List.of("yyyy-MM-dd", "dd.MM.yyyy"))),
          Map.entry("TO_TIMESTAMP 1", new Sense(false, List.of("yyyy-MM-dd", "dd.MM.yyyy"))),
          Map.entry("FROM_UNIXTIME 1", new Sense(false, List.of("yyyy-MM-dd", "HH:mm"))),
          Map.entry("CONVERT_TZ 1", new Sense(false, List.of("UTC", "Europe/Vienna"))),
          Map.entry("CONVERT_TZ 2", new Sense(false, List.of("+02:00", "Asia/Tokyo"))),
          Map.entry("CONVERT_TZ 0", new Sense(false, List.of("2024-02-29 01:02:03", "x"))),
          Map.entry(
              "AT_TIME_ZONE 1", new Sense(false, List.of("UTC", "Europe/Vienna", "no/where"))),
          Map.entry("TO_DATE 0", new Sense(false, List.of("2024-02-29", "2023-02-29", ""))),
          Map.entry("TO_TIMESTAMP 0", new Sense(false, List.of("2024-02-29 10:11:12", "x"))),
          Map.entry("IS JSON 0", new Sense(false, List.of("{\"a\": 1}", "[1, 2]", "1", "{"))),
          Map.entry("IS JSON 1", new Sense(true, List.of("VALUE", "ARRAY", "OBJECT"))),
          Map.entry("JSON_EXISTS 0", new Sense(false, List.of("{\"a\": 1}", "[1, 2]", "1", "{"))),
          Map.entry("JSON_EXISTS 1", new Sense(false, List.of("$.a", "strict $[0]"))),
          Map.entry("JSON_VALUE 0", new Sense(false, List.of("{\"a\": 1}", "[1, 2]", "1", "{"))),
          Map.entry("JSON_VALUE 1", new Sense(false, List.of("$.a", "strict $[0]"))),
          Map.entry("JSON_QUERY 0", new Sense(false, List.of("{\"a\": {}}", "[[1], 2]", "{"))),
          Map.entry("JSON_QUERY 1", new Sense(false, List.of("$.a", "$[0]"))),
          Map.entry("JSON_LENGTH 0", new Sense(false, List.of("{\"a\": {}}", "[[1], 2]", "{"))),
          Map.entry("JSON_LENGTH 1", new Sense(false, List.of("$.a", "$[0]"))),
          Map.entry("JSON 0", new Sense(false, List.of("{\"a\": {}}", "[[1], 2]", "{"))),
          Map.entry("PARSE_JSON 0", new Sense(false, List.of("{\"a\": {}}", "[[1], 2]", "{"))),
          Map.entry("TRY_PARSE_JSON 0", new Sense(false, List.of("{\"a\": {}}", "[1, 2]", "{"))),
          Map.entry("PARSE_URL 0", new Sense(false, List.of("http://a.example/b?c=d", "?"))),
          Map.entry("PARSE_URL 1", new Sense(false, List.of("HOST", "QUERY", "PATH"))),
          Map.entry("ENCODE 1", new Sense(false, List.of("UTF-8", "UTF-16BE", "none"))),
          Map.entry("DECODE 1", new Sense(false, List.of("UTF-8", "UTF-16BE", "none"))),
          Map.entry("PRINTF 0", new Sense(false, List.of("<%s>", "%5s", "%d"))));

  /** Kinds that stand for a variable or a family. */
  private static final Map<String, List<DataType>> CHOICES =
      Map.of(
          "NUMERIC", List.of(ScalarType.INTEGER, ScalarType.decimal(10, 3), ScalarType.DOUBLE),
          "INTEGRAL", List.of(ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.TINYINT),
          "TEMPORAL", List.of(ScalarType.DATE, ScalarType.timestamp(6), ScalarType.timestamp(9)),
          "TEXT", List.of(ScalarType.STRING, ScalarType.INTEGER, ScalarType.DATE),
          "PRINTED", List.of(ScalarType.STRING, ScalarType.INTEGER, ScalarType.DOUBLE),
          "ANY", List.of(ScalarType.STRING, ScalarType.BIGINT, ScalarType.decimal(30, 2)));

  private static final RandomRows VALUES = new RandomRows(1);

  /** Calls of the function with this signature: for each choice, with all optional arguments. */
  static List<SampleCall> of(FunctionEntry entry, String signature, Random random) {
    int open = signature.indexOf('(');
    String list =
        signature.substring(open + 1, signature.lastIndexOf(')', signature.indexOf(" → ")));
    boolean optional = list.contains("[");
    boolean variadic = list.endsWith("...");
    List<String> parameters = new ArrayList<>();
    List<String> required = new ArrayList<>();
    split(list.replace("...", ""), parameters, required);
    if (variadic) {
      parameters.add(parameters.get(parameters.size() - 1));
      parameters.add(parameters.get(parameters.size() - 1));
    }
    List<SampleCall> calls = new ArrayList<>();
    for (List<String> chosen : optional ? List.of(required, parameters) : List.of(parameters)) {
      boolean choice = chosen.stream().anyMatch(p -> choices(p) > 1);
      for (int i = 0; i < (choice ? 3 : 1); i++) {
        int index = i;
        List<DataType> types = chosen.stream().map(p -> type(p, index)).toList();
        if (entry.resolve(types) != null) {
          calls.add(new SampleCall(entry.name() + types, types, senses(entry, types.size())));
        }
      }
    }
    if (calls.isEmpty()) {
      throw new AssertionError("no arguments fit " + signature + " " + random);
    }
    return calls;
  }

  private static List<@Nullable Sense> senses(FunctionEntry entry, int count) {
    List<@Nullable Sense> senses = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> senses.add(SENSES.get(entry.name() + " " + i)));
    return senses;
  }

  private static void split(String list, List<String> all, List<String> required) {
    int depth = 0;
    int optional = 0;
    StringBuilder current = new StringBuilder();
    for (char c : (list + ",").toCharArray()) {
      depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
      if (c == ',' && depth == 0 || c == '[' || c == ']') {
        String parameter = current.toString().strip();
        if (!parameter.isEmpty()) {
          all.add(parameter);
          if (optional == 0) {
            required.add(parameter);
          }
        }
        current.setLength(0);
        optional += c == '[' ? 1 : 0;
      } else {
        current.append(c);
      }
    }
  }

  private static int choices(String parameter) {
    return parameter.matches(".*\\b([A-Z][0-9]?|NUMERIC|INTEGRAL|TEMPORAL|TEXT|PRINTED)\\b.*")
        ? 3
        : 1;
  }

  private static DataType type(String parameter, int choice) {
    return type(TypePatternText.parse(parameter), choice);
  }

  private static DataType type(TypePattern pattern, int choice) {
    if (pattern instanceof TypePattern.Fixed fixed) {
      return fixed.type();
    }
    if (pattern instanceof TypePattern.Elements elements) {
      DataType element = type(elements.element(), choice);
      return elements.kind() == TypeKind.ARRAY
          ? new ArrayType(element, true)
          : new MultisetType(element, true);
    }
    if (pattern instanceof TypePattern.Entries entries) {
      return new MapType(
          type(entries.key(), choice).withNullable(false), type(entries.value(), choice), true);
    }
    if (pattern instanceof TypePattern.Fields fields) {
      List<RowSchema.Field> types = new ArrayList<>();
      for (int i = 0; i < fields.names().size(); i++) {
        types.add(new RowSchema.Field(fields.names().get(i), type(fields.types().get(i), choice)));
      }
      return new RowType(new RowSchema(types), true);
    }
    if (pattern instanceof TypePattern.WithNullability with) {
      return type(with.pattern(), choice).withNullable(with.nullable());
    }
    if (pattern instanceof TypePattern.Family family) {
      return switch (family) {
        case ARRAY -> new ArrayType(ScalarType.STRING, true);
        case MAP -> new MapType(ScalarType.STRING.withNullable(false), ScalarType.INTEGER, true);
        case MULTISET -> new MultisetType(ScalarType.INTEGER.withNullable(false), true);
        case ROW -> new RowType(RowSchema.of(new RowSchema.Field("f", ScalarType.INTEGER)), true);
        default -> CHOICES.get(family.name()).get(choice);
      };
    }
    String name = ((TypePattern.Variable) pattern).name();
    return CHOICES.getOrDefault(name, CHOICES.get("ANY")).get(choice);
  }

  boolean[] alwaysConstant() {
    boolean[] constant = new boolean[types.size()];
    for (int i = 0; i < constant.length; i++) {
      Sense sense = senses.get(i);
      constant[i] = sense != null && sense.constant();
    }
    return constant;
  }

  /** Random arguments; those that are constants always are the same in all rows. */
  List<List<@Nullable Object>> rows(int count, Random random) {
    RowSchema schema =
        new RowSchema(types.stream().map(type -> new RowSchema.Field("c", type)).toList());
    List<@Nullable Object> constants = new ArrayList<>();
    senses.forEach(sense -> constants.add(sense == null ? null : one(sense.values(), random)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    VALUES
        .changes(schema, count, false)
        .forEach(
            change -> {
              List<@Nullable Object> row = new ArrayList<>(change.row());
              for (int i = 0; i < row.size(); i++) {
                Sense sense = senses.get(i);
                if (sense != null && sense.constant()) {
                  row.set(i, constants.get(i));
                } else if (sense != null && row.get(i) != null) {
                  row.set(i, one(sense.values(), random));
                } else if (row.get(i) instanceof Integer number) {
                  row.set(i, number / 100_000_000);
                } else if (row.get(i) instanceof Long number) {
                  row.set(i, number / 1_000_000_000_000L);
                }
              }
              rows.add(row);
            });
    return rows;
  }

  private static String one(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  @Override
  public String toString() {
    return signature;
  }
}
