package io.leat.runtime.connector.builtin;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;

/** {@code blackhole}: takes every row and keeps none. */
public final class BlackholeConnector implements Connector {
  static final Option<Long> PARALLELISM =
      Option.optional(
          "sink.parallelism",
          OptionParser.whole("a positive whole number", 1, Integer.MAX_VALUE),
          "Accepted for Flink's sake; every shard writes its own rows.");

  private static final byte[] NOTHING = {};

  @Override
  public String name() {
    return "blackhole";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of(PARALLELISM.declaration());
  }

  @Override
  public boolean takesChangesInAnyOrder() {
    return true;
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
  public Source source(TableDefinition table) {
    throw LeatException.notSupported(
        "reading from a 'blackhole' table", "Read from a table whose connector is a source.");
  }

  @Override
  public Sink sink(TableDefinition table) {
    new TableOptions(table).find(PARALLELISM);
    return new Blackhole();
  }

  private static final class Blackhole implements Sink, SinkWriter {
    @Override
    public SinkWriter writer(RowSchema schema, int shard, ZoneId zone) {
      return this;
    }

    @Override
    public void commit(byte[] token) {}

    @Override
    public void write(ChangeBatch batch) {}

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
