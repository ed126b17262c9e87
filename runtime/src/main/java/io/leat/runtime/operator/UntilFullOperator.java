package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StateReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what has become of its rows over an epoch, until they are as many as were asked for: of
 * that epoch it passes on no more new rows than are missing, ends the circuit, and from then on
 * passes on nothing. Works on the shard that owns the pinned key group; its state is how many rows
 * it has passed on.
 */
public final class UntilFullOperator implements Operator {
  private static final int STATE_VERSION = 1;

  private final Node.UntilFull node;
  private final EpochRows rows;
  private long held;
  private @Nullable OperatorContext context;

  public UntilFullOperator(Node.UntilFull node) {
    this.node = node;
    this.rows = new EpochRows(node.schema(), List.of());
  }

  @Override
  public void open(OperatorContext operatorContext) {
    this.context = operatorContext;
  }

  private boolean isFull() {
    return held == node.rows();
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (!isFull()) {
      rows.add(delta);
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    if (isFull()) {
      return;
    }
    EpochRows.Sorted changed = rows.take();
    BatchWriter writer = new BatchWriter(node.schema(), output);
    pass(changed, true, writer);
    pass(changed, false, writer);
    writer.flush();
    finishIfFull();
  }

  private void pass(EpochRows.Sorted changed, boolean deleted, BatchWriter writer) {
    for (int i = 0; i < changed.size() && (deleted || !isFull()); i++) {
      long weight = Math.min(changed.weight(i), node.rows() - held);
      if (changed.weight(i) < 0 == deleted) {
        changed.appendTo(i, writer.columns(), 0);
        writer.closeRow(weight);
        held += weight;
      }
    }
  }

  private void finishIfFull() {
    if (isFull() && context != null) {
      context.finish();
    }
  }

  @Override
  public FrozenState freeze() {
    long rows = held;
    return (keyGroup, writer) -> {
      if (keyGroup == KeyGroups.PINNED && rows > 0) {
        writer.writeInt(STATE_VERSION);
        writer.writeLong(rows);
      }
    };
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    held = reader.readLong();
    finishIfFull();
  }

  @Override
  public void close() {}
}
