package io.leat.runtime.state;

import java.nio.ByteBuffer;

/**
 * Some rows of a table as bytes: for each its number (as the distance from the one before), the
 * length of its bytes plus one, its key group, and its bytes; or, if it is gone, zero in place of
 * the length and nothing behind. Numbers and lengths take seven bits per byte, the lowest first.
 */
final class RowBlock {
  private static final int FULL_BYTES = 64 << 10;

  private final ByteStateWriter rows = ByteStateWriter.bare();
  private final ByteStateWriter row = ByteStateWriter.bare();
  private int before = -1;

  void add(int number, int keyGroup, RowTable table) {
    row.clear();
    table.write(number, row);
    begin(number);
    rows.writeVariable(row.size() + 1);
    rows.writeByte((byte) keyGroup);
    rows.write(row.bytes(), row.size());
  }

  void addGone(int number) {
    begin(number);
    rows.writeVariable(0);
  }

  private void begin(int number) {
    rows.writeVariable(number - before);
    before = number;
  }

  boolean isFull() {
    return rows.size() >= FULL_BYTES;
  }

  byte[] bytes() {
    return rows.bytes();
  }

  int length() {
    return rows.size();
  }

  void clear() {
    rows.clear();
    before = -1;
  }

  /** Takes what a block holds. */
  interface Rows {
    /**
     * A row.
     *
     * @param bytes positioned at its bytes, to be read or not
     */
    void row(int number, int keyGroup, ByteBuffer bytes, int length);

    void gone(int number);
  }

  /** Reads a block, which ends with the buffer. */
  static void read(ByteBuffer block, Rows target) {
    int number = -1;
    while (block.hasRemaining()) {
      number += variable(block);
      int length = variable(block) - 1;
      if (length < 0) {
        target.gone(number);
      } else {
        int keyGroup = block.get();
        int end = block.position() + length;
        target.row(number, keyGroup, block, length);
        block.position(end);
      }
    }
  }

  private static int variable(ByteBuffer from) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = from.get();
      value |= (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }
}
