package io.leat.runtime.connector.format.csv;

import io.leat.runtime.connector.format.FieldReader;
import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Values of one column from the content of their fields. */
final class CsvFields {
  final DataType type;
  final String name;
  private final CsvDialect dialect;

  /** Of a scalar, its one reader; of an ARRAY that of its elements; of a ROW one per field. */
  private final FieldReader[] readers;

  CsvFields(String name, DataType type, CsvDialect dialect, ZoneId zone) {
    this.name = name;
    this.type = type;
    this.dialect = dialect;
    if (type instanceof ArrayType array) {
      readers = new FieldReader[] {new FieldReader((ScalarType) array.element(), zone)};
    } else if (type instanceof RowType row) {
      readers =
          row.schema().types().stream()
              .map(field -> new FieldReader((ScalarType) field, zone))
              .toArray(FieldReader[]::new);
    } else {
      readers = new FieldReader[] {new FieldReader((ScalarType) type, zone)};
    }
  }

  /** What is not this kind of value; null if CSV can hold the type. */
  static @Nullable DataType unsupported(DataType type) {
    if (type instanceof ArrayType array) {
      return array.element() instanceof ScalarType ? null : type;
    }
    if (type instanceof RowType row) {
      boolean flat = row.schema().types().stream().allMatch(ScalarType.class::isInstance);
      return flat ? null : type;
    }
    return type instanceof ScalarType ? null : type;
  }

  /** The reader of a number, if that is what the column holds. */
  @Nullable FieldReader numbers() {
    return type instanceof ScalarType && readers[0].isNumber() ? readers[0] : null;
  }

  /** Whether text of ASCII is its own value. */
  boolean isText() {
    return type instanceof ScalarType && readers[0].isText();
  }

  /** Appends a value that is not NULL. */
  void append(byte[] bytes, int from, int to, Column column) {
    if (column instanceof ArrayColumn array) {
      elements(bytes, from, to, array);
    } else if (column instanceof RowColumn row) {
      fields(bytes, from, to, row);
    } else {
      readers[0].append(bytes, from, to, column);
    }
  }

  private int elementEnd(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != dialect.elementDelimiter()) {
      end++;
    }
    return end;
  }

  private void elements(byte[] bytes, int from, int to, ArrayColumn array) {
    int at = from;
    while (from < to) {
      int end = elementEnd(bytes, at, to);
      part(readers[0], bytes, at, end, array.elements());
      if (end == to) {
        break;
      }
      at = end + 1;
    }
    array.closeRow();
  }

  private void fields(byte[] bytes, int from, int to, RowColumn row) {
    int at = from;
    for (int i = 0; i < readers.length; i++) {
      int end = elementEnd(bytes, at, to);
      if ((end == to) != (i == readers.length - 1)) {
        throw new RowException(
            SqlState.INVALID_CAST_VALUE, "a ROW of " + readers.length + " fields is expected");
      }
      part(readers[i], bytes, at, end, row.field(i));
      at = end + 1;
    }
    row.closeRow();
  }

  private void part(FieldReader reader, byte[] bytes, int from, int to, Column column) {
    if (!dialect.isNull(bytes, from, to)) {
      reader.append(bytes, from, to, column);
    } else if (reader.type().nullable()) {
      column.appendNull();
    } else {
      throw new RowException(SqlState.NOT_NULL_VIOLATION, "a part that is NOT NULL is empty");
    }
  }
}
