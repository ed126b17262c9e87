package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.Column;

/** TRUE and FALSE, equally often. */
record RandomBooleans(long seed) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    int start = column.size();
    boolean[] values = ((BooleanColumn) column).reserve(start + count);
    for (int i = 0; i < count; i++) {
      values[start + i] = Words.word(seed, first + i) < 0;
    }
    column.setSize(start + count);
  }

  @Override
  public long valueBytes() {
    return 1;
  }
}
