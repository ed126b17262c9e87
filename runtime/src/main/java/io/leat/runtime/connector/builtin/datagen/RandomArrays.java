package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.Column;

/** Arrays of a fixed number of elements. */
record RandomArrays(Generator elements, int length) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    ArrayColumn arrays = (ArrayColumn) column;
    for (int i = 0; i < count; i++) {
      elements.append(arrays.elements(), (first + i) * length, length, nowMicros);
      arrays.closeRow();
    }
  }

  @Override
  public long valueBytes() {
    return Integer.BYTES + length * elements.valueBytes();
  }
}
