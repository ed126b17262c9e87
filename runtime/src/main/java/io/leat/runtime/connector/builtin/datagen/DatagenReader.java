package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.builtin.DealtCursor;
import io.leat.runtime.connector.builtin.Pace;
import io.leat.runtime.data.Column;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes up the rows of its splits as they become due, in the order in which they do. Rows that
 * follow one another by less than {@link #GATHER_NANOS} are read together, those of each split
 * apart: after a restart on fewer shards, splits that were read at different paces share a reader.
 */
final class DatagenReader implements SourceReader {
  /** The longest that a row waits for those after it. */
  static final long GATHER_NANOS = 1_000_000;

  private static final long BATCH_BYTES = 4 << 20;

  private final List<GeneratorFactory> factories;
  private final Pace pace;
  private final long totalRows;
  private final Clock clock;
  private final ZoneId zone;
  private final List<DealtCursor> cursors = new ArrayList<>();
  private Generator[] generators = {};
  private int batchRows = Integer.MAX_VALUE;
  private long gatherUntil = Long.MIN_VALUE;
  private int split;

  DatagenReader(
      List<GeneratorFactory> factories, Pace pace, long totalRows, ReaderContext context) {
    this.factories = factories;
    this.pace = pace;
    this.totalRows = totalRows;
    this.clock = context.clock();
    this.zone = context.zone();
  }

  @Override
  public void assign(List<Split> splits) {
    long now = clock.nanoTime();
    for (Split split : splits) {
      DealtCursor cursor = new DealtCursor(split, DealtCursor.shared(split), pace, totalRows, now);
      if (cursors.isEmpty()) {
        seed(cursor.shared());
      }
      cursors.add(cursor);
    }
  }

  @Override
  public int read(Column[] columns, int maxRows) {
    long now = clock.nanoTime();
    long nowMicros = clock.epochMicros();
    int limit = Math.min(maxRows, batchRows);
    DealtCursor first = nextDue();
    long wanted = first == null ? now : Math.max(first.dueNanos(), gatherUntil);
    int rows = 0;
    while (rows < limit) {
      DealtCursor cursor = nextDue();
      long available = cursor == null ? 0 : cursor.available(now);
      if (cursor == null || available <= 0 || (rows > 0 && cursor != first)) {
        break;
      }
      int count = (int) Math.min(available, limit - rows);
      for (int i = 0; i < columns.length; i++) {
        generators[i].append(columns[i], cursor.next(), count, nowMicros);
      }
      cursor.advance(count);
      rows += count;
    }
    if (rows > 0) {
      split = cursors.indexOf(first);
      DealtCursor next = nextDue();
      boolean all = rows < limit && (next == null || next.available(now) <= 0);
      gatherUntil = all ? wanted + GATHER_NANOS : Long.MIN_VALUE;
    }
    return rows;
  }

  @Override
  public long nextReadNanos() {
    DealtCursor cursor = nextDue();
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    long due = Math.max(cursor.dueNanos(), gatherUntil);
    return due <= clock.nanoTime() ? 0 : due;
  }

  @Override
  public boolean finished() {
    return nextDue() == null;
  }

  @Override
  public boolean splitsApart() {
    return true;
  }

  @Override
  public int split() {
    return split;
  }

  @Override
  public boolean finished(int number) {
    return cursors.get(number).finished();
  }

  @Override
  public List<Split> offsets() {
    long now = clock.nanoTime();
    return cursors.stream().map(cursor -> cursor.split(now)).toList();
  }

  @Override
  public void close() {}

  /** All splits of a table have the same seed. */
  private void seed(long seed) {
    generators = new Generator[factories.size()];
    long rowBytes = 1;
    for (int i = 0; i < generators.length; i++) {
      generators[i] = factories.get(i).create(seed, zone);
      rowBytes += generators[i].valueBytes();
    }
    batchRows = (int) Math.max(1, BATCH_BYTES / rowBytes);
  }

  /** The cursor whose next row is due first; of several, the one with the lowest row. */
  private @Nullable DealtCursor nextDue() {
    DealtCursor first = null;
    for (DealtCursor cursor : cursors) {
      if (!cursor.finished() && (first == null || isBefore(cursor, first))) {
        first = cursor;
      }
    }
    return first;
  }

  private static boolean isBefore(DealtCursor a, DealtCursor b) {
    int order = Long.compare(a.dueNanos(), b.dueNanos());
    return order < 0 || (order == 0 && a.next() < b.next());
  }
}
