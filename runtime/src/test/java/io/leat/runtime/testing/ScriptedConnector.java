package io.leat.runtime.testing;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.RowSchema;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connector for tests. As a source: BIGINT columns that hold the numbers {@code 0 .. rows}, dealt
 * to {@code splits} splits in turn, row n due at {@code n * paceNanos}. As a sink: it keeps what is
 * committed, and in which order.
 */
public final class ScriptedConnector implements Connector {
  private final long rows;
  private final int splits;
  private final long paceNanos;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong committedRows = new AtomicLong();
  private final List<Long> commits = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeCommit = () -> {};

  /**
   * @param rows Long.MAX_VALUE for a stream without end
   * @param paceNanos 0: all rows are due at once
   */
  public ScriptedConnector(long rows, int splits, long paceNanos) {
    this.rows = rows;
    this.splits = splits;
    this.paceNanos = paceNanos;
  }

  /** Readers, writers and enumerators that have been opened and not closed. */
  public int open() {
    return open.get();
  }

  /** Rows in committed tokens. */
  public long committedRows() {
    return committedRows.get();
  }

  /** {@code epoch * 1000 + shard} of every commit, in order. */
  public List<Long> commits() {
    return commits;
  }

  /** Runs something in every commit before it takes effect. */
  public void beforeCommit(Runnable action) {
    beforeCommit = action;
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of();
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public boolean isSink() {
    return true;
  }

  @Override
  public Source source(TableDefinition table) {
    return new Source() {
      @Override
      public boolean bounded() {
        return rows != Long.MAX_VALUE;
      }

      @Override
      public SplitEnumerator enumerator() {
        return new Enumerator();
      }

      @Override
      public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
        return new Reader(context.clock());
      }
    };
  }

  @Override
  public Sink sink(TableDefinition table) {
    open.incrementAndGet();
    return new Sink() {
      @Override
      public SinkWriter writer(RowSchema schema, int shard, ZoneId zone) {
        return new Writer(shard);
      }

      @Override
      public void commit(byte[] token) {
        beforeCommit.run();
        ByteBuffer buffer = ByteBuffer.wrap(token);
        commits.add(buffer.getLong() * 1000 + buffer.getLong());
        committedRows.addAndGet(buffer.getLong());
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private final class Enumerator implements Source.SplitEnumerator {
    private boolean exhausted;

    Enumerator() {
      open.incrementAndGet();
    }

    @Override
    public List<Split> discover(int shards) {
      List<Split> found = new ArrayList<>();
      for (int i = 0; i < splits && !exhausted; i++) {
        found.add(new Split(Integer.toString(i), bytes(i)));
      }
      exhausted = true;
      return found;
    }

    @Override
    public boolean exhausted() {
      return exhausted;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private final class Reader implements SourceReader {
    private final Clock clock;
    private final List<long[]> positions = new ArrayList<>();

    Reader(Clock clock) {
      this.clock = clock;
      open.incrementAndGet();
    }

    @Override
    public void assign(List<Split> assigned) {
      for (Split split : assigned) {
        positions.add(
            new long[] {Long.parseLong(split.id()), ByteBuffer.wrap(split.offset()).getLong()});
      }
    }

    @Override
    public int read(Column[] columns, int maxRows) {
      long now = clock.nanoTime();
      int count = 0;
      for (long[] position : positions) {
        while (count < maxRows
            && position[1] < rows
            && (paceNanos == 0 || position[1] * paceNanos <= now)) {
          for (Column column : columns) {
            ((LongColumn) column).append(position[1]);
          }
          position[1] += splits;
          count++;
        }
      }
      return count;
    }

    @Override
    public long nextReadNanos() {
      long next = Long.MAX_VALUE;
      for (long[] position : positions) {
        if (position[1] < rows) {
          next = Math.min(next, position[1] * paceNanos);
        }
      }
      return next;
    }

    @Override
    public boolean finished() {
      return positions.stream().allMatch(position -> position[1] >= rows);
    }

    @Override
    public List<Split> offsets() {
      return positions.stream()
          .map(position -> new Split(Long.toString(position[0]), bytes(position[1])))
          .toList();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private final class Writer implements SinkWriter {
    private final int shard;
    private long epoch;
    private long pending;

    Writer(int shard) {
      this.shard = shard;
      open.incrementAndGet();
    }

    @Override
    public void write(ChangeBatch batch) {
      pending += batch.size();
    }

    @Override
    public void endEpoch(Epoch ended) {
      epoch = ended.number();
    }

    @Override
    public byte[] prepare() {
      if (pending == 0) {
        return new byte[0];
      }
      byte[] token =
          ByteBuffer.allocate(3 * Long.BYTES)
              .putLong(epoch)
              .putLong(shard)
              .putLong(pending)
              .array();
      pending = 0;
      return token;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
