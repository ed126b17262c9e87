package io.leat.runtime.scalar;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.error.RowException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The unscaled value of a DECIMAL of 19 to 38 digits, in 128 bits; the scale is known to the
 * generator. Generated code has one for each node of an expression, which computes its value into
 * it, row by row; only then it changes.
 */
public final class Wide {
  private static final int MAX_DIGITS = 38;
  private static final long LOW_DIGIT = 0xffff_ffffL;

  /** 10 to the power of 0..38, both halves. */
  private static final long[] POWERS_HIGH = new long[MAX_DIGITS + 1];

  private static final long[] POWERS_LOW = new long[MAX_DIGITS + 1];

  static {
    for (int i = 0; i <= MAX_DIGITS; i++) {
      BigInteger power = BigInteger.TEN.pow(i);
      POWERS_HIGH[i] = power.shiftRight(Long.SIZE).longValue();
      POWERS_LOW[i] = power.longValue();
    }
  }

  private long high;
  private long low;

  /** A constant; its unscaled value has 38 digits at most. */
  public static Wide of(BigDecimal value) {
    return new Wide().set(value);
  }

  public long high() {
    return high;
  }

  public long low() {
    return low;
  }

  public Wide set(long newHigh, long newLow) {
    high = newHigh;
    low = newLow;
    return this;
  }

  public Wide set(long value) {
    return set(value >> 63, value);
  }

  /** A number times 10 to the power of 0..18. */
  public Wide scaled(long value, int power) {
    long factor = Decimals.power(power);
    return set(Math.multiplyHigh(value, factor), value * factor);
  }

