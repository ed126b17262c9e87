package io.leat.runtime.scalar;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.error.RowException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * DECIMAL arithmetic of generated code. Up to 18 digits a value is its unscaled {@code long}; the
 * scale is known to the generator.
 */
public final class Decimals {
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimals() {}

  /** 10 to the power of {@code exponent}, 0..18. */
  public static long power(int exponent) {
    return POWERS[exponent];
  }

  public static void append(WideColumn column, BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    column.append(unscaled.shiftRight(64).longValue(), unscaled.longValue());
  }

  /** Checks that an unscaled value has no more than {@code precision} digits. */
  public static long check(long unscaled, int precision, int scale) {
    long limit = POWERS[precision];
    if (unscaled >= limit || unscaled <= -limit) {
      throw overflow(BigDecimal.valueOf(unscaled, scale), precision, scale);
    }
    return unscaled;
  }

  /** Rounds HALF_UP to the scale and checks the precision. */
  public static BigDecimal fit(BigDecimal value, int precision, int scale) {
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() > precision) {
      throw overflow(value, precision, scale);
    }
    return rounded;
  }

  /** {@link #fit}, for a type of at most 18 digits. */
  public static long fitLong(BigDecimal value, int precision, int scale) {
    return fit(value, precision, scale).unscaledValue().longValue();
  }

  /** Rounded HALF_UP to the scale. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b, int scale) {
    if (b.signum() == 0) {
      throw Arithmetic.divisionByZero();
    }
    return a.divide(b, scale, RoundingMode.HALF_UP);
  }

  /** Has the sign of the dividend. */
  public static BigDecimal remainder(BigDecimal a, BigDecimal b) {
    if (b.signum() == 0) {
      throw Arithmetic.divisionByZero();
    }
    return a.remainder(b);
  }

  private static RowException overflow(BigDecimal value, int precision, int scale) {
    return Arithmetic.overflow("DECIMAL(" + precision + ", " + scale + ")", value.toPlainString());
  }
}
