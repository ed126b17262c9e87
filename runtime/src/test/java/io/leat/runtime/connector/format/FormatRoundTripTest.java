package io.leat.runtime.connector.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What an encoder has written, the decoder of the same format reads, however it is cut. */
class FormatRoundTripTest {
  private static final List<Map<String, String>> CSV =
      List.of(
          Map.of(),
          Map.of("csv.header", "true"),
          Map.of("csv.field-delimiter", ";", "csv.array-element-delimiter", "^"),
          Map.of("csv.null-literal", "n/a", "csv.quote-character", "'"),
          Map.of("csv.escape-character", "\\", "csv.field-delimiter", "\t"),
          Map.of("csv.field-delimiter", "x", "csv.allow-comments", "true"));
  private static final List<Map<String, String>> JSON =
      List.of(
          Map.of(),
          Map.of("json.timestamp-format.standard", "ISO-8601"),
          Map.of("json.encode.decimal-as-plain-number", "true"),
          Map.of("json.encode.ignore-null-fields", "true"));

  private static RowSchema someOf(List<DataType> types, Random random) {
    List<DataType> some = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(6); i++) {
      some.add(types.get(random.nextInt(types.size())));
    }
    return Batches.schema(some.toArray(DataType[]::new));
  }

  private static void roundTrip(
      String format, RowSchema schema, Map<String, String> with, List<Change> rows, Random random) {
    ChangeBatch batch = Batches.of(schema, rows);
    byte[] bytes = Decoding.encode(format, schema, with, batch);
    Decoding read =
        new Decoding()
            .decode(
                format,
                schema,
                with,
                bytes,
                0,
                bytes.length,
                1 + random.nextInt(100),
                1 + random.nextInt(20));
    assertEquals(List.of(), read.failed);
    assertEquals(Decoding.texts(schema, batch), read.rows);
  }

  @Property(tries = 400)
  void json(@ForAll long seed) {
    Random random = new Random(seed);
    RowSchema schema = someOf(RandomRows.everyType().types(), random);
    List<Change> rows =
        new RandomRows(seed)
            .changes(schema, random.nextInt(50), false).stream()
                .map(change -> withoutJsonNull(schema, change))
                .toList();
    roundTrip("json", schema, JSON.get(random.nextInt(JSON.size())), rows, random);
  }

  /** JSON's null in a VARIANT column is read as NULL. */
  private static Change withoutJsonNull(RowSchema schema, Change change) {
    List<@Nullable Object> values = new ArrayList<>(change.row());
    for (int i = 0; i < values.size(); i++) {
      if (schema.type(i).kind() == TypeKind.VARIANT && "null".equals(values.get(i))) {
        values.set(i, null);
      }
    }
    return new Change(values, 1);
  }

  @Property(tries = 400)
  void csv(@ForAll long seed) {
    Random random = new Random(seed);
    List<DataType> types = new ArrayList<>();
    for (DataType type : RandomRows.everyType().types()) {
      if (type instanceof ScalarType) {
        types.add(type);
      }
    }
    types.add(new ArrayType(ScalarType.BIGINT.withNullable(false), true));
    types.add(new ArrayType(ScalarType.DOUBLE.withNullable(false), true));
    types.add(
        new RowType(Batches.schema(ScalarType.DATE, ScalarType.INTEGER), true));
    RowSchema schema = someOf(types, random);
    List<Change> rows = new RandomRows(seed).changes(schema, random.nextInt(50), false);
    roundTrip("csv", schema, CSV.get(random.nextInt(CSV.size())), rows, random);
  }

  private static String wild(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Property(tries = 2_000)
  void textOfAnyKind(@ForAll long seed) {
    Random random = new Random(seed);
    String alphabet = "ab,;\"'\\\n\r\t #nx/é\u0001{}[]:0";
    RowSchema schema =
        random.nextBoolean()
            ? Batches.schema(ScalarType.STRING)
            : Batches.schema(ScalarType.STRING, ScalarType.STRING, ScalarType.STRING);
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int c = 0; c < schema.size(); c++) {
        row.add(random.nextInt(5) == 0 ? null : wild(random, alphabet));
      }
      rows.add(new Change(row, 1));
    }
    roundTrip("csv", schema, CSV.get(random.nextInt(CSV.size())), rows, random);
    roundTrip("json", schema, JSON.get(random.nextInt(JSON.size())), rows, random);
  }

  @Property(tries = 200)
  void raw(@ForAll long seed) {
    Random random = new Random(seed);
    RowSchema schema =
        Batches.schema(random.nextBoolean() ? ScalarType.STRING : ScalarType.varchar(9));
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(Change.insert(wild(random, "ab,\"\\\t é")));
    }
    roundTrip("raw", schema, Map.of(), rows, random);
  }
}
