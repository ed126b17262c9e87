package io.leat.runtime.relation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.NestedSamples;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For random schemas and rows: bytes give rows back, are equal just where rows are, and are in the
 * order of the keys' values.
 */
class RowLayoutTest {
  private static final int SCHEMAS = 60;
  private static final int ROWS = 40;

  /** A random schema, and rows of it of which some are equal in value but look different. */
  private static final class Sample {
    final List<DataType> types = new ArrayList<>();
    final List<Integer> key = new ArrayList<>();
    final List<List<@Nullable Object>> rows = new ArrayList<>();
    final RowLayout layout;
    final RowSchema schema;
    final ChangeBatch batch;
    final List<byte[]> bytes = new ArrayList<>();

    Sample(Random random) {
      NestedSamples samples = new NestedSamples(random);
      int columns = 1 + random.nextInt(12);
      for (int i = 0; i < columns; i++) {
        DataType type = random.nextInt(3) == 0 ? samples.nestedType(2) : samples.scalarType();
        types.add(type);
        if (!type.kind().isNested() && random.nextBoolean()) {
          key.add(i);
        }
      }
      Collections.shuffle(key, random);
      for (int i = 0; i < ROWS; i++) {
        List<@Nullable Object> row = new ArrayList<>();
        boolean twin = i > 0 && random.nextInt(3) == 0;
        for (int c = 0; c < columns; c++) {
          boolean same = i > 0 && (twin || random.nextInt(3) > 0);
          row.add(
              same
                  ? samples.twin(rows.get(random.nextInt(twin ? 1 : i)).get(c))
                  : samples.value(types.get(c)));
        }
        rows.add(row);
      }
      layout = new RowLayout(types, key);
      schema = Batches.schema(types.toArray(DataType[]::new));
      batch = Batches.of(schema, rows.stream().map(row -> new Change(row, 1)).toList());
      Column[] all = IntStream.range(0, columns).mapToObj(batch::column).toArray(Column[]::new);
      for (int i = 0; i < ROWS; i++) {
        EntriesBuilder builder = new EntriesBuilder();
        layout.encode(all, i, 1, builder);
        bytes.add(builder.build().copy(0));
      }
    }

