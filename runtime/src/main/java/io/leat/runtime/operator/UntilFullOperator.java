package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what has become of its rows over an epoch, until they are as many as were asked for: of
 * that epoch it passes on no more new rows than are missing, ends the circuit, and from then on
 * passes on nothing. A row that is taken back before it comes is not passed on, and counts for
 * nothing until it has come as often. Works on the shard that owns the pinned key group; its state
 * is the rows that it has passed on, of which there are fewer than were asked for, and those that
 * are still to come.
 *
 * <p>The word of a row: how often it is there; negative if it is still to come.
 */
public final class UntilFullOperator implements Operator {
  private static final int STATE_VERSION = 2;

  private final Node.UntilFull node;
  private final EpochRows rows;
  private final KeyedRows held;
  private final int[] allColumns;
  private final Column[] one;
  private final ChangeBatch oneRow;
  private final long[] hash = new long[1];
  private long passed;
  private boolean pinned;
  private boolean finished;
  private @Nullable OperatorContext context;

  public UntilFullOperator(Node.UntilFull node) {
    this.node = node;
    this.rows = new EpochRows(node.schema(), List.of());
    this.held = new KeyedRows(node.schema().types(), 1);
    this.allColumns = IntStream.range(0, node.schema().size()).toArray();
    this.one = Column.of(node.schema().types());
    this.oneRow = new ChangeBatch(List.of(one), 0, null);
  }

  @Override
  public void open(OperatorContext operatorContext) {
    this.context = operatorContext;
    this.pinned = operatorContext.keyGroups().contains(KeyGroups.PINNED);
  }

  private boolean isFull() {
    return passed == node.rows();
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (!isFull()) {
      rows.add(delta);
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    if (!isFull()) {
      EpochRows.Sorted changed = rows.take();
      BatchWriter writer = new BatchWriter(node.schema(), output);
      pass(changed, true, writer);
      pass(changed, false, writer);
      writer.flush();
    }
    finishIfFull();
  }

  private void pass(EpochRows.Sorted changed, boolean deleted, BatchWriter writer) {
    for (int i = 0; i < changed.size() && (deleted || !isFull()); i++) {
      if (changed.weight(i) < 0 == deleted) {
        pass(changed, i, writer);
      }
    }
  }

  private void pass(EpochRows.Sorted changed, int index, BatchWriter writer) {
    for (Column column : one) {
      column.clear();
    }
    changed.appendTo(index, one, 0);
    oneRow.reset(1, null);
    StableHash.hash(oneRow, allColumns, hash);
    int row = held.findOrAdd(one, 0, hash[0]);
    long before = held.table().get(row, 0);
    long after = before + changed.weight(index);
    long there = Math.max(0, before);
    long change = Math.min(Math.max(0, after) - there, node.rows() - passed);
    if (after > 0) {
      after = there + change;
    }
    if (after == 0) {
      held.remove(row, hash[0]);
    } else {
      held.table().set(row, 0, after);
    }
    if (change != 0) {
      changed.appendTo(index, writer.columns(), 0);
      writer.closeRow(change);
      passed += change;
    }
  }

  private void finishIfFull() {
    if (isFull() && pinned && !finished && context != null) {
      finished = true;
      context.finish();
    }
  }

  @Override
  public FrozenState freeze() {
    FrozenState rowsOfGroups = FrozenRows.state(STATE_VERSION, held.freeze());
    return (keyGroup, writer) -> {
      if (keyGroup == KeyGroups.PINNED) {
        for (int group = 0; group < KeyGroups.COUNT; group++) {
          rowsOfGroups.write(group, writer);
        }
      }
    };
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    while (!reader.atEnd()) {
      StateVersion.check(reader, STATE_VERSION);
      held.restore(reader, row -> passed += Math.max(0, held.table().get(row, 0)));
    }
    finishIfFull();
  }

  @Override
  public long stateRows() {
    return held.table().size();
  }

  @Override
  public long memoryBytes() {
    return held.memoryBytes();
  }

  @Override
  public void close() {}
}
