package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;

/** FLOAT or DOUBLE numbers from {@code min} to {@code max}. */
record UniformDoubles(long seed, double min, double max) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    int start = column.size();
    if (column instanceof FloatColumn floats) {
      float[] values = floats.reserve(start + count);
      for (int i = 0; i < count; i++) {
        values[start + i] = (float) value(first + i);
      }
    } else {
      double[] values = ((DoubleColumn) column).reserve(start + count);
      for (int i = 0; i < count; i++) {
        values[start + i] = value(first + i);
      }
    }
    column.setSize(start + count);
  }

  @Override
  public long valueBytes() {
    return Double.BYTES;
  }

  /** Weighs both ends, since their difference may overflow. */
  private double value(long number) {
    double share = Words.unit(Words.word(seed, number));
    return Math.max(min, Math.min(max, min * (1 - share) + max * share));
  }
}
