package io.leat.runtime.data;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The byte form of a {@link ChangeBatch}: complete in itself, so that whoever reads it needs no
 * schema, and versioned by its first byte. Big-endian:
 *
 * <pre>
 * batch   version byte, int rows, int columns, byte weighted, [long weight × rows], column × columns
 * column  tag byte, byte nullable, [long null bits × ⌈rows / 64⌉], content
 * content of BOOLEAN byte × rows; INT, FLOAT 4 bytes × rows; LONG, DOUBLE 8 × rows; WIDE 16 × rows;
 *         BYTES int length × rows, then all bytes; ROW int fields, column × fields (of as many rows);
 *         ARRAY int end × rows, column of the last end's rows; MAP the same with two columns
 * </pre>
 */
public final class BatchBytes {
  private static final byte VERSION = 1;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_COLUMNS = 1 << 16;

  private BatchBytes() {}

  /** What a column's bytes begin with. These numbers never change. */
  private enum Tag {
    BOOLEAN(0, 1),
    INT(1, 4),
    LONG(2, 8),
    FLOAT(3, 4),
    DOUBLE(4, 8),
    WIDE(5, 16),
    BYTES(6, 4),
    ARRAY(7, 4),
    MAP(8, 4),
    ROW(9, 1);

    private static final Tag[] ALL = values();

    private final int code;

    /** What a row takes at least. */
    private final int bytesPerRow;

    Tag(int code, int bytesPerRow) {
      this.code = code;
      this.bytesPerRow = bytesPerRow;
    }
  }

  /** The batch as bytes. */
  public static byte[] write(ChangeBatch batch) {
    Writer writer = new Writer();
    writer.need(10 + Long.BYTES * batch.size());
    writer.buffer.put(VERSION).putInt(batch.size()).putInt(batch.columnCount());
    long[] weights = batch.weights();
    writer.buffer.put((byte) (weights == null ? 0 : 1));
    if (weights != null) {
      for (int row = 0; row < batch.size(); row++) {
        writer.buffer.putLong(weights[row]);
      }
    }
    for (int i = 0; i < batch.columnCount(); i++) {
      writer.column(batch.column(i), batch.size());
    }
    return Arrays.copyOf(writer.buffer.array(), writer.buffer.position());
  }

  /**
   * The batch that {@link #write} made these bytes of.
   *
   * @throws LeatException if they are damaged, or of a version that this one does not know
   */
  public static ChangeBatch read(byte[] bytes) {
    try {
      return new Reader(ByteBuffer.wrap(bytes)).batch();
    } catch (BufferUnderflowException e) {
      throw damaged(e);
    }
  }

  private static LeatException damaged(Throwable cause) {
    return new LeatException(
        SqlState.IO_ERROR, "The bytes of a batch are damaged", null, null, cause);
  }

  private static final class Writer {
    private ByteBuffer buffer = ByteBuffer.allocate(1024);

    void need(int more) {
      if (more > buffer.remaining()) {
        long wanted = Math.max((long) buffer.position() + more, 2L * buffer.capacity());
        if (wanted > Integer.MAX_VALUE - 16) {
          throw new OutOfMemoryError("the bytes of a batch pass 2 GiB");
        }
        buffer = ByteBuffer.allocate((int) wanted).put(buffer.flip());
      }
    }

