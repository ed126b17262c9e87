package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rows go in and out; the table must say what a map from number to row says. */
class RowTableTest {
  private static final RowSchema TEXTS = Batches.schema(ScalarType.STRING, ScalarType.STRING);

  /** What a row should be. */
  private record Expected(String text, long hash, List<Long> extras) {}

  /** A frozen table, what it should hold, and the layers that tell the same, the newest first. */
  private record Frozen(FrozenRows rows, List<Expected> expected, List<Layer> layers) {}

  /** What was written of a table when it was frozen. */
  private record Layer(boolean whole, List<byte[]> blocks) {}

  /** A table beside its model. */
  private static final class Pair {
    final RowTable table;
    final int extras;
    final Map<Integer, Expected> model = new TreeMap<>();
    private List<Layer> layers = List.of();

    Pair(List<DataType> types, int extras) {
      this.table = new RowTable(types, extras);
      this.extras = extras;
    }

    void add(SampleRows rows, int row) {
      int number = table.add(rows.columns, row, rows.hashes[row]);
      assertFalse(model.containsKey(number), "the number of a row that is there");
      model.put(
          number,
          new Expected(
              rows.texts.get(row),
              rows.hashes[row] & 0xffff_ffff_0000_0000L,
              Collections.nCopies(extras, 0L)));
    }

    void remove(Random random) {
      int number = any(random);
      table.remove(number);
      assertFalse(table.holds(number));
      model.remove(number);
    }

    void touch(Random random) {
      int number = any(random);
      Expected old = model.get(number);
      List<Long> words = new ArrayList<>(old.extras());
      int word = random.nextInt(extras);
      if (random.nextBoolean()) {
        words.set(word, random.nextLong());
        table.set(number, word, words.get(word));
      } else {
        words.set(word, words.get(word) + 7);
        assertEquals(words.get(word), table.add(number, word, 7));
      }
      model.put(number, new Expected(old.text(), old.hash(), words));
    }

    int any(Random random) {
      List<Integer> numbers = new ArrayList<>(model.keySet());
      return numbers.get(random.nextInt(numbers.size()));
    }

    void check() {
      assertEquals(model.size(), table.size());
      int seen = 0;
      for (int row = 0; row < table.end(); row++) {
        if (table.holds(row)) {
          seen++;
          assertEquals(model.get(row), expected(table, row, extras));
        }
      }
      assertEquals(model.size(), seen);
    }

    Frozen freeze() {
      FrozenRows rows = table.freeze();
      List<byte[]> blocks = new ArrayList<>();
      rows.blocks(rows.knowsChanges(), (bytes, length) -> blocks.add(Arrays.copyOf(bytes, length)));
      List<Layer> all = new ArrayList<>(List.of(new Layer(!rows.knowsChanges(), blocks)));
      all.addAll(layers);
      layers = all;
      return new Frozen(rows, new ArrayList<>(model.values()), all);
    }

    void clear() {
      table.clear();
      model.clear();
    }

    /** Whether a frozen table, written and read, still holds what it held when frozen. */
    void check(Frozen frozen) {
      List<Expected> actual = new ArrayList<>();
      for (int group = 0; group < KeyGroups.COUNT; group++) {
        ByteStateWriter writer = new ByteStateWriter();
        FrozenRows.state(5, frozen.rows()).write(group, writer);
        if (!writer.isEmpty()) {
          actual.addAll(read(group, writer.toBytes()));
        }
      }
      assertEquals(sorted(frozen.expected()), sorted(actual));
      checkLayers(frozen);
    }

    private void checkLayers(Frozen frozen) {
      LayeredTables together = new LayeredTables(5, 1);
      for (Layer layer : frozen.layers()) {
        layer.blocks().forEach(block -> together.take(0, ByteBuffer.wrap(block)));
        if (layer.whole()) {
          together.close(0);
        }
      }
      List<Expected> actual = new ArrayList<>();
      together.groups((group, bytes) -> actual.addAll(read(group, bytes)));
      assertEquals(sorted(frozen.expected()), sorted(actual));
    }

