package io.leat.runtime.state;

import io.leat.runtime.data.BytesColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The word that stands for a text in a row. Text of up to 7 bytes lies in its word, which then is
 * negative: the top bit, three bits and the rest of the top byte tell the length. The word of a
 * longer text is its address in a {@link BlobHeap}. No word of a text is zero.
 */
final class TextWord {
  private static final long INLINE = 1L << 63;
  private static final int INLINE_BYTES = 7;

  /** The bytes of a text in its word. */
  private static final long PREFIX = 0x00ff_ffff_ffff_ffffL;

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private TextWord() {}

  /** Whether a text of so many bytes lies in its word. */
  static boolean fits(int length) {
    return length <= INLINE_BYTES;
  }

  /** The word of a text that {@link #fits}. */
  static long of(byte[] heap, int start, int length) {
    return INLINE | ((long) length << 56) | prefix(heap, start, length);
  }

  /** How many bytes a text in its word has. */
  private static int length(long word) {
    return (int) (word >>> 56) & 0x7f;
  }

  /** Appends the text. */
  static void append(long word, BlobHeap blobs, BytesColumn target) {
    if (word < 0) {
      // All seven bytes and a zero: what is beyond the length lies in no row.
      int start = target.openRow(Long.BYTES);
      BIG_ENDIAN.set(target.heap(), start, word << 8);
      target.closeRow(length(word));
    } else {
      target.append(blobs.bytes(word), BlobHeap.start(word), blobs.length(word));
    }
  }

  /** Whether the text is these bytes. */
  static boolean equal(long word, BlobHeap blobs, byte[] heap, int start, int length) {
    if (word < 0) {
      return length <= INLINE_BYTES && word == of(heap, start, length);
    }
    int own = BlobHeap.start(word);
    return blobs.length(word) == length
        && Arrays.equals(blobs.bytes(word), own, own + length, heap, start, start + length);
  }

  /** Orders these bytes and the text. */
  static int compare(byte[] heap, int start, int length, long word, BlobHeap blobs) {
    if (word < 0) {
      // The bytes, then the length: zero bytes at the end count less than their absence.
      int order = Long.compare(prefix(heap, start, length), word & PREFIX);
      return order != 0 ? order : Integer.compare(length, length(word));
    }
    int own = BlobHeap.start(word);
    return Arrays.compareUnsigned(
        heap, start, start + length, blobs.bytes(word), own, own + blobs.length(word));
  }

  /** Orders two texts. */
  static int compare(long left, long right, BlobHeap blobs) {
    if (left == right) {
      return 0;
    }
    if (left < 0 && right < 0) {
      // Seven bytes, then the length: zero bytes at the end count less than their absence.
      int order = Long.compareUnsigned(left << 8, right << 8);
      return order != 0 ? order : Integer.compare(length(left), length(right));
    }
    byte[] leftBytes = bytes(left, blobs);
    byte[] rightBytes = bytes(right, blobs);
    int leftStart = left < 0 ? 0 : BlobHeap.start(left);
    int rightStart = right < 0 ? 0 : BlobHeap.start(right);
    int leftLength = left < 0 ? length(left) : blobs.length(left);
    int rightLength = right < 0 ? length(right) : blobs.length(right);
    return Arrays.compareUnsigned(
        leftBytes,
        leftStart,
        leftStart + leftLength,
        rightBytes,
        rightStart,
        rightStart + rightLength);
  }

  private static byte[] bytes(long word, BlobHeap blobs) {
    if (word > 0) {
      return blobs.bytes(word);
    }
    byte[] copy = new byte[length(word)];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (byte) (word >>> (48 - 8 * i));
    }
    return copy;
  }

  /**
   * The first seven bytes of a text as a number that is not negative: a smaller one means that the
   * text is before.
   */
  static long prefix(byte[] heap, int start, int length) {
    if (start <= heap.length - Long.BYTES) {
      long bytes = (long) BIG_ENDIAN.get(heap, start) >>> 8;
      return length >= INLINE_BYTES ? bytes : bytes & ~(PREFIX >>> (8 * length));
    }
    long prefix = 0;
    for (int i = 0; i < INLINE_BYTES; i++) {
      prefix = (prefix << 8) | (i < length ? heap[start + i] & 0xff : 0);
    }
    return prefix;
  }

  /** The same of the word's text. */
  static long prefix(long word, BlobHeap blobs) {
    return word < 0
        ? word & PREFIX
        : prefix(blobs.bytes(word), BlobHeap.start(word), blobs.length(word));
  }
}
