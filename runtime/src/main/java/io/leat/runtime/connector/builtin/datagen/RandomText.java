package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Lower-case hexadecimal text, or bytes, of a length; or of any length from 1 to that, equally
 * often.
 */
final class RandomText implements Generator {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed;
  private final long lengthSeed;
  private final int length;
  private final boolean varies;
  private final boolean hexadecimal;
  private final int wordsPerValue;

  RandomText(long seed, int length, boolean varies, boolean hexadecimal) {
    this.seed = seed;
    this.lengthSeed = Words.derive(seed, 0);
    this.length = length;
    this.varies = varies;
    this.hexadecimal = hexadecimal;
    int bytesPerWord = hexadecimal ? 2 * Long.BYTES : Long.BYTES;
    this.wordsPerValue = (length - 1) / bytesPerWord + 1;
  }

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    BytesColumn bytes = (BytesColumn) column;
    for (int i = 0; i < count; i++) {
      long number = first + i;
      int size = length;
      if (varies) {
        size = 1 + (int) Words.below(Words.word(lengthSeed, number), length);
      }
      // Whole words are written; what is beyond the value's end is the next value's room.
      int at = bytes.openRow(size + 2 * Long.BYTES);
      byte[] heap = bytes.heap();
      if (hexadecimal) {
        hexadecimal(heap, at, at + size, number * wordsPerValue);
      } else {
        raw(heap, at, at + size, number * wordsPerValue);
      }
      bytes.closeRow(size);
    }
  }

  @Override
  public long valueBytes() {
    return length + 2L * Integer.BYTES;
  }

  private void hexadecimal(byte[] heap, int start, int end, long firstWord) {
    long number = firstWord;
    for (int at = start; at < end; at += 2 * Long.BYTES) {
      long word = Words.word(seed, number++);
      LONGS.set(heap, at, digits(word & 0xFFFFFFFFL));
      LONGS.set(heap, at + Long.BYTES, digits(word >>> 32));
    }
  }

  private void raw(byte[] heap, int start, int end, long firstWord) {
    long number = firstWord;
    for (int at = start; at < end; at += Long.BYTES) {
      LONGS.set(heap, at, Words.word(seed, number++));
    }
  }

  /** Eight digits at once: each half-byte of 32 bits becomes a byte, then a character. */
  private static long digits(long bits) {
    long x = (bits | (bits << 16)) & 0x0000FFFF0000FFFFL;
    x = (x | (x << 8)) & 0x00FF00FF00FF00FFL;
    x = (x | (x << 4)) & 0x0F0F0F0F0F0F0F0FL;
    long letters = ((x + 0x0606060606060606L) >>> 4) & 0x0101010101010101L;
    return x + 0x3030303030303030L + letters * ('a' - '0' - 10);
  }
}
