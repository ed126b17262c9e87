package io.leat.runtime.data;

import java.util.Arrays;

/**
 * Nested values as bytes: equal values have equal bytes, whatever the order of a map's entries, and
 * the unsigned order of the bytes is the values' order: arrays and rows element by element, NULL
 * first; maps in some order. Numbers are big-endian with the sign turned over, floating-point ones
 * in the bits that sort as they do. Text and bytes end with {@code 00 00}; a zero inside is {@code
 * 00 ff}. A row's field is 0 for NULL, else 1 and its content; an array's elements are 1 for NULL,
 * else 2 and their content, and 0 ends them; a map's entries, ordered by their bytes, are 1, key
 * and value as fields, and 0 ends them.
 */
public final class ValueBytes {
  private static final int LEAST = 64;

  private byte[] bytes = {};
  private int size;
  private int at;

  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return size;
  }

  /** Becomes the bytes of a value that is not NULL. */
  public void encode(Column column, int row) {
    size = 0;
    content(column, row);
  }

  /** Appends the value that {@link #encode} made these bytes of. */
  public void decode(byte[] source, int start, Column target) {
    byte[] own = bytes;
    bytes = source;
    at = start;
    readContent(target);
    bytes = own;
  }

  /** A value that is NULL, as {@code ofNull}, or not, as one more and the content. */
  private void value(Column column, int row, int ofNull) {
    boolean isNull = column.isNull(row);
    put(isNull ? ofNull : ofNull + 1);
    if (!isNull) {
      content(column, row);
    }
  }

  private void content(Column column, int row) {
    if (column instanceof BytesColumn text) {
      text(text.heap(), text.start(row), text.length(row));
    } else if (column instanceof IntColumn ints) {
      putInt(ints.get(row) ^ Integer.MIN_VALUE);
    } else if (column instanceof LongColumn longs) {
      putLong(longs.get(row) ^ Long.MIN_VALUE);
    } else if (column instanceof BooleanColumn booleans) {
      put(booleans.get(row) ? 1 : 0);
    } else if (column instanceof FloatColumn floats) {
      putInt(sortable(Float.floatToIntBits(floats.get(row) == 0 ? 0 : floats.get(row))));
    } else if (column instanceof DoubleColumn doubles) {
      putLong(sortable(Double.doubleToLongBits(doubles.get(row) == 0 ? 0 : doubles.get(row))));
    } else if (column instanceof WideColumn wide) {
      putLong(wide.high(row) ^ Long.MIN_VALUE);
      putLong(wide.low(row));
    } else if (column instanceof ArrayColumn array) {
      for (int i = array.start(row); i < array.end(row); i++) {
        value(array.elements(), i, 1);
      }
      put(0);
    } else if (column instanceof MapColumn map) {
      map(map, row);
    } else {
      RowColumn fields = (RowColumn) column;
      for (int i = 0; i < fields.fieldCount(); i++) {
        value(fields.field(i), row, 0);
      }
    }
  }

  private void text(byte[] heap, int start, int length) {
    reserve(2 * length + 2);
    for (int i = start; i < start + length; i++) {
      bytes[size++] = heap[i];
      if (heap[i] == 0) {
        bytes[size++] = (byte) 0xff;
      }
    }
    bytes[size++] = 0;
    bytes[size++] = 0;
  }

  private void map(MapColumn map, int row) {
    int count = map.end(row) - map.start(row);
    int start = size;
    byte[][] entries = new byte[count][];
    for (int i = 0; i < count; i++) {
      put(1);
      value(map.keys(), map.start(row) + i, 0);
      value(map.values(), map.start(row) + i, 0);
      entries[i] = Arrays.copyOfRange(bytes, start, size);
      size = start;
    }
    Arrays.sort(entries, Arrays::compareUnsigned);
    for (byte[] entry : entries) {
      reserve(entry.length);
      System.arraycopy(entry, 0, bytes, size, entry.length);
      size += entry.length;
    }
    put(0);
  }

  private static int sortable(int bits) {
    return bits ^ ((bits >> 31) | Integer.MIN_VALUE);
  }

  private static long sortable(long bits) {
    return bits ^ ((bits >> 63) | Long.MIN_VALUE);
  }

  /** The bits that {@link #sortable} made these of. */
  private static int unsorted(int bits) {
    return bits ^ ((~bits >> 31) | Integer.MIN_VALUE);
  }

  private static long unsorted(long bits) {
    return bits ^ ((~bits >> 63) | Long.MIN_VALUE);
  }

  private void readValue(Column target, int ofNull) {
    if (bytes[at++] == ofNull) {
      target.appendNull();
    } else {
      readContent(target);
    }
  }

  private void readContent(Column target) {
    if (target instanceof BytesColumn text) {
      readText(text);
    } else if (target instanceof IntColumn ints) {
      ints.append(readInt() ^ Integer.MIN_VALUE);
    } else if (target instanceof LongColumn longs) {
      longs.append(readLong() ^ Long.MIN_VALUE);
    } else if (target instanceof BooleanColumn booleans) {
      booleans.append(bytes[at++] == 1);
    } else if (target instanceof FloatColumn floats) {
      floats.append(Float.intBitsToFloat(unsorted(readInt())));
    } else if (target instanceof DoubleColumn doubles) {
      doubles.append(Double.longBitsToDouble(unsorted(readLong())));
    } else if (target instanceof WideColumn wide) {
      long high = readLong() ^ Long.MIN_VALUE;
      wide.append(high, readLong());
    } else if (target instanceof ArrayColumn array) {
      while (bytes[at] != 0) {
        readValue(array.elements(), 1);
      }
      at++;
      array.closeRow();
    } else if (target instanceof MapColumn map) {
      while (bytes[at++] != 0) {
        readValue(map.keys(), 0);
        readValue(map.values(), 0);
      }
      map.closeRow();
    } else {
      RowColumn fields = (RowColumn) target;
      for (int i = 0; i < fields.fieldCount(); i++) {
        readValue(fields.field(i), 0);
      }
      fields.closeRow();
    }
  }

  private void readText(BytesColumn target) {
    int end = at;
    while (bytes[end] != 0) {
      end++;
    }
    if (bytes[end + 1] == 0) {
      target.append(bytes, at, end - at);
      at = end + 2;
      return;
    }
    byte[] text = Arrays.copyOfRange(bytes, at, end);
    int length = end - at;
    for (at = end; bytes[at] != 0 || bytes[at + 1] != 0; at++) {
      if (length == text.length) {
        text = Arrays.copyOf(text, 2 * length + 16);
      }
      text[length++] = bytes[at];
      at += bytes[at] == 0 ? 1 : 0;
    }
    at += 2;
    target.append(text, 0, length);
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
      bytes = Arrays.copyOf(bytes, Math.max(Math.max(LEAST, size + more), bytes.length * 2));
    }
  }
}
