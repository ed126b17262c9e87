package io.leat.runtime.local;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.codegen.FailedPart;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.connector.lookup.LookupAnswer;
import io.leat.runtime.connector.lookup.LookupFigures;
import io.leat.runtime.connector.lookup.LookupTable;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.operator.Arrangement;
import io.leat.runtime.operator.ExchangeOperator;
import io.leat.runtime.operator.Lookups;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.step.ShardPorts;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueText;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What binds one shard of a run to the rest of it: exchange queues, sink writers, and what it has
 * made of the open epoch.
 */
final class ShardLinks implements ShardPorts {
  private static final byte[] NOTHING = {};

  private final Run run;
  private final int shard;

  /** By node and receiving shard; empty where rows do not cross shards. */
  private final ExchangeQueue[][] exchanges;

  private final List<MeteredWriter> writers = new ArrayList<>();
  private final AtomicLong rowsFailed = new AtomicLong();
  private final AtomicLong rowsLate = new AtomicLong();
  private List<ChangeBatch> results = new ArrayList<>();
  private long resultBytes;

  ShardLinks(Run run, int shard, ExchangeQueue[][] exchanges) {
    this.run = run;
    this.shard = shard;
    this.exchanges = exchanges;
  }

  /** What other shards have sent to this one at an exchange; null if nothing can come there. */
  @Nullable ExchangeQueue incoming(int node) {
    return exchanges[node].length == 0 ? null : exchanges[node][shard];
  }

  /** Whether another shard's queue is full at an exchange past {@code node}. */
  boolean outgoingIsFull(int node) {
    boolean full = false;
    for (int exchange = node + 1; exchange < exchanges.length; exchange++) {
      for (int target = 0; target < exchanges[exchange].length; target++) {
        full |= target != shard && exchanges[exchange][target].isFull();
      }
    }
    return full;
  }

  /** Bytes of results of the open epoch. */
  long resultBytes() {
    return resultBytes;
  }

  long rowsFailed() {
    return rowsFailed.get();
  }

  /** Rows that were left out because they came after their time. */
  long rowsLate() {
    return rowsLate.get();
  }

  /** Gives away what has been made of the epoch, which every node has ended. */
  OpenEpoch.Share takeShare(
      Epoch epoch,
      List<OpenEpoch.Offsets> offsets,
      boolean inputEnded,
      OpenEpoch.@Nullable Frozen frozen) {
    List<OpenEpoch.Token> tokens = List.of();
    long rows = 0;
    for (MeteredWriter writer : writers) {
      rows += writer.takeRows();
      byte[] token =
          !run.checkpointedSinks.contains(writer.sink)
              ? writer.prepareIfDue(epoch)
              : frozen == null ? NOTHING : writer.prepare();
      if (token.length > 0) {
        tokens = tokens.isEmpty() ? new ArrayList<>() : tokens;
        tokens.add(new OpenEpoch.Token(writer.sink, token));
      }
    }
    List<ChangeBatch> taken = results;
    if (!taken.isEmpty()) {
      results = new ArrayList<>();
      resultBytes = 0;
    }
    return new OpenEpoch.Share(taken, tokens, rows, offsets, inputEnded, frozen);
  }

  /** What its sinks have still to commit; no epoch comes any more. */
  List<OpenEpoch.Token> finishSinks() {
    List<OpenEpoch.Token> tokens = new ArrayList<>();
    for (MeteredWriter writer : writers) {
      byte[] token = writer.finish();
      if (token.length > 0) {
        tokens.add(new OpenEpoch.Token(writer.sink, token));
      }
    }
    return tokens;
  }

  @Override
  public ZoneId zone() {
    return run.options.zone();
  }

  @Override
  public Arrangement arrangement(Arranged arranged) {
    return run.arrangement(arranged);
  }

  @Override
  public Lookups lookups(int node) {
    LookupTable table = run.ends().lookups(node);
    return new Lookups() {
      @Override
      public LookupAnswer ask(Epoch epoch, List<List<Object>> keys) {
        return table.ask(epoch, keys, run.task(shard)::wake);
      }

      @Override
      public LookupFigures figures() {
        return table.figures();
      }
    };
  }

