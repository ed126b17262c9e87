package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.codegen.FailedPart;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.connector.Source;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.ExchangeOperator;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.step.CircuitShard;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.step.ShardPorts;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A small bounded circuit, worked through on the thread that asks: no worker is woken for a lookup
 * or for a few listed rows.
 */
final class InlineRun implements ShardPorts {
  /** A run that reads more rows than this waits for its turn. */
  private static final int SHORT_ROWS = 500;

  private static final long TURN_MILLIS = 100;

  /** After so much work, other threads that wait for a processor get it. */
  private static final long SLICE_NANOS = 300_000;

  private final Circuit circuit;
  private final Semaphore turns;
  private final ZoneId zone;
  private final Clock clock;

  /** By node; null of what is no source that is read. */
  private final @Nullable SourceFeed[] feeds;

  /** What nodes give whose input is not read. */
  private final Map<Integer, ChangeBatch> known = new LinkedHashMap<>();

  private final List<ChangeBatch> results = new ArrayList<>(2);

  private InlineRun(Circuit circuit, ZoneId zone, Clock clock, Semaphore turns) {
    this.circuit = circuit;
    this.turns = turns;
    this.zone = zone;
    this.clock = clock;
    this.feeds = new @Nullable SourceFeed[circuit.nodes().size()];
  }

  /**
   * Runs it to its end.
   *
   * @param turns of runs that read many rows at the same time: so that many readers of whole tables
   *     leave processors to lookups and writes, which take microseconds
   * @return the result's rows
   * @throws LeatException if an expression fails on a row
   */
  static List<ChangeBatch> run(
      Circuit circuit,
      ZoneId zone,
      Clock clock,
      StoredTables stored,
      OperatorFactory operators,
      Semaphore turns) {
    return new InlineRun(circuit, zone, clock, turns).run(stored, operators);
  }

  private List<ChangeBatch> run(StoredTables stored, OperatorFactory operators) {
    try {
      for (int i = 0; i < circuit.nodes().size(); i++) {
        if (circuit.nodes().get(i) instanceof Node.Source node) {
          Map<Integer, ChangeBatch> rows = stored.known(i);
          if (!rows.isEmpty()) {
            known.putAll(rows);
            continue;
          }
          Source source = stored.source(node);
          SplitAssignment splits = new SplitAssignment(source.enumerator(), 1);
          splits.discover();
          feeds[i] = new SourceFeed(node, source, splits, 0, clock, zone, () -> {}, null);
        }
      }
      return run(operators);
    } finally {
      for (SourceFeed feed : feeds) {
        if (feed != null) {
          feed.close();
        }
      }
    }
  }

  private List<ChangeBatch> run(OperatorFactory operators) {
    try (CircuitShard shard = new CircuitShard(circuit, 0, 1, operators, this, known.keySet())) {
      shard.begin(new Epoch(1, clock.epochMicros()));
      known.forEach(
          (node, rows) -> {
            if (rows.size() > 0) {
              shard.feed(node, rows);
            }
          });
      read(shard);
      shard.endInputs();
      return results;
    }
  }

  /** Waits for a turn, not for ever: who has it may be one whose functions ask for this. */
  private boolean turnCame() {
    try {
      return turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Offers the core to whoever waits for one; nothing depends on somebody taking it. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void giveWay() {
    Thread.yield();
  }

  private void read(CircuitShard shard) {
    boolean asked = false;
    boolean turn = false;
    try {
      long rows = 0;
      long sliceEnd = System.nanoTime() + SLICE_NANOS;
      for (int source = 0; source < feeds.length; source++) {
        SourceFeed feed = feeds[source];
        while (feed != null && !feed.finished()) {
          if (rows > SHORT_ROWS && !asked) {
            asked = true;
            turn = turnCame();
            sliceEnd = System.nanoTime() + SLICE_NANOS;
          }
          if (asked && System.nanoTime() > sliceEnd) {
            giveWay();
            sliceEnd = System.nanoTime() + SLICE_NANOS;
          }
          ChangeBatch batch = feed.read();
          rows += batch.size();
          if (batch.size() > 0) {
            shard.feed(source, batch);
          }
        }
      }
    } finally {
      if (turn) {
        turns.release();
      }
    }
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public ExchangeOperator.Channel channel(int exchange) {
    return new ExchangeOperator.Channel() {
      @Override
      public ChangeBatch take(int target, ChangeBatch like) {
        return ExchangeOperator.emptyLike(like);
      }

      @Override
      public void send(int target, ChangeBatch batch) {
        throw new IllegalStateException("there is one shard");
      }
    };
  }

  @Override
  public void endOfEpoch(int exchange, long bound) {}

  @Override
  public SourceSplits splits(int source) {
    SourceFeed feed = feeds[source];
    return feed == null ? SourceSplits.NONE : feed;
  }

  @Override
  public void rowLate(
      Node node,
      RowSchema schema,
      ChangeBatch batch,
      int row,
      DataType type,
      long time,
      long bound) {
    throw new IllegalStateException("a late row in the only epoch");
  }

  @Override
  public void wakeAt(long epochMicros) {}

  @Override
  public SinkWriter writer(int sink) {
    throw new IllegalStateException("a circuit with sinks runs on the workers");
  }

  @Override
  public void result(ChangeBatch batch) {
    results.add(batch);
  }

  @Override
  public void rowFailed(
      Node node, RowSchema schema, ChangeBatch batch, int row, RowException error) {
    if (batch.weight(row) > 0) {
      throw new LeatException(
          error.sqlState(),
          error.message(),
          FailedPart.of(node, schema, batch, row, zone()),
          null,
          error);
    }
  }

  @Override
  public void finish(Node node) {}
}
