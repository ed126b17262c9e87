package io.leat.runtime.data;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.util.Arrays;
import java.util.List;

/**
 * One column of a batch: values in primitive arrays, and a null bitmap only where nulls occur. Its
 * one owner fills it by appending, then everyone only reads it until the owner clears it. Not safe
 * for concurrent writing.
 */
public abstract sealed class Column
    permits BooleanColumn,
        IntColumn,
        LongColumn,
        FloatColumn,
        DoubleColumn,
        WideColumn,
        BytesColumn,
        ArrayColumn,
        MapColumn,
        RowColumn {
  private static final long[] NO_NULLS = {};

  private int size;
  private boolean hasNulls;
  private long[] nulls = NO_NULLS;

  /** Empty columns that hold values of these types. */
  public static Column[] of(List<DataType> types) {
    Column[] columns = new Column[types.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = of(types.get(i));
    }
    return columns;
  }

  /** An empty column that holds values of the type. */
  public static Column of(DataType type) {
    return switch (type.physical()) {
      case BOOLEAN -> new BooleanColumn();
      case INT -> new IntColumn();
      case LONG -> new LongColumn();
      case FLOAT -> new FloatColumn();
      case DOUBLE -> new DoubleColumn();
      case WIDE -> new WideColumn();
      case BYTES -> new BytesColumn();
      case ARRAY -> new ArrayColumn(of(((ArrayType) type).element()));
      case MAP ->
          type instanceof MapType map
              ? new MapColumn(of(map.key()), of(map.value()))
              : new MapColumn(of(((MultisetType) type).element()), of(ScalarType.INTEGER));
      case ROW ->
          new RowColumn(
              ((RowType) type).schema().types().stream().map(Column::of).toArray(Column[]::new));
    };
  }

  public final int size() {
    return size;
  }

  public final boolean hasNulls() {
    return hasNulls;
  }

  public final boolean isNull(int row) {
    // The bitmap ends with the last NULL: elements may be many more than a batch's rows.
    int word = row >> 6;
    return hasNulls && word < nulls.length && (nulls[word] & (1L << row)) != 0;
  }

  /** Forgets all rows and keeps the arrays. */
  public void clear() {
    if (hasNulls) {
      Arrays.fill(nulls, 0, Math.min(nulls.length, (size + 63) >> 6), 0);
      hasNulls = false;
    }
    size = 0;
  }

  /**
   * Forgets the rows from {@code rows} on, and what has been appended to columns within it since
   * the last whole row.
   */
  public void truncate(int rows) {
    if (hasNulls) {
      int end = Math.min(size, nulls.length << 6);
      for (int row = rows; row < end; row++) {
        nulls[row >> 6] &= ~(1L << row);
      }
    }
    size = rows;
  }

  /** Appends a NULL; the value below it is the type's zero. */
  public final void appendNull() {
    int row = size;
    appendZero();
    setNull(row);
  }

  /** Appends one row of a column of the same class. */
  public final void append(Column source, int row) {
    if (source.isNull(row)) {
      appendNull();
    } else {
      appendValue(source, row);
    }
  }

  /** Appends the rows {@code rows[0..count)} of a column of the same class, in that order. */
  public final void append(Column source, int[] rows, int count) {
    int start = size;
    appendValues(source, rows, count);
    if (source.hasNulls) {
      for (int i = 0; i < count; i++) {
        if (source.isNull(rows[i])) {
          setNull(start + i);
        }
      }
    }
  }

  /** Appends the rows {@code from .. from + count} of a column of the same class. */
  public final void append(Column source, int from, int count) {
    int start = size;
    appendValues(source, from, count);
    if (source.hasNulls) {
      appendNulls(source, from, start, count);
    }
  }

  private void appendNulls(Column source, int from, int to, int count) {
    int words = (to + count + 63) >> 6;
    if (words > nulls.length) {
      nulls = Arrays.copyOf(nulls, Math.max(words, Math.max(64, nulls.length * 2)));
    }
    for (int done = 0; done < count; ) {
      int shift = (to + done) & 63;
      int bits = Math.min(64 - shift, count - done);
      long word = source.nullBits(from + done);
      if (bits < 64) {
        word &= (1L << bits) - 1;
      }
      nulls[(to + done) >> 6] |= word << shift;
      hasNulls |= word != 0;
      done += bits;
    }
  }

  /** The null bits of 64 rows from {@code row} on; those past the end are not defined. */
  private long nullBits(int row) {
    int word = row >> 6;
    int shift = row & 63;
    long low = word < nulls.length ? nulls[word] >>> shift : 0;
    return shift == 0 || word + 1 >= nulls.length ? low : low | nulls[word + 1] << (64 - shift);
  }

  /** A column with arrays of its own that holds the first {@code count} rows. */
  public final Column copy(int count) {
    Column copy = emptyLike();
    copy.append(this, 0, count);
    return copy;
  }

  /** An empty column of the same shape. */
  public abstract Column emptyLike();

  /** Marks an appended row as NULL. */
  public final void setNull(int row) {
    int word = row >> 6;
    if (word >= nulls.length) {
      nulls = Arrays.copyOf(nulls, Math.max(word + 1, Math.max(64, nulls.length * 2)));
    }
    nulls[word] |= 1L << row;
    hasNulls = true;
  }

  /** Marks those of the first {@code count} rows as NULL whose bit is set. */
  public final void setNulls(long[] bits, int count) {
    int words = (count + 63) >> 6;
    if (words > nulls.length) {
      nulls = Arrays.copyOf(nulls, Math.max(words, Math.max(64, nulls.length * 2)));
    }
    for (int word = 0; word < words; word++) {
      int rows = count - (word << 6);
      long marked = rows < 64 ? bits[word] & ((1L << rows) - 1) : bits[word];
      nulls[word] |= marked;
      hasNulls |= marked != 0;
    }
  }

  /** Bytes of memory held by the arrays. */
  public long memoryBytes() {
    return 8L * nulls.length;
  }

  abstract void appendZero();

  /** Appends a row that is not NULL. */
  abstract void appendValue(Column source, int row);

  /** Appends the rows, of NULL ones something of no meaning. */
  abstract void appendValues(Column source, int[] rows, int count);

  /** Appends the rows {@code from .. from + count}, of NULL ones something of no meaning. */
  abstract void appendValues(Column source, int from, int count);

  /** Reserves the next row and gives its index; the subclass has made room for it. */
  final int advance() {
    return size++;
  }

  /** Sets the number of rows after arrays have been filled directly. */
  public void setSize(int newSize) {
    size = newSize;
  }
}
