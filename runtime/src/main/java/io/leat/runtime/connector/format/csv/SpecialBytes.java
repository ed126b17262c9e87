package io.leat.runtime.connector.format.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;

/** A few bytes that a text is searched for, eight of its bytes at once. */
final class SpecialBytes {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final boolean[] special = new boolean[1 << Byte.SIZE];

  /** Each byte eight times. */
  private final long[] repeated;

  /**
   * @param bytes as numbers from 0 to 255
   */
  SpecialBytes(BitSet bytes) {
    bytes.stream().forEach(value -> special[value] = true);
    repeated = bytes.stream().mapToLong(value -> value * EACH_BYTE).toArray();
  }

  /** Whether one of the bytes is among {@code text[from .. to)}. */
  boolean occurIn(byte[] text, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long word = (long) WORDS.get(text, at);
      long hits = 0;
      for (long wanted : repeated) {
        long differs = word ^ wanted;
        // A high bit is set where a byte is zero; if none is, nowhere.
        hits |= (differs - EACH_BYTE) & ~differs;
      }
      if ((hits & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (; at < to; at++) {
      if (special[text[at] & 0xff]) {
        return true;
      }
    }
    return false;
  }
}
