package io.leat.runtime.relation;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes entries of byte strings that come in order. */
final class EntriesWriter {
  private byte[] bytes;
  private int end;
  private int[] starts;
  private int size;
  private long @Nullable [] counts;
  private long everyCount = 1;
  private long total;

  EntriesWriter(int entries, int byteLength) {
    bytes = new byte[Math.max(0, byteLength) + Entries.SLACK];
    starts = new int[entries + 1];
  }

  /** The size of an array that has to hold so much more. */
  static int grown(int length, long needed) {
    if (needed > Integer.MAX_VALUE - 64) {
      throw new LeatException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "one set of changes to a stored relation is larger than 2 GiB",
          null,
          "Write the rows in several smaller statements.",
          null);
    }
    return (int) Math.min(Integer.MAX_VALUE - 64, Math.max(needed, length + (length >> 1) + 64L));
  }

  int size() {
    return size;
  }

  /** How long the entries are together. */
  int end() {
    return end;
  }

  void add(Entries source, int i, long count) {
    add(source.bytes(), source.start(i), source.length(i), count);
  }

  /** Appends an entry that comes after all before; none if the count is zero. */
  void add(byte[] source, int start, int length, long count) {
    if (count == 0) {
      return;
    }
    reserve(1, length);
    System.arraycopy(source, start, bytes, end, length);
    count(count);
    end += length;
    starts[++size] = end;
  }

  /** Appends the entries {@code [from, to)}. */
  void add(Entries source, int from, int to, long factor) {
    if (from >= to) {
      return;
    }
    int start = source.start(from);
    int length = source.start(to) - start;
    reserve(to - from, length);
    System.arraycopy(source.bytes(), start, bytes, end, length);
    counts(source, from, to, factor);
    int shift = end - start;
    int[] sourceStarts = source.starts();
    for (int i = 1; i <= to - from; i++) {
      starts[size + i] = sourceStarts[from + i] + shift;
    }
    size += to - from;
    end += length;
  }

  private void counts(Entries source, int from, int to, long factor) {
    long every = source.everyCount() * factor;
    if (source.counts() == null && counts == null && (size == 0 || every == everyCount)) {
      everyCount = every;
      total += every * (to - from);
      return;
    }
    int first = size;
    for (int i = from; i < to; i++) {
      count(Math.multiplyExact(source.count(i), factor));
      size++;
    }
    size = first;
  }

  /** Sets the count of the next entry. */
  private void count(long count) {
    if (counts == null) {
      if (size == 0) {
        everyCount = count;
      } else if (count != everyCount) {
        counts = new long[starts.length - 1];
        Arrays.fill(counts, 0, size, everyCount);
      }
    }
    if (counts != null) {
      counts[size] = count;
    }
    total += count;
  }

  private void reserve(int entries, int length) {
    if ((long) end + length + Entries.SLACK > bytes.length) {
      bytes = Arrays.copyOf(bytes, grown(bytes.length, (long) end + length + Entries.SLACK));
    }
    if ((long) size + entries + 1 > starts.length) {
      starts = Arrays.copyOf(starts, grown(starts.length, (long) size + entries + 1));
    }
    if (counts != null && counts.length < starts.length - 1) {
      counts = Arrays.copyOf(counts, starts.length - 1);
    }
  }

  /** The entries, in arrays that are not much larger than they; the writer is used up. */
  Entries toEntries() {
    if (size == 0) {
      return Entries.EMPTY;
    }
    boolean trim = bytes.length - end > (end >> 3) + 64;
    boolean trimStarts = starts.length - size > (size >> 3) + 16;
    return new Entries(
        trim ? Arrays.copyOf(bytes, end + Entries.SLACK) : bytes,
        trimStarts ? Arrays.copyOf(starts, size + 1) : starts,
        size,
        counts == null || counts.length == size ? counts : Arrays.copyOf(counts, size),
        everyCount,
        total);
  }
}
