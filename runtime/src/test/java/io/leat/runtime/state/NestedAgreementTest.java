package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.testing.NestedSamples;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.ValueText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For random values of random nested types: equality, order and hash agree, boxed and in state, and
 * the text form gives the value back.
 */
class NestedAgreementTest {
  private static final int TYPES = 40;
  private static final int VALUES = 30;
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void equalityOrderAndHashAgree(long seed) {
    NestedSamples samples = new NestedSamples(new Random(seed));
    for (int i = 0; i < TYPES; i++) {
      DataType type = samples.nestedType(3);
      List<@Nullable Object> values = values(samples, type);
      Column column = Column.of(type);
      values.forEach(value -> BoxedValues.append(column, type, value));
      ChangeBatch batch = new ChangeBatch(List.of(column), values.size(), null);
      long[] hashes = new long[values.size()];
      StableHash.hash(batch, new int[] {0}, hashes);
      RowTable table = new RowTable(List.of(type), 0);
      for (int row = 0; row < values.size(); row++) {
        assertEquals(row, table.add(new Column[] {column}, row, hashes[row]));
      }
      RowOrder order = new RowOrder(table, List.of(new SortKey(0, false, true)), false);
      for (int a = 0; a < values.size(); a++) {
        for (int b = 0; b < values.size(); b++) {
          String pair = type + ": " + text(values.get(a), type) + ", " + text(values.get(b), type);
          int boxed = Integer.signum(NestedValues.compare(values.get(a), values.get(b)));
          assertEquals(-boxed, Integer.signum(NestedValues.compare(values.get(b), values.get(a))));
          assertEquals(boxed, Integer.signum(order.compareKeys(a, b)), pair);
          assertEquals(boxed == 0, table.equal(0, a, b), pair);
          if (boxed == 0) {
            assertEquals(hashes[a], hashes[b], pair);
          }
          Set<@Nullable Object> set = NestedValues.newSet(type);
          set.add(values.get(a));
          assertEquals(boxed == 0, set.contains(values.get(b)), pair);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void stateGivesValuesBack(long seed) {
    NestedSamples samples = new NestedSamples(new Random(seed));
    for (int i = 0; i < TYPES; i++) {
      DataType type = samples.nestedType(3);
      List<@Nullable Object> values = values(samples, type);
      Column column = Column.of(type);
      values.forEach(value -> BoxedValues.append(column, type, value));
      RowTable table = new RowTable(List.of(type), 0);
      Column back = Column.of(type);
      for (int row = 0; row < values.size(); row++) {
        int added = table.add(new Column[] {column}, row, row);
        table.append(0, new int[] {added}, 1, back);
        Object value = BoxedValues.get(back, row, type);
        assertEquals(0, NestedValues.compare(values.get(row), value), type + ": " + value);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void theTextGivesTheValueBack(long seed) {
    NestedSamples samples = new NestedSamples(new Random(seed));
    for (int i = 0; i < TYPES; i++) {
      DataType type = samples.nestedType(3).withNullable(false);
      for (Object value : values(samples, type)) {
        String text = text(value, type);
        Object back = ValueText.parse(text, type, ZONE);
        assertEquals(0, NestedValues.compare(value, back), type + ": " + text);
        assertEquals(text, text(back, type));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31})
  void differentValuesAreThere(long seed) {
    NestedSamples samples = new NestedSamples(new Random(seed));
    DataType type = samples.nestedType(3);
    List<@Nullable Object> values = values(samples, type);
    assertTrue(values.stream().anyMatch(v -> NestedValues.compare(v, values.get(0)) != 0));
    assertFalse(values.stream().allMatch(v -> NestedValues.compare(v, values.get(0)) != 0));
  }

  private static List<@Nullable Object> values(NestedSamples samples, DataType type) {
    List<@Nullable Object> values = new ArrayList<>();
    while (values.size() < VALUES) {
      Object value = samples.value(type);
      values.add(value);
      values.add(samples.twin(value));
    }
    return values;
  }

  private static String text(@Nullable Object value, DataType type) {
    return ValueText.of(value, type, ZONE);
  }
}
