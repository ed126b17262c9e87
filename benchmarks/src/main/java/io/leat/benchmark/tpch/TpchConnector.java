package io.leat.benchmark.tpch;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code tpch}: a TPC-H table, bounded. With {@code slices} its rows come in so many random slices,
 * and {@code delete-percent} of them are taken back in a later slice.
 */
public final class TpchConnector implements Connector {
  private static final Option<String> TABLE =
      Option.required("table", OptionParser.text(), "The table's name, such as lineitem.");
  private static final Option<String> SCALE =
      Option.required("scale-factor", OptionParser.text(), "1 is 6 million line items.");
  private static final Option<Long> SLICES =
      Option.withDefault(
          "slices",
          OptionParser.whole("a whole number, 1 or more", 1, 1_000_000),
          1L,
          "In how many random slices the rows come; 1 by default.");
  private static final Option<Long> DELETES =
      Option.withDefault(
          "delete-percent",
          OptionParser.whole("a percentage", 0, 100),
          0L,
          "How many of a hundred rows are taken back; 0 by default.");
  private static final Option<Long> SEED =
      Option.withDefault(
          "seed",
          OptionParser.whole(Long.MIN_VALUE, Long.MAX_VALUE),
          1L,
          "What decides a row's slice.");

  @Override
  public String name() {
    return "tpch";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of(
        TABLE.declaration(),
        SCALE.declaration(),
        SLICES.declaration(),
        DELETES.declaration(),
        SEED.declaration());
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
  public Source source(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    TpchData data = TpchData.of(options.get(TABLE), Double.parseDouble(options.get(SCALE)));
    return new TpchSource(
        data,
        new Slices(
            Math.toIntExact(options.get(SLICES)),
            Math.toIntExact(options.get(DELETES)),
            options.get(SEED)));
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported("writing a tpch table", "read it");
  }

  private record TpchSource(TpchData data, Slices slices) implements Source {

    @Override
    public boolean bounded() {
      return true;
    }

    @Override
    public boolean appendOnly() {
      return slices.deletes() == 0;
    }

    @Override
    public SplitEnumerator enumerator() {
      return new SplitEnumerator() {
        private boolean found;

        @Override
        public List<Split> discover(int shards) {
          if (found) {
            return List.of();
          }
          found = true;
          return IntStream.range(0, shards)
              .mapToObj(
                  shard ->
                      new Split(
                          shard + " of " + shards,
                          ByteBuffer.allocate(8).putInt(shard).putInt(shards).array()))
              .toList();
        }

        @Override
        public boolean exhausted() {
          return found;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
      int[] wanted =
          columns.stream().mapToInt(column -> data.schema().indexOf(schema.name(column))).toArray();
      return new TpchReader(this, wanted);
    }
  }

  /** Gives its share of each slice in turn, and no rows once between slices. */
  private static final class TpchReader implements SourceReader {
    private final TpchSource source;
    private final int[] columns;
    private int[] rows = {};
    private long[] weights = {};
    private int[] sliceEnds = {};
    private int slice;
    private int at;
    private long[] given = {};

    TpchReader(TpchSource source, int[] columns) {
      this.source = source;
      this.columns = columns;
    }

    @Override
    public void assign(List<Split> splits) {
      for (Split split : splits) {
        ByteBuffer bytes = ByteBuffer.wrap(split.offset());
        plan(bytes.getInt(), bytes.getInt());
      }
    }

    /** Lays the rows of one share out by slices. */
    private void plan(int share, int shares) {
      Slices slices = source.slices;
      int[] starts = new int[slices.count() + 1];
      for (int row = share; row < source.data.rows(); row += shares) {
        starts[slices.insertedIn(row) + 1]++;
        if (slices.isDeleted(row)) {
          starts[slices.deletedIn(row) + 1]++;
        }
      }
      for (int i = 0; i < slices.count(); i++) {
        starts[i + 1] += starts[i];
      }
      sliceEnds = Arrays.copyOfRange(starts, 1, starts.length);
      rows = new int[starts[slices.count()]];
      weights = new long[rows.length];
      for (int row = share; row < source.data.rows(); row += shares) {
        place(starts[slices.insertedIn(row)]++, row, 1);
        if (slices.isDeleted(row)) {
          place(starts[slices.deletedIn(row)]++, row, -1);
        }
      }
    }

    private void place(int at, int row, long weight) {
      rows[at] = row;
      weights[at] = weight;
    }

    @Override
    public int read(Column[] targets, int maxRows) {
      if (slice >= sliceEnds.length) {
        return 0;
      }
      int count = Math.min(maxRows, sliceEnds[slice] - at);
      if (count == 0) {
        slice++;
        return 0;
      }
      int[] picked = Arrays.copyOfRange(rows, at, at + count);
      for (int i = 0; i < targets.length; i++) {
        targets[i].append(source.data.columns().get(columns[i]), picked, count);
      }
      given = Arrays.copyOfRange(weights, at, at + count);
      at += count;
      return count;
    }

    @Override
    public long @Nullable [] weights() {
      return source.appendOnly() ? null : given;
    }

    @Override
    public long nextReadNanos() {
      return slice < sliceEnds.length ? 0 : Long.MAX_VALUE;
    }

    @Override
    public boolean finished() {
      return slice >= sliceEnds.length;
    }

    @Override
    public List<Split> offsets() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
