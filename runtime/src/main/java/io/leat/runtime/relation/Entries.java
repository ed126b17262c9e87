package io.leat.runtime.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings in ascending unsigned order, no two equal, each with a count that is not zero.
 * Immutable but for what it remembers about itself; nobody changes the arrays.
 */
public final class Entries implements TreeNode {
  public static final Entries EMPTY =
      new Entries(new byte[Entries.SLACK], new int[1], 0, null, 1, 0);

  /** Bytes of the heap after the last entry, so that 8 bytes can be read from any place in one. */
  static final int SLACK = Long.BYTES;

  private static final int OBJECT_BYTES = 96;

  /** Every so many entries there is one whose head lies apart. */
  private static final int SAMPLE = 8;

  private final byte[] bytes;
  private final int[] starts;

  /** The {@link ByteOrder#head}s of entries 0, 8, 16, …: a search begins there. */
  private final long[] heads;

  private final int size;
  private final long @Nullable [] counts;
  private final long everyCount;
  private final long total;
  private @Nullable ColumnSum sums;

  /**
   * @param bytes all entries, one after the other, and at least {@link #SLACK} bytes more
   * @param starts where each entry begins, and where the last one ends
   * @param counts one per entry, or null where all are {@code everyCount}
   * @param total the sum of the counts
   */
  Entries(
      byte[] bytes, int[] starts, int size, long @Nullable [] counts, long everyCount, long total) {
    this.bytes = bytes;
    this.starts = starts;
    this.size = size;
    this.counts = counts;
    this.everyCount = everyCount;
    this.total = total;
    heads = new long[(size + SAMPLE - 1) / SAMPLE];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = ByteOrder.head(bytes, starts[i * SAMPLE], length(i * SAMPLE));
    }
  }

  /** The same byte strings with other counts. */
  private Entries(Entries other, long @Nullable [] counts, long everyCount, long total) {
    bytes = other.bytes;
    starts = other.starts;
    heads = other.heads;
    size = other.size;
    this.counts = counts;
    this.everyCount = everyCount;
    this.total = total;
  }

  /** The same counts of other byte strings, each as long as the one before. */
  private Entries(Entries other, byte[] bytes, long[] heads) {
    this.bytes = bytes;
    this.heads = heads;
    starts = other.starts;
    size = other.size;
    counts = other.counts;
    everyCount = other.everyCount;
    total = other.total;
  }

  /** How many byte strings there are. */
  public int size() {
    return size;
  }

  /** The heap that all byte strings lie in. */
  public byte[] bytes() {
    return bytes;
  }

  public int start(int i) {
    return starts[i];
  }

  public int length(int i) {
    return starts[i + 1] - starts[i];
  }

  public long count(int i) {
    return counts == null ? everyCount : counts[i];
  }

  /** How many entries from {@code from} on, up to {@code to}, count once. */
  public int singles(int from, int to) {
    if (counts == null) {
      return everyCount == 1 ? to - from : 0;
    }
    int end = from;
    while (end < to && counts[end] == 1) {
      end++;
    }
    return end - from;
  }

  /** The sum of the counts. */
  @Override
  public long total() {
    return total;
  }

  @Override
  public long entries() {
    return size;
  }

  @Override
  public @Nullable ColumnSum sums() {
    return sums;
  }

  @Override
  public void keep(ColumnSum sum) {
    sums = sum;
  }

  @Override
  public long memoryBytes() {
    return OBJECT_BYTES
        + bytes.length
        + 4L * starts.length
        + 8L * heads.length
        + (counts == null ? 0 : 16 + 8L * counts.length);
  }

  /** The same byte strings with the opposite counts. */
  public Entries negated() {
    if (counts == null) {
      return new Entries(this, null, -everyCount, -total);
    }
    long[] negated = new long[size];
    for (int i = 0; i < size; i++) {
      negated[i] = -counts[i];
    }
    return new Entries(this, negated, 0, -total);
  }

  /** The sum of two; equal byte strings are added up, zero counts vanish. */
  public static Entries sum(Entries a, Entries b) {
    if (a.size == 0 || b.size == 0) {
      return a.size == 0 ? b : a;
    }
    EntriesWriter sum = new EntriesWriter(a.size + b.size, a.byteLength() + b.byteLength());
    int left = 0;
    int right = 0;
    while (left < a.size && right < b.size) {
      int order = a.compare(left, b, right);
      if (order < 0) {
        int to = a.lowerBound(left + 1, b, right);
        sum.add(a, left, to, 1);
        left = to;
      } else if (order > 0) {
        int to = b.lowerBound(right + 1, a, left);
        sum.add(b, right, to, 1);
        right = to;
      } else {
        sum.add(a, left, Math.addExact(a.count(left), b.count(right)));
        left++;
        right++;
      }
    }
    sum.add(a, left, a.size, 1);
    sum.add(b, right, b.size, 1);
    return sum.toEntries();
  }

  /** The sum of any number. */
  public static Entries sum(List<Entries> all) {
    List<Entries> parts = new ArrayList<>(all);
    while (parts.size() > 1) {
      List<Entries> pairs = new ArrayList<>((parts.size() + 1) / 2);
      for (int i = 0; i < parts.size(); i += 2) {
        pairs.add(i + 1 < parts.size() ? sum(parts.get(i), parts.get(i + 1)) : parts.get(i));
      }
      parts = pairs;
    }
    return parts.isEmpty() ? EMPTY : parts.get(0);
  }

  /** How long the entries are together. */
  int byteLength() {
    return starts[size] - starts[0];
  }

  int[] starts() {
    return starts;
  }

  long @Nullable [] counts() {
    return counts;
  }

  /** The count of all entries where there is none for each. */
  long everyCount() {
    return everyCount;
  }

  /**
   * How far a stretch from {@code from} may go: at most {@code to}, so many entries and so many
   * bytes, but one entry at least.
   */
  int within(int from, int to, int mostEntries, int mostBytes) {
    int end = (int) Math.min(to, (long) from + Math.max(1, mostEntries));
    if (starts[end] - starts[from] <= mostBytes) {
      return end;
    }
    int place = Arrays.binarySearch(starts, from + 1, end, starts[from] + Math.max(0, mostBytes));
    return Math.max(from + 1, place >= 0 ? place : -place - 2);
  }

  byte[] copy(int i) {
    return Arrays.copyOfRange(bytes, starts[i], starts[i + 1]);
  }

  int compare(int i, Entries other, int j) {
    return ByteOrder.compare(
        bytes, starts[i], length(i), other.bytes, other.starts[j], other.length(j));
  }

  int compare(int i, byte[] other, int start, int length) {
    return ByteOrder.compare(bytes, starts[i], length(i), other, start, length);
  }

  /** The first entry from {@code from} on that is not before entry {@code j} of another. */
  int lowerBound(int from, Entries other, int j) {
    return lowerBound(from, other.bytes, other.starts[j], other.length(j));
  }

  /**
   * The first entry from {@code from} on that is not before these bytes, near ones found faster.
   */
  int lowerBound(int from, byte[] other, int start, int length) {
    int low = from;
    int high = from;
    for (int step = 1; high < size && compare(high, other, start, length) < 0; step <<= 1) {
      low = high + 1;
      high = Math.min(size, high + step);
    }
    return lowerBound(low, high, other, start, length);
  }

  /** The first entry of {@code [from, to)} that is not before these bytes, else {@code to}. */
  int lowerBound(int from, int to, byte[] other, int start, int length) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, other, start, length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first entry that is not before these bytes; the fastest one for a place unknown. */
  int lowerBound(byte[] other, int start, int length) {
    long head = ByteOrder.head(other, start, length);
    int low = 0;
    int high = heads.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (heads[middle] < head) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // Sample low-1 is before the bytes; the first one with a higher head is after them.
    while (high < heads.length && heads[high] == head) {
      high++;
    }
    return lowerBound(
        low == 0 ? 0 : (low - 1) * SAMPLE + 1, Math.min(size, high * SAMPLE), other, start, length);
  }

  /**
   * With one entry in place of another one of the same length.
   *
   * @param gone the one of the changes that takes all of an entry away
   * @param come the one that adds another as often
   * @return null if the new one has another place in the order, or that is not what they do
   */
  @Nullable Entries replaced(Entries changes, int gone, int come) {
    int at = lowerBound(changes.bytes, changes.starts[gone], changes.length(gone));
    if (at == size || compare(at, changes, gone) != 0 || count(at) != -changes.count(gone)) {
      return null;
    }
    boolean after = gone < come;
    int neighbour = after ? at + 1 : at - 1;
    if (neighbour >= 0 && neighbour < size) {
      int order = compare(neighbour, changes, come);
      if (after ? order <= 0 : order >= 0) {
        return null;
      }
    }
    byte[] newBytes = bytes.clone();
    System.arraycopy(changes.bytes, changes.starts[come], newBytes, starts[at], length(at));
    long[] newHeads = heads;
    if (at % SAMPLE == 0) {
      newHeads = heads.clone();
      newHeads[at / SAMPLE] = ByteOrder.head(newBytes, starts[at], length(at));
    }
    return new Entries(this, newBytes, newHeads);
  }

  /** The entries {@code [from, to)} in arrays of their own. */
  Entries part(int from, int to) {
    EntriesWriter writer = new EntriesWriter(to - from, starts[to] - starts[from]);
    writer.add(this, from, to, 1);
    return writer.toEntries();
  }
}
