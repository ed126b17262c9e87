package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import java.util.List;

/**
 * Emits what has become of each row over an epoch, at its end: first the rows taken back, then the
 * new ones, each in the order of all columns. It keeps nothing from one epoch to the next.
 */
public final class ConsolidateOperator extends StatelessOperator {
  private final Node.Consolidate node;
  private final EpochRows rows;

  public ConsolidateOperator(Node.Consolidate node) {
    this.node = node;
    this.rows = new EpochRows(node.schema(), List.of());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    rows.add(delta);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    emit(rows.take(), new BatchWriter(node.schema(), output));
  }

  /** First the rows taken back, then the new ones. */
  static void emit(EpochRows.Sorted sorted, BatchWriter writer) {
    emit(sorted, true, writer);
    emit(sorted, false, writer);
    writer.flush();
  }

  private static void emit(EpochRows.Sorted sorted, boolean deleted, BatchWriter writer) {
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.weight(i) < 0 == deleted) {
        sorted.appendTo(i, writer.columns(), 0);
        writer.closeRow(sorted.weight(i));
      }
    }
  }
}
