package io.leat.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.testing.Seeds;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Types by random values: every pair of types converts or is refused at planning, text forms are
 * read back, and order, equality and hash agree. {@code -Dfunctions.seed=…} repeats a run; {@code
 * -Dfunctions.regenerate=true} writes {@code casts.lst} anew.
 */
class TypeMatrixTest {
  private static final long SEED = Seeds.of("functions.seed");
  private static final Path CASTS = Path.of("src/test/resources/functions/casts.lst");
  private static final int PAIR_ROWS = 50;
  private static final RowSchema SCHEMA = schema();
  private static final List<List<@Nullable Object>> ROWS = rows(200);
  private static final LeatTable TABLE = new LeatTable(SCHEMA, ROWS);

  /** The sample columns, and one of every type that they lack. */
  private static RowSchema schema() {
    List<RowSchema.Field> fields = new ArrayList<>(SampleColumns.schema().fields());
    fields.removeIf(
        field -> field.name().endsWith("2") || List.of("g", "k").contains(field.name()));
    fields.add(new RowSchema.Field("c", ScalarType.character(5)));
    fields.add(new RowSchema.Field("vc", ScalarType.varchar(5)));
    RowSchema every = RandomRows.everyType();
    for (int i = 0; i < every.size(); i++) {
      DataType type = every.type(i);
      if (fields.stream().noneMatch(field -> field.type().equals(type))) {
        fields.add(new RowSchema.Field("r" + i, type));
      }
    }
    return new RowSchema(fields);
  }

