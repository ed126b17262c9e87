package io.leat.runtime.relation;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Entries as bytes, for files: the number of entries, the count of all of them or 0, their lengths,
 * their bytes, and, where counts differ, the counts.
 */
public final class EntriesBytes {
  private EntriesBytes() {}

  /** How many bytes {@link #write} will append. */
  public static int size(Entries entries) {
    int counts = entries.counts() == null ? 0 : Long.BYTES * entries.size();
    return Integer.BYTES
        + Long.BYTES
        + Integer.BYTES * entries.size()
        + entries.byteLength()
        + counts;
  }

  /** Appends entries to a buffer that has room for them. */
  public static void write(Entries entries, ByteBuffer target) {
    int size = entries.size();
    long[] counts = entries.counts();
    target.putInt(size);
    target.putLong(counts == null ? entries.everyCount() : 0);
    for (int i = 0; i < size; i++) {
      target.putInt(entries.length(i));
    }
    target.put(entries.bytes(), entries.start(0), entries.byteLength());
    for (int i = 0; counts != null && i < size; i++) {
      target.putLong(counts[i]);
    }
  }

  /** Reads what {@link #write} has written. */
  public static Entries read(ByteBuffer source) {
    int size = source.getInt();
    long everyCount = source.getLong();
    int[] starts = new int[size + 1];
    for (int i = 0; i < size; i++) {
      starts[i + 1] = starts[i] + source.getInt();
    }
    byte[] bytes = new byte[starts[size] + Entries.SLACK];
    source.get(bytes, 0, starts[size]);
    long @Nullable [] counts = null;
    long total = everyCount * size;
    if (everyCount == 0) {
      counts = new long[size];
      total = 0;
      for (int i = 0; i < size; i++) {
        counts[i] = source.getLong();
        total += counts[i];
      }
    }
    return new Entries(bytes, starts, size, counts, everyCount, total);
  }
}
