package io.leat.runtime.scalar;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;

/** The conversions that generated code does without boxing. */
public final class Casts {
  private static final double TWO_TO_63 = 0x1p63;

  private Casts() {}

  public static int toTinyint(long value) {
    if ((byte) value != value) {
      throw Arithmetic.overflow("TINYINT", Long.toString(value));
    }
    return (int) value;
  }

  public static int toSmallint(long value) {
    if ((short) value != value) {
      throw Arithmetic.overflow("SMALLINT", Long.toString(value));
    }
    return (int) value;
  }

  public static int toInt(long value) {
    if ((int) value != value) {
      throw Arithmetic.overflow("INT", Long.toString(value));
    }
    return (int) value;
  }

  /** Truncates toward zero; {@code type} is the one that errors name. */
  public static long toWhole(double value, String type) {
    if (!(value >= -TWO_TO_63 && value < TWO_TO_63)) {
      throw Arithmetic.overflow(type, Double.toString(value));
    }
    return (long) value;
  }

  public static float toFloat(double value) {
    float result = (float) value;
    if (Float.isInfinite(result) && !Double.isInfinite(value)) {
      throw Arithmetic.overflow("FLOAT", Double.toString(value));
    }
    return result;
  }

  /** Truncates toward zero; {@code type} is the one that errors name. */
  public static long toWhole(BigDecimal value, String type) {
    BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
    if (whole.unscaledValue().bitLength() > 63) {
      throw Arithmetic.overflow(type, value.toPlainString());
    }
    return whole.unscaledValue().longValue();
  }

  /** Changes the scale, half up; the digits are not checked. */
  public static long rescale(long unscaled, int from, int to) {
    if (to >= from) {
      return Arithmetic.multiply(unscaled, Decimals.power(to - from));
    }
    long unit = Decimals.power(from - to);
    long quotient = unscaled / unit;
    long rest = Math.abs(unscaled % unit);
    return rest >= unit - rest ? quotient + Long.signum(unscaled) : quotient;
  }

  /** A timestamp with digits beyond the precision (0..6) cut off. */
  public static long cut(long micros, int precision) {
    long unit = Decimals.power(6 - precision);
    return micros - Math.floorMod(micros, unit);
  }

  /** A time with digits beyond the precision (0..9) cut off. */
  public static long cutTime(long nanos, int precision) {
    return nanos - nanos % Decimals.power(9 - precision);
  }

  /** A timestamp with digits beyond the precision (7..9) cut off. */
  public static Instant cut(Instant instant, int precision) {
    long unit = Decimals.power(9 - precision);
    return instant.minusNanos(instant.getNano() % unit);
  }

  /** The digits' value; {@code type} is the one that errors name. */
  public static long parseWhole(Slice text, ScalarType type) {
    int length = text.length;
    if (length == 0 || length > 18) {
      return slowWhole(text, type);
    }
    int first = text.at(0);
    int i = first == '-' || first == '+' ? 1 : 0;
    long value = 0;
    if (i == length) {
      return slowWhole(text, type);
    }
    for (; i < length; i++) {
      int digit = text.at(i) - '0';
      if (digit < 0 || digit > 9) {
        return slowWhole(text, type);
      }
      value = value * 10 + digit;
    }
    return first == '-' ? -value : value;
  }

  private static long slowWhole(Slice text, ScalarType type) throws RowException {
    return ((Number) ValueText.parse(text.toString(), type, ZoneOffset.UTC)).longValue();
  }

  public static double parseDouble(Slice text) {
    return (Double) ValueText.parse(text.toString(), ScalarType.DOUBLE, ZoneOffset.UTC);
  }

  /** Writes a number in decimal digits. */
  public static void text(long value, Slice out) {
    byte[] bytes = out.reserve(20);
    int end = out.start + 20;
    int at = end;
    long rest = value > 0 ? -value : value;
    do {
      long quotient = rest / 10;
      bytes[--at] = (byte) ('0' - (rest - quotient * 10));
      rest = quotient;
    } while (rest != 0);
    if (value < 0) {
      bytes[--at] = '-';
    }
    System.arraycopy(bytes, at, bytes, out.start, end - at);
    out.length = end - at;
  }

  /** Cuts to so many code points; fills up with spaces to as many if {@code pad}. */
  public static void limit(Slice text, int max, boolean pad, Slice out) {
    int points = 0;
    int at = 0;
    for (; at < text.length; at++) {
      if ((text.at(at) & 0xc0) != 0x80) {
        if (points == max) {
          break;
        }
        points++;
      }
    }
    int fill = pad ? max - points : 0;
    byte[] bytes = out.reserve(at + fill);
    System.arraycopy(text.bytes, text.start, bytes, out.start, at);
    for (int i = 0; i < fill; i++) {
      bytes[out.start + at + i] = ' ';
    }
    out.length = at + fill;
  }
}
