package io.leat.runtime.over;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import org.jspecify.annotations.Nullable;

/** LAG and LEAD: the value of the row so many places before or behind the current one. */
final class OffsetValue extends WindowFunction {
  private final Value value;
  private final @Nullable Value offset;
  private final @Nullable Value otherwise;
  private final int direction;
  private final boolean ignoreNulls;
  private final FrameBounds reach;

  /**
   * @param offset 1 if it is left out
   * @param otherwise for where there is no such row; NULL if it is left out
   */
  OffsetValue(
      Value value,
      @Nullable Value offset,
      @Nullable Value otherwise,
      boolean lead,
      boolean ignoreNulls,
      RowTable table) {
    this.value = value;
    this.offset = offset;
    this.otherwise = otherwise;
    this.direction = lead ? 1 : -1;
    this.ignoreNulls = ignoreNulls;
    this.reach = reach(table);
  }

  private FrameBounds reach(RowTable table) {
    if (offset != null && !offset.isConstant()) {
      return FrameBounds.whole();
    }
    Long constant = offset == null ? Long.valueOf(1) : offset.whole(table, 0);
    long distance = constant == null ? 0 : constant * direction;
    if (ignoreNulls) {
      return distance <= 0 ? FrameBounds.upToCurrent() : FrameBounds.fromCurrent();
    }
    return FrameBounds.rows(Math.min(0, distance), Math.max(0, distance));
  }

  @Override
  public FrameBounds reach() {
    return reach;
  }

  @Override
  public Tail tail() {
    return ignoreNulls ? Tail.ALL : reach.tail();
  }

  @Override
  public void open(SortedPartition partition, int place) {}

  @Override
  public void append(SortedPartition partition, int place, Column target) {
    RowTable table = partition.table;
    int current = partition.at(place);
    Long distance = offset == null ? Long.valueOf(1) : offset.whole(table, current);
    if (distance == null) {
      target.appendNull();
      return;
    }
    long step = distance * direction;
    long found = ignoreNulls ? nonNull(partition, place, step) : place + step;
    if (found >= 0 && found < partition.size()) {
      value.append(table, partition.at((int) found), target);
    } else if (otherwise == null) {
      target.appendNull();
    } else {
      otherwise.append(table, current, target);
    }
  }

  /** The place of the n-th row in a direction that has a value; −1 if there are not so many. */
  private long nonNull(SortedPartition partition, int place, long step) {
    if (step == 0) {
      return place;
    }
    long rest = Math.abs(step);
    int one = step < 0 ? -1 : 1;
    for (int at = place + one; at >= 0 && at < partition.size(); at += one) {
      if (!value.isNull(partition.table, partition.at(at)) && --rest == 0) {
        return at;
      }
    }
    return -1;
  }
}
