package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Period;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;

/** ROWS and RANGE of windows, with offsets in the order key's own measure. */
final class WindowFrames {
  static final Frame PARTITION = Frame.whole();

  private final Expressions expressions;
  private final Function<RexNode, Expression> lowering;

  WindowFrames(Expressions expressions, Function<RexNode, Expression> lowering) {
    this.expressions = expressions;
    this.lowering = lowering;
  }

  Frame frame(RexWindow window) {
    RexWindowBound lower = window.getLowerBound();
    RexWindowBound upper = window.getUpperBound();
    boolean all = lower.isUnbounded() && upper.isUnbounded();
    boolean offsets = lower.getOffset() != null || upper.getOffset() != null;
    if (all || (window.orderKeys.isEmpty() && !window.isRows() && !offsets)) {
      return PARTITION;
    }
    return new Frame(
        window.isRows() ? Frame.Unit.ROWS : Frame.Unit.RANGE,
        bound(lower, window),
        bound(upper, window));
  }

  private Frame.Bound bound(RexWindowBound bound, RexWindow window) {
    if (bound.isUnbounded()) {
      return new Frame.Unbounded();
    }
    RexNode offset = bound.getOffset();
    if (bound.isCurrentRow() || offset == null) {
      return new Frame.CurrentRow();
    }
    if (!(lowering.apply(offset) instanceof Expression.Literal literal)) {
      throw LeatException.notSupported(
          "a window whose bound differs by row", "write the bound as a number or an INTERVAL");
    }
    Expression.Literal value =
        window.isRows()
            ? rows(literal)
            : distance(literal, lowering.apply(window.orderKeys.get(0).left).type());
    return bound.isPreceding() ? new Frame.Preceding(value) : new Frame.Following(value);
  }

  private Expression.Literal rows(Expression.Literal literal) {
    if (!literal.type().kind().isInteger() || literal.value() == null) {
      throw mismatch("ROWS counts rows: its bound is a whole number", literal.type());
    }
    Expression.Literal count =
        expressions.evaluate(expressions.cast(literal, ScalarType.BIGINT, false));
    return notNegative(count, count.value() instanceof Long value && value < 0);
  }

  /**
   * A distance of values of the type. Digits that the values do not have are cut off: none of them
   * lies between.
   */
  private Expression.Literal distance(Expression.Literal literal, DataType key) {
    Object value = literal.value();
    TypeKind kind = key.kind();
    if (value instanceof Duration duration
        && isTemporal(kind)
        && kind != TypeKind.INTERVAL_YEAR_MONTH) {
      return notNegative(literal, duration.isNegative());
    }
    if (value instanceof Period period
        && isTemporal(kind)
        && kind != TypeKind.TIME
        && kind != TypeKind.INTERVAL_DAY_TIME) {
      return notNegative(literal, period.toTotalMonths() < 0);
    }
    if (!(value instanceof Number number) || !kind.isNumeric()) {
      throw mismatch(
          "RANGE takes a distance of values of type " + key.withNullable(true).sqlName(),
          literal.type());
    }
    BigDecimal distance = new BigDecimal(number.toString());
    Expression.Literal result;
    if (kind.isInteger()) {
      result =
          Expressions.literal(
              distance.setScale(0, RoundingMode.FLOOR).longValue(), ScalarType.BIGINT);
    } else if (kind == TypeKind.DECIMAL) {
      int scale = ((ScalarType) key).scale();
      result =
          Expressions.literal(
              distance.setScale(scale, RoundingMode.FLOOR),
              ScalarType.decimal(ScalarType.MAX_DECIMAL_PRECISION, scale));
    } else {
      result = Expressions.literal(distance.doubleValue(), ScalarType.DOUBLE);
    }
    return notNegative(result, distance.signum() < 0);
  }

  private static boolean isTemporal(TypeKind kind) {
    return switch (kind) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> true;
      default -> false;
    };
  }

  private static Expression.Literal notNegative(Expression.Literal literal, boolean negative) {
    if (negative) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "a window's bound is not negative",
          null,
          "PRECEDING and FOLLOWING tell the direction",
          null);
    }
    return literal;
  }

  private static LeatException mismatch(String message, DataType given) {
    return new LeatException(
        SqlState.DATATYPE_MISMATCH, message + ", not " + given.withNullable(true).sqlName());
  }
}
