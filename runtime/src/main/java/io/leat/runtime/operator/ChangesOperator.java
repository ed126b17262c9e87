package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.RowSchema;
import java.nio.charset.StandardCharsets;

/**
 * Shows what has become of each row over an epoch as rows: first those taken back, then the pairs
 * of an old and a new row with the same key, then the new ones, each in the order of the key and
 * all columns. A row of weight n is n rows. It keeps nothing from one epoch to the next.
 */
public final class ChangesOperator extends StatelessOperator {
  private static final byte[] INSERT = op("+I");
  private static final byte[] DELETE = op("-D");
  private static final byte[] UPDATE_BEFORE = op("-U");
  private static final byte[] UPDATE_AFTER = op("+U");
  private static final int SHOWN_COLUMNS = 2;

  private final Node.Changes node;
  private final EpochRows rows;

  public ChangesOperator(Node.Changes node, RowSchema input) {
    this.node = node;
    this.rows =
        new EpochRows(
            input, node.key().stream().map(column -> new SortKey(column, false, true)).toList());
  }

  private static byte[] op(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    rows.add(delta);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    EpochRows.Sorted sorted = rows.take();
    int[] successors = successors(sorted);
    Rows shown = new Rows(sorted, new BatchWriter(node.schema(), output), epoch.number());
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.weight(i) < 0 && successors[i] < 0) {
        shown.write(i, DELETE);
      }
    }
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.weight(i) < 0 && successors[i] >= 0) {
        shown.write(i, UPDATE_BEFORE);
        shown.write(successors[i], UPDATE_AFTER);
      }
    }
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.weight(i) > 0 && successors[i] < 0) {
        shown.write(i, INSERT);
      }
    }
    shown.writer.flush();
  }

  /**
   * For the old and the new row of a key that has one of each, once, the other one; −1 for all
   * other rows.
   */
  private int[] successors(EpochRows.Sorted sorted) {
    int[] successors = new int[sorted.size()];
    for (int from = 0; from < successors.length; ) {
      int to = from + 1;
      while (!node.key().isEmpty()
          && to < successors.length
          && sorted.equal(from, to, node.key())) {
        to++;
      }
      boolean isUpdate =
          to == from + 2
              && Math.abs(sorted.weight(from)) == 1
              && sorted.weight(from) == -sorted.weight(from + 1);
      for (int i = from; i < to; i++) {
        successors[i] = isUpdate ? 2 * from + 1 - i : -1;
      }
      from = to;
    }
    return successors;
  }

  /** Writes rows as often as they have changed. */
  private record Rows(EpochRows.Sorted sorted, BatchWriter writer, long epoch) {
    void write(int index, byte[] op) {
      Column[] columns = writer.columns();
      for (long i = Math.abs(sorted.weight(index)); i > 0; i--) {
        ((BytesColumn) columns[0]).append(op, 0, op.length);
        ((LongColumn) columns[1]).append(epoch);
        sorted.appendTo(index, columns, SHOWN_COLUMNS);
        writer.closeRow(1);
      }
    }
  }
}
