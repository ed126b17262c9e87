package io.leat.runtime.step;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.Arrangement;
import io.leat.runtime.operator.ExchangeOperator;
import io.leat.runtime.operator.Lookups;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;

/** What a shard of a circuit needs of the world around it. Nodes are indexes into the circuit. */
public interface ShardPorts {

  /** The session's time zone. */
  ZoneId zone();

  /** The way from this shard to the others at an exchange. */
  ExchangeOperator.Channel channel(int exchange);

  /**
   * Tells the other shards that this one sends no more rows of the open epoch.
   *
   * @param bound how far event time has come on this shard, or {@link
   *     io.leat.runtime.data.EventTime#IDLE}
   */
  void endOfEpoch(int exchange, long bound);

  /** What this shard reads of a source. */
  SourceSplits splits(int source);

  /** Where rows of a stored relation are found, for circuits that name any. */
  default Arrangement arrangement(Arranged arranged) {
    throw new IllegalStateException("no rows of " + arranged.table().name() + " are kept here");
  }

  /** Where a lookup join finds rows; what it asks for wakes this shard when it has come. */
  default Lookups lookups(int node) {
    throw new IllegalStateException("nothing is looked up here");
  }

  /** The shard's writer of a sink, which is the shard's to close. */
  SinkWriter writer(int sink);

  /** Takes rows of the result; they are the receiver's. */
  void result(ChangeBatch batch);

  /** See {@link io.leat.runtime.operator.OperatorContext#rowFailed}. */
  void rowFailed(Node node, RowSchema schema, ChangeBatch batch, int row, RowException error);

  /** See {@link io.leat.runtime.operator.OperatorContext#rowLate}. */
  void rowLate(
      Node node,
      RowSchema schema,
      ChangeBatch batch,
      int row,
      DataType type,
      long time,
      long bound);

  /** See {@link io.leat.runtime.operator.OperatorContext#wakeAt}. */
  void wakeAt(long epochMicros);

  /** See {@link io.leat.runtime.operator.OperatorContext#finish}. */
  void finish(Node node);
}
