package io.leat.runtime.operator;

import io.leat.runtime.aggregate.PartialGroups;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.types.RowSchema;

/**
 * Groups rows as long as that makes them few enough, and passes them on one by one else, to look
 * again after a while: that costs little when they are all different. Groups are given out at the
 * end of an epoch, or earlier when they are too many to stay in the processor's cache.
 */
public final class PreAggregateOperator extends StatelessOperator {
  /** Groups that are given out at once. */
  private static final int MOST_GROUPS = 4 * ChangeBatch.MAX_ROWS;

  /** Rows after which there is something to judge by. */
  private static final int SAMPLE = ChangeBatch.MAX_ROWS;

  /** Of so many rows, groups may be one less. */
  private static final double WORTH = 0.7;

  /** Above this share of groups among the first rows there is no need to see more of them. */
  private static final double HOPELESS = 0.95;

  private static final long FIRST_PAUSE = 64L * ChangeBatch.MAX_ROWS;
  private static final long LONGEST_PAUSE = 1024L * ChangeBatch.MAX_ROWS;

  private final PartialGroups groups;

  /** Rows taken and groups given out since it was judged last. */
  private long rows;

  private long given;

  /** Rows that pass before it looks again; 0 while it groups. */
  private long pause;

  private long nextPause = FIRST_PAUSE;

  public PreAggregateOperator(Node.PreAggregate node, RowSchema input) {
    this.groups = new PartialGroups(node, input);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (pause > 0) {
      groups.pass(delta, output::emit);
      pause = Math.max(0, pause - delta.size());
      return;
    }
    groups.add(delta);
    rows += delta.size();
    boolean hopeless = rows >= SAMPLE && given + groups.size() > HOPELESS * rows;
    if (hopeless || groups.size() >= MOST_GROUPS) {
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
    if (rows < SAMPLE) {
      return;
    }
    if (given > WORTH * rows) {
      pause = nextPause;
      nextPause = Math.min(LONGEST_PAUSE, 2 * nextPause);
    } else {
      nextPause = FIRST_PAUSE;
    }
    rows = 0;
    given = 0;
  }
}
