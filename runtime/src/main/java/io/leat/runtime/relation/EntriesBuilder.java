package io.leat.runtime.relation;

import io.leat.runtime.data.ValueBytes;
import java.util.Arrays;

/** Collects byte strings in any order. For one thread. */
public final class EntriesBuilder {
  private static final int RUN_ENTRIES = 1 << 16;
  private static final int RUN_BYTES = 16 << 20;

  /** So many entries are sorted by insertion. */
  private static final int FEW = 12;

  /** Arrays larger than this are not kept for the next entries. */
  private static final int KEPT = 1 << 22;

  final ValueBytes values = new ValueBytes();
  private byte[] bytes = new byte[64];
  private int end;
  private int[] starts = new int[4];
  private long[] counts = new long[4];
  private int size;
  private boolean sorted = true;

  /** Adds a byte string so many times; a negative count takes it away. */
  public void add(byte[] source, int start, int length, long count) {
    byte[] target = room(length);
    System.arraycopy(source, start, target, end, length);
    close(end + length, count);
  }

  public void addAll(Entries entries, long factor) {
    for (int i = 0; i < entries.size(); i++) {
      long count = Math.multiplyExact(entries.count(i), factor);
      add(entries.bytes(), entries.start(i), entries.length(i), count);
    }
  }

  /** How many byte strings have been added. */
  public int size() {
    return size;
  }

  /** Whether it is time to {@link #build}: more rows would make arrays that are too large. */
  public boolean isFull() {
    return size >= RUN_ENTRIES || end >= RUN_BYTES;
  }

  public long memoryBytes() {
    return 128 + bytes.length + 4L * starts.length + 8L * counts.length;
  }

  /** Where the next entry begins. */
  int end() {
    return end;
  }

  /** The array to write the next entry into, which has room for so many bytes from a place on. */
  byte[] room(int at, int length) {
    long needed = (long) at + length + Entries.SLACK;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, EntriesWriter.grown(bytes.length, needed));
    }
    return bytes;
  }

  private byte[] room(int length) {
    return room(end, length);
  }

  /** Ends the entry that has been written from {@link #end} on. */
  void close(int newEnd, long count) {
    if (size + 1 >= starts.length) {
      int capacity = EntriesWriter.grown(starts.length, size + 2L);
      starts = Arrays.copyOf(starts, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
    sorted =
        sorted
            && count != 0
            && (size == 0
                || ByteOrder.compare(
                        bytes, starts[size - 1], end - starts[size - 1], bytes, end, newEnd - end)
                    < 0);
    counts[size] = count;
    end = newEnd;
    starts[++size] = end;
  }

  /**
   * Everything added, in order, added up, without what adds up to zero; the builder is empty then.
   */
  public Entries build() {
    EntriesWriter writer = new EntriesWriter(size, end);
    if (sorted) {
      for (int i = 0; i < size; i++) {
        writer.add(bytes, starts[i], starts[i + 1] - starts[i], counts[i]);
      }
    } else {
      addInOrder(writer);
    }
    clear();
    return writer.toEntries();
  }

  private void clear() {
    size = 0;
    end = 0;
    sorted = true;
    if (bytes.length > KEPT) {
      bytes = new byte[256];
    }
    if (starts.length > KEPT / Long.BYTES) {
      starts = new int[16];
      counts = new long[16];
    }
  }

  private void addInOrder(EntriesWriter writer) {
    int[] order = new int[size];
    long[] heads = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
      heads[i] = ByteOrder.head(bytes, starts[i], starts[i + 1] - starts[i]);
    }
    if (size <= FEW) {
      insertionSort(order, heads, 0, size);
    } else {
      sort(order.clone(), heads.clone(), order, heads, 0, size);
    }
    for (int from = 0; from < size; ) {
      int first = order[from];
      long count = counts[first];
      int to = from + 1;
      while (to < size && heads[to] == heads[from] && compare(first, order[to]) == 0) {
        count = Math.addExact(count, counts[order[to++]]);
      }
      writer.add(bytes, starts[first], starts[first + 1] - starts[first], count);
      from = to;
    }
  }

  private int compare(int a, int b) {
    return ByteOrder.compare(
        bytes, starts[a], starts[a + 1] - starts[a], bytes, starts[b], starts[b + 1] - starts[b]);
  }

  private boolean before(long headA, int a, long headB, int b) {
    return headA < headB || (headA == headB && compare(a, b) < 0);
  }

  /** A merge sort; both pairs of arrays hold the same in {@code [from, to)} at first. */
  private void sort(
      int[] source, long[] sourceHeads, int[] target, long[] targetHeads, int from, int to) {
    if (to - from <= FEW) {
      insertionSort(target, targetHeads, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(target, targetHeads, source, sourceHeads, from, middle);
    sort(target, targetHeads, source, sourceHeads, middle, to);
    if (!before(sourceHeads[middle], source[middle], sourceHeads[middle - 1], source[middle - 1])) {
      System.arraycopy(source, from, target, from, to - from);
      System.arraycopy(sourceHeads, from, targetHeads, from, to - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeRight =
          left >= middle
              || (right < to
                  && before(sourceHeads[right], source[right], sourceHeads[left], source[left]));
      int take = takeRight ? right++ : left++;
      target[i] = source[take];
      targetHeads[i] = sourceHeads[take];
    }
  }

  private void insertionSort(int[] order, long[] heads, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int entry = order[i];
      long head = heads[i];
      int at = i;
      while (at > from && before(head, entry, heads[at - 1], order[at - 1])) {
        order[at] = order[at - 1];
        heads[at] = heads[at - 1];
        at--;
      }
      order[at] = entry;
      heads[at] = head;
    }
  }
}