    int compare(List<Integer> columns, int a, int b) {
      for (int column : columns) {
        int order = NestedValues.compare(rows.get(a).get(column), rows.get(b).get(column));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void bytesAreInTheOrderOfTheKeysAndEqualWhereRowsAre(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < SCHEMAS; n++) {
      Sample sample = new Sample(random);
      List<Integer> all = IntStream.range(0, sample.types.size()).boxed().toList();
      for (int a = 0; a < ROWS; a++) {
        for (int b = 0; b < ROWS; b++) {
          int first = a;
          int second = b;
          Supplier<String> message =
              () ->
                  "seed %d: %s key %s: %s, %s"
                      .formatted(
                          seed,
                          sample.schema,
                          sample.key,
                          sample.rows.get(first),
                          sample.rows.get(second));
          byte[] left = sample.bytes.get(a);
          byte[] right = sample.bytes.get(b);
          int byKey = Integer.signum(sample.compare(sample.key, a, b));
          int keyA = sample.layout.keyLength(left, 0);
          int keyB = sample.layout.keyLength(right, 0);
          assertEquals(
              byKey,
              Integer.signum(Arrays.compareUnsigned(left, 0, keyA, right, 0, keyB)),
              message);
          if (byKey != 0) {
            assertEquals(byKey, Integer.signum(Arrays.compareUnsigned(left, right)), message);
          }
          assertEquals(sample.compare(all, a, b) == 0, Arrays.equals(left, right), message);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void bytesGiveRowsBack(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < SCHEMAS; n++) {
      Sample sample = new Sample(random);
      String message = "seed " + seed + ": " + sample.schema + " key " + sample.key;
      EntriesBuilder builder = new EntriesBuilder();
      sample.layout.encode(sample.batch, builder);
      Entries entries = builder.build();
      assertEquals(ROWS, entries.total(), message);
      int[] wanted = random.ints(1 + random.nextInt(8), 0, sample.types.size()).toArray();
      Column[] targets =
          Arrays.stream(wanted)
              .mapToObj(column -> Column.of(sample.types.get(column)))
              .toArray(Column[]::new);
      int cut = random.nextInt(entries.size());
      sample.layout.decode(entries, 0, cut, wanted, targets);
      sample.layout.decode(entries, cut, entries.size(), wanted, targets);
      for (int i = 0; i < entries.size(); i++) {
        byte[] bytes = entries.copy(i);
        int row =
            IntStream.range(0, ROWS)
                .filter(r -> Arrays.equals(bytes, sample.bytes.get(r)))
                .findFirst()
                .orElseThrow();
        for (int k = 0; k < wanted.length; k++) {
          assertEquals(entries.size(), targets[k].size(), message);
          Object value = BoxedValues.get(targets[k], i, sample.types.get(wanted[k]));
          Object expected = sample.rows.get(row).get(wanted[k]);
          assertEquals(
              0,
              NestedValues.compare(expected, value),
              () -> message + ": " + expected + " is now " + value);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void prefixesAreThoseOfTheEntriesWithTheirValues(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < SCHEMAS; n++) {
      Sample sample = new Sample(random);
      List<Integer> first = sample.key.subList(0, random.nextInt(sample.key.size() + 1));
      for (int a = 0; a < ROWS; a++) {
        int from = a;
        List<@Nullable Object> values = new ArrayList<>();
        first.forEach(column -> values.add(sample.rows.get(from).get(column)));
        byte[] prefix = sample.layout.prefix(values);
        byte[] after = EntryTree.after(prefix);
        for (int b = 0; b < ROWS; b++) {
          byte[] bytes = sample.bytes.get(b);
          boolean begins =
              bytes.length >= prefix.length
                  && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
          String message = "seed " + seed + ": " + values + " in " + sample.rows.get(b);
          assertEquals(sample.compare(first, a, b) == 0, begins, message);
          boolean inRange =
              Arrays.compareUnsigned(bytes, prefix) >= 0
                  && (after == null || Arrays.compareUnsigned(bytes, after) < 0);
          assertEquals(begins, inRange, message);
        }
      }
    }
  }

  @Test
  void weightsAreMultipliedAndColumnsShifted() {
    RowSchema schema = Batches.schema(ScalarType.STRING, ScalarType.INTEGER, ScalarType.BIGINT);
    ChangeBatch batch =
        Batches.of(
            schema,
            List.of(
                new Change(List.of("x", 1, 10L), 2),
                new Change(List.of("y", 1, 10L), -3),
                new Change(List.of("z", 0, 7L), 1)));
    RowLayout layout = new RowLayout(List.of(ScalarType.INTEGER, ScalarType.BIGINT), List.of(0));
    EntriesBuilder builder = new EntriesBuilder();
    layout.encode(batch, 1, builder, -1);
    Entries entries = builder.build();
    assertEquals(2, entries.size());
    assertEquals(-1, entries.count(0));
    assertEquals(1, entries.count(1));
    assertArrayEquals(
        layout.prefix(List.of(1)), Arrays.copyOf(entries.copy(1), layout.keyLength(entries, 1)));
  }

  @Test
  void aRowOfNoColumnsIsAnEntry() {
    RowLayout layout = new RowLayout(List.of(), List.of());
    EntriesBuilder builder = new EntriesBuilder();
    layout.encode(new Column[0], 0, 3, builder);
    layout.encode(new Column[0], 0, 2, builder);
    Entries entries = builder.build();
    assertEquals(1, entries.size());
    assertEquals(0, entries.length(0));
    assertEquals(5, entries.count(0));
  }

  @Test
  void nestedAndUnorderedKeysAreRefused() {
    ArrayType array = new ArrayType(ScalarType.INTEGER, true);
    assertThrows(IllegalArgumentException.class, () -> new RowLayout(List.of(array), List.of(0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RowLayout(List.of(ScalarType.VARIANT), List.of(0)));
    RowLayout notNull = new RowLayout(List.of(ScalarType.BIGINT.withNullable(false)), List.of(0));
    assertThrows(
        IllegalArgumentException.class, () -> notNull.prefix(Collections.singletonList(null)));
    assertTrue(notNull.key().contains(0));
  }
}
