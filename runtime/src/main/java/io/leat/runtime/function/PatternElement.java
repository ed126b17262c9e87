package io.leat.runtime.function;

import io.leat.runtime.scalar.CivilDate;
import java.nio.charset.StandardCharsets;

/**
 * One piece of a date format: a field of the time as digits or as a word, or fixed text.
 *
 * @param width the least number of digits; of FRACTION the exact one
 * @param text the fixed text, or the words of a field that is written as one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record PatternElement(Field field, int width, byte[][] text) {

  /** What is written. */
  enum Field {
    TEXT,
    YEAR,
    /** The last two digits. */
    YEAR_OF_CENTURY,
    CENTURY,
    QUARTER,
    MONTH,
    DAY,
    DAY_OF_YEAR,
    /** Monday 1 to Sunday 7. */
    ISO_DAY_OF_WEEK,
    /** Sunday 1 to Saturday 7. */
    DAY_OF_WEEK,
    ISO_WEEK,
    ISO_YEAR,
    /** The week of the month, whose first begins on its first day. */
    WEEK_OF_MONTH,
    /** The week of the year, whose first begins on its first day. */
    WEEK_OF_YEAR,
    JULIAN_DAY,
    /** 0 to 23. */
    HOUR,
    /** 1 to 24. */
    HOUR_FROM_ONE,
    /** 1 to 12. */
    HOUR_OF_HALF,
    /** 0 to 11. */
    HOUR_OF_HALF_FROM_ZERO,
    HALF_OF_DAY,
    MINUTE,
    SECOND,
    SECOND_OF_DAY,
    FRACTION,
    NANO
  }

  static PatternElement digits(Field field, int width) {
    return new PatternElement(field, width, new byte[0][]);
  }

  static PatternElement words(Field field, String... words) {
    byte[][] text = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      text[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return new PatternElement(field, 0, text);
  }

  /** The most bytes that the element writes. */
  int capacity() {
    int most = Math.max(20, width);
    for (byte[] word : text) {
      most = Math.max(most, word.length);
    }
    return most;
  }

  /** For how many microseconds, from a multiple of these on, it writes the same; 0 if unknown. */
  long stepMicros() {
    return switch (field) {
      case HOUR, HOUR_FROM_ONE, HOUR_OF_HALF, HOUR_OF_HALF_FROM_ZERO, HALF_OF_DAY -> 3_600_000_000L;
      case MINUTE -> 60_000_000L;
      case SECOND, SECOND_OF_DAY -> 1_000_000L;
      case FRACTION, NANO -> 0;
      default -> 86_400_000_000L;
    };
  }

  /** Writes at an offset and gives the offset after it. */
  int write(int day, int packed, long nanoOfDay, byte[] out, int at) {
    if (field == Field.TEXT) {
      return copy(text[0], out, at);
    }
    if (field == Field.FRACTION) {
      long rest = nanoOfDay % 1_000_000_000L;
      for (int digits = 9; digits > width; digits--) {
        rest /= 10;
      }
      return digits(rest, width, out, at);
    }
    long value = value(day, packed, nanoOfDay);
    return text.length == 0
        ? digits(value, width, out, at)
        : copy(text[(int) value - (field == Field.HALF_OF_DAY ? 0 : 1)], out, at);
  }

  private long value(int day, int packed, long nanoOfDay) {
    return switch (field) {
      case YEAR -> CivilDate.year(packed);
      case YEAR_OF_CENTURY -> CivilDate.year(packed) % 100;
      case CENTURY -> (CivilDate.year(packed) + 99) / 100;
      case QUARTER -> (CivilDate.month(packed) + 2) / 3;
      case MONTH -> CivilDate.month(packed);
      case DAY -> CivilDate.dayOfMonth(packed);
      case DAY_OF_YEAR -> CivilDate.dayOfYear(day);
      case ISO_DAY_OF_WEEK -> CivilDate.isoDayOfWeek(day);
      case DAY_OF_WEEK -> CivilDate.isoDayOfWeek(day) % 7 + 1;
      case ISO_WEEK -> CivilDate.isoWeek(day);
      case ISO_YEAR -> CivilDate.isoYear(day);
      case WEEK_OF_MONTH -> (CivilDate.dayOfMonth(packed) + 6) / 7;
      case WEEK_OF_YEAR -> (CivilDate.dayOfYear(day) + 6) / 7;
      case JULIAN_DAY -> day + 2_440_588L;
      case HOUR -> hour(nanoOfDay);
      case HOUR_FROM_ONE -> hour(nanoOfDay) == 0 ? 24 : hour(nanoOfDay);
      case HOUR_OF_HALF -> (hour(nanoOfDay) + 11) % 12 + 1;
      case HOUR_OF_HALF_FROM_ZERO -> hour(nanoOfDay) % 12;
      case HALF_OF_DAY -> hour(nanoOfDay) / 12;
      case MINUTE -> nanoOfDay / 60_000_000_000L % 60;
      case SECOND -> nanoOfDay / 1_000_000_000L % 60;
      case SECOND_OF_DAY -> nanoOfDay / 1_000_000_000L;
      case NANO -> nanoOfDay % 1_000_000_000L;
      case TEXT, FRACTION -> throw new IllegalStateException(field.name());
    };
  }

  private static long hour(long nanoOfDay) {
    return nanoOfDay / 3_600_000_000_000L;
  }

  private static int copy(byte[] text, byte[] out, int at) {
    System.arraycopy(text, 0, out, at, text.length);
    return at + text.length;
  }

  private static int digits(long value, int width, byte[] out, int at) {
    int count = width;
    for (long bound = power(width); bound <= value; bound *= 10) {
      count++;
    }
    long rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      long quotient = rest / 10;
      out[i] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
    }
    return at + count;
  }

  private static long power(int digits) {
    long power = 1;
    for (int i = 0; i < Math.min(digits, 17); i++) {
      power *= 10;
    }
    return power;
  }

  /** How many digits a text must have to be read without a look at what follows; 0 for none. */
  int fixedDigits() {
    return switch (field) {
      case YEAR -> width == 4 ? 4 : 0;
      case MONTH, DAY, HOUR, MINUTE, SECOND -> text.length == 0 && width == 2 ? 2 : 0;
      case FRACTION -> width;
      default -> 0;
    };
  }
}
