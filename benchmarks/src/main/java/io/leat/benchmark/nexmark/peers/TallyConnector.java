package io.leat.benchmark.nexmark.peers;

import io.leat.benchmark.nexmark.engine.Tally;
import io.leat.benchmark.nexmark.engine.WallClock;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.connector.Source;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tally}: counts rows as {@link Tally} says, and keeps none. */
public final class TallyConnector implements Connector {

  @Override
  public String name() {
    return "tally";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of();
  }

  @Override
  public boolean isSource() {
    return false;
  }

  @Override
  public boolean isSink() {
    return true;
  }

  @Override
  public boolean takesChangesInAnyOrder() {
    return true;
  }

  @Override
  public Source source(TableDefinition table) {
    throw LeatException.notSupported("reading a tally", "write to it");
  }

  @Override
  public Sink sink(TableDefinition table) {
    return new Sink() {
      @Override
      public SinkWriter writer(RowSchema schema, int shard, ZoneId zone) {
        return new Writer(schema, Tally.open());
      }

      @Override
      public void commit(byte[] token) {}
    };
  }

  private static final class Writer implements SinkWriter {
    private static final byte[] NOTHING = {};

    private final RowSchema schema;
    private final Tally.Part part;
    private final int timeColumn;

    Writer(RowSchema schema, Tally.Part part) {
      this.schema = schema;
      this.part = part;
      int column = -1;
      for (int i = schema.size() - 1; i >= 0; i--) {
        if (schema.type(i).kind() == TypeKind.TIMESTAMP) {
          column = i;
        }
      }
      this.timeColumn = column;
    }

    @Override
    public void write(ChangeBatch batch) {
      if (batch.weights() == null) {
        part.count(batch.size(), 0);
      } else {
        for (int row = 0; row < batch.size(); row++) {
          long weight = batch.weight(row);
          part.count(Math.max(0, weight), Math.max(0, -weight));
        }
      }
      if (part.mode() == Tally.Mode.COLLECT) {
        collect(batch);
      } else if (part.mode() == Tally.Mode.LATENCY) {
        long now = WallClock.micros();
        LongColumn times = (LongColumn) batch.column(timeColumn);
        for (int row = 0; row < batch.size(); row++) {
          part.arrived(times.get(row), now);
        }
      }
    }

    private void collect(ChangeBatch batch) {
      for (int row = 0; row < batch.size(); row++) {
        @Nullable Object[] values = new Object[schema.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = BoxedValues.get(batch.column(i), row, schema.type(i));
        }
        part.collect(values, (int) batch.weight(row));
      }
    }

    @Override
    public void endEpoch(Epoch epoch) {}

    @Override
    public byte[] prepare() {
      return NOTHING;
    }

    @Override
    public void close() {}
  }
}
