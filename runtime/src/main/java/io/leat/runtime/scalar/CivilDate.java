package io.leat.runtime.scalar;

/**
 * The proleptic Gregorian calendar over days since 1970-01-01, without objects. The algorithm is
 * that of C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar
 * algorithms" (2022): a year begins in March, so that the leap day is its last. Valid for the years
 * 0001 to 9999 and a few days around them.
 */
public final class CivilDate {
  /** Days from 0000-03-01 to 1970-01-01. */
  private static final int EPOCH_SHIFT = 719_468;

  private static final int DAYS_OF_400_YEARS = 146_097;

  private CivilDate() {}

  /** Year, month (4 bits) and day of the month (5 bits) in one number, which orders as dates do. */
  public static int packed(int day) {
    int shifted = 4 * (day + EPOCH_SHIFT) + 3;
    int century = shifted / DAYS_OF_400_YEARS;
    int dayOfCentury = shifted % DAYS_OF_400_YEARS / 4;
    long product = 2_939_745L * (4 * dayOfCentury + 3);
    int yearOfCentury = (int) (product >>> 32);
    int dayOfYear = (int) ((product & 0xffff_ffffL) / 2_939_745L / 4);
    int monthAndDay = 2_141 * dayOfYear + 197_913;
    int month = monthAndDay >>> 16;
    int dayOfMonth = (monthAndDay & 0xffff) / 2_141 + 1;
    int year = 100 * century + yearOfCentury;
    return month > 12
        ? (year + 1) << 9 | (month - 12) << 5 | dayOfMonth
        : year << 9 | month << 5 | dayOfMonth;
  }

  public static int year(int packed) {
    return packed >> 9;
  }

  /** 1 to 12. */
  public static int month(int packed) {
    return packed >> 5 & 15;
  }

  /** 1 to 31. */
  public static int dayOfMonth(int packed) {
    return packed & 31;
  }

  /** The day of a date that exists. */
  public static int day(int year, int month, int dayOfMonth) {
    int early = month <= 2 ? 1 : 0;
    int y = year - early;
    int m = month + 12 * early;
    int century = y / 100;
    int ofYears = 1_461 * y / 4 - century + century / 4;
    return ofYears + (979 * m - 2_919) / 32 + dayOfMonth - 1 - EPOCH_SHIFT;
  }

  public static boolean isLeap(int year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  public static int daysInMonth(int year, int month) {
    return month == 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month ^ month >> 3) & 1);
  }

  /** 1 to 366. */
  public static int dayOfYear(int day) {
    return day - day(year(packed(day)), 1, 1) + 1;
  }

  /** Monday 1 to Sunday 7. */
  public static int isoDayOfWeek(int day) {
    return Math.floorMod(day + 3, 7) + 1;
  }

  /** The Thursday of the day's week: its year and its week of the year are those of ISO 8601. */
  private static int thursday(int day) {
    return day - isoDayOfWeek(day) + 4;
  }

  public static int isoYear(int day) {
    return year(packed(thursday(day)));
  }

  /** 1 to 53. */
  public static int isoWeek(int day) {
    return (dayOfYear(thursday(day)) + 6) / 7;
  }
}
