package io.leat.benchmark;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowDecoder;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Stored relations alone, on one thread: {@code RelationKernel [rows]}. Rows are a BIGINT key, a
 * DECIMAL(12, 2) and a text of 10 characters, all of them nullable but the key; commits have 64 K
 * rows or one. Times are the thread's CPU time, the way from columns to bytes included.
 */
public final class RelationKernel {
  private static final int COMMIT = 1 << 16;
  private static final int SINGLES = 300_000;
  private static final int LOOKUPS = 1_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final List<DataType> TYPES =
      List.of(
          ScalarType.BIGINT.withNullable(false), ScalarType.decimal(12, 2), ScalarType.varchar(10));

  private final RowLayout layout = new RowLayout(TYPES, List.of(0));
  private final EntriesBuilder builder = new EntriesBuilder();
  private final LongColumn keys = new LongColumn();
  private final LongColumn amounts = new LongColumn();
  private final BytesColumn texts = new BytesColumn();
  private final ChangeBatch batch = new ChangeBatch(List.of(keys, amounts, texts), 0, null);
  private final byte[] text = "row-000000".getBytes(StandardCharsets.US_ASCII);
  private final long[] weights = new long[ChangeBatch.MAX_ROWS];
  private final boolean print;
  private boolean weighted;
  private long sum;

  private RelationKernel(boolean print) {
    this.print = print;
  }

  public static void main(String[] arguments) {
    int rows = arguments.length == 0 ? 10_000_000 : Integer.parseInt(arguments[0]);
    new RelationKernel(false).run(rows / 20);
    new RelationKernel(true).run(rows);
  }

  private void run(int rows) {
    load(rows, false);
    EntryTree tree = load(rows, true);
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < SINGLES; i++) {
      row(mix(rows + (long) i), 1);
      tree = tree.apply(commit());
    }
    report("insert of one row", SINGLES, start);
    start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < SINGLES; i++) {
      row(mix(i), -1);
      row(mix(i), 1);
      amounts.values()[1]++;
      tree = tree.apply(commit());
    }
    report("update of one row", SINGLES, start);
    lookups(tree, rows);
    scan(tree, new int[] {0, 1, 2}, "scan of all columns");
    scan(tree, new int[] {1}, "scan of the decimal");
    difference(tree, rows);
    if (sum == 0) {
      throw new IllegalStateException("nothing was read");
    }
  }

  private EntryTree load(int rows, boolean random) {
    EntryTree tree = EntryTree.EMPTY;
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < rows; ) {
      for (int to = Math.min(rows, i + COMMIT); i < to; i++) {
        row(random ? mix(i) : i, 1);
      }
      tree = tree.apply(commit());
    }
    report(
        random ? "insert of 64 K rows, random keys" : "insert of 64 K rows, in order", rows, start);
    if (print) {
      System.out.printf(
          Locale.ROOT, "%-40s %8.1f bytes%n", "memory per row", (double) tree.memoryBytes() / rows);
    }
    return tree;
  }

  private void lookups(EntryTree tree, int rows) {
    byte[][] probes = new byte[1 << 16][];
    for (int i = 0; i < probes.length; i++) {
      probes[i] = layout.prefix(List.of(mix(i * (long) (rows / probes.length))));
    }
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < LOOKUPS; i++) {
      byte[] probe = probes[(i * 7919) & (probes.length - 1)];
      EntryTree.Found found = tree.first(probe, probe.length);
      if (found == null) {
        throw new IllegalStateException("a row is lost");
      }
      sum += found.index();
    }
    report("lookup by key", LOOKUPS, start);
  }

  private void scan(EntryTree tree, int[] wanted, String name) {
    Column[] targets = new Column[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      targets[i] = Column.of(TYPES.get(wanted[i]));
    }
    RowDecoder decoder = new RowDecoder(layout, wanted);
    long rows = 0;
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < 3; i++) {
      EntryTree.Cursor cursor = tree.cursor(null, null);
      while (cursor.next()) {
        decoder.decode(cursor.leaf(), cursor.from(), cursor.to(), targets);
        if (targets[0].size() + 128 > ChangeBatch.MAX_ROWS) {
          for (Column target : targets) {
            sum += target.size();
            target.clear();
          }
        }
        rows += cursor.to() - cursor.from();
      }
    }
    report(name, rows, start);
  }

  private void difference(EntryTree tree, int rows) {
    for (int i = 0; i < 1000; i++) {
      row(mix(2L * rows + i), 1);
    }
    EntryTree after = tree.apply(commit());
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < 20; i++) {
      sum += EntryTree.difference(tree, after).entries();
    }
    report("difference of 1,000 rows, per row", 20_000, start);
  }

  private void row(long key, long weight) {
    keys.append(key);
    amounts.append((key & 0xffff_ffffffL) % 100_000_000_000L);
    long rest = key & Long.MAX_VALUE;
    for (int i = 4; i < text.length; i++, rest /= 10) {
      text[i] = (byte) ('0' + rest % 10);
    }
    texts.append(text, 0, text.length);
    weights[keys.size() - 1] = weight;
    weighted |= weight != 1;
    if (keys.size() == ChangeBatch.MAX_ROWS) {
      encode();
    }
  }

  private void encode() {
    batch.reset(keys.size(), weighted ? weights : null);
    layout.encode(batch, builder);
    keys.clear();
    amounts.clear();
    texts.clear();
    weighted = false;
  }

  private Entries commit() {
    encode();
    return builder.build();
  }

  private void report(String name, long rows, long start) {
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    if (print) {
      System.out.printf(
          Locale.ROOT,
          "%-40s %8.2f M rows/s %8.0f ns per row%n",
          name,
          rows * 1e3 / nanos,
          (double) nanos / rows);
    }
  }

  /** A bijection (the finalizer of SplitMix64). */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
