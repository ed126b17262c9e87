package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;

/**
 * Emits the rows of an epoch in order at its end: {@code fetch} of them after the first {@code
 * offset}, where a row of weight n counts n times. It keeps nothing from one epoch to the next.
 */
public final class SortOperator extends StatelessOperator {
  private final Node.Sort node;
  private final EpochRows rows;

  public SortOperator(Node.Sort node) {
    this.node = node;
    this.rows = new EpochRows(node.schema(), node.order());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    rows.add(delta);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    EpochRows.Sorted sorted = rows.take();
    BatchWriter writer = new BatchWriter(node.schema(), output);
    long toSkip = node.offset();
    long toPass = node.fetch() < 0 ? Long.MAX_VALUE : node.fetch();
    for (int i = 0; i < sorted.size() && toPass > 0; i++) {
      long weight = sorted.weight(i);
      if (weight < 0) {
        throw new IllegalStateException("an ordered result holds a row " + weight + " times");
      }
      long skipped = Math.min(toSkip, weight);
      long passed = Math.min(toPass, weight - skipped);
      toSkip -= skipped;
      toPass -= passed;
      if (passed > 0) {
        sorted.appendTo(i, writer.columns(), 0);
        writer.closeRow(passed);
      }
    }
    writer.flush();
  }
}