  @Override
  public ExchangeOperator.Channel channel(int exchange) {
    ExchangeQueue[] queues = exchanges[exchange];
    return new ExchangeOperator.Channel() {
      @Override
      public ChangeBatch take(int target, ChangeBatch like) {
        ChangeBatch spare = queues[target].takeSpare();
        return spare == null ? ExchangeOperator.emptyLike(like) : spare;
      }

      @Override
      public void send(int target, ChangeBatch batch) {
        queues[target].send(new ExchangeQueue.Message(batch, 0));
        run.task(target).wake();
      }
    };
  }

  @Override
  public void endOfEpoch(int exchange, long bound) {
    for (int target = 0; target < exchanges[exchange].length; target++) {
      if (target != shard) {
        exchanges[exchange][target].send(new ExchangeQueue.Message(null, bound));
        run.task(target).wake();
      }
    }
  }

  @Override
  public SinkWriter writer(int sink) {
    MeteredWriter writer =
        new MeteredWriter(
            sink,
            run.ends().sink(sink).writer(run.circuit.nodes().get(sink).schema(), shard, zone()),
            run.checkpointedSinks.contains(sink));
    writers.add(writer);
    return writer;
  }

  @Override
  public void result(ChangeBatch batch) {
    results.add(batch);
    resultBytes += ResultQueue.bytesOf(batch);
  }

  @Override
  public void rowFailed(
      Node node, RowSchema schema, ChangeBatch batch, int row, RowException error) {
    long weight = batch.weight(row);
    if (weight <= 0) {
      // It was reported when it came.
      return;
    }
    if (run.options.failOnRowError()) {
      throw new LeatException(
          error.sqlState(),
          error.message(),
          FailedPart.of(node, schema, batch, row, zone()),
          null,
          error);
    }
    rowsFailed.lazySet(rowsFailed.get() + weight);
    run.rowErrors.add(
        new CircuitRun.RowError(
            epochNumber(), node.id(), error.sqlState(), error.message(), text(schema, batch, row)));
  }

  /** A source's reader has left out a record that it cannot read. */
  void recordFailed(String node, String sqlState, String message, String record) {
    if (run.options.failOnRowError()) {
      throw new LeatException(sqlState, message);
    }
    rowsFailed.lazySet(rowsFailed.get() + 1);
    run.rowErrors.add(new CircuitRun.RowError(epochNumber(), node, sqlState, message, record));
  }

  /** The same, where it is only to be counted. */
  void recordIgnored() {
    rowsFailed.lazySet(rowsFailed.get() + 1);
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
    rowsLate.lazySet(rowsLate.get() + Math.abs(batch.weight(row)));
    run.rowErrors.add(
        new CircuitRun.RowError(
            epochNumber(),
            node.id(),
            SqlState.LATE_ROW,
            "the row is late: its time is "
                + timeText(type, time)
                + ", and event time had already come to "
                + timeText(type, bound),
            text(schema, batch, row)));
  }

  private String timeText(DataType type, long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    Object boxed =
        type.kind() == TypeKind.TIMESTAMP_LTZ
            ? instant
            : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return ValueText.of(boxed, type, zone());
  }

  private long epochNumber() {
    OpenEpoch open = run.epochs.open();
    return open == null ? 0 : open.epoch.number();
  }

  private String text(RowSchema schema, ChangeBatch batch, int row) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < schema.size(); i++) {
      Object value = BoxedValues.get(batch.column(i), row, schema.type(i));
      text.append(i == 0 ? "" : ", ").append(ValueText.of(value, schema.type(i), zone()));
    }
    return text.append(')').toString();
  }

  @Override
  public SourceSplits splits(int source) {
    return run.task(shard).splits(source);
  }

  @Override
  public void wakeAt(long epochMicros) {
    run.task(shard).wakeAt(epochMicros);
  }

  @Override
  public void finish(Node node) {
    run.finishInput(node, run.task(shard));
  }
}
