package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders agree with a comparison of boxed values; sorted rows with a sorted list. */
class SortedRowsTest {

  private static Comparator<Integer> byValues(
      SampleRows rows, int column, boolean descending, boolean nullsFirst) {
    DataType type = rows.schema.type(column);
    return (a, b) -> {
      Object left = BoxedValues.get(rows.columns[column], a, type);
      Object right = BoxedValues.get(rows.columns[column], b, type);
      if (left == null || right == null) {
        return left == right ? 0 : (left == null) == nullsFirst ? -1 : 1;
      }
      int order = NestedValues.compare(left, right);
      return descending ? -order : order;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void ordersValuesAsTheirBoxedOnes(long seed) {
    Random random = new Random(seed);
    RowSchema schema = RandomRows.everyType();
    SampleRows rows = SampleRows.of(schema, 400, seed);
    RowTable table = new RowTable(rows.schema.types(), 0);
    for (int row = 0; row < rows.size(); row++) {
      assertEquals(row, table.add(rows.columns, row, rows.hashes[row]));
    }
    for (int column = 0; column < schema.size(); column++) {
      boolean descending = random.nextBoolean();
      boolean nullsFirst = random.nextBoolean();
      List<SortKey> keys = List.of(new SortKey(column, descending, nullsFirst));
      Comparator<Integer> comparator = byValues(rows, column, descending, nullsFirst);
      RowOrder order = new RowOrder(table, keys, true);
      for (int i = 0; i < 500; i++) {
        int a = random.nextInt(rows.size());
        int b = random.nextInt(rows.size());
        assertEquals(
            Integer.signum(comparator.compare(a, b)), Integer.signum(order.compareKeys(a, b)));
      }
      for (int other = 0; other < schema.size(); other++) {
        comparator = comparator.thenComparing(byValues(rows, other, false, true));
      }
      List<Integer> expected = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
      int[] actual = shuffled(rows.size(), random);
      int from = random.nextInt(100);
      int to = rows.size() - random.nextInt(100);
      List<Integer> part = Arrays.stream(actual, from, to).boxed().sorted(comparator).toList();
      int[] before = actual.clone();
      order.sort(actual, from, to);
      assertSameOrder(part, Arrays.copyOfRange(actual, from, to), rows);
      assertArrayEquals(Arrays.copyOf(before, from), Arrays.copyOf(actual, from));
      expected.sort(comparator);
      order.sort(actual, 0, actual.length);
      assertSameOrder(expected, actual, rows);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 127, 128, 5_000})
  void rowsThatAreEqualInTheKeysAreInTheOrderOfTheirNumbers(int size) {
    Random random = new Random(size);
    RowSchema schema = Batches.schema(ScalarType.BIGINT, ScalarType.STRING);
    SampleRows rows = SampleRows.of(schema, size, size);
    RowTable table = new RowTable(schema.types(), 0);
    for (int row = 0; row < size; row++) {
      table.add(rows.columns, row, rows.hashes[row]);
    }
    for (int column = 0; column < 2; column++) {
      for (boolean descending : new boolean[] {false, true}) {
        RowOrder order =
            new RowOrder(table, List.of(new SortKey(column, descending, !descending)), 0, true);
        int[] actual = shuffled(size, random);
        order.sort(actual, 0, size);
        Comparator<Integer> comparator = byValues(rows, column, descending, !descending);
        List<Integer> expected = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        expected.sort(comparator.thenComparing(Comparator.naturalOrder()));
        assertEquals(expected, Arrays.stream(actual).boxed().toList());
      }
    }
  }

  private static void assertSameOrder(List<Integer> expected, int[] actual, SampleRows rows) {
    assertEquals(
        expected.stream().map(rows.texts::get).toList(),
        Arrays.stream(actual).mapToObj(rows.texts::get).toList());
  }

  private static int[] shuffled(int count, Random random) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(numbers, random);
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void aTotalOrderTellsAllRowsApartThatAreNotEqual() {
    SampleRows rows = SampleRows.of(RandomRows.everyType(), 300, 9);
    RowTable table = new RowTable(rows.schema.types(), 0);
    for (int row = 0; row < rows.size(); row++) {
      table.add(rows.columns, row, rows.hashes[row]);
    }
    RowOrder order = new RowOrder(table, List.of(), true);
    for (int a = 0; a < rows.size(); a++) {
      for (int b = 0; b < rows.size(); b++) {
        boolean equal = rows.texts.get(a).equals(rows.texts.get(b));
        assertEquals(equal, order.compare(a, b) == 0);
        assertEquals(Integer.signum(order.compare(a, b)), -Integer.signum(order.compare(b, a)));
        boolean columns = true;
        for (int column = 0; column < rows.schema.size(); column++) {
          columns &= table.equal(column, a, b);
        }
        assertEquals(equal, columns);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void sortedRowsAreASortedList(long seed) {
    Random random = new Random(seed);
    RowSchema schema = Batches.schema(ScalarType.BIGINT.withNullable(false), ScalarType.STRING);
    int size = 6_000;
    SampleRows rows = SampleRows.of(schema, size, seed);
    RowTable table = new RowTable(schema.types(), 0);
    for (int row = 0; row < size; row++) {
      table.add(rows.columns, row, rows.hashes[row]);
    }
    // Odd seeds: many rows are equal in the order.
    RowOrder order = new RowOrder(table, List.of(new SortKey(0, true, false)), seed % 2 == 0);
    Comparator<Integer> comparator = order::compare;
    int[] insertion = shuffled(size, random);
    if (seed > 4) {
      order.sort(insertion, 0, size);
    }
    SortedRows sorted = new SortedRows();
    List<Integer> model = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < 3 * size; i++) {
      boolean grow = i < size ? random.nextInt(10) > 0 : random.nextInt(10) > 5;
      if (model.isEmpty() || (grow && next < size)) {
        int row = insertion[next++ % size];
        model.add(lowerBound(model, row, comparator, true), row);
        sorted.add(row, order);
      } else {
        int place = seed == 6 ? 0 : random.nextInt(model.size());
        int row = model.remove(place);
        sorted.remove(row, order);
        assertEquals(lowerBound(model, row, comparator, false), sorted.place(row, order));
      }
      assertEquals(model.size(), sorted.size());
      if (i % 997 == 0) {
        check(model, sorted, random);
      }
    }
    check(model, sorted, random);
  }

  private static int lowerBound(
      List<Integer> model, int row, Comparator<Integer> comparator, boolean after) {
    int low = 0;
    int high = model.size();
    while (low < high) {
      int middle = (low + high) / 2;
      int compared = comparator.compare(model.get(middle), row);
      if (compared < 0 || (after && compared == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void check(List<Integer> model, SortedRows sorted, Random random) {
    int[] expected = model.stream().mapToInt(Integer::intValue).toArray();
    assertArrayEquals(expected, sorted.toArray());
    if (expected.length > 0) {
      int from = random.nextInt(expected.length);
      int count = random.nextInt(expected.length - from);
      int[] copy = new int[count];
      sorted.copy(from, count, copy);
      assertArrayEquals(Arrays.copyOfRange(expected, from, from + count), copy);
      assertEquals(expected[from], sorted.get(from));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> sorted.get(expected.length));
  }

  @Test
  void aRowThatIsNotThereCannotBeRemoved() {
    RowTable table = new RowTable(List.of(ScalarType.BIGINT), 0);
    SampleRows rows = SampleRows.of(Batches.schema(ScalarType.BIGINT), 2, 1);
    RowOrder order = new RowOrder(table, List.of(new SortKey(0, false, true)), true);
    SortedRows sorted = new SortedRows();
    sorted.add(table.add(rows.columns, 0, rows.hashes[0]), order);
    int other = table.add(rows.columns, 1, rows.hashes[1]);
    assertThrows(IllegalStateException.class, () -> sorted.remove(other, order));
    assertTrue(sorted.memoryBytes() > 0);
  }
}
