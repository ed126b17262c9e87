package io.leat.runtime.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A mutable view of UTF-8 text or bytes: {@code length} bytes of {@code bytes} from {@code start}.
 * Generated code keeps one per expression node and points it at row after row, so that no object is
 * made per row. A view is valid until its owner moves it.
 */
public final class Slice {
  private static final byte[] EMPTY = {};

  public byte[] bytes = EMPTY;
  public int start;
  public int length;

  private byte[] scratch = EMPTY;
  private @Nullable BytesColumn target;
  private boolean constant;

  /** A view that is never moved: a literal. */
  public static Slice constant(byte[] bytes) {
    Slice slice = new Slice();
    slice.set(bytes, 0, bytes.length);
    slice.constant = true;
    return slice;
  }

  public static Slice constant(String text) {
    return constant(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether this view never moves, so that what was prepared from it stays valid. */
  public boolean isConstant() {
    return constant;
  }

  public void set(byte[] newBytes, int newStart, int newLength) {
    bytes = newBytes;
    start = newStart;
    length = newLength;
  }

  /** Points at a part of another view: {@code offset} counts from its start. */
  public void set(Slice source, int offset, int newLength) {
    set(source.bytes, source.start + offset, newLength);
  }

  public void set(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    set(utf8, 0, utf8.length);
  }

  /** From now on {@link #reserve} gives room at the end of this column: saves a copy per row. */
  public void writeTo(BytesColumn column) {
    target = column;
  }

  /** The column that {@link #reserve} gives room in, if any. */
  @Nullable BytesColumn target() {
    return target;
  }

  /**
   * Points at room for {@code capacity} bytes to write a result into, and gives the array; the
   * writer fills it from {@code start} and sets {@code length}. A second call before the row ends
   * keeps what was written and may move it.
   */
  public byte[] reserve(int capacity) {
    if (target != null) {
      start = target.openRow(capacity);
      bytes = target.heap();
    } else {
      if (capacity > scratch.length) {
        scratch = Arrays.copyOf(scratch, Math.max(capacity, Math.max(32, scratch.length * 2)));
      }
      bytes = scratch;
      start = 0;
    }
    return bytes;
  }

  /** The byte at an offset from the start, 0..255. */
  public int at(int offset) {
    return bytes[start + offset] & 0xff;
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  public boolean sameBytes(Slice other) {
    return Arrays.equals(
        bytes, start, start + length, other.bytes, other.start, other.start + other.length);
  }

  /** Orders by unsigned bytes, which for UTF-8 is the order of code points. */
  public int compareBytes(Slice other) {
    return Arrays.compareUnsigned(
        bytes, start, start + length, other.bytes, other.start, other.start + other.length);
  }

  @Override
  public String toString() {
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }
}