    void column(Column column, int rows) {
      need(Math.toIntExact(24 + rows * 16L + rows / 8));
      Tag tag = tag(column);
      buffer.put((byte) tag.code);
      buffer.put((byte) (column.hasNulls() ? 1 : 0));
      if (column.hasNulls()) {
        nulls(column, rows);
      }
      switch (tag) {
        case BOOLEAN -> {
          for (int row = 0; row < rows; row++) {
            buffer.put((byte) (((BooleanColumn) column).get(row) ? 1 : 0));
          }
        }
        case INT -> {
          for (int row = 0; row < rows; row++) {
            buffer.putInt(((IntColumn) column).get(row));
          }
        }
        case LONG -> {
          for (int row = 0; row < rows; row++) {
            buffer.putLong(((LongColumn) column).get(row));
          }
        }
        case FLOAT -> {
          for (int row = 0; row < rows; row++) {
            buffer.putFloat(((FloatColumn) column).get(row));
          }
        }
        case DOUBLE -> {
          for (int row = 0; row < rows; row++) {
            buffer.putDouble(((DoubleColumn) column).get(row));
          }
        }
        case WIDE -> {
          WideColumn wide = (WideColumn) column;
          for (int row = 0; row < rows; row++) {
            buffer.putLong(wide.high(row)).putLong(wide.low(row));
          }
        }
        case BYTES -> bytes((BytesColumn) column, rows);
        case ARRAY -> {
          ArrayColumn array = (ArrayColumn) column;
          for (int row = 0; row < rows; row++) {
            buffer.putInt(array.end(row));
          }
          column(array.elements(), rows == 0 ? 0 : array.end(rows - 1));
        }
        case MAP -> {
          MapColumn map = (MapColumn) column;
          for (int row = 0; row < rows; row++) {
            buffer.putInt(map.end(row));
          }
          int entries = rows == 0 ? 0 : map.end(rows - 1);
          column(map.keys(), entries);
          column(map.values(), entries);
        }
        case ROW -> {
          RowColumn fields = (RowColumn) column;
          buffer.putInt(fields.fieldCount());
          for (int i = 0; i < fields.fieldCount(); i++) {
            column(fields.field(i), rows);
          }
        }
      }
    }

    private void nulls(Column column, int rows) {
      for (int start = 0; start < rows; start += Long.SIZE) {
        long word = 0;
        for (int row = start; row < Math.min(rows, start + Long.SIZE); row++) {
          word |= column.isNull(row) ? 1L << row : 0;
        }
        buffer.putLong(word);
      }
    }

    private void bytes(BytesColumn column, int rows) {
      for (int row = 0; row < rows; row++) {
        buffer.putInt(column.length(row));
      }
      for (int row = 0; row < rows; row++) {
        need(column.length(row));
        buffer.put(column.heap(), column.start(row), column.length(row));
      }
    }

    private static Tag tag(Column column) {
      if (column instanceof BooleanColumn) {
        return Tag.BOOLEAN;
      } else if (column instanceof IntColumn) {
        return Tag.INT;
      } else if (column instanceof LongColumn) {
        return Tag.LONG;
      } else if (column instanceof FloatColumn) {
        return Tag.FLOAT;
      } else if (column instanceof DoubleColumn) {
        return Tag.DOUBLE;
      } else if (column instanceof WideColumn) {
        return Tag.WIDE;
      } else if (column instanceof BytesColumn) {
        return Tag.BYTES;
      } else if (column instanceof ArrayColumn) {
        return Tag.ARRAY;
      } else if (column instanceof MapColumn) {
        return Tag.MAP;
      }
      return Tag.ROW;
    }
  }

  private static final class Reader {
    private final ByteBuffer buffer;

    Reader(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    ChangeBatch batch() {
      byte version = buffer.get();
      if (version != VERSION) {
        throw LeatException.notSupported(
            "A batch of version " + version, "Use the version of Leat that wrote it");
      }
      int rows = count(ChangeBatch.MAX_ROWS);
      int columnCount = count(MAX_COLUMNS);
      long[] weights = null;
      if (flag()) {
        weights = new long[rows];
        for (int row = 0; row < rows; row++) {
          weights[row] = buffer.getLong();
        }
      }
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < columnCount; i++) {
        columns.add(column(rows, 0));
      }
      if (buffer.hasRemaining()) {
        throw damaged(new IllegalArgumentException(buffer.remaining() + " bytes too many"));
      }
      return new ChangeBatch(columns, rows, weights);
    }

    private Column column(int rows, int depth) {
      int code = count(Tag.ALL.length - 1, 1);
      if (depth > MAX_DEPTH) {
        throw damaged(new IllegalArgumentException("nested too deeply"));
      }
      long[] nulls = flag() ? nulls(rows) : new long[0];
      Column column = content(Tag.ALL[code], rows, depth);
      for (int row = 0; row < rows && nulls.length > 0; row++) {
        if ((nulls[row >> 6] & (1L << row)) != 0) {
          column.setNull(row);
        }
      }
      return column;
    }

