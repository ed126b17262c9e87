package io.leat.jdbc;

import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.util.ArrayImpl;
import org.apache.calcite.avatica.util.Cursor;
import org.jspecify.annotations.Nullable;

/** The elements of an array as rows of two columns: the place, from 1, and the element. */
final class ArrayRows implements Cursor, CurrentRow {
  private static final ColumnType PLACE =
      new ColumnType(ColumnType.Kind.BIGINT, "BIGINT", 0, List.of());

  private final List<?> values;
  private final ColumnType element;
  private final long first;
  private int current = -1;
  private boolean wasNull;

  /**
   * @param first the place of the first of the values
   */
  ArrayRows(List<?> values, ColumnType element, long first) {
    this.values = values;
    this.element = element;
    this.first = first;
  }

  @Override
  public List<Accessor> createAccessors(
      List<ColumnMetaData> columns,
      @Nullable Calendar calendar,
      ArrayImpl.@Nullable Factory factory) {
    return List.of(new ColumnAccessor(this, 0, PLACE), new ColumnAccessor(this, 1, element));
  }

  @Override
  public boolean next() {
    current = Math.min(current + 1, values.size());
    return current < values.size();
  }

  @Override
  public @Nullable Object value(int index, ColumnType type) throws LeatSQLException {
    if (current < 0 || current >= values.size()) {
      throw new LeatSQLException("there is no current row: call next() first", "24000");
    }
    Object value = index == 0 ? (Object) (first + current) : values.get(current);
    wasNull = value == null;
    return value;
  }

  @Override
  public boolean wasNull() {
    return wasNull;
  }

  @Override
  public void close() {
    // The elements are plain objects.
  }
}
