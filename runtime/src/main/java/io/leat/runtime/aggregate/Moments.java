package io.leat.runtime.aggregate;

import io.leat.runtime.state.RowTable;

/**
 * What is kept for variances and correlations: the sums of x, y, x², xy and y² over the rows in
 * which neither is NULL.
 */
record Moments(
    Counter counter,
    DoubleSum x,
    DoubleSum y,
    DoubleSum xx,
    DoubleSum xy,
    DoubleSum yy,
    UnusualValues unusualX,
    UnusualValues unusualY) {

  long count(RowTable table, int group) {
    return counter.count(table, group);
  }

  /** Whether there are values that sums cannot hold. */
  boolean unusual(RowTable table, int group) {
    return unusualX.any(table, group) || unusualY.any(table, group);
  }

  /** n Σxy − Σx Σy: n² times the covariance. */
  double covariance(RowTable table, int group) {
    return spread(table, group, xy, x, y);
  }

  /** n Σx² − (Σx)²: n² times the variance, not negative. */
  double varianceX(RowTable table, int group) {
    return Math.max(0, spread(table, group, xx, x, x));
  }

  double varianceY(RowTable table, int group) {
    return Math.max(0, spread(table, group, yy, y, y));
  }

  private double spread(RowTable table, int group, DoubleSum product, DoubleSum a, DoubleSum b) {
    return product
        .exact(table, group)
        .times((double) count(table, group))
        .minus(a.exact(table, group).times(b.exact(table, group)))
        .value();
  }
}
