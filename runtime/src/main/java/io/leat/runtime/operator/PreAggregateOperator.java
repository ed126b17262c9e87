package io.leat.runtime.operator;

import io.leat.runtime.aggregate.PartialGroups;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.types.RowSchema;

/**
 * Groups rows as long as that makes them few enough, and passes them on one by one else, to look
 * again after a while: that costs little when they are all different. Groups are given out at the
 * end of an epoch, or earlier when they are too many to stay in the processor's cache. Few rows are
 * passed on, too.
 */
public final class PreAggregateOperator extends StatelessOperator {
  /** The largest share of groups among rows that makes them few enough. */
  private static final double WORTH = 0.7;

  /** Above this share of groups among the first rows there is no need to see more of them. */
  private static final double HOPELESS = 0.95;

  private final Limits limits;
  private final PartialGroups groups;

  /** Rows taken since it was judged last. */
  private long rows;

  /** Groups given out since then. */
  private long given;

  /** Rows that pass before it looks again; 0 while it groups. */
  private long pause;

  private long nextPause;

  /**
   * When it decides; none of this changes what it gives in sum.
   *
   * @param few rows of a batch that are passed on if there are no groups: it takes longer to group
   *     them than to take them
   * @param groups that are given out at once
   * @param sample rows after which there is something to judge by
   * @param firstPause rows that pass before it looks again; twice as many each time in a row
   * @param longestPause the most of these
   */
  public record Limits(int few, int groups, int sample, long firstPause, long longestPause) {
    static final Limits USUAL =
        new Limits(
            8,
            4 * ChangeBatch.MAX_ROWS,
            ChangeBatch.MAX_ROWS,
            64L * ChangeBatch.MAX_ROWS,
            1024L * ChangeBatch.MAX_ROWS);
  }

  public PreAggregateOperator(Node.PreAggregate node, RowSchema input) {
    this(node, input, Limits.USUAL);
  }

  public PreAggregateOperator(Node.PreAggregate node, RowSchema input, Limits limits) {
    this.groups = new PartialGroups(node, input);
    this.limits = limits;
    this.nextPause = limits.firstPause();
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (pause > 0) {
      groups.pass(delta, output::emit);
      pause = Math.max(0, pause - delta.size());
      return;
    }
    if (delta.size() <= limits.few() && groups.size() == 0) {
      groups.pass(delta, output::emit);
      return;
    }
    groups.add(delta);
    rows += delta.size();
    boolean hopeless = rows >= limits.sample() && given + groups.size() > HOPELESS * rows;
    if (hopeless || groups.size() >= limits.groups()) {
      flush(output);
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    flush(output);
  }

  private void flush(Output output) {
    given += groups.size();
    groups.flush(output::emit);
    if (rows < limits.sample()) {
      return;
    }
    if (given > WORTH * rows) {
      pause = nextPause;
      nextPause = Math.min(limits.longestPause(), 2 * nextPause);
    } else {
      nextPause = limits.firstPause();
    }
    rows = 0;
    given = 0;
  }
}