    private Column content(Tag tag, int rows, int depth) {
      if ((long) rows * tag.bytesPerRow > buffer.remaining()) {
        throw new BufferUnderflowException();
      }
      switch (tag) {
        case BOOLEAN -> {
          BooleanColumn column = new BooleanColumn();
          for (int row = 0; row < rows; row++) {
            column.append(buffer.get() != 0);
          }
          return column;
        }
        case INT -> {
          IntColumn column = new IntColumn();
          for (int row = 0; row < rows; row++) {
            column.append(buffer.getInt());
          }
          return column;
        }
        case LONG -> {
          LongColumn column = new LongColumn();
          for (int row = 0; row < rows; row++) {
            column.append(buffer.getLong());
          }
          return column;
        }
        case FLOAT -> {
          FloatColumn column = new FloatColumn();
          for (int row = 0; row < rows; row++) {
            column.append(buffer.getFloat());
          }
          return column;
        }
        case DOUBLE -> {
          DoubleColumn column = new DoubleColumn();
          for (int row = 0; row < rows; row++) {
            column.append(buffer.getDouble());
          }
          return column;
        }
        case WIDE -> {
          WideColumn column = new WideColumn();
          for (int row = 0; row < rows; row++) {
            column.append(buffer.getLong(), buffer.getLong());
          }
          return column;
        }
        case BYTES -> {
          return bytes(rows);
        }
        case ARRAY -> {
          int[] ends = ends(rows);
          Column elements = column(total(ends), depth + 1);
          ArrayColumn column = new ArrayColumn(elements.emptyLike());
          for (int row = 0; row < rows; row++) {
            append(column.elements(), elements, ends[row]);
            column.closeRow();
          }
          return column;
        }
        case MAP -> {
          int[] ends = ends(rows);
          Column keys = column(total(ends), depth + 1);
          Column values = column(total(ends), depth + 1);
          MapColumn column = new MapColumn(keys.emptyLike(), values.emptyLike());
          for (int row = 0; row < rows; row++) {
            append(column.keys(), keys, ends[row]);
            append(column.values(), values, ends[row]);
            column.closeRow();
          }
          return column;
        }
        case ROW -> {
          int fieldCount = count(MAX_COLUMNS);
          if (fieldCount == 0 || fieldCount > buffer.remaining()) {
            throw new BufferUnderflowException();
          }
          Column[] fields = new Column[fieldCount];
          for (int i = 0; i < fields.length; i++) {
            fields[i] = column(rows, depth + 1);
          }
          RowColumn column = new RowColumn(fields);
          column.setSize(rows);
          return column;
        }
      }
      throw new AssertionError(tag);
    }

    private static void append(Column target, Column source, int end) {
      for (int i = target.size(); i < end; i++) {
        target.append(source, i);
      }
    }

    private BytesColumn bytes(int rows) {
      int[] lengths = new int[rows];
      for (int row = 0; row < rows; row++) {
        lengths[row] = buffer.getInt();
      }
      BytesColumn column = new BytesColumn();
      for (int length : lengths) {
        if (length < 0 || length > buffer.remaining()) {
          throw new BufferUnderflowException();
        }
        byte[] value = new byte[length];
        buffer.get(value);
        column.append(value, 0, length);
      }
      return column;
    }

    private int[] ends(int rows) {
      int[] ends = new int[rows];
      for (int row = 0; row < rows; row++) {
        ends[row] = buffer.getInt();
        if (ends[row] < (row == 0 ? 0 : ends[row - 1])) {
          throw damaged(new IllegalArgumentException("ends descend"));
        }
      }
      return ends;
    }

    private static int total(int[] ends) {
      return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    private long[] nulls(int rows) {
      if ((rows + 63L) / 64 * Long.BYTES > buffer.remaining()) {
        throw new BufferUnderflowException();
      }
      long[] words = new long[(int) ((rows + 63L) / 64)];
      for (int i = 0; i < words.length; i++) {
        words[i] = buffer.getLong();
      }
      return words;
    }

    private boolean flag() {
      return count(1, 1) == 1;
    }

    private int count(int most) {
      return count(most, Integer.BYTES);
    }

    private int count(int most, int size) {
      int value = size == 1 ? buffer.get() : buffer.getInt();
      if (value < 0 || value > most) {
        throw damaged(new IllegalArgumentException(value + " is out of range"));
      }
      return value;
    }
  }
}
