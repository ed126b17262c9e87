package io.leat.runtime.connector.format;

import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.scalar.CivilDate;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;

/**
 * Dates, and timestamps of microseconds or less, from {@code yyyy-MM-dd} and {@code yyyy-MM-dd
 * HH:mm:ss[.fraction]}; other spellings it leaves to others. Eight digits or so are looked at
 * together, as bytes of a word ("SIMD within a register").
 */
final class TimeReader {
  static final int NO_DAY = Integer.MIN_VALUE;

  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_LENGTH = 19;
  private static final int MOST_FRACTION = 9;
  private static final long[] TENS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** {@code 0000-00-} and {@code 00:00:00} as words, first byte lowest. */
  private static final long YEAR_AND_MONTH = 0x2d30302d30303030L;

  private static final long CLOCK = 0x30303a30303a3030L;

  /**
   * Added to a word from which the pattern above has been taken (by exclusive or), these set the
   * high bit of each byte that is no digit's, or no separator's.
   */
  private static final long YEAR_AND_MONTH_LIMITS = 0x7f76767f76767676L;

  private static final long CLOCK_LIMITS = 0x76767f76767f7676L;

  private final boolean zoned;
  private final int precision;

  /** Dates often repeat: the last one's bytes, and the day that they are. */
  private long lastYearAndMonth;

  private int lastDayDigits = -1;
  private int lastDay;

  TimeReader(ScalarType type) {
    this.zoned = type.kind() == TypeKind.TIMESTAMP_LTZ;
    this.precision = type.precision();
  }

  boolean appendDate(byte[] bytes, int from, int to, IntColumn column) {
    int day = to - from == DATE_LENGTH ? day(bytes, from) : NO_DAY;
    if (day == NO_DAY) {
      return false;
    }
    column.append(day);
    return true;
  }

  /** The day of the ten bytes {@code yyyy-MM-dd}; {@link #NO_DAY} if they are none. */
  private int day(byte[] bytes, int at) {
    long yearAndMonth = ByteSearch.word(bytes, at);
    int dayDigits = (bytes[at + 8] & 0xff) << 8 | (bytes[at + 9] & 0xff);
    if (yearAndMonth == lastYearAndMonth && dayDigits == lastDayDigits) {
      return lastDay;
    }
    long digits = yearAndMonth ^ YEAR_AND_MONTH;
    int tens = bytes[at + 8] - '0';
    int ones = bytes[at + 9] - '0';
    if ((((digits + YEAR_AND_MONTH_LIMITS) | digits) & HIGH_BITS) != 0
        || tens < 0
        || tens > 9
        || ones < 0
        || ones > 9) {
      return NO_DAY;
    }
    long pairs = digits * 10 + (digits >>> 8);
    int year = (int) (pairs & 0xff) * 100 + (int) (pairs >>> 16 & 0xff);
    int month = (int) (pairs >>> 40 & 0xff);
    int dayOfMonth = tens * 10 + ones;
    if (year < 1
        || month < 1
        || month > 12
        || dayOfMonth < 1
        || dayOfMonth > CivilDate.daysInMonth(year, month)) {
      return NO_DAY;
    }
    lastYearAndMonth = yearAndMonth;
    lastDayDigits = dayDigits;
    lastDay = CivilDate.day(year, month, dayOfMonth);
    return lastDay;
  }

  /** With a fraction or not; a TIMESTAMP_LTZ has a {@code Z} at its end. */
  boolean appendTimestamp(byte[] bytes, int from, int to, LongColumn column) {
    int end = zoned ? to - 1 : to;
    if (end - from < SECONDS_LENGTH || (zoned && bytes[end] != 'Z')) {
      return false;
    }
    byte between = bytes[from + DATE_LENGTH];
    long digits = ByteSearch.word(bytes, from + DATE_LENGTH + 1) ^ CLOCK;
    int day = day(bytes, from);
    if (day == NO_DAY
        || (between != ' ' && between != 'T')
        || (((digits + CLOCK_LIMITS) | digits) & HIGH_BITS) != 0) {
      return false;
    }
    long pairs = digits * 10 + (digits >>> 8);
    int hour = (int) (pairs & 0xff);
    int minute = (int) (pairs >>> 24 & 0xff);
    int second = (int) (pairs >>> 48 & 0xff);
    if (hour >= 24 || minute >= 60 || second >= 60) {
      return false;
    }
    long micros = 0;
    if (end > from + SECONDS_LENGTH) {
      int length = end - from - SECONDS_LENGTH - 1;
      if (bytes[from + SECONDS_LENGTH] != '.' || length < 1 || length > MOST_FRACTION) {
        return false;
      }
      long fraction = NumberReader.whole(bytes, from + SECONDS_LENGTH + 1, end);
      if (fraction < 0) {
        return false;
      }
      int kept = Math.min(length, precision);
      micros = fraction / TENS[length - kept] * TENS[6 - kept];
    }
    long seconds = (hour * 60L + minute) * 60 + second;
    column.append(day * MICROS_PER_DAY + seconds * 1_000_000 + micros);
    return true;
  }
}
