package io.leat.runtime.state;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what a {@link ByteStateWriter} wrote; whatever else it is given, it refuses. */
public final class ByteStateReader implements StateReader {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int at;

  public ByteStateReader(byte[] bytes) {
    this.bytes = bytes;
    need(1);
    byte version = bytes[at++];
    if (version != ByteStateWriter.VERSION) {
      throw LeatException.notSupported(
          "Stored state of version " + version, "Use the version of Leat that wrote it");
    }
  }

  @Override
  public int readInt() {
    need(Integer.BYTES);
    at += Integer.BYTES;
    return (int) INTS.get(bytes, at - Integer.BYTES);
  }

  @Override
  public long readLong() {
    need(Long.BYTES);
    need(Long.BYTES);
    at += Long.BYTES;
    return (long) LONGS.get(bytes, at - Long.BYTES);
  }

  @Override
  public byte[] readBytes() {
    int length = readInt();
    if (length < 0) {
      throw corrupt();
    }
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  @Override
  public boolean atEnd() {
    return at == bytes.length;
  }

  private void need(int count) {
    if (count > bytes.length - at) {
      throw corrupt();
    }
  }

  private static LeatException corrupt() {
    return new LeatException(SqlState.IO_ERROR, "Stored state ends too early: it is damaged");
  }
}
