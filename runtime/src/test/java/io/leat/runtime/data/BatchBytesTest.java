package io.leat.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBytesTest {
  private static final RowSchema SCHEMA = RandomRows.everyType();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1000, ChangeBatch.MAX_ROWS})
  void roundTripKeepsRowsAndWeights(int rows) {
    for (boolean weighted : new boolean[] {false, true}) {
      List<Change> changes = new RandomRows(rows).changes(SCHEMA, rows, weighted);
      byte[] bytes = BatchBytes.write(Batches.of(SCHEMA, changes));
      ChangeBatch back = BatchBytes.read(bytes);
      assertEquals(text(changes), text(Batches.changes(SCHEMA, back)));
      assertArrayEquals(bytes, BatchBytes.write(back));
    }
  }

  @Test
  void slicesOfABorrowedHeapAreWrittenAlone() {
    BytesColumn text = new BytesColumn();
    for (String word : List.of("zero", "one", "two", "three")) {
      text.append(word.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, word.length());
    }
    BytesColumn selected = new BytesColumn();
    selected.selectSlices(text, new int[] {3, 1}, 2);
    ChangeBatch back =
        BatchBytes.read(BatchBytes.write(new ChangeBatch(List.of(selected), 2, null)));
    assertEquals(
        "three",
        new String(((BytesColumn) back.column(0)).get(0), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(
        "one",
        new String(((BytesColumn) back.column(0)).get(1), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void everyCutIsRefused() {
    byte[] bytes = BatchBytes.write(Batches.of(SCHEMA, new RandomRows(1).changes(SCHEMA, 5, true)));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertEquals(
          SqlState.IO_ERROR,
          assertThrows(LeatException.class, () -> BatchBytes.read(cut)).sqlState());
    }
  }

  @Test
  void damagedBytesNeverGiveAnotherError() {
    byte[] bytes = BatchBytes.write(Batches.of(SCHEMA, new RandomRows(2).changes(SCHEMA, 9, true)));
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        BatchBytes.read(damaged);
      } catch (LeatException e) {
        refused++;
      }
    }
    assertEquals(true, refused > 0);
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] bytes = BatchBytes.write(Batches.of(SCHEMA, List.of()));
    bytes[0] = 9;
    assertEquals(
        SqlState.FEATURE_NOT_SUPPORTED,
        assertThrows(LeatException.class, () -> BatchBytes.read(bytes)).sqlState());
  }

  private static List<String> text(List<Change> changes) {
    return changes.stream().map(BatchBytesTest::text).toList();
  }

  private static String text(Change change) {
    StringBuilder text = new StringBuilder();
    for (Object value : change.row()) {
      text.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : value).append('|');
    }
    return text.append(change.weight()).toString();
  }
}
