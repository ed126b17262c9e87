package io.leat.runtime.state;

/** Takes the state of one key group in its versioned byte form. */
public interface StateWriter {
  void writeInt(int value);

  void writeLong(long value);

  /** Length and bytes. */
  void writeBytes(byte[] bytes, int start, int length);
}