  public Wide set(BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    return set(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
  }

  /** Null for null. */
  public static @Nullable BigDecimal decimal(@Nullable Wide value, int scale) {
    return value == null ? null : value.toBigDecimal(scale);
  }

  public BigDecimal toBigDecimal(int scale) {
    return high == low >> 63
        ? BigDecimal.valueOf(low, scale)
        : new BigDecimal(BoxedValues.wideToInteger(high, low), scale);
  }

  /** A value times a power of ten; there are no more than 38 digits afterwards. */
  public Wide scaled(Wide value, int power) {
    long h = value.high;
    long l = value.low;
    for (int rest = power; rest > 0; rest -= 18) {
      long factor = Decimals.power(Math.min(rest, 18));
      h = h * factor + unsignedHigh(l, factor);
      l = l * factor;
    }
    return set(h, l);
  }

  /** Fails unless there are at most {@code precision} digits. */
  public Wide check(int precision, int scale) {
    if (hasMore(precision)) {
      throw overflow(toBigDecimal(scale), precision, scale);
    }
    return this;
  }

  private boolean hasMore(int digits) {
    long limitHigh = POWERS_HIGH[digits];
    long limitLow = POWERS_LOW[digits];
    if (high >= 0) {
      return high > limitHigh
          || (high == limitHigh && Long.compareUnsigned(low, limitLow) >= 0);
    }
    long magnitudeLow = -low;
    long magnitudeHigh = ~high + (low == 0 ? 1 : 0);
    return magnitudeHigh < 0
        || magnitudeHigh > limitHigh
        || (magnitudeHigh == limitHigh && Long.compareUnsigned(magnitudeLow, limitLow) >= 0);
  }

  public Wide sum(Wide a, Wide b, int precision, int scale) {
    long l = a.low + b.low;
    long h = a.high + b.high + (Long.compareUnsigned(l, a.low) < 0 ? 1 : 0);
    if (((a.high ^ h) & (b.high ^ h)) < 0) {
      throw overflow(a.toBigDecimal(scale).add(b.toBigDecimal(scale)), precision, scale);
    }
    return set(h, l).check(precision, scale);
  }

  public Wide difference(Wide a, Wide b, int precision, int scale) {
    long l = a.low - b.low;
    long h = a.high - b.high - (Long.compareUnsigned(a.low, b.low) < 0 ? 1 : 0);
    if (((a.high ^ b.high) & (a.high ^ h)) < 0) {
      throw overflow(a.toBigDecimal(scale).subtract(b.toBigDecimal(scale)), precision, scale);
    }
    return set(h, l).check(precision, scale);
  }

  public Wide product(long a, long b, int precision, int scale) {
    return set(Math.multiplyHigh(a, b), a * b).check(precision, scale);
  }

  /** The product, whose scale is the sum of both scales. */
  public Wide product(Wide a, Wide b, int precision, int scale) {
    if (a.high == a.low >> 63 && b.high == b.low >> 63) {
      return product(a.low, b.low, precision, scale);
    }
    boolean negative = (a.high ^ b.high) < 0;
    Wide left = magnitude(a);
    long leftHigh = high;
    long leftLow = left.low;
    magnitude(b);
    // At least one half is 0, or there are more than 38 digits.
    long crossing = leftHigh == 0 ? high : leftHigh;
    long other = leftHigh == 0 ? leftLow : low;
    long carried = unsignedHigh(leftLow, low);
    long h = carried + crossing * other;
    boolean fits =
        (leftHigh == 0 || high == 0)
            && carried >= 0
            && unsignedHigh(crossing, other) == 0
            && crossing * other >= 0
            && h >= 0;
    if (!fits) {
      BigInteger exact =
          BoxedValues.wideToInteger(a.high, a.low).multiply(BoxedValues.wideToInteger(b.high, b.low));
      throw overflow(new BigDecimal(exact, scale), precision, scale);
    }
    set(h, leftLow * low);
    return (negative ? negated(this) : this).check(precision, scale);
  }

  /** {@code a} times a power of ten up to 18, divided by {@code b}; rounded half away from 0. */
  public Wide quotient(long a, long b, int power, int precision, int scale) {
    if (b == 0) {
      throw Arithmetic.divisionByZero();
    }
    long divisor = Math.abs(b);
    scaled(a, power);
    boolean negative = high < 0;
    magnitude(this);
    long quotientHigh = Long.divideUnsigned(high, divisor);
    long restHigh = Long.remainderUnsigned(high, divisor);
    long quotientLow =
        restHigh == 0 ? Long.divideUnsigned(low, divisor) : divide(restHigh, low, divisor);
    long rest = low - quotientLow * divisor;
    if (rest >= divisor - rest) {
      quotientLow++;
      quotientHigh += quotientLow == 0 ? 1 : 0;
    }
    set(quotientHigh, quotientLow);
    return (negative != b < 0 ? negated(this) : this).check(precision, scale);
  }

  /**
   * The quotient of {@code high * 2^64 + low} and a divisor greater than {@code high}, all unsigned:
   * Knuth's algorithm D with two digits of 32 bits.
   */
  private static long divide(long high, long low, long divisor) {
    int shift = Long.numberOfLeadingZeros(divisor);
    long d = divisor << shift;
    long dividend = high << shift | (shift == 0 ? 0 : low >>> (Long.SIZE - shift));
    long rest = low << shift;
    long first = digit(dividend, rest >>> 32, d);
    long second = digit((dividend << 32) + (rest >>> 32) - first * d, rest & LOW_DIGIT, d);
    return (first << 32) + second;
  }

  /** One digit of 32 bits of a quotient; the divisor has its highest bit set. */
  private static long digit(long dividend, long next, long divisor) {
    long leading = divisor >>> 32;
    long digit = Long.divideUnsigned(dividend, leading);
    long rest = dividend - digit * leading;
    while (rest >>> 32 == 0
        && (digit >>> 32 != 0
            || Long.compareUnsigned(digit * (divisor & LOW_DIGIT), (rest << 32) + next) > 0)) {
      digit--;
      rest += leading;
    }
    return digit;
  }

  public Wide negated(Wide value) {
    long l = -value.low;
    return set(~value.high + (l == 0 ? 1 : 0), l);
  }

  private Wide magnitude(Wide value) {
    return value.high < 0 ? negated(value) : set(value.high, value.low);
  }

  /** Of two values of the same scale. */
  public static int compare(Wide a, Wide b) {
    return a.high != b.high
        ? (a.high < b.high ? -1 : 1)
        : Long.compareUnsigned(a.low, b.low);
  }

  /** The high half of the product of unsigned numbers. */
  private static long unsignedHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  private static RowException overflow(BigDecimal value, int precision, int scale) {
    return Arithmetic.overflow("DECIMAL(" + precision + ", " + scale + ")", value.toPlainString());
  }
}
