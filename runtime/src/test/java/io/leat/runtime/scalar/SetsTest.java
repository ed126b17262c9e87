package io.leat.runtime.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.Slice;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sets of long lists hold what a HashSet holds. */
class SetsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 24, 1000, 5000})
  void numbersAreFound(int size) {
    Random random = new Random(size);
    Set<Long> values = new HashSet<>();
    for (int i = 0; i < size; i++) {
      values.add(i % 3 == 0 ? random.nextLong() : random.nextLong(-size, size));
    }
    LongSet set = new LongSet(values);
    for (long value = -size; value <= size; value++) {
      assertEquals(values.contains(value), set.contains(value), "" + value);
    }
    values.forEach(value -> assertTrue(set.contains(value), "" + value));
    assertEquals(values.size() + " values", set.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 24, 1000, 5000})
  void textsAreFound(int size) {
    Random random = new Random(size);
    Set<String> values = new HashSet<>();
    for (int i = 0; i < size; i++) {
      values.add("é" + random.nextInt(size));
    }
    SliceSet set = new SliceSet(values.stream().map(Slice::constant).toList());
    for (int i = 0; i < size; i++) {
      assertEquals(values.contains("é" + i), set.contains(Slice.constant("é" + i)), "é" + i);
    }
    assertFalse(set.contains(Slice.constant("")));
    assertEquals(values.size() + " values", set.toString());
  }

  @Test
  void zeroHasNoSignAndNanIsOne() {
    LongSet set =
        new LongSet(List.of(LongSet.bits(-0.0), LongSet.bits(Double.NaN), LongSet.bits(1.5)));
    assertTrue(set.contains(0.0));
    assertTrue(set.contains(-0.0));
    assertTrue(set.contains(Double.longBitsToDouble(0x7ff8000000000001L)));
    assertTrue(set.contains(1.5));
    assertFalse(set.contains(2.5));
  }
}
