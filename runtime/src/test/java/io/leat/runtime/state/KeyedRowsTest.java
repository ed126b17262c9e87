package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are found by their values exactly when a {@code HashMap} of their texts finds them. */
class KeyedRowsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsRowsOfEveryTypeAsAMapDoes(long seed) {
    check(RandomRows.everyType(), seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsRowsOfFewColumnsAsAMapDoes(long seed) {
    check(Batches.schema(ScalarType.BIGINT.withNullable(false)), seed);
    check(Batches.schema(ScalarType.INTEGER, ScalarType.BIGINT), seed);
    check(Batches.schema(ScalarType.DOUBLE, ScalarType.FLOAT, ScalarType.STRING), seed);
  }

  private static void check(RowSchema schema, long seed) {
    Random random = new Random(seed);
    KeyedRows keyed = new KeyedRows(schema.types(), 1);
    Map<String, Integer> model = new HashMap<>();
    for (int round = 0; round < 30; round++) {
      SampleRows rows = SampleRows.of(schema, 1 + random.nextInt(200), random.nextInt(6));
      int[] numbers = new int[rows.size()];
      if (round % 3 == 0) {
        keyed.find(rows.columns, rows.size(), rows.hashes, numbers);
        for (int row = 0; row < rows.size(); row++) {
          assertEquals(model.getOrDefault(rows.texts.get(row), -1), numbers[row]);
        }
      } else {
        keyed.findOrAdd(rows.columns, rows.size(), rows.hashes, numbers);
        for (int row = 0; row < rows.size(); row++) {
          Integer known = model.putIfAbsent(rows.texts.get(row), numbers[row]);
          assertEquals(known == null ? numbers[row] : known, numbers[row]);
        }
      }
      assertEquals(model.size(), new HashSet<>(model.values()).size());
      List<String> texts = new ArrayList<>(model.keySet());
      for (String text : texts) {
        if (random.nextInt(3) == 0) {
          int row = model.remove(text);
          keyed.remove(row, SampleRows.hash(keyed.table(), row));
        }
      }
      assertEquals(model.size(), keyed.table().size());
      if (round % 5 == 4) {
        keyed = restored(keyed, model);
      }
    }
  }

  /** The same rows by way of their bytes; the model learns their new numbers. */
  private static KeyedRows restored(KeyedRows keyed, Map<String, Integer> model) {
    KeyedRows restored = new KeyedRows(keyed.table().types(), 1);
    FrozenState frozen = FrozenRows.state(1, keyed.freeze());
    Set<String> missing = new HashSet<>(model.keySet());
    for (int group = KeyGroups.COUNT - 1; group >= 0; group--) {
      ByteStateWriter writer = new ByteStateWriter();
      frozen.write(group, writer);
      if (!writer.isEmpty()) {
        ByteStateReader reader = new ByteStateReader(writer.toBytes());
        reader.readInt();
        restored.restore(
            reader,
            row -> SampleRows.hash(restored.table(), row),
            row -> {
              String text = SampleRows.text(restored.table(), row);
              assertTrue(missing.remove(text), text);
              model.put(text, row);
            });
      }
    }
    assertEquals(Set.of(), missing);
    return restored;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theIndexGivesEveryRowOfAHash(long seed) {
    Random random = new Random(seed);
    RowIndex index = new RowIndex();
    Map<Long, Set<Integer>> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      // Few values in the high and in the low bits, so that slots and groups are shared.
      long hash = ((long) random.nextInt(4) << 57) | random.nextInt(seed == 1 ? 50 : 5_000);
      Set<Integer> rows = model.computeIfAbsent(hash, h -> new HashSet<>());
      if (rows.isEmpty() || random.nextInt(i < 10_000 ? 3 : 2) > 0) {
        index.add(hash, i);
        rows.add(i);
      } else {
        int row = rows.iterator().next();
        index.remove(hash, row);
        rows.remove(row);
      }
      if (i % 1_000 == 0) {
        model.forEach((key, expected) -> assertEquals(expected, candidates(index, key)));
      }
    }
  }

  private static Set<Integer> candidates(RowIndex index, long hash) {
    Set<Integer> found = new HashSet<>();
    for (int row = index.first(hash); row >= 0; row = index.next()) {
      assertTrue(found.add(row));
    }
    return found;
  }

  @Test
  void aRowThatIsNotInTheIndexCannotBeRemoved() {
    RowIndex index = new RowIndex();
    index.add(5, 1);
    assertThrows(IllegalStateException.class, () -> index.remove(5, 2));
  }
}
