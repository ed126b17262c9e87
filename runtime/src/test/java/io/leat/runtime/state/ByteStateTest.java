package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteStateTest {

  private static byte[] sample() {
    ByteStateWriter writer = new ByteStateWriter();
    assertTrue(writer.isEmpty());
    writer.writeInt(Integer.MIN_VALUE);
    writer.writeLong(Long.MIN_VALUE + 5);
    writer.writeLong(0xFFFF_FFFFL);
    writer.writeBytes(new byte[1000], 100, 700);
    writer.writeBytes(new byte[0], 0, 0);
    assertFalse(writer.isEmpty());
    return writer.toBytes();
  }

  private static void readAll(StateReader reader) {
    assertEquals(Integer.MIN_VALUE, reader.readInt());
    assertEquals(Long.MIN_VALUE + 5, reader.readLong());
    assertEquals(0xFFFF_FFFFL, reader.readLong());
    assertArrayEquals(new byte[700], reader.readBytes());
    assertArrayEquals(new byte[0], reader.readBytes());
    assertTrue(reader.atEnd());
  }

  @Test
  void whatIsWrittenIsRead() {
    readAll(new ByteStateReader(sample()));
  }

  @Test
  void everyCutIsRefused() {
    byte[] bytes = sample();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertEquals(
          SqlState.IO_ERROR,
          assertThrows(LeatException.class, () -> readAll(new ByteStateReader(cut))).sqlState());
    }
  }

  @Test
  void anotherVersionIsRefused() {
    assertEquals(
        SqlState.FEATURE_NOT_SUPPORTED,
        assertThrows(LeatException.class, () -> new ByteStateReader(new byte[] {7})).sqlState());
  }
}
