package io.leat.runtime.state;

import java.util.Arrays;

/**
 * State as bytes: a version byte, then big-endian numbers, and byte strings as length and content.
 * One buffer per key group, at most {@link #MAX_BYTES}.
 */
public final class ByteStateWriter implements StateWriter {
  /** What one key group may take. */
  public static final int MAX_BYTES = 1 << 30;

  static final byte VERSION = 1;

  private byte[] bytes = new byte[64];
  private int size;

  public ByteStateWriter() {
    bytes[size++] = VERSION;
  }

  @Override
  public void writeInt(int value) {
    reserve(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  @Override
  public void writeLong(long value) {
    writeInt((int) (value >>> 32));
    writeInt((int) value);
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
