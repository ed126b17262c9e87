package io.leat.runtime.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * State as bytes: a version byte, then big-endian numbers, and byte strings as length and content.
 * One buffer per key group, at most {@link #MAX_BYTES}.
 */
public final class ByteStateWriter implements StateWriter {
  /** What one key group may take. */
  public static final int MAX_BYTES = 1 << 30;

  static final byte VERSION = 1;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[64];
  private int size;

  public ByteStateWriter() {
    bytes[size++] = VERSION;
  }

  /** One of bytes that are part of others: without a version. */
  static ByteStateWriter bare() {
    ByteStateWriter bare = new ByteStateWriter();
    bare.size = 0;
    return bare;
  }

  @Override
  public void writeInt(int value) {
    reserve(Integer.BYTES);
    INTS.set(bytes, size, value);
    size += Integer.BYTES;
  }

  @Override
  public void writeLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  void writeByte(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  /** A number that is not negative, in seven bits per byte, the lowest first. */
  void writeVariable(int value) {
    int left = value;
    while (left >= 0x80) {
      writeByte((byte) (left | 0x80));
      left >>>= 7;
    }
    writeByte((byte) left);
  }

  /** Bytes without their length. */
  void write(byte[] source, int length) {
    reserve(length);
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
  }

  void write(ByteBuffer source, int length) {
    reserve(length);
    source.get(bytes, size, length);
    size += length;
  }

  @Override
  public void writeBytes(byte[] source, int start, int length) {
    writeInt(length);
    reserve(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
  }

  /** Whether nothing has been written. */
  public boolean isEmpty() {
    return size == 1;
  }

  /** What has been written lies at their beginning; valid until more is written. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Forgets all of it. */
  void clear() {
    size = 0;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (more > MAX_BYTES - size) {
      throw new IllegalStateException("the state of one key group passes " + MAX_BYTES + " bytes");
    }
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(size + more, 2L * size)));
    }
  }
}
