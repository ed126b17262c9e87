package io.leat.runtime.connector.builtin.datagen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a table holds depends on its seed alone. */
class DatagenContentTest {
  private static final RowSchema SCHEMA =
      RowSchema.of(
          new RowSchema.Field("n", ScalarType.BIGINT),
          new RowSchema.Field("i", ScalarType.INTEGER),
          new RowSchema.Field("s", ScalarType.STRING),
          new RowSchema.Field("d", ScalarType.decimal(30, 5)),
          new RowSchema.Field("t", ScalarType.timestampLtz(3)),
          new RowSchema.Field("a", new ArrayType(ScalarType.BYTES, true)),
          new RowSchema.Field("m", new MapType(ScalarType.TINYINT, ScalarType.DOUBLE, true)),
          new RowSchema.Field("b", new MultisetType(ScalarType.BOOLEAN, true)),
          new RowSchema.Field(
              "r",
              new RowType(
                  RowSchema.of(
                      new RowSchema.Field("f", ScalarType.INTEGER),
                      new RowSchema.Field("x", ScalarType.FLOAT)),
                  true)));

  private static DatagenTable table(int rows, long seed) {
    return new DatagenTable(
        SCHEMA,
        "rows-per-second=2000000000",
        "number-of-rows=" + rows,
        "seed=" + seed,
        "fields.n.kind=sequence",
        "fields.n.start=0",
        "fields.n.end=1000000",
        "fields.s.length=20",
        "fields.s.var-len=true",
        "fields.s.null-rate=0.2",
        "fields.t.max-past=1 d",
        "fields.a.length=2",
        "fields.a.null-rate=0.1",
        "fields.a.element.length=5",
        "fields.m.null-rate=0.1",
        "fields.r.null-rate=0.3",
        "fields.r.f.null-rate=0.3");
  }

  @Property(tries = 40)
  void contentDependsNeitherOnReadersNorOnResumesNorOnBatches(
      @ForAll @IntRange(min = 0, max = 4500) int rows,
      @ForAll @IntRange(min = 1, max = 4) int shards,
      @ForAll long seed) {
    List<String> expected = new ArrayList<>();
    DatagenTable whole = table(rows, seed);
    drain(whole, whole.reader(whole.splits(1)), expected, 4096);

    Random random = new Random(seed);
    List<String> actual = new ArrayList<>();
    DatagenTable table = table(rows, seed);
    List<List<Split>> readers = new ArrayList<>();
    table.splits(shards).forEach(split -> readers.add(List.of(split)));
    while (!readers.isEmpty()) {
      // Splits move between readers, each of which stops somewhere and is resumed.
      List<Split> splits = new ArrayList<>(readers.remove(random.nextInt(readers.size())));
      if (!readers.isEmpty() && random.nextInt(4) == 0) {
        splits.addAll(readers.remove(0));
      }
      SourceReader reader = table.reader(splits);
      for (int reads = random.nextInt(4); reads >= 0 && !reader.finished(); reads--) {
        table
            .rows(reader, 1 + random.nextInt(random.nextBoolean() ? 20 : 3000))
            .forEach(row -> actual.add(DatagenTable.text(row)));
      }
      if (!reader.finished()) {
        readers.add(reader.offsets());
      }
    }
    actual.sort(null);
    expected.sort(null);
    assertEquals(rows, expected.size());
    assertEquals(expected, actual);
  }

  @Test
  void oneReaderReadsAllSplitsInTheOrderOfTheRows() {
    DatagenTable table = table(5000, 1);
    List<String> one = new ArrayList<>();
    drain(table, table.reader(table.splits(1)), one, 4096);
    List<String> three = new ArrayList<>();
    drain(table, table.reader(table.splits(3)), three, 700);
    assertEquals(one, three);
  }

  @Test
  void columnsAreMadeUpWithoutTheOthers() {
    DatagenTable table = table(100, 5);
    List<String> all = new ArrayList<>();
    drain(table, table.reader(table.splits(1)), all, 100);
    SourceReader reader = table.source.reader(List.of(1), SCHEMA.select(List.of(1)), table.clock);
    reader.assign(table.splits(1));
    IntColumn column = new IntColumn();
    assertEquals(100, reader.read(new Column[] {column}, 4096));
    for (int row = 0; row < 100; row++) {
      assertTrue(all.get(row).startsWith("[" + row + ", " + column.get(row) + ", "));
    }
    SourceReader none = table.source.reader(List.of(), RowSchema.of(), table.clock);
    none.assign(table.splits(1));
    assertEquals(100, none.read(new Column[0], 4096));
    assertTrue(none.finished());
  }

  @Test
  void aSeedSelectsTheContentAndEachRunHasItsOwn() {
    assertEquals(ints("seed=1"), ints("seed=1"));
    assertNotEquals(ints("seed=1"), ints("seed=2"));
    assertNotEquals(ints(), ints());
  }

  @Test
  void aResumedTableKeepsTheSeedItWasMadeWith() {
    String[] options = {"number-of-rows=2000", "rows-per-second=2000000000"};
    DatagenTable first = DatagenTable.of(ScalarType.BIGINT, options);
    SourceReader reader = first.reader(first.splits(1));
    List<Object> values = new ArrayList<>(first.rows(reader, 700));
    DatagenTable second = DatagenTable.of(ScalarType.BIGINT, options);
    values.addAll(second.rows(second.reader(reader.offsets()), 4096));
    assertEquals(new ArrayList<Object>(first.rows(first.reader(first.splits(1)), 4096)), values);
    assertFalse(first.source.enumerator().exhausted());
  }

  @Test
  void scanParallelismLimitsTheSplits() {
    DatagenTable table = DatagenTable.of(ScalarType.BIGINT, "scan.parallelism=2");
    assertEquals(2, table.splits(4).size());
    assertEquals(1, table.splits(1).size());
    assertEquals(1, DatagenTable.of(ScalarType.BIGINT, "scan.parallelism=1").splits(4).size());
  }

  private static List<?> ints(String... options) {
    String[] all = new String[options.length + 1];
    System.arraycopy(options, 0, all, 1, options.length);
    all[0] = "rows-per-second=2000000000";
    return DatagenTable.of(ScalarType.INTEGER, all).values(50);
  }

  private static void drain(
      DatagenTable table, SourceReader reader, List<String> rows, int maxRows) {
    while (!reader.finished()) {
      assertEquals(0, reader.nextReadNanos());
      List<?> read = table.rows(reader, maxRows);
      assertFalse(read.isEmpty());
      read.forEach(row -> rows.add(DatagenTable.text(row)));
    }
    assertEquals(Long.MAX_VALUE, reader.nextReadNanos());
    assertEquals(List.of(), table.rows(reader, maxRows));
  }
}
