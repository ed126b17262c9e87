package io.leat.runtime.connector.format;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.CivilDate;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;

/**
 * Values of a scalar type from their text in bytes: the usual spellings at once, all others by way
 * of {@link ValueText}, as CAST reads them. Binary values are base64. Text that is longer than the
 * type's length is refused, not cut.
 */
public final class FieldReader {
  /** What {@link #whole} gives for text that it leaves to others. */
  private static final long UNUSUAL = Long.MIN_VALUE;

  private static final int MOST_DIGITS = 18;
  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final long EXACT_IN_FLOAT = 1L << 24;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_LENGTH = 19;
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

  private final ScalarType type;
  private final TypeKind kind;
  private final ZoneId zone;
  private final boolean wide;
  private final boolean unbounded;
  private final long least;
  private final long most;

  public FieldReader(ScalarType type, ZoneId zone) {
    this.type = type;
    this.kind = type.kind();
    this.zone = zone;
    this.wide =
        kind == TypeKind.DECIMAL
            ? type.precision() > ScalarType.MAX_LONG_DECIMAL_PRECISION
            : type.precision() > 6;
    this.unbounded = type.precision() == ScalarType.UNBOUNDED;
    this.least =
        kind == TypeKind.TINYINT
            ? Byte.MIN_VALUE
            : kind == TypeKind.SMALLINT ? Short.MIN_VALUE : Integer.MIN_VALUE;
    this.most = -1 - least;
  }

  public ScalarType type() {
    return type;
  }

  /**
   * Appends the value.
   *
   * @throws RowException if the text is none of the type; nothing has been appended then
   */
  public void append(byte[] bytes, int from, int to, Column column) {
    switch (kind) {
      case BIGINT -> {
        long value = whole(bytes, from, to);
        if (value != UNUSUAL) {
          ((LongColumn) column).append(value);
          return;
        }
      }
      case TINYINT, SMALLINT, INTEGER -> {
        long value = whole(bytes, from, to);
        if (value >= least && value <= most) {
          ((IntColumn) column).append((int) value);
          return;
        }
      }
      case DOUBLE, FLOAT -> {
        if (appendReal(bytes, from, to, column)) {
          return;
        }
      }
      case DECIMAL -> {
        if (!wide && appendDecimal(bytes, from, to, (LongColumn) column)) {
          return;
        }
      }
      case VARCHAR -> {
        if (unbounded) {
          requireUtf8(bytes, from, to);
          ((BytesColumn) column).append(bytes, from, to - from);
          return;
        }
      }
      case DATE -> {
        if (to - from == DATE_LENGTH) {
          int day = day(bytes, from);
          if (day != Integer.MIN_VALUE) {
            ((IntColumn) column).append(day);
            return;
          }
        }
      }
      case TIMESTAMP, TIMESTAMP_LTZ -> {
        if (!wide && appendTimestamp(bytes, from, to, (LongColumn) column)) {
          return;
        }
      }
      case BOOLEAN -> {
        if (appendBoolean(bytes, from, to, (BooleanColumn) column)) {
          return;
        }
      }
      case BINARY, VARBINARY -> {
        appendBinary(bytes, from, to, (BytesColumn) column);
        return;
      }
      default -> {}
    }
    appendUnusual(bytes, from, to, column);
  }

