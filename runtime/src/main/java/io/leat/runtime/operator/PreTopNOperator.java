package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;

/**
 * Leaves out rows that cannot have a place, as long as that makes them fewer, and passes them on
 * unseen else, to look again after a while.
 */
public final class PreTopNOperator extends StatelessOperator {
  /** The largest share of rows kept that makes looking at them worth while. */
  private static final double WORTH = 0.85;

  private final Limits limits;
  private final Leaders leaders;
  private final RowSelection selection;
  private final int[] kept = new int[ChangeBatch.MAX_ROWS];
  private long seen;
  private long passed;

  /** Rows that pass before it looks again; 0 while it looks. */
  private long pause;

  private long nextPause;

  /**
   * When it decides; none of this changes the result behind it.
   *
   * @param sample rows after which there is something to judge by
   * @param firstPause rows that pass before it looks again; twice as many each time in a row
   * @param longestPause the most of these
   */
  public record Limits(int sample, long firstPause, long longestPause) {
    static final Limits USUAL =
        new Limits(
            2 * ChangeBatch.MAX_ROWS, 64L * ChangeBatch.MAX_ROWS, 1024L * ChangeBatch.MAX_ROWS);
  }

  public PreTopNOperator(Node.PreTopN node) {
    this(node, Limits.USUAL);
  }

  public PreTopNOperator(Node.PreTopN node, Limits limits) {
    RowSchema schema = node.schema();
    this.leaders = new Leaders(schema, node.partition(), node.order(), node.places());
    this.selection = new RowSelection(schema);
    this.limits = limits;
    this.nextPause = limits.firstPause();
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (pause > 0) {
      pause = Math.max(0, pause - delta.size());
      output.emit(delta);
      return;
    }
    int count = leaders.select(delta, kept);
    seen += delta.size();
    passed += count;
    if (seen >= limits.sample()) {
      judge();
    }
    if (count == delta.size()) {
      output.emit(delta);
    } else if (count > 0) {
      output.emit(selection.of(delta, kept, count));
    }
  }

  private void judge() {
    if (passed > WORTH * seen) {
      pause = nextPause;
      nextPause = Math.min(limits.longestPause(), 2 * nextPause);
    } else {
      nextPause = limits.firstPause();
    }
    seen = 0;
    passed = 0;
  }
}
