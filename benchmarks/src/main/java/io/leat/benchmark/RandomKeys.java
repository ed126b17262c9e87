package io.leat.benchmark;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;

/** A source of BIGINT columns k and v that costs next to nothing: keys at random, v small. */
final class RandomKeys implements Connector {
  private static final int SPLITS = 2;

  private final long rows;
  private final int keys;

  /**
   * @param keys how many different ones
   */
  RandomKeys(long rows, int keys) {
    this.rows = rows;
    this.keys = keys;
  }

  @Override
  public String name() {
    return "keys";
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
    return false;
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw new UnsupportedOperationException("only a source");
  }

  @Override
  public Source source(TableDefinition table) {
    return new Source() {
      @Override
      public boolean bounded() {
        return true;
      }

      @Override
      public SplitEnumerator enumerator() {
        return new Splits();
      }

      @Override
      public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
        return new Reader();
      }
    };
  }

  private static final class Splits implements Source.SplitEnumerator {
    private boolean exhausted;

    @Override
    public List<Split> discover(int shards) {
      List<Split> splits = new ArrayList<>();
      for (int i = 0; i < SPLITS && !exhausted; i++) {
        splits.add(new Split(Integer.toString(i), new byte[0]));
      }
      exhausted = true;
      return splits;
    }

    @Override
    public boolean exhausted() {
      return exhausted;
    }

    @Override
    public void close() {}
  }

  private final class Reader implements SourceReader {
    private final List<Split> splits = new ArrayList<>();
    private long state = 88172645463325252L;
    private long left;

    @Override
    public void assign(List<Split> more) {
      splits.addAll(more);
      left += more.size() * (rows / SPLITS);
    }

    @Override
    public int read(Column[] columns, int maxRows) {
      int count = (int) Math.min(maxRows, left);
      long[] keyValues = ((LongColumn) columns[0]).reserve(count);
      long[] values = ((LongColumn) columns[1]).reserve(count);
      long random = state;
      for (int i = 0; i < count; i++) {
        // Marsaglia 2003.
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        long key = Math.multiplyHigh(random >>> 1, 2L * keys);
        keyValues[i] = key * 7919;
        values[i] = random & 0xff;
      }
      state = random;
      columns[0].setSize(count);
      columns[1].setSize(count);
      left -= count;
      return count;
    }

    @Override
    public long nextReadNanos() {
      return 0;
    }

    @Override
    public boolean finished() {
      return left == 0;
    }

    @Override
    public List<Split> offsets() {
      return splits;
    }

    @Override
    public void close() {}
  }
}
