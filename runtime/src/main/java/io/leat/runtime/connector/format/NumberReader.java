package io.leat.runtime.connector.format;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;

/** Numbers of one type from their usual spellings; others it leaves to others. */
final class NumberReader {
  /** What {@link #whole} gives for text that it leaves to others. */
  private static final long UNUSUAL = Long.MIN_VALUE;

  private static final int MOST_DIGITS = DecimalDigits.MOST;
  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final long EXACT_IN_FLOAT = 1L << 24;
  private static final long[] TENS = new long[MOST_DIGITS + 1];
  private static final double[] DOUBLE_TENS = new double[23];
  private static final float[] FLOAT_TENS = new float[11];

  static {
    TENS[0] = 1;
    for (int i = 1; i < TENS.length; i++) {
      TENS[i] = TENS[i - 1] * 10;
    }
    DOUBLE_TENS[0] = 1;
    for (int i = 1; i < DOUBLE_TENS.length; i++) {
      DOUBLE_TENS[i] = DOUBLE_TENS[i - 1] * 10;
    }
    FLOAT_TENS[0] = 1;
    for (int i = 1; i < FLOAT_TENS.length; i++) {
      FLOAT_TENS[i] = FLOAT_TENS[i - 1] * 10;
    }
  }

  private final TypeKind kind;
  private final int scale;
  private final int mostWholes;
  private final long least;
  private final long most;

  private NumberReader(ScalarType type) {
    this.kind = type.kind();
    this.scale = type.scale();
    this.mostWholes = type.precision() - type.scale();
    this.least =
        kind == TypeKind.TINYINT
            ? Byte.MIN_VALUE
            : kind == TypeKind.SMALLINT ? Short.MIN_VALUE : Integer.MIN_VALUE;
    this.most = -1 - least;
  }

  /** Whether there is one of the type: a number of at most 64 bits. */
  static boolean reads(ScalarType type) {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE -> true;
      case DECIMAL -> type.precision() <= ScalarType.MAX_LONG_DECIMAL_PRECISION;
      default -> false;
    };
  }

  /** The reader of a type of which there is one. */
  static NumberReader of(ScalarType type) {
    return new NumberReader(type);
  }

  /** Appends the number if it is of the type without being changed; whether it is. */
  boolean append(DecimalDigits number, Column column) {
    switch (kind) {
      case DOUBLE, FLOAT -> {
        return real(number.value(), -number.fraction(), number.negative(), column);
      }
      case DECIMAL -> {
        return decimal(
            number.value(), number.wholes(), number.fraction(), number.negative(), column);
      }
      default -> {
        return number.fraction() == 0
            && whole(number.negative() ? -number.value() : number.value(), column);
      }
    }
  }

  /** Appends the number that is the text; false if the text is an unusual spelling or none. */
  boolean append(byte[] bytes, int from, int to, Column column) {
    return switch (kind) {
      case DOUBLE, FLOAT -> real(bytes, from, to, column);
      case DECIMAL -> decimal(bytes, from, to, column);
      default -> whole(whole(bytes, from, to), column);
    };
  }

  private boolean whole(long value, Column column) {
    if (kind == TypeKind.BIGINT) {
      if (value != UNUSUAL) {
        ((LongColumn) column).append(value);
      }
      return value != UNUSUAL;
    }
    boolean fits = value >= least && value <= most;
    if (fits) {
      ((IntColumn) column).append((int) value);
    }
    return fits;
  }

  private boolean decimal(long digits, int wholes, int fraction, boolean negative, Column column) {
    int shift = scale - fraction;
    if (shift < 0 || wholes > mostWholes) {
      return false;
    }
    long value = digits * TENS[shift];
    ((LongColumn) column).append(negative ? -value : value);
    return true;
  }

  /**
   * The digits as a whole number over, or times, a power of ten: if both are exact, so is their
   * quotient but for one rounding (W. D. Clinger, "How to read floating point numbers accurately").
   */
  private boolean real(long digits, int exponent, boolean negative, Column column) {
    if (kind == TypeKind.FLOAT) {
      if (digits > EXACT_IN_FLOAT || Math.abs(exponent) >= FLOAT_TENS.length) {
        return false;
      }
      float size = exponent < 0 ? digits / FLOAT_TENS[-exponent] : digits * FLOAT_TENS[exponent];
      ((FloatColumn) column).append(negative ? -size : size);
      return true;
    }
    if (digits > EXACT_IN_DOUBLE || Math.abs(exponent) >= DOUBLE_TENS.length) {
      return false;
    }
    double size = exponent < 0 ? digits / DOUBLE_TENS[-exponent] : digits * DOUBLE_TENS[exponent];
    ((DoubleColumn) column).append(negative ? -size : size);
    return true;
  }

  /** A whole number of at most 18 digits. */
  static long whole(byte[] bytes, int from, int to) {
    boolean negative = from < to && bytes[from] == '-';
    int i = negative ? from + 1 : from;
    int digits = to - i;
    if (digits < 1 || digits > MOST_DIGITS) {
      return UNUSUAL;
    }
    long value = 0;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return UNUSUAL;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private boolean decimal(byte[] bytes, int from, int to, Column column) {
    boolean negative = from < to && bytes[from] == '-';
    int start = negative ? from + 1 : from;
    if (to - start > MOST_DIGITS) {
      return false;
    }
    long value = 0;
    int point = -1;
    for (int i = start; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
      } else if (bytes[i] == '.' && point < 0 && i > start) {
        point = i;
      } else {
        return false;
      }
    }
    int fraction = point < 0 ? 0 : to - point - 1;
    int wholes = to - start - (point < 0 ? 0 : 1 + fraction);
    return wholes >= 1 && point != to - 1 && decimal(value, wholes, fraction, negative, column);
  }

  private boolean real(byte[] bytes, int from, int to, Column column) {
    boolean negative = from < to && bytes[from] == '-';
    int start = negative ? from + 1 : from;
    long value = 0;
    int point = -1;
    int i = start;
    int limit = Math.min(to, start + MOST_DIGITS + 1);
    for (; i < limit; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
      } else if (bytes[i] == '.' && point < 0) {
        point = i;
      } else {
        break;
      }
    }
    int digits = i - start - (point < 0 ? 0 : 1);
    if (digits < 1 || digits > MOST_DIGITS || point == start || point == i - 1) {
      return false;
    }
    int exponent = point < 0 ? 0 : point + 1 - i;
    if (i < to) {
      int written = exponent(bytes, i, to);
      if (written == Integer.MIN_VALUE) {
        return false;
      }
      exponent += written;
    }
    return real(value, exponent, negative, column);
  }

  private static int exponent(byte[] bytes, int at, int to) {
    if (bytes[at] != 'e' && bytes[at] != 'E') {
      return Integer.MIN_VALUE;
    }
    int i = at + 1;
    boolean negative = i < to && bytes[i] == '-';
    if (i < to && (negative || bytes[i] == '+')) {
      i++;
    }
    long value = to - i > 3 ? UNUSUAL : whole(bytes, i, to);
    return value < 0 ? Integer.MIN_VALUE : negative ? -(int) value : (int) value;
  }
}
