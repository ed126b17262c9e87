package io.leat.runtime.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums that nodes remember are those of the entries, in every version. */
class TreeSumsTest {
  private static final List<DataType> TYPES =
      List.of(
          ScalarType.BIGINT.withNullable(false),
          ScalarType.INTEGER,
          ScalarType.BIGINT,
          ScalarType.STRING);

  private static final RowLayout LAYOUT = new RowLayout(TYPES, List.of(0));

  private static Entries row(long key, @Nullable Integer number, @Nullable Long large, long count) {
    EntriesBuilder builder = new EntriesBuilder();
    LAYOUT.encode(columns(key, number, large), 0, count, builder);
    return builder.build();
  }

  private static Column[] columns(long key, @Nullable Integer number, @Nullable Long large) {
    Column[] columns = TYPES.stream().map(Column::of).toArray(Column[]::new);
    ((LongColumn) columns[0]).append(key);
    if (number == null) {
      columns[1].appendNull();
    } else {
      ((IntColumn) columns[1]).append(number);
    }
    if (large == null) {
      columns[2].appendNull();
    } else {
      ((LongColumn) columns[2]).append(large);
    }
    columns[3].appendNull();
    return columns;
  }

  private record Row(long key, @Nullable Integer number, @Nullable Long large, long count) {
    Entries entry(long times) {
      return row(key, number, large, times);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyVersionHasTheSumsOfItsEntries(long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    EntryTree tree = EntryTree.EMPTY;
    for (int step = 0; step < 4_000; step++) {
      if (rows.isEmpty() || random.nextInt(4) > 0) {
        Row added =
            new Row(
                random.nextInt(100_000) * 10_000L + step,
                random.nextInt(5) == 0 ? null : random.nextInt(),
                random.nextInt(5) == 0 ? null : random.nextLong() >> 20,
                1 + random.nextInt(3));
        rows.add(added);
        tree = tree.apply(added.entry(added.count()));
      } else {
        Row gone = rows.remove(random.nextInt(rows.size()));
        tree = tree.apply(gone.entry(-gone.count()));
      }
      if (step % 50 == 0) {
        check(rows, tree);
      }
    }
    check(rows, tree);
  }

  /** A few rows of a version get other values, in their places. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void sumsFollowRowsThatAreReplaced(long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    EntriesBuilder all = new EntriesBuilder();
    for (int i = 0; i < 15_000; i++) {
      rows.add(row(i, random));
      encode(rows.get(i), rows.get(i).count(), all);
    }
    EntryTree tree = EntryTree.EMPTY.apply(all.build());
    check(rows, tree);
    for (int step = 0; step < 3_000; step++) {
      int first = random.nextInt(rows.size() - 4);
      for (int i = first; i <= first + random.nextInt(4); i++) {
        Row old = rows.get(i);
        Row now = row(i, random);
        rows.set(i, now);
        encode(old, -old.count(), all);
        encode(now, now.count(), all);
      }
      tree = tree.apply(all.build());
      if (random.nextInt(20) == 0) {
        check(rows, tree);
        assertEquals(0, new TreeSums(LAYOUT, 0).unknown(tree, Long.MAX_VALUE));
      }
    }
    check(rows, tree);
  }

  private static Row row(long key, Random random) {
    return new Row(
        key,
        random.nextInt(5) == 0 ? null : random.nextInt(),
        random.nextInt(5) == 0 ? null : random.nextLong() >> 20,
        1 + random.nextInt(2));
  }

  private static void check(List<Row> rows, EntryTree tree) {
    long keys = 0;
    long numbers = 0;
    long large = 0;
    long all = 0;
    long notNull = 0;
    for (Row row : rows) {
      keys += row.key() * row.count();
      all += row.count();
      numbers += row.number() == null ? 0 : row.number() * row.count();
      notNull += row.number() == null ? 0 : row.count();
      large += row.large() == null ? 0 : row.large() * row.count();
    }
    assertEquals(new TreeSums.Total(keys, all), new TreeSums(LAYOUT, 0).of(tree));
    assertEquals(new TreeSums.Total(numbers, notNull), new TreeSums(LAYOUT, 1).of(tree));
    TreeSums.Total total = new TreeSums(LAYOUT, 2).of(tree);
    assertNotNull(total);
    assertEquals(large, total.sum());
  }

  /** Many changes at a time, so that nodes come, go and are joined; columns asked for in turns. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void sumsFollowChangesOfManyRows(long seed) {
    Random random = new Random(seed);
    NavigableMap<Long, Row> rows = new TreeMap<>();
    EntryTree tree = EntryTree.EMPTY;
    for (int step = 0; step < 300; step++) {
      EntriesBuilder changes = new EntriesBuilder();
      long from = random.nextInt(60_000);
      long to = from + 1 + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 100);
      boolean add = random.nextInt(3) > 0;
      int every = 1 + random.nextInt(3);
      for (long key = from; key < to; key += every) {
        Row old = rows.get(key);
        if (old != null) {
          encode(old, -old.count(), changes);
          rows.remove(key);
        }
        if (add) {
          Row added =
              new Row(
                  key,
                  random.nextInt(5) == 0 ? null : random.nextInt(),
                  random.nextInt(5) == 0 ? null : random.nextLong() >> 20,
                  1 + random.nextInt(3));
          encode(added, added.count(), changes);
          rows.put(key, added);
        }
      }
      EntryTree before = tree;
      tree = tree.apply(changes.build());
      for (int column = 0; column < 3; column++) {
        if (random.nextInt(3) == 0) {
          TreeSums sums = new TreeSums(LAYOUT, column);
          // A version of before may be asked later, or never.
          sums.of(random.nextInt(4) == 0 ? before : tree);
          assertEquals(total(rows.values(), column), sums.of(tree));
          assertEquals(0, new TreeSums(LAYOUT, column).unknown(tree, Long.MAX_VALUE));
        }
      }
    }
    check(List.copyOf(rows.values()), tree);
    TreeCheck.check(tree);
  }

  private static void encode(Row row, long count, EntriesBuilder target) {
    Column[] columns = columns(row.key(), row.number(), row.large());
    LAYOUT.encode(columns, 0, count, target);
  }

  private static TreeSums.Total total(Collection<Row> rows, int column) {
    long sum = 0;
    long present = 0;
    for (Row row : rows) {
      Number value =
          column == 0 ? (Number) row.key() : column == 1 ? (Number) row.number() : row.large();
      if (value != null) {
        sum += value.longValue() * row.count();
        present += row.count();
      }
    }
    return new TreeSums.Total(sum, present);
  }

  /** A sum that was asked for costs a look at the leaves that have changed since. */
  @Test
  void onlyChangedLeavesAreUnknown() {
    EntriesBuilder all = new EntriesBuilder();
    for (long key = 0; key < 100_000; key++) {
      encode(new Row(2 * key, 1, key, 1), 1, all);
    }
    EntryTree tree = EntryTree.EMPTY.apply(all.build());
    TreeSums sums = new TreeSums(LAYOUT, 2);
    assertEquals(100_000, sums.unknown(tree, Long.MAX_VALUE));
    assertTrue(sums.unknown(tree, 1_000) < 1_000 + TreeChange.LEAF_ENTRIES);
    assertEquals(new TreeSums.Total(99_999L * 50_000, 100_000), sums.of(tree));
    assertEquals(0, sums.unknown(tree, Long.MAX_VALUE));
    // Some changes make a leaf too large, so that its branch has a child more, or cut the branch.
    int most = 3 * TreeChange.LEAF_ENTRIES;
    for (int i = 0; i < 2_000; i++) {
      EntriesBuilder changes = new EntriesBuilder();
      encode(new Row(80_001 + 2 * i, 1, (long) i, 1), 1, changes);
      encode(new Row(200_000 + i, 1, (long) i, 1), 1, changes);
      tree = tree.apply(changes.build());
      assertTrue(sums.unknown(tree, Long.MAX_VALUE) <= most, "unknown after change " + i);
      assertEquals(i + i + 2 + 100_000, sums.of(tree).present());
    }
    // What happens while nobody asks.
    for (long i = 0; i < 10; i++) {
      tree = tree.apply(row(10_000 * i + 1, 1, 5L, 1));
    }
    long unknown = sums.unknown(tree, Long.MAX_VALUE);
    assertTrue(unknown > 0 && unknown <= 10L * (TreeChange.LEAF_ENTRIES + 1), "" + unknown);
    assertEquals(104_010, sums.of(tree).present());
    assertEquals(104_010, new TreeSums(LAYOUT, 1).unknown(tree, Long.MAX_VALUE));
  }

  @Test
  void sumsOfAnEmptyTreeAreZero() {
    assertEquals(new TreeSums.Total(0, 0), new TreeSums(LAYOUT, 2).of(EntryTree.EMPTY));
    assertNull(EntryTree.EMPTY.root().sums());
  }

  @Test
  void whatIsBeyond64BitsIsNotRemembered() {
    EntryTree tree = EntryTree.EMPTY.apply(row(1, 1, Long.MAX_VALUE, 1));
    assertEquals(new TreeSums.Total(Long.MAX_VALUE, 1), new TreeSums(LAYOUT, 2).of(tree));
    EntryTree beyond = tree.apply(row(2, 2, 1L, 1));
    assertNull(new TreeSums(LAYOUT, 2).of(beyond));
    assertNull(new TreeSums(LAYOUT, 2).of(tree.apply(row(3, 3, 1L << 62, 2))));
    assertEquals(new TreeSums.Total(3, 2), new TreeSums(LAYOUT, 1).of(beyond));
    EntryTree back = beyond.apply(row(3, 3, -2L, 1));
    assertEquals(
        BigInteger.valueOf(Long.MAX_VALUE).subtract(BigInteger.ONE).longValueExact(),
        sumOrOwn(back));
  }

  /** One order of adding may pass 64 bits where another does not; then nothing is said. */
  private static long sumOrOwn(EntryTree tree) {
    TreeSums.Total total = new TreeSums(LAYOUT, 2).of(tree);
    return total == null ? Long.MAX_VALUE - 1 : total.sum();
  }

  /** A view that gets another query may keep nodes whose bytes then mean something else. */
  @Test
  void sumsAreOfOneLayout() {
    EntryTree tree = EntryTree.EMPTY.apply(row(7, 1, 5L, 1));
    assertEquals(new TreeSums.Total(5, 1), new TreeSums(LAYOUT, 2).of(tree));
    RowLayout other = new RowLayout(List.of(ScalarType.BIGINT.withNullable(false)), List.of(0));
    assertEquals(new TreeSums.Total(7, 1), new TreeSums(other, 0).of(tree));
    assertEquals(new TreeSums.Total(7, 1), new TreeSums(LAYOUT, 0).of(tree));
  }

  @Test
  void onlyWholeNumbersHaveSums() {
    assertThrows(IllegalArgumentException.class, () -> new TreeSums(LAYOUT, 3));
  }
}
