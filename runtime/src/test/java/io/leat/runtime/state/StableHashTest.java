package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.Slice;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stored state is divided by these hashes, so they are what they are defined to be, for ever. */
class StableHashTest {
  private static final long PRIME = 0x100000001B3L;

  @Test
  void textsByteForByte() {
    Random random = new Random(11);
    BytesColumn texts = new BytesColumn();
    LongColumn numbers = new LongColumn();
    Slice view = new Slice();
    int rows = 2_000;
    for (int row = 0; row < rows; row++) {
      if (row > 0 && random.nextInt(3) == 0) {
        // The very bytes of the row before, which lie in the column already.
        texts.read(row - 1, view);
        texts.append(view);
      } else {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        texts.append(bytes, 0, bytes.length);
      }
      numbers.append(random.nextLong());
    }
    long[] hashes = new long[rows];
    StableHash.hash(new ChangeBatch(List.of(numbers, texts), rows, null), new int[] {1, 0}, hashes);
    for (int row = 0; row < rows; row++) {
      byte[] bytes = texts.get(row);
      long polynomial = bytes.length;
      for (byte each : bytes) {
        polynomial = polynomial * PRIME + each;
      }
      assertEquals(mix(mix(mix(polynomial)) * 31 + numbers.get(row)), hashes[row]);
    }
  }

  @Test
  void someValues() {
    assertEquals(0x0000000000000000L, hash(""));
    assertEquals(0x0bb4d077cee5d2b8L, hash("leat"));
    assertEquals(0x750274f8a5b6effbL, hash("a text of more than a word"));
  }

  private static long hash(String text) {
    BytesColumn texts = new BytesColumn();
    texts.append(Slice.constant(text));
    long[] hashes = new long[1];
    StableHash.hash(new ChangeBatch(List.of(texts), 1, null), new int[] {0}, hashes);
    return hashes[0];
  }

  private static long mix(long value) {
    long first = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
    return second ^ (second >>> 31);
  }
}
