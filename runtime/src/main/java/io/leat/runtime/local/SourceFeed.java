package io.leat.runtime.local;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.operator.SourceSplits;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One shard's reader of one source, and the batch that it fills over and over. */
final class SourceFeed implements ReaderContext, SourceSplits, AutoCloseable {
  private final String sourceId;
  private final boolean stored;
  private final Clock clock;
  private final ZoneId zone;
  private final Runnable wakeUp;
  private final @Nullable ShardLinks links;
  private final Queue<Split> newSplits;
  private final SplitAssignment splits;
  private final SourceReader reader;
  private final Column[] columns;
  private final ChangeBatch batch;
  private final List<String> assigned = new ArrayList<>();
  private volatile boolean woken;
  private volatile boolean stopped;

  /**
   * @param links where records that cannot be read are reported; null if they are the run's failure
   */
  SourceFeed(
      Node.Source node,
      Source source,
      SplitAssignment splits,
      int shard,
      Clock clock,
      ZoneId zone,
      Runnable wakeUp,
      @Nullable ShardLinks links) {
    this.links = links;
    this.sourceId = node.id();
    this.stored = node.table().isStored();
    this.clock = clock;
    this.zone = zone;
    this.wakeUp = wakeUp;
    this.splits = splits;
    this.newSplits = splits.queue(shard);
    this.columns = new Column[node.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Column.of(node.table().schema().type(node.columns().get(i)));
    }
    this.batch = new ChangeBatch(List.of(columns), 0, null);
    this.reader = source.reader(node.columns(), node.table().schema(), this);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public void wake() {
    woken = true;
    wakeUp.run();
  }

  @Override
  public void recordFailed(String sqlState, String message, String record) {
    if (links == null) {
      ReaderContext.super.recordFailed(sqlState, message, record);
    } else {
      links.recordFailed(sourceId, sqlState, message, record);
    }
  }

  @Override
  public void recordIgnored() {
    if (links != null) {
      links.recordIgnored();
    }
  }

  /** When to read again; 0 for at once. */
  long nextReadNanos() {
    return woken || !newSplits.isEmpty() ? 0 : reader.nextReadNanos();
  }

  /** Fills the batch, which it keeps, with what is there now. */
  ChangeBatch read() {
    woken = false;
    if (!newSplits.isEmpty()) {
      List<Split> taken = new ArrayList<>();
      for (Split split = newSplits.poll(); split != null; split = newSplits.poll()) {
        taken.add(split);
      }
      taken.forEach(split -> assigned.add(split.id()));
      reader.assign(taken);
    }
    for (Column column : columns) {
      column.clear();
    }
    int rows = reader.read(columns, ChangeBatch.MAX_ROWS);
    batch.reset(rows, reader.weights());
    return batch;
  }

  /** Whether it will never give another row. */
  boolean finished() {
    return stopped || (splits.isExhausted() && newSplits.isEmpty() && reader.finished());
  }

  @Override
  public int count() {
    return reader.splitsApart() ? assigned.size() : Math.min(assigned.size(), 1);
  }

  @Override
  public String name(int split) {
    return reader.splitsApart() && split < assigned.size() ? assigned.get(split) : "all rows";
  }

  @Override
  public int current() {
    return reader.splitsApart() ? reader.split() : 0;
  }

  @Override
  public boolean finished(int split) {
    return stopped || (reader.splitsApart() ? reader.finished(split) : reader.finished());
  }

  @Override
  public boolean pending() {
    return !newSplits.isEmpty();
  }

  @Override
  public boolean ended() {
    return finished();
  }

  /** Nothing needs another row; may be called by any thread. */
  void stop() {
    stopped = true;
  }

  /** Whether it reads a stored relation, of which an epoch leaves nothing unread. */
  boolean stored() {
    return stored;
  }

  /** The id of the source's node. */
  String sourceId() {
    return sourceId;
  }

  /**
   * The reader's place after the rows it has given, and the splits that it has still to take: after
   * a restart it may be far into these.
   */
  List<Split> offsets() {
    List<Split> all = new ArrayList<>(reader.offsets());
    all.addAll(newSplits);
    return all;
  }

  /** A checkpoint with these offsets is durable. */
  void acknowledge(List<Split> offsets) {
    reader.acknowledge(offsets);
  }

  @Override
  public void close() {
    reader.close();
  }
}
