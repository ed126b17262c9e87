package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.scalar.Arithmetic;
import io.leat.runtime.scalar.Decimals;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Appends numbers to a column of a numeric or interval type; those that do not fit it fail. */
public final class NumericTarget {
  private final ScalarType type;
  private final long min;
  private final long max;

  public NumericTarget(DataType type) {
    this.type = (ScalarType) type;
    this.min =
        switch (type.kind()) {
          case TINYINT -> Byte.MIN_VALUE;
          case SMALLINT -> Short.MIN_VALUE;
          case INTEGER, INTERVAL_YEAR_MONTH -> Integer.MIN_VALUE;
          default -> Long.MIN_VALUE;
        };
    this.max = -1 - min;
  }

  /** How many digits its values have after the point. */
  public int scale() {
    return type.scale();
  }

  /** Appends a number of so many digits after the point. */
  public void append(Column target, long unscaled, int scale) {
    if (scale == type.scale() && type.kind() == TypeKind.BIGINT) {
      ((LongColumn) target).append(unscaled);
    } else if (scale == type.scale() && target instanceof WideColumn wide) {
      wide.append(unscaled >> 63, unscaled);
    } else {
      append(target, BigInteger.valueOf(unscaled), scale);
    }
  }

  public void append(Column target, BigInteger unscaled, int scale) {
    append(target, new BigDecimal(unscaled, scale));
  }

  public void append(Column target, BigDecimal value) {
    switch (type.kind()) {
      case DOUBLE -> ((DoubleColumn) target).append(value.doubleValue());
      case FLOAT -> ((FloatColumn) target).append(value.floatValue());
      case DECIMAL -> {
        BigDecimal fitted = Decimals.fit(value, type.precision(), type.scale());
        if (target instanceof WideColumn wide) {
          Decimals.append(wide, fitted);
        } else {
          ((LongColumn) target).append(fitted.unscaledValue().longValue());
        }
      }
      default -> appendWhole(target, value);
    }
  }

  private void appendWhole(Column target, BigDecimal value) {
    BigInteger whole = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    long number = whole.longValue();
    if (whole.bitLength() > 63 || number < min || number > max) {
      throw Arithmetic.overflow(type.sqlName(), value.toPlainString());
    }
    if (target instanceof IntColumn ints) {
      ints.append((int) number);
    } else {
      ((LongColumn) target).append(number);
    }
  }

  public void append(Column target, double value) {
    if (type.kind() == TypeKind.DOUBLE) {
      ((DoubleColumn) target).append(value);
    } else if (type.kind() == TypeKind.FLOAT) {
      ((FloatColumn) target).append((float) value);
    } else if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw Arithmetic.overflow(type.sqlName(), Double.toString(value));
    } else {
      append(target, new BigDecimal(value));
    }
  }
}
