package io.leat.runtime.data;

import java.util.Arrays;

/** ROW values: one column per field, all of this column's size. */
public final class RowColumn extends Column {
  private final Column[] fields;

  public RowColumn(Column[] fields) {
    this.fields = fields.clone();
  }

  public int fieldCount() {
    return fields.length;
  }

  public Column field(int index) {
    return fields[index];
  }

  /** Ends a row: each field's column has got one value since the last row's end. */
  public void closeRow() {
    advance();
  }

  @Override
  public void clear() {
    super.clear();
    for (Column field : fields) {
      field.clear();
    }
  }

  @Override
  public void truncate(int rows) {
    super.truncate(rows);
    for (Column field : fields) {
      field.truncate(rows);
    }
  }

  @Override
  public RowColumn emptyLike() {
    return new RowColumn(Arrays.stream(fields).map(Column::emptyLike).toArray(Column[]::new));
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + Arrays.stream(fields).mapToLong(Column::memoryBytes).sum();
  }

  @Override
  void appendZero() {
    for (Column field : fields) {
      field.appendNull();
    }
    closeRow();
  }

  @Override
  void appendValue(Column source, int row) {
    RowColumn from = (RowColumn) source;
    for (int i = 0; i < fields.length; i++) {
      fields[i].append(from.fields[i], row);
    }
    closeRow();
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    RowColumn from = (RowColumn) source;
    for (int i = 0; i < fields.length; i++) {
      fields[i].append(from.fields[i], rows, count);
    }
    setSize(size() + count);
  }

  @Override
  void appendValues(Column source, int from, int count) {
    RowColumn row = (RowColumn) source;
    for (int i = 0; i < fields.length; i++) {
      fields[i].append(row.fields[i], from, count);
    }
    setSize(size() + count);
  }
}
