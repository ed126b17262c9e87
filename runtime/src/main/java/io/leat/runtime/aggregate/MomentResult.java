package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;

/** VAR_, STDDEV_, COVAR_ … and CORR. */
final class MomentResult extends AggregateResult {
  enum Kind {
    VARIANCE,
    DEVIATION,
    COVARIANCE,
    CORRELATION
  }

  private final RowTable table;
  private final Moments moments;
  private final Kind kind;
  private final int unbiased;
  private final NumericTarget type;

  /**
   * @param sample whether to divide by n − 1 instead of n
   */
  MomentResult(RowTable table, Moments moments, Kind kind, boolean sample, DataType resultType) {
    this.table = table;
    this.moments = moments;
    this.kind = kind;
    this.unbiased = sample ? 1 : 0;
    this.type = new NumericTarget(resultType);
  }

  @Override
  void append(int group, Column target) {
    long count = moments.count(table, group);
    if (count <= unbiased) {
      target.appendNull();
    } else if (moments.unusual(table, group)) {
      type.append(target, Double.NaN);
    } else if (kind == Kind.CORRELATION) {
      double x = moments.varianceX(table, group);
      double y = moments.varianceY(table, group);
      if (x == 0 || y == 0) {
        target.appendNull();
      } else {
        double correlation = moments.covariance(table, group) / Math.sqrt(x) / Math.sqrt(y);
        type.append(target, Math.max(-1, Math.min(1, correlation)));
      }
    } else {
      double squares =
          kind == Kind.COVARIANCE
              ? moments.covariance(table, group)
              : moments.varianceX(table, group);
      double value = squares / count / (count - unbiased);
      type.append(target, kind == Kind.DEVIATION ? Math.sqrt(value) : value);
    }
  }
}
