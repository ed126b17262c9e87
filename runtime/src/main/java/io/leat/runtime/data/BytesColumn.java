package io.leat.runtime.data;

import java.util.Arrays;

/**
 * UTF-8 text or bytes: each row is a slice of one heap. A column either owns its heap or, after
 * {@link #selectSlices}, borrows another column's.
 */
public final class BytesColumn extends Column {
  private static final byte[] EMPTY = {};

  private byte[] ownHeap = EMPTY;
  private byte[] heap = EMPTY;
  private int heapEnd;
  private int[] starts = {};
  private int[] lengths = {};

  /** The bytes that all slices point into. */
  public byte[] heap() {
    return heap;
  }

  public int start(int row) {
    return starts[row];
  }

  public int length(int row) {
    return lengths[row];
  }

  public byte[] get(int row) {
    return Arrays.copyOfRange(heap, starts[row], starts[row] + lengths[row]);
  }

  /** Points a view at a row. */
  public void read(int row, Slice view) {
    view.set(heap, starts[row], lengths[row]);
  }

  /** Whether a row holds the same as the one before it, and none of them is NULL. */
  public boolean equalsRowBefore(int row) {
    int before = row - 1;
    return !isNull(before)
        && !isNull(row)
        && (isSliceBefore(row)
            || Arrays.equals(
                heap,
                starts[before],
                starts[before] + lengths[before],
                heap,
                starts[row],
                starts[row] + lengths[row]));
  }

  /** Whether these bytes lie in the heap at a place where it has been filled. */
  boolean holds(int start, byte[] bytes, int length) {
    return start + length <= heapEnd
        && Arrays.equals(heap, start, start + length, bytes, 0, length);
  }

  /** Appends the view's bytes; those that already lie in the heap are not copied. */
  public void append(Slice value) {
    if (value.bytes == heap && value.start == heapEnd) {
      closeRow(value.length);
    } else if (value.bytes == heap && value.start + value.length <= heapEnd) {
      slice(value.start, value.length);
    } else {
      append(value.bytes, value.start, value.length);
    }
  }

  /** Appends a copy of the bytes. */
  public void append(byte[] source, int start, int length) {
    int at = openRow(length);
    System.arraycopy(source, start, heap, at, length);
    closeRow(length);
  }

  /**
   * Makes room for {@code maxLength} bytes of the next row and gives their place in {@link #heap};
   * {@link #closeRow} ends the row.
   */
  public int openRow(int maxLength) {
    if (heap != ownHeap) {
      throw new IllegalStateException("the heap is borrowed");
    }
    if (maxLength > heap.length - heapEnd) {
      long wanted = (long) heapEnd + maxLength;
      if (wanted > Integer.MAX_VALUE - 16) {
        throw new OutOfMemoryError("a column of a batch passes 2 GiB");
      }
      ownHeap =
          Arrays.copyOf(
              heap,
              (int) Math.min(Integer.MAX_VALUE - 16, Math.max(wanted, 2L * heap.length + 64)));
      heap = ownHeap;
    }
    return heapEnd;
  }

  /** Ends the row opened last, with this many bytes. */
  public void closeRow(int length) {
    slice(heapEnd, length);
    heapEnd += length;
  }

  /**
   * Becomes the rows {@code rows[0..count)} of the source without copying bytes: valid as long as
   * the source is.
   */
  public void selectSlices(BytesColumn source, int[] rows, int count) {
    clear();
    heap = source.heap;
    reserveRows(count);
    for (int i = 0; i < count; i++) {
      starts[i] = source.starts[rows[i]];
      lengths[i] = source.lengths[rows[i]];
    }
    setSize(count);
    for (int i = 0; source.hasNulls() && i < count; i++) {
      if (source.isNull(rows[i])) {
        setNullSlice(i);
      }
    }
  }

  /**
   * Becomes these parts of the source's heap without copying bytes: valid as long as the source is.
   *
   * @param from where each part begins; negative for NULL
   * @param to where each part ends
   */
  public void selectParts(BytesColumn source, int[] from, int[] to, int count) {
    clear();
    heap = source.heap;
    reserveRows(count);
    boolean nulls = false;
    for (int i = 0; i < count; i++) {
      starts[i] = from[i];
      lengths[i] = to[i] - from[i];
      nulls |= from[i] < 0;
    }
    setSize(count);
    for (int i = 0; nulls && i < count; i++) {
      if (from[i] < 0) {
        setNullSlice(i);
      }
    }
  }

  private void setNullSlice(int row) {
    starts[row] = 0;
    lengths[row] = 0;
    setNull(row);
  }

  @Override
  public void clear() {
    super.clear();
    heap = ownHeap;
    heapEnd = 0;
  }

  @Override
  public BytesColumn emptyLike() {
    return new BytesColumn();
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + ownHeap.length + 2L * Integer.BYTES * starts.length;
  }

  @Override
  void appendZero() {
    slice(0, 0);
  }

  @Override
  void appendValue(Column source, int row) {
    BytesColumn bytes = (BytesColumn) source;
    append(bytes.heap, bytes.starts[row], bytes.lengths[row]);
  }

  private void slice(int start, int length) {
    int row = advance();
    reserveRows(row + 1);
    starts[row] = start;
    lengths[row] = length;
  }

  private void reserveRows(int rows) {
    if (rows > starts.length) {
      int capacity = Math.max(rows, Math.max(Room.LEAST, starts.length * 2));
      starts = Arrays.copyOf(starts, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
  }

  /** Whether a row is the very slice that the row before it is. */
  private boolean isSliceBefore(int row) {
    return starts[row] == starts[row - 1] && lengths[row] == lengths[row - 1];
  }

  /** Slices that rows share one after the other stay shared. */
  @Override
  void appendValues(Column source, int[] rows, int count) {
    BytesColumn bytes = (BytesColumn) source;
    int size = size();
    reserveRows(size + count);
    int at = openRow(bytes.totalLength(rows, count));
    int start = -1;
    int length = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      if (bytes.starts[row] != start || bytes.lengths[row] != length) {
        start = bytes.starts[row];
        length = bytes.lengths[row];
        System.arraycopy(bytes.heap, start, heap, at, length);
        at += length;
      }
      starts[size + i] = at - length;
      lengths[size + i] = length;
    }
    heapEnd = at;
    setSize(size + count);
  }

  /** Bytes of these rows, of which slices that some share one after the other count once. */
  private int totalLength(int[] rows, int count) {
    long sum = 0;
    int start = -1;
    int length = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      if (starts[row] != start || lengths[row] != length) {
        start = starts[row];
        length = lengths[row];
        sum += length;
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, sum);
  }

  /**
   * Rows that lie one after the other in the heap, as they do when appended, are copied at once.
   */
  @Override
  void appendValues(Column source, int from, int count) {
    BytesColumn bytes = (BytesColumn) source;
    reserveRows(size() + count);
    for (int done = 0; done < count; ) {
      int first = from + done;
      if (done > 0 && bytes.isSliceBefore(first)) {
        slice(starts[size() - 1], lengths[size() - 1]);
        done++;
        continue;
      }
      int last = first;
      long end = (long) bytes.starts[first] + bytes.lengths[first];
      while (last + 1 < from + count && bytes.starts[last + 1] == end) {
        last++;
        end += bytes.lengths[last];
      }
      int length = (int) (end - bytes.starts[first]);
      int at = openRow(length);
      System.arraycopy(bytes.heap, bytes.starts[first], heap, at, length);
      for (int row = first; row <= last; row++) {
        closeRow(bytes.lengths[row]);
      }
      done += last + 1 - first;
    }
  }
}