    private List<Expected> read(int keyGroup, byte[] bytes) {
      List<Expected> actual = new ArrayList<>();
      ByteStateReader reader = new ByteStateReader(bytes);
      assertEquals(5, reader.readInt());
      RowTable restored = new RowTable(table.types(), extras);
      restored.restore(
          reader,
          row -> {
            assertEquals(keyGroup, StableHash.keyGroup(restored.hash(row)));
            actual.add(expected(restored, row, extras));
          });
      assertTrue(reader.atEnd());
      return actual;
    }

    private static List<String> sorted(List<Expected> rows) {
      return rows.stream().map(Expected::toString).sorted().toList();
    }
  }

  private static Expected expected(RowTable table, int row, int extras) {
    List<Long> words = new ArrayList<>();
    for (int i = 0; i < extras; i++) {
      words.add(table.get(row, i));
    }
    return new Expected(SampleRows.text(table, row), table.hash(row), words);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rowsOfEveryTypeComeAndGo(long seed) {
    Random random = new Random(seed);
    RowSchema schema = RandomRows.everyType();
    SampleRows rows = SampleRows.of(schema, 500, seed);
    int extras = 1 + random.nextInt(3);
    Pair pair = new Pair(schema.types(), extras);
    List<Frozen> frozen = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      int growth = round % 4 == 3 ? 1 : 3;
      for (int i = 0; i < 400; i++) {
        int what = random.nextInt(growth + 3);
        if (what < growth || pair.model.isEmpty()) {
          pair.add(rows, random.nextInt(rows.size()));
        } else if (what == growth) {
          pair.touch(random);
        } else {
          pair.remove(random);
        }
      }
      pair.check();
      frozen.add(pair.freeze());
      if (random.nextInt(5) == 0) {
        pair.clear();
      }
    }
    frozen.forEach(pair::check);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 31, 32, 95, 96, 160})
  void anyNumberOfColumnsHasNulls(int columns) {
    DataType[] types = new DataType[columns];
    Arrays.setAll(types, i -> i % 2 == 0 ? ScalarType.BIGINT : ScalarType.STRING);
    RowSchema schema = Batches.schema(types);
    SampleRows rows = SampleRows.of(schema, 300, columns);
    Pair pair = new Pair(schema.types(), 0);
    for (int row = 0; row < rows.size(); row++) {
      pair.add(rows, row);
      assertTrue(pair.table.equal(row, rows.columns, row));
      int other = (row * 7) % rows.size();
      assertEquals(
          rows.texts.get(row).equals(rows.texts.get(other)),
          pair.table.equal(row, rows.columns, other));
    }
    pair.check();
    pair.check(pair.freeze());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void textsSurviveTheCompactionOfTheirPages(long seed) {
    Random random = new Random(seed);
    Pair pair = new Pair(TEXTS.types(), 1);
    Frozen frozen = pair.freeze();
    for (int round = 0; round < 30; round++) {
      SampleRows rows = SampleRows.ofTexts(TEXTS, 800, random);
      for (int row = 0; row < rows.size(); row++) {
        pair.add(rows, row);
      }
      rows.overwrite();
      int rest = round % 7 == 6 ? 0 : random.nextInt(1500);
      List<Integer> numbers = new ArrayList<>(pair.model.keySet());
      Collections.shuffle(numbers, random);
      for (int number : numbers.subList(0, Math.max(0, numbers.size() - rest))) {
        pair.table.remove(number);
        pair.model.remove(number);
      }
      pair.check();
      if (random.nextInt(4) == 0) {
        pair.check(frozen);
        frozen = pair.freeze();
      }
    }
    pair.check(frozen);
  }

  @Test
  void textsLieInPagesThatGrow() {
    RowTable table = new RowTable(List.of(ScalarType.STRING), 0);
    BytesColumn column = new BytesColumn();
    int count = 60_000;
    for (int row = 0; row < count; row++) {
      byte[] text = longText(row);
      column.clear();
      column.append(text, 0, text.length);
      assertEquals(row, table.add(new Column[] {column}, 0, row));
    }
    long full = table.memoryBytes();
    for (int row = 0; row < count; row++) {
      if (row % 5 != 0) {
        table.remove(row);
      }
    }
    assertTrue(table.memoryBytes() < 0.7 * full, full + " bytes, then " + table.memoryBytes());
    column.clear();
    for (int row = 0; row < count; row += 5) {
      table.append(0, row, column);
      assertArrayEquals(longText(row), column.get(row / 5));
    }
  }

  private static byte[] longText(int row) {
    return ("text " + row + "-".repeat(20 + row % 150)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void memoryOfTextsFollowsWhatIsAlive() {
    Random random = new Random(1);
    RowTable table = new RowTable(TEXTS.types(), 0);
    int[] numbers = new int[4_000];
    SampleRows rows = SampleRows.ofTexts(TEXTS, numbers.length, random);
    long alive = 0;
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = table.add(rows.columns, row, rows.hashes[row]);
      alive += 2L * 12 + rows.texts.get(row).length();
    }
    for (int i = 0; i < 40_000; i++) {
      int row = random.nextInt(numbers.length);
      table.remove(numbers[row]);
      numbers[row] = table.add(rows.columns, row, rows.hashes[row]);
    }
    long limit = 3 * alive + (1 << 20);
    assertTrue(table.memoryBytes() < limit, table.memoryBytes() + " bytes, not " + limit);
    for (int number : numbers) {
      table.remove(number);
    }
    assertTrue(table.memoryBytes() < 1 << 20, table.memoryBytes() + " bytes of no rows");
  }

  @Test
  void aRowIsRemovedOnce() {
    RowTable table = new RowTable(TEXTS.types(), 0);
    SampleRows rows = SampleRows.ofTexts(TEXTS, 1, new Random(1));
    int row = table.add(rows.columns, 0, rows.hashes[0]);
    table.remove(row);
    assertThrows(IllegalStateException.class, () -> table.remove(row));
  }

  /** Rows of several pages go, in any order, and others come; what is free is given back. */
  @Test
  void pagesWithoutRowsAreGivenBack() {
    Random random = new Random(7);
    Pair pair = new Pair(Batches.schema(ScalarType.BIGINT).types(), 300);
    SampleRows rows = SampleRows.of(Batches.schema(ScalarType.BIGINT), 400, 7);
    long empty = pair.table.memoryBytes();
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 400; i++) {
        pair.add(rows, i);
      }
      pair.check();
      Frozen frozen = pair.freeze();
      long full = pair.table.memoryBytes();
      assertTrue(full > empty + 400 * 300 * 8, "full " + full);
      int left = round % 2 == 0 ? 0 : 30;
      List<Integer> numbers = new ArrayList<>(pair.model.keySet());
      if (round > 2) {
        Collections.shuffle(numbers, random);
      }
      for (int number : numbers.subList(0, numbers.size() - left)) {
        pair.table.remove(number);
        pair.model.remove(number);
      }
      pair.check();
      pair.check(frozen);
      long kept = pair.table.memoryBytes();
      assertTrue(left > 0 ? kept <= full : kept < full / 5, kept + " of " + full);
      for (int i = 0; i < 50; i++) {
        pair.add(rows, i);
        pair.touch(random);
        pair.remove(random);
      }
      pair.check();
      if (round == 3) {
        pair.clear();
        pair.check();
      }
      List<Integer> last = new ArrayList<>(pair.model.keySet());
      last.forEach(pair.table::remove);
      pair.model.clear();
    }
  }
}
