package io.leat.runtime.testing;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.OperatorContext;
import io.leat.runtime.operator.Output;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goes around an operator and fails when the contract is broken, by its callers or by itself: calls
 * in order and by one thread at a time, epochs that ascend, batches of the declared schema and
 * size, and, where asked, an accumulated output without negative weights at the end of an epoch.
 */
public final class CheckedOperator implements Operator {
  private final Operator operator;
  private final List<RowSchema> inputs;
  private final RowSchema output;
  private final boolean set;
  private final Map<List<String>, Long> weights = new HashMap<>();
  private final AtomicReference<@Nullable Thread> caller = new AtomicReference<>();
  private @Nullable OperatorContext context;
  private boolean processed;
  private boolean closed;
  private long lastEpoch;
  private long lastBound = EventTime.NONE;

  /**
   * @param set whether the accumulated output must never hold a row a negative number of times
   */
  public CheckedOperator(Operator operator, List<RowSchema> inputs, RowSchema output, boolean set) {
    this.operator = operator;
    this.inputs = List.copyOf(inputs);
    this.output = output;
    this.set = set;
  }

  /** For {@link io.leat.runtime.step.OperatorFactory}: checks every operator of a circuit. */
  public static Operator wrap(Node node, List<RowSchema> inputs, Operator operator) {
    return new CheckedOperator(operator, inputs, node.schema(), false);
  }

  @Override
  public void open(OperatorContext operatorContext) {
    enter();
    try {
      require(context == null, "opened twice");
      context = operatorContext;
      operator.open(operatorContext);
    } finally {
      leave();
    }
  }

  @Override
  public void process(int input, ChangeBatch delta, Output next) {
    enter();
    try {
      requireOpen();
      require(input >= 0 && input < inputs.size(), "input " + input + " does not exist");
      check(inputs.get(input), delta, "input");
      processed = true;
      operator.process(input, delta, checked(next));
    } finally {
      leave();
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output next) {
    endEpoch(epoch, lastBound, next);
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output next) {
    enter();
    try {
      requireOpen();
      require(epoch.number() > lastEpoch, epoch + " ends after epoch " + lastEpoch);
      lastEpoch = epoch.number();
      require(bound >= lastBound, "event time goes back from " + lastBound + " to " + bound);
      lastBound = bound;
      long made = operator.endEpoch(epoch, bound, checked(next));
      checkEnd(epoch.number());
      return made;
    } finally {
      leave();
    }
  }

  @Override
  public boolean awaits() {
    return operator.awaits();
  }

  @Override
  public void resume(Output next) {
    enter();
    try {
      requireOpen();
      require(operator.awaits(), "goes on with an end that does not wait");
      operator.resume(checked(next));
      checkEnd(lastEpoch);
    } finally {
      leave();
    }
  }

  private void checkEnd(long epoch) {
    if (operator.awaits()) {
      return;
    }
    processed = false;
    for (Map.Entry<List<String>, Long> row : weights.entrySet()) {
      require(row.getValue() > 0, row + " after epoch " + epoch);
    }
  }

  @Override
  public @Nullable String lookups() {
    return operator.lookups();
  }

  @Override
  public FrozenState freeze() {
    enter();
    try {
      requireOpen();
      require(!processed, "frozen within an epoch");
      return operator.freeze();
    } finally {
      leave();
    }
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    enter();
    try {
      requireOpen();
      require(!processed && lastEpoch == 0, "restored after it has processed");
      operator.restore(keyGroup, reader);
      require(reader.atEnd(), "state left unread");
    } finally {
      leave();
    }
  }

  @Override
  public void restoreOpen(int keyGroup, StateReader reader) {
    enter();
    try {
      requireOpen();
      require(!processed && lastEpoch == 0, "restored after it has processed");
      operator.restoreOpen(keyGroup, reader);
      require(reader.atEnd(), "state left unread");
    } finally {
      leave();
    }
  }

  @Override
  public void close() {
    enter();
    try {
      closed = true;
      operator.close();
    } finally {
      leave();
    }
  }

  private Output checked(Output next) {
    return batch -> {
      check(output, batch, "output");
      if (set) {
        accumulate(batch);
      }
      next.emit(batch);
    };
  }

  private void accumulate(ChangeBatch batch) {
    for (Batches.Change change : Batches.changes(output, batch)) {
      List<String> row = change.row().stream().map(Batches::text).toList();
      weights.merge(row, change.weight(), (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }
  }

  private static void check(RowSchema schema, ChangeBatch batch, String side) {
    require(batch.size() <= ChangeBatch.MAX_ROWS, side + " of " + batch.size() + " rows");
    require(
        batch.columnCount() == schema.size(),
        side + " of " + batch.columnCount() + " columns, not " + schema);
    long[] weights = batch.weights();
    require(weights == null || weights.length >= batch.size(), side + " with too few weights");
    for (int i = 0; i < schema.size(); i++) {
      Column column = batch.column(i);
      require(
          physical(column) == schema.type(i).physical(), side + " column " + i + " is " + column);
      require(column.size() >= batch.size(), side + " column " + i + " has too few rows");
      for (int row = 0; row < batch.size() && !schema.type(i).nullable(); row++) {
        require(!column.isNull(row), side + " column " + i + " holds a NULL, row " + row);
      }
    }
  }

  private static Physical physical(Column column) {
    if (column instanceof BooleanColumn) {
      return Physical.BOOLEAN;
    } else if (column instanceof IntColumn) {
      return Physical.INT;
    } else if (column instanceof LongColumn) {
      return Physical.LONG;
    } else if (column instanceof FloatColumn) {
      return Physical.FLOAT;
    } else if (column instanceof DoubleColumn) {
      return Physical.DOUBLE;
    } else if (column instanceof WideColumn) {
      return Physical.WIDE;
    } else if (column instanceof BytesColumn) {
      return Physical.BYTES;
    } else if (column instanceof ArrayColumn) {
      return Physical.ARRAY;
    } else if (column instanceof MapColumn) {
      return Physical.MAP;
    }
    require(column instanceof RowColumn, "an unknown column: " + column);
    return Physical.ROW;
  }

  private void enter() {
    Thread other = caller.getAndSet(Thread.currentThread());
    require(other == null, "called by " + other + " and at the same time by this thread");
  }

  private void leave() {
    caller.set(null);
  }

  private void requireOpen() {
    require(context != null && !closed, "not open");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
