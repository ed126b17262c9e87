package io.leat.runtime.testing;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.OperatorContext;
import io.leat.runtime.operator.Output;
import io.leat.runtime.state.ByteStateReader;
import io.leat.runtime.state.ByteStateWriter;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Drives one operator on one shard: batches as given, epochs when told, and between two epochs, if
 * asked, through its byte form into a new instance. The columns of each batch are overwritten after
 * the call, so that an operator that keeps what it was only lent gives wrong results.
 */
public final class OperatorHarness implements AutoCloseable {
  private final Supplier<Operator> factory;
  private final List<RowSchema> inputs;
  private final RowSchema schema;
  private final KeyGroups groups;
  private final List<Change> output = new ArrayList<>();
  private final List<RowException> rowErrors = new ArrayList<>();
  private Operator operator;
  private long epoch;
  private boolean finished;
  private final List<Change> lateRows = new ArrayList<>();
  private long bound = EventTime.NONE;
  private long time = Long.MIN_VALUE;
  private long wakeAt = Long.MAX_VALUE;

  public OperatorHarness(
      Supplier<Operator> factory, List<RowSchema> inputs, RowSchema schema, KeyGroups groups) {
    this.factory = factory;
    this.inputs = inputs;
    this.schema = schema;
    this.groups = groups;
    this.operator = open();
  }

  private Operator open() {
    Operator opened = new CheckedOperator(factory.get(), inputs, schema, false);
    opened.open(new Context());
    return opened;
  }

  /** Gives a batch to an input. */
  public void process(int input, List<Change> changes) {
    ChangeBatch batch = Batches.of(inputs.get(input), changes);
    operator.process(input, batch, collector());
    for (int i = 0; i < batch.columnCount(); i++) {
      batch.column(i).clear();
    }
  }

  /** Ends the epoch; event time does not advance. */
  public void endEpoch() {
    endEpoch(bound);
  }

  /**
   * Ends the epoch, in which event time has come to a bound.
   *
   * @return the bound of the output
   */
  public long endEpoch(long newBound) {
    wakeAt = Long.MAX_VALUE;
    epoch++;
    long made = operator.endEpoch(new Epoch(epoch, timeMicros(epoch)), newBound, collector());
    bound = newBound;
    return made;
  }

  /** Whether the end of the epoch waits for something outside. */
  public boolean awaits() {
    return operator.awaits();
  }

  /** Goes on with an end of the epoch that waits. */
  public void resume() {
    operator.resume(collector());
  }

  /** Sets the wall clock of the epochs from the open one on, which stands still then. */
  public void time(long epochMicros) {
    time = epochMicros;
  }

  private long timeMicros(long ofEpoch) {
    return time == Long.MIN_VALUE ? ofEpoch * 1000 : time;
  }

  /** Goes on with a new operator that has the old one's state, from bytes. */
  public void restart() {
    Map<Integer, byte[]> bytes = new TreeMap<>();
    try (FrozenState frozen = operator.freeze()) {
      for (int group = groups.from(); group < groups.to(); group++) {
        ByteStateWriter writer = new ByteStateWriter();
        frozen.write(group, writer);
        if (!writer.isEmpty()) {
          bytes.put(group, writer.toBytes());
        }
      }
    }
    operator.close();
    operator = open();
    bytes.forEach((group, state) -> operator.restore(group, new ByteStateReader(state)));
  }

  /** Everything emitted so far, in order. */
  public List<Change> output() {
    return output;
  }

  public List<RowException> rowErrors() {
    return rowErrors;
  }

  /** The rows that were reported as late. */
  public List<Change> lateRows() {
    return lateRows;
  }

  /** When the operator wants another epoch; {@link Long#MAX_VALUE} for no time. */
  public long wakeAt() {
    return wakeAt;
  }

  /** Whether the operator has asked to end the circuit. */
  public boolean finished() {
    return finished;
  }

  @Override
  public void close() {
    operator.close();
  }

  private Output collector() {
    return batch -> output.addAll(Batches.changes(schema, batch));
  }

  private final class Context implements OperatorContext {
    @Override
    public KeyGroups keyGroups() {
      return groups;
    }

    @Override
    public Epoch epoch() {
      return new Epoch(epoch + 1, timeMicros(epoch + 1));
    }

    @Override
    public void rowFailed(ChangeBatch input, int row, RowException error) {
      rowFailed(inputs.get(0), input, row, error);
    }

    @Override
    public void rowFailed(RowSchema rowSchema, ChangeBatch batch, int row, RowException error) {
      Batches.changes(rowSchema, batch).get(row);
      rowErrors.add(error);
    }

    @Override
    public long bound() {
      return bound;
    }

    @Override
    public void rowLate(
        RowSchema rowSchema, ChangeBatch batch, int row, DataType type, long rowTime) {
      lateRows.add(Batches.changes(rowSchema, batch).get(row));
    }

    @Override
    public void wakeAt(long epochMicros) {
      wakeAt = Math.min(wakeAt, epochMicros);
    }

    @Override
    public void finish() {
      finished = true;
    }
  }
}
