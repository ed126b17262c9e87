package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.RowColumn;
import java.util.List;

/** Rows, each field by a generator of its own. */
record RandomRows(List<Generator> fields) implements Generator {

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    RowColumn rows = (RowColumn) column;
    int size = rows.size() + count;
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).append(rows.field(i), first, count, nowMicros);
    }
    rows.setSize(size);
  }

  @Override
  public long valueBytes() {
    return fields.stream().mapToLong(Generator::valueBytes).sum();
  }
}
