package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;

/** Multiples of {@code unit} from {@code min} to {@code max} units, both included. */
record UniformLongs(long seed, long min, long max, long unit) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    int start = column.size();
    long[] values = ((LongColumn) column).reserve(start + count);
    long bound = max - min + 1;
    for (int i = 0; i < count; i++) {
      values[start + i] = (min + Words.below(Words.word(seed, first + i), bound)) * unit;
    }
    column.setSize(start + count);
  }

  @Override
  public long valueBytes() {
    return Long.BYTES;
  }
}
