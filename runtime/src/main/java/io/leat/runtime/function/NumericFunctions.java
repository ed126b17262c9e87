package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Functions of numbers; DECIMALs come as BigDecimal, TINYINT and SMALLINT as {@code int}. */
public final class NumericFunctions {
  private static final int MAX_DIGITS = 400;

  private NumericFunctions() {}

  public static int abs(int value) {
    if (value == Integer.MIN_VALUE) {
      throw overflow("INT", value);
    }
    return Math.abs(value);
  }

  public static long abs(long value) {
    if (value == Long.MIN_VALUE) {
      throw overflow("BIGINT", value);
    }
    return Math.abs(value);
  }

  public static float abs(float value) {
    return Math.abs(value);
  }

  public static double abs(double value) {
    return Math.abs(value);
  }

  public static BigDecimal abs(BigDecimal value) {
    return value.abs();
  }

  public static int ceil(int value) {
    return value;
  }

  public static long ceil(long value) {
    return value;
  }

  public static float ceil(float value) {
    return (float) Math.ceil(value);
  }

  public static double ceil(double value) {
    return Math.ceil(value);
  }

  public static BigDecimal ceil(BigDecimal value) {
    return value.setScale(0, RoundingMode.CEILING);
  }

  public static int floor(int value) {
    return value;
  }

  public static long floor(long value) {
    return value;
  }

  public static float floor(float value) {
    return (float) Math.floor(value);
  }

  public static double floor(double value) {
    return Math.floor(value);
  }

  public static BigDecimal floor(BigDecimal value) {
    return value.setScale(0, RoundingMode.FLOOR);
  }

  public static int round(int value) {
    return value;
  }

  public static int round(int value, int digits) {
    return (int) inRange(scaled(BigDecimal.valueOf(value), digits, RoundingMode.HALF_UP), 31);
  }

  public static long round(long value) {
    return value;
  }

  public static long round(long value, int digits) {
    return inRange(scaled(BigDecimal.valueOf(value), digits, RoundingMode.HALF_UP), 63);
  }

  public static float round(float value) {
    return round(value, 0);
  }

  public static float round(float value, int digits) {
    return Float.isFinite(value)
        ? scaled(new BigDecimal(Float.toString(value)), digits, RoundingMode.HALF_UP).floatValue()
        : value;
  }

  public static double round(double value) {
    return round(value, 0);
  }

  public static double round(double value, int digits) {
    return Double.isFinite(value)
        ? scaled(BigDecimal.valueOf(value), digits, RoundingMode.HALF_UP).doubleValue()
        : value;
  }

  public static BigDecimal round(BigDecimal value) {
    return round(value, 0);
  }

  public static BigDecimal round(BigDecimal value, int digits) {
    return scaled(value, digits, RoundingMode.HALF_UP);
  }

  public static int truncate(int value) {
    return value;
  }

  public static int truncate(int value, int digits) {
    return scaled(BigDecimal.valueOf(value), digits, RoundingMode.DOWN).intValue();
  }

  public static long truncate(long value) {
    return value;
  }

  public static long truncate(long value, int digits) {
    return scaled(BigDecimal.valueOf(value), digits, RoundingMode.DOWN).longValue();
  }

  public static float truncate(float value) {
    return truncate(value, 0);
  }

  public static float truncate(float value, int digits) {
    return Float.isFinite(value)
        ? scaled(new BigDecimal(Float.toString(value)), digits, RoundingMode.DOWN).floatValue()
        : value;
  }

  public static double truncate(double value) {
    return truncate(value, 0);
  }

  public static double truncate(double value, int digits) {
    return Double.isFinite(value)
        ? scaled(BigDecimal.valueOf(value), digits, RoundingMode.DOWN).doubleValue()
        : value;
  }

  public static BigDecimal truncate(BigDecimal value) {
    return truncate(value, 0);
  }

  public static BigDecimal truncate(BigDecimal value, int digits) {
    return scaled(value, digits, RoundingMode.DOWN);
  }

  public static int sign(int value) {
    return Integer.signum(value);
  }

  public static long sign(long value) {
    return Long.signum(value);
  }

  public static float sign(float value) {
    return Math.signum(value);
  }

  public static double sign(double value) {
    return Math.signum(value);
  }

  public static BigDecimal sign(BigDecimal value) {
    return BigDecimal.valueOf(value.signum());
  }

  private static BigDecimal scaled(BigDecimal value, int digits, RoundingMode mode) {
    int scale = Math.max(-MAX_DIGITS, Math.min(digits, value.scale()));
    return value.setScale(scale, mode);
  }

  private static long inRange(BigDecimal value, int bits) {
    if (value.toBigInteger().bitLength() > bits) {
      throw overflow(bits == 31 ? "INT" : "BIGINT", value.toPlainString());
    }
    return value.longValue();
  }

  private static RowException overflow(String type, Object value) {
    return new RowException(SqlState.NUMERIC_OUT_OF_RANGE, type + " out of range: " + value);
  }
}