  private static List<List<@Nullable Object>> rows(int count) {
    List<Change> random = new RandomRows(SEED).changes(SCHEMA, count, false);
    List<String> samples =
        SampleColumns.schema().fields().stream().map(RowSchema.Field::name).toList();
    List<List<@Nullable Object>> sampled = SampleColumns.rows(SEED, count);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int j = 0; j < SCHEMA.size(); j++) {
        int sample = samples.indexOf(SCHEMA.name(j));
        row.add(sample >= 0 ? sampled.get(i).get(sample) : fitted(random.get(i).row().get(j), j));
      }
      rows.add(Collections.unmodifiableList(row));
    }
    return rows;
  }

  /** Text of a CHAR has its length. */
  private static @Nullable Object fitted(@Nullable Object value, int column) {
    if (!(value instanceof String text) || !SCHEMA.type(column).kind().isCharacter()) {
      return value;
    }
    int length = Math.min(5, text.codePointCount(0, text.length()));
    String cut = text.substring(0, text.offsetByCodePoints(0, length));
    return SCHEMA.name(column).equals("c") ? cut + " ".repeat(5 - length) : cut;
  }

  @Test
  void everyPairConvertsOrIsRefusedWithWords() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Types that a CAST takes each type to; all others are refused at planning.");
    Set<String> types =
        SCHEMA.types().stream()
            .map(type -> type.withNullable(true).sqlName())
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    Set<String> done = new HashSet<>();
    long values = 0;
    for (RowSchema.Field field : SCHEMA.fields()) {
      String from = field.type().withNullable(true).sqlName();
      if (!done.add(from)) {
        continue;
      }
      List<String> taken = new ArrayList<>();
      for (String to : types) {
        try {
          TABLE.plan("SELECT CAST(`" + field.name() + "` AS " + to + ") FROM v");
          taken.add(to);
        } catch (LeatException e) {
          assertFalse(e.sqlState().startsWith("XX"), from + " to " + to + ": " + e.message());
          assertFalse(e.message().isEmpty());
        }
      }
      lines.add(from + " → " + String.join(" | ", taken));
      String casts =
          taken.stream()
              .map(to -> "TRY_CAST(`" + field.name() + "` AS " + to + ")")
              .collect(Collectors.joining(", "));
      values += (long) TABLE.run("SELECT " + casts + " FROM v").size() * taken.size();
    }
    System.out.println(
        "types: seed "
            + SEED
            + ", "
            + types.size() * types.size()
            + " casts planned, "
            + values
            + " values converted");
    if (Boolean.getBoolean("functions.regenerate")) {
      Files.writeString(CASTS, String.join("\n", lines) + "\n");
    }
    assertEquals(Files.readString(CASTS).strip(), String.join("\n", lines));
  }

  @Test
  void textIsReadBack() {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < SCHEMA.size(); i++) {
      String column = "`" + SCHEMA.name(i) + "`";
      String type = SCHEMA.type(i).withNullable(true).sqlName();
      if (SCHEMA.name(i).equals("b")) {
        continue; // Bytes that are no text have no text form.
      }
      List<List<@Nullable Object>> back =
          TABLE.run("SELECT id, " + readBack(column, type) + " FROM v");
      if (back.size() != ROWS.size()) {
        differences.add(type + ": refused " + (ROWS.size() - back.size()) + " rows");
      }
      for (List<@Nullable Object> row : back) {
        Object value = ROWS.get((int) row.get(0)).get(i);
        if (!text(value).equals(text(row.get(1)))) {
          differences.add(type + ": " + text(value) + " became " + text(row.get(1)));
        }
      }
    }
    assertEquals("", String.join("\n", differences), "seed " + SEED);
  }

  private static String readBack(String column, String type) {
    return type.equals("VARIANT")
        ? "PARSE_JSON(JSON_STRING(" + column + "))"
        : "CAST(CAST(" + column + " AS STRING) AS " + type + ")";
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  @Test
  void orderEqualityAndHashAgree() {
    LeatTable few = new LeatTable(SCHEMA, ROWS.subList(0, PAIR_ROWS));
    long pairs = 0;
    List<String> differences = new ArrayList<>();
    for (RowSchema.Field field : SCHEMA.fields()) {
      if (field.type() instanceof ScalarType && field.type().kind() != TypeKind.VARIANT) {
        pairs += check(few, "`" + field.name() + "`", field.type().toString(), differences);
      }
    }
    System.out.println("types: " + pairs + " pairs ordered, compared, grouped and joined");
    assertEquals("", String.join("\n", differences), "seed " + SEED);
  }

  private static int check(LeatTable table, String c, String type, List<String> differences) {
    Map<Object, List<@Nullable Object>> places = new HashMap<>();
    table
        .run(
            "SELECT id, DENSE_RANK() OVER (ORDER BY "
                + c
                + "), MIN(id) OVER (PARTITION BY "
                + c
                + ") FROM v")
        .forEach(row -> places.put(row.get(0), row));
    Set<List<@Nullable Object>> joined =
        new HashSet<>(
            table.run("SELECT a.id, b.id FROM v AS a JOIN v AS b ON a." + c + " = b." + c));
    List<List<@Nullable Object>> compared =
        table.run(
            "SELECT a.id, b.id, a.@ = b.@, a.@ < b.@, a.@ > b.@ FROM v AS a CROSS JOIN v AS b"
                .replace("@", c));
    assertEquals(PAIR_ROWS * PAIR_ROWS, compared.size());
    for (List<@Nullable Object> pair : compared) {
      if (pair.get(2) == null) {
        continue;
      }
      List<@Nullable Object> a = places.get(pair.get(0));
      List<@Nullable Object> b = places.get(pair.get(1));
      int order = Long.compare((long) a.get(1), (long) b.get(1));
      List<Boolean> expected = List.of(order == 0, order < 0, order > 0);
      boolean grouped = a.get(2).equals(b.get(2));
      boolean met = joined.contains(pair.subList(0, 2));
      if (!expected.equals(pair.subList(2, 5)) || grouped != (order == 0) || met != grouped) {
        differences.add(
            type + ": " + pair + " sorted " + order + " grouped " + grouped + " joined " + met);
      }
    }
    return compared.size();
  }
}
