package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StateReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on {@code fetch} rows after the first {@code offset} of an append-only input, in order of
 * arrival, and ends the circuit when they are complete. A row of weight n counts n times. Works on
 * the shard that owns the pinned key group; its state is how many rows are still to be skipped and
 * to be passed on.
 */
public final class LimitOperator implements Operator {
  private static final int STATE_VERSION = 1;

  private long toSkip;
  private long toPass;
  private boolean pinned;
  private boolean finished;
  private @Nullable OperatorContext context;

  public LimitOperator(Node.Limit node) {
    this.toSkip = node.offset();
    this.toPass = node.fetch() < 0 ? Long.MAX_VALUE : node.fetch();
  }

  @Override
  public void open(OperatorContext operatorContext) {
    this.context = operatorContext;
    this.pinned = operatorContext.keyGroups().contains(KeyGroups.PINNED);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (!pinned) {
      throw new IllegalStateException("rows of a limit on a shard that does not own it");
    }
    if (toPass > 0) {
      if (delta.weights() == null) {
        passUnweighted(delta, output);
      } else {
        passWeighted(delta, output);
      }
    }
    finishIfComplete();
  }

  private void passUnweighted(ChangeBatch delta, Output output) {
    int from = (int) Math.min(toSkip, delta.size());
    int to = from + (int) Math.min(toPass, delta.size() - from);
    toSkip -= from;
    toPass -= to - from;
    if (from == 0 && to == delta.size()) {
      output.emit(delta);
    } else if (from < to) {
      List<Column> columns = new ArrayList<>(delta.columnCount());
      for (int i = 0; i < delta.columnCount(); i++) {
        Column column = delta.column(i).emptyLike();
        column.append(delta.column(i), from, to - from);
        columns.add(column);
      }
      output.emit(new ChangeBatch(columns, to - from, null));
    }
  }

  private void passWeighted(ChangeBatch delta, Output output) {
    int[] rows = new int[delta.size()];
    long[] weights = new long[delta.size()];
    int count = 0;
    for (int row = 0; row < delta.size() && toPass > 0; row++) {
      long weight = delta.weight(row);
      if (weight < 0) {
        throw LeatException.notSupported(
            "LIMIT without ORDER BY over a query that takes rows back",
            "Add an ORDER BY, or limit the rows where they are read");
      }
      long skipped = Math.min(toSkip, weight);
      long passed = Math.min(toPass, weight - skipped);
      toSkip -= skipped;
      toPass -= passed;
      if (passed > 0) {
        rows[count] = row;
        weights[count++] = passed;
      }
    }
    if (count > 0) {
      emit(delta, rows, count, weights, output);
    }
  }

  private static void emit(
      ChangeBatch delta, int[] rows, int count, long[] weights, Output output) {
    List<Column> columns = new ArrayList<>(delta.columnCount());
    for (int i = 0; i < delta.columnCount(); i++) {
      Column column = delta.column(i).emptyLike();
      column.append(delta.column(i), rows, count);
      columns.add(column);
    }
    output.emit(new ChangeBatch(columns, count, weights));
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    finishIfComplete();
  }

  private void finishIfComplete() {
    if (toPass == 0 && pinned && !finished && context != null) {
      finished = true;
      context.finish();
    }
  }

  @Override
  public FrozenState freeze() {
    long skip = toSkip;
    long pass = toPass;
    return (keyGroup, writer) -> {
      if (keyGroup == KeyGroups.PINNED && pinned) {
        writer.writeInt(STATE_VERSION);
        writer.writeLong(skip);
        writer.writeLong(pass);
      }
    };
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    toSkip = reader.readLong();
    toPass = reader.readLong();
  }

  @Override
  public void close() {}
}
