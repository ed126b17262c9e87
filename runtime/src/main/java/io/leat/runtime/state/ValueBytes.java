package io.leat.runtime.state;

import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.data.WideColumn;
import java.util.Arrays;

/**
 * Nested values as bytes: equal values have equal bytes, whatever the order of a map's entries. A
 * value is a byte that tells whether it is NULL, then: numbers big-endian, text and bytes as length
 * and content, arrays and maps as count and elements (a map's entries ordered by their bytes), rows
 * as their fields.
 */
final class ValueBytes {
  private byte[] bytes = new byte[64];
  private int size;
  private int at;

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Becomes the bytes of a value that is not NULL. */
  void encode(Column column, int row) {
    size = 0;
    content(column, row);
  }

  /** Appends the value that {@link #encode} made these bytes of. */
  void decode(byte[] source, int start, Column target) {
    bytes = source;
    at = start;
    readContent(target);
    bytes = new byte[64];
  }

  private void value(Column column, int row) {
    boolean isNull = column.isNull(row);
    put(isNull ? 1 : 0);
    if (!isNull) {
      content(column, row);
    }
  }

  private void content(Column column, int row) {
    if (column instanceof BytesColumn text) {
      int length = text.length(row);
      putInt(length);
      reserve(length);
      System.arraycopy(text.heap(), text.start(row), bytes, size, length);
      size += length;
    } else if (column instanceof IntColumn ints) {
      putInt(ints.get(row));
    } else if (column instanceof LongColumn longs) {
      putLong(longs.get(row));
    } else if (column instanceof BooleanColumn booleans) {
      put(booleans.get(row) ? 1 : 0);
    } else if (column instanceof FloatColumn floats) {
      putInt(Float.floatToIntBits(floats.get(row) == 0 ? 0 : floats.get(row)));
    } else if (column instanceof DoubleColumn doubles) {
      putLong(Double.doubleToLongBits(doubles.get(row) == 0 ? 0 : doubles.get(row)));
    } else if (column instanceof WideColumn wide) {
      putLong(wide.high(row));
      putLong(wide.low(row));
    } else if (column instanceof ArrayColumn array) {
      putInt(array.end(row) - array.start(row));
      for (int i = array.start(row); i < array.end(row); i++) {
        value(array.elements(), i);
      }
    } else if (column instanceof MapColumn map) {
      map(map, row);
    } else {
      RowColumn fields = (RowColumn) column;
      for (int i = 0; i < fields.fieldCount(); i++) {
        value(fields.field(i), row);
      }
    }
  }

  private void map(MapColumn map, int row) {
    int count = map.end(row) - map.start(row);
    putInt(count);
    int start = size;
    byte[][] entries = new byte[count][];
    for (int i = 0; i < count; i++) {
      value(map.keys(), map.start(row) + i);
      value(map.values(), map.start(row) + i);
      entries[i] = Arrays.copyOfRange(bytes, start, size);
      size = start;
    }
    Arrays.sort(entries, Arrays::compareUnsigned);
    for (byte[] entry : entries) {
      reserve(entry.length);
      System.arraycopy(entry, 0, bytes, size, entry.length);
      size += entry.length;
    }
  }

  private void readValue(Column target) {
    if (bytes[at++] == 1) {
      target.appendNull();
    } else {
      readContent(target);
    }
  }

  private void readContent(Column target) {
    if (target instanceof BytesColumn text) {
      int length = readInt();
      text.append(bytes, at, length);
      at += length;
    } else if (target instanceof IntColumn ints) {
      ints.append(readInt());
    } else if (target instanceof LongColumn longs) {
      longs.append(readLong());
    } else if (target instanceof BooleanColumn booleans) {
      booleans.append(bytes[at++] == 1);
    } else if (target instanceof FloatColumn floats) {
      floats.append(Float.intBitsToFloat(readInt()));
    } else if (target instanceof DoubleColumn doubles) {
      doubles.append(Double.longBitsToDouble(readLong()));
    } else if (target instanceof WideColumn wide) {
      long high = readLong();
      wide.append(high, readLong());
    } else if (target instanceof ArrayColumn array) {
      for (int count = readInt(); count > 0; count--) {
        readValue(array.elements());
      }
      array.closeRow();
    } else if (target instanceof MapColumn map) {
      for (int count = readInt(); count > 0; count--) {
        readValue(map.keys());
        readValue(map.values());
      }
      map.closeRow();
    } else {
      RowColumn fields = (RowColumn) target;
      for (int i = 0; i < fields.fieldCount(); i++) {
        readValue(fields.field(i));
      }
      fields.closeRow();
    }
  }

  private void put(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  private void putInt(int value) {
    reserve(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  private void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  private int readInt() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  private long readLong() {
    return ((long) readInt() << 32) | (readInt() & 0xffff_ffffL);
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
