package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;

/** Integers from {@code min} to {@code max}, both included. */
record UniformInts(long seed, int min, int max) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    int start = column.size();
    int[] values = ((IntColumn) column).reserve(start + count);
    // Twice the bound against a word of 63 bits: one signed multiplication.
    long twice = ((long) max - min + 1) << 1;
    for (int i = 0; i < count; i++) {
      values[start + i] = min + (int) Math.multiplyHigh(Words.word(seed, first + i) >>> 1, twice);
    }
    column.setSize(start + count);
  }

  @Override
  public long valueBytes() {
    return Integer.BYTES;
  }
}
