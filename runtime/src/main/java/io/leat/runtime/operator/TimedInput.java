package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;

/**
 * One input of an operator that works by event time: sorts out the rows that are late, which are
 * recorded, and those without a time. Rows are late by the bound as of the epoch before, so that
 * the order of rows in an epoch does not matter.
 */
final class TimedInput {
  private final RowSchema schema;
  private final int time;
  private final int[] kept = new int[ChangeBatch.MAX_ROWS];
  private final int[] untimed = new int[ChangeBatch.MAX_ROWS];
  private int untimedCount;

  /**
   * @param time the column with the time attribute
   */
  TimedInput(RowSchema schema, int time) {
    this.schema = schema;
    this.time = time;
  }

  /**
   * The rows that have a time and are not late: the batch itself if all are so.
   *
   * @param takesBack whether a row that takes another one back is late too
   */
  ChangeBatch onTime(ChangeBatch delta, OperatorContext context, boolean takesBack) {
    untimedCount = 0;
    LongColumn times = (LongColumn) delta.column(time);
    long bound = context.bound();
    int count = 0;
    for (int row = 0; row < delta.size(); row++) {
      if (times.isNull(row)) {
        untimed[untimedCount++] = row;
      } else if (times.get(row) < bound && (takesBack || delta.weight(row) > 0)) {
        context.rowLate(schema, delta, row, schema.type(time), times.get(row));
      } else {
        kept[count++] = row;
      }
    }
    return count == delta.size() ? delta : Selection.of(delta, kept, count);
  }

  /** How many rows of the last batch have no time. */
  int untimedCount() {
    return untimedCount;
  }

  /** Their places in the batch. */
  int[] untimed() {
    return untimed;
  }

  /** Reports the rows without time as errors. */
  void failUntimed(ChangeBatch delta, OperatorContext context) {
    for (int i = 0; i < untimedCount; i++) {
      context.rowFailed(
          schema,
          delta,
          untimed[i],
          new RowException(
              SqlState.NULL_NOT_ALLOWED, "the time attribute " + schema.name(time) + " is NULL"));
    }
  }
}