  /** A whole number of at most 18 digits. */
  private static long whole(byte[] bytes, int from, int to) {
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

  private boolean appendDecimal(byte[] bytes, int from, int to, LongColumn column) {
    boolean negative = from < to && bytes[from] == '-';
    int start = negative ? from + 1 : from;
    if (to - start > MOST_DIGITS) {
      return false;
    }
    long value = 0;
    int point = -1;
    int i = start;
    for (; i < to; i++) {
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
    int shift = type.scale() - fraction;
    int wholes = to - start - (point < 0 ? 0 : 1 + fraction);
    if (shift < 0 || wholes < 1 || wholes > type.precision() - type.scale() || point == to - 1) {
      return false;
    }
    value *= TENS[shift];
    column.append(negative ? -value : value);
    return true;
  }

  /**
   * The digits as a whole number over, or times, a power of ten: if both are exact, so is their
   * quotient but for one rounding (W. D. Clinger, "How to read floating point numbers accurately").
   */
  private boolean appendReal(byte[] bytes, int from, int to, Column column) {
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
    if (kind == TypeKind.FLOAT) {
      if (value > EXACT_IN_FLOAT || Math.abs(exponent) >= FLOAT_TENS.length) {
        return false;
      }
      float size = exponent < 0 ? value / FLOAT_TENS[-exponent] : value * FLOAT_TENS[exponent];
      ((FloatColumn) column).append(negative ? -size : size);
      return true;
    }
    if (value > EXACT_IN_DOUBLE || Math.abs(exponent) >= DOUBLE_TENS.length) {
      return false;
    }
    double size = exponent < 0 ? value / DOUBLE_TENS[-exponent] : value * DOUBLE_TENS[exponent];
    ((DoubleColumn) column).append(negative ? -size : size);
    return true;
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

  private static void requireUtf8(byte[] bytes, int from, int to) {
    if (!ByteSearch.isUtf8(bytes, from, to)) {
      throw new RowException(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "the text is not valid UTF-8");
    }
  }

  private static int twoDigits(byte[] bytes, int at) {
    int high = bytes[at] - '0';
    int low = bytes[at + 1] - '0';
    return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
  }

  /** The day of {@code yyyy-MM-dd}; {@link Integer#MIN_VALUE} if it is none. */
  private static int day(byte[] bytes, int at) {
    int century = twoDigits(bytes, at);
    int ofCentury = twoDigits(bytes, at + 2);
    int month = twoDigits(bytes, at + 5);
    int day = twoDigits(bytes, at + 8);
    int year = century * 100 + ofCentury;
    boolean valid =
        (century | ofCentury | month | day) >= 0
            && bytes[at + 4] == '-'
            && bytes[at + 7] == '-'
            && year >= 1
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= CivilDate.daysInMonth(year, month);
    return valid ? CivilDate.day(year, month, day) : Integer.MIN_VALUE;
  }

  /** {@code yyyy-MM-dd HH:mm:ss} with a fraction or not; of a TIMESTAMP_LTZ with a {@code Z}. */
  private boolean appendTimestamp(byte[] bytes, int from, int to, LongColumn column) {
    int end = to;
    if (kind == TypeKind.TIMESTAMP_LTZ) {
      if (bytes[end - 1] != 'Z') {
        return false;
      }
      end--;
    }
    if (end - from < SECONDS_LENGTH) {
      return false;
    }
    int day = day(bytes, from);
    int hour = twoDigits(bytes, from + 11);
    int minute = twoDigits(bytes, from + 14);
    int second = twoDigits(bytes, from + 17);
    byte between = bytes[from + DATE_LENGTH];
    boolean valid =
        day != Integer.MIN_VALUE
            && (between == ' ' || between == 'T')
            && (hour | minute | second) >= 0
            && hour < 24
            && minute < 60
            && second < 60
            && bytes[from + 13] == ':'
            && bytes[from + 16] == ':';
    if (!valid) {
      return false;
    }
    long micros = 0;
    if (end > from + SECONDS_LENGTH) {
      int digits = end - from - SECONDS_LENGTH - 1;
      if (bytes[from + SECONDS_LENGTH] != '.' || digits < 1 || digits > 9) {
        return false;
      }
      long fraction = whole(bytes, from + SECONDS_LENGTH + 1, end);
      if (fraction < 0) {
        return false;
      }
      int kept = Math.min(digits, type.precision());
      micros = fraction / TENS[digits - kept] * TENS[6 - kept];
    }
    long seconds = (hour * 60L + minute) * 60 + second;
    column.append(day * MICROS_PER_DAY + seconds * 1_000_000 + micros);
    return true;
  }

  private static boolean appendBoolean(byte[] bytes, int from, int to, BooleanColumn column) {
    int length = to - from;
    if (length == 4 && is(bytes, from, "true")) {
      column.append(true);
      return true;
    }
    if (length == 5 && is(bytes, from, "false")) {
      column.append(false);
      return true;
    }
    return false;
  }

  private static boolean is(byte[] bytes, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void appendBinary(byte[] bytes, int from, int to, BytesColumn column) {
    byte[] value;
    try {
      value = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, to));
    } catch (IllegalArgumentException e) {
      throw new RowException(
          SqlState.INVALID_CAST_VALUE,
          "'" + text(bytes, from, Math.min(to, from + 100)) + "' is not base64");
    }
    if (value.length > type.precision()
        || (kind == TypeKind.BINARY && value.length != type.precision())) {
      throw new RowException(
          SqlState.STRING_TRUNCATED, value.length + " bytes do not fit " + type.sqlName());
    }
    column.append(value, 0, value.length);
  }

  private void appendUnusual(byte[] bytes, int from, int to, Column column) {
    requireUtf8(bytes, from, to);
    String text = text(bytes, from, to);
    if (kind.isCharacter() && text.codePointCount(0, text.length()) > type.precision()) {
      throw new RowException(
          SqlState.STRING_TRUNCATED, "the text does not fit " + type.sqlName());
    }
    BoxedValues.append(column, type, ValueText.parse(text, type, zone));
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
