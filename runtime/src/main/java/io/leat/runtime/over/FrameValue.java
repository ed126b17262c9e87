package io.leat.runtime.over;

import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.RowTable;
import org.jspecify.annotations.Nullable;

/** FIRST_VALUE, LAST_VALUE and NTH_VALUE of the rows of a frame. */
final class FrameValue extends WindowFunction {
  private final Value value;
  private final boolean fromEnd;
  private final @Nullable Value nth;
  private final boolean ignoreNulls;
  private final FrameBounds frame;

  /** A stretch of rows known to have no value: from here, to there exclusive. */
  private int nullsFrom;

  private int nullsTo;

  /**
   * @param fromEnd whether rows are counted from the frame's end
   * @param nth which one is wanted; the first if it is left out
   */
  FrameValue(
      Value value, boolean fromEnd, @Nullable Value nth, boolean ignoreNulls, FrameBounds frame) {
    this.value = value;
    this.fromEnd = fromEnd;
    this.nth = nth;
    this.ignoreNulls = ignoreNulls;
    this.frame = frame;
  }

  @Override
  public FrameBounds reach() {
    return frame;
  }

  @Override
  public Tail tail() {
    boolean lastOnly = fromEnd && nth == null && !ignoreNulls;
    return lastOnly ? Tail.NONE : frame.tail();
  }

  @Override
  public void open(SortedPartition partition, int place) {
    frame.open(partition, place);
    nullsFrom = 0;
    nullsTo = 0;
  }

  @Override
  public void append(SortedPartition partition, int place, Column target) {
    RowTable table = partition.table;
    int start = frame.start(partition, place);
    int end = frame.end(partition, place);
    Long wanted = nth == null ? Long.valueOf(1) : nth.whole(table, partition.at(place));
    if (wanted == null) {
      target.appendNull();
      return;
    }
    if (wanted <= 0) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "NTH_VALUE of " + wanted + ": rows count from 1");
    }
    long found;
    if (!ignoreNulls) {
      found = fromEnd ? end - wanted : start + wanted - 1;
    } else if (fromEnd) {
      found = lastWithValue(partition, start, end, wanted);
    } else {
      found = firstWithValue(partition, start, end, wanted);
    }
    if (found >= start && found < end) {
      value.append(table, partition.at((int) found), target);
    } else {
      target.appendNull();
    }
  }

  private int firstWithValue(SortedPartition partition, int start, int end, long wanted) {
    long rest = wanted;
    for (int at = start; at < end; at++) {
      if (at >= nullsFrom && at < nullsTo) {
        at = nullsTo - 1;
      } else if (value.isNull(partition.table, partition.at(at))) {
        // The next row's frame begins here or later: it need not look again.
        nullsFrom = at == nullsTo ? nullsFrom : at;
        nullsTo = at + 1;
      } else if (--rest == 0) {
        return at;
      }
    }
    return end;
  }

  private int lastWithValue(SortedPartition partition, int start, int end, long wanted) {
    long rest = wanted;
    for (int at = end - 1; at >= start; at--) {
      if (at >= nullsFrom && at < nullsTo) {
        at = nullsFrom;
      } else if (!value.isNull(partition.table, partition.at(at))) {
        if (--rest == 0) {
          markNulls(at + 1, end);
          return at;
        }
      }
    }
    markNulls(start, end);
    return -1;
  }

  private void markNulls(int from, int to) {
    // Only with LAST_VALUE, where all between has no value.
    if (nth == null) {
      nullsFrom = from;
      nullsTo = to;
    }
  }
}
