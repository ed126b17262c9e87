package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.builtin.DealtCursor;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes up the events of its splits, those first that come first. */
final class NexmarkReader implements SourceReader {
  /** The longest that an event waits for those after it. */
  private static final long GATHER_NANOS = 1_000_000;

  private final List<NexmarkColumn> columns;
  private final NexmarkSource source;
  private final Clock clock;
  private final List<DealtCursor> cursors = new ArrayList<>();
  private final BytesColumn texts = new BytesColumn();
  private @Nullable EventBlock block;
  private int current;
  private long gatherUntil = Long.MIN_VALUE;

  NexmarkReader(List<NexmarkColumn> columns, NexmarkSource source, ReaderContext context) {
    this.columns = columns;
    this.source = source;
    this.clock = context.clock();
  }

  @Override
  public void assign(List<Split> splits) {
    for (Split split : splits) {
      long base = DealtCursor.shared(split);
      DealtCursor cursor =
          new DealtCursor(
              split,
              base == NexmarkSource.NOW ? clock.epochMicros() / 1000 : base,
              source.pace(),
              source.total(),
              clock.nanoTime());
      if (block == null) {
        block = open(cursor.shared());
      }
      cursors.add(cursor);
    }
  }

  /** All splits of a reader count from the same time. */
  private EventBlock open(long baseMillis) {
    NexmarkModel model = source.model();
    NexmarkEvents events =
        baseMillis == model.baseMillis()
            ? source.events()
            : new NexmarkEvents(model.withTimes(model.eventsPerSecond(), baseMillis));
    texts.append(events.texts(), 0, events.texts().length);
    return new EventBlock(events);
  }

  @Override
  public int read(Column[] targets, int maxRows) {
    long now = clock.nanoTime();
    int next = nextDue();
    EventBlock events = block;
    if (next < 0 || events == null) {
      return 0;
    }
    current = next;
    DealtCursor cursor = cursors.get(next);
    long due = Math.max(cursor.dueNanos(), gatherUntil);
    int count = (int) Math.min(cursor.available(now), maxRows);
    if (count <= 0) {
      return 0;
    }
    events.fill(cursor.next(), count);
    for (int i = 0; i < targets.length; i++) {
      columns.get(i).fill(targets[i], events, texts);
    }
    cursor.advance(count);
    boolean all = count < maxRows && source.pace().isLimited();
    gatherUntil = all ? due + GATHER_NANOS : Long.MIN_VALUE;
    return count;
  }

  @Override
  public long nextReadNanos() {
    int next = nextDue();
    if (next < 0) {
      return Long.MAX_VALUE;
    }
    long due = Math.max(cursors.get(next).dueNanos(), gatherUntil);
    return due <= clock.nanoTime() ? 0 : due;
  }

  /** The split whose next event comes first; −1 if there is none. */
  private int nextDue() {
    int first = -1;
    for (int i = 0; i < cursors.size(); i++) {
      DealtCursor cursor = cursors.get(i);
      if (!cursor.finished() && (first < 0 || cursor.next() < cursors.get(first).next())) {
        first = i;
      }
    }
    return first;
  }

  @Override
  public boolean finished() {
    return nextDue() < 0;
  }

  @Override
  public boolean splitsApart() {
    return true;
  }

  @Override
  public int split() {
    return current;
  }

  @Override
  public boolean finished(int split) {
    return cursors.get(split).finished();
  }

  @Override
  public List<Split> offsets() {
    long now = clock.nanoTime();
    return cursors.stream().map(cursor -> cursor.split(now)).toList();
  }

  @Override
  public void close() {}
}
