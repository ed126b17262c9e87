package io.leat.runtime.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every day of the years 0001 to 9999 is the one that java.time says. */
class CivilDateTest {
  private static final int FIRST = (int) LocalDate.of(1, 1, 1).toEpochDay();
  private static final int LAST = (int) LocalDate.of(9999, 12, 31).toEpochDay();

  @Test
  void daysAreThoseOfTheCalendar() {
    LocalDate date = LocalDate.of(1, 1, 1);
    for (int day = FIRST; day <= LAST; day++) {
      int packed = CivilDate.packed(day);
      int expected = date.getYear() << 9 | date.getMonthValue() << 5 | date.getDayOfMonth();
      if (packed != expected) {
        assertEquals(date.toString(), text(packed));
      }
      int back = CivilDate.day(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
      if (back != day) {
        assertEquals(day, back, date.toString());
      }
      date = date.plusDays(1);
    }
  }

  private static String text(int packed) {
    return CivilDate.year(packed)
        + "-"
        + CivilDate.month(packed)
        + "-"
        + CivilDate.dayOfMonth(packed);
  }

  @Test
  void weeksAndLengthsAreThoseOfTheCalendar() {
    for (int day = FIRST; day <= LAST; day += 5) {
      LocalDate date = LocalDate.ofEpochDay(day);
      assertEquals(date.getDayOfWeek().getValue(), CivilDate.isoDayOfWeek(day));
      assertEquals(date.getDayOfYear(), CivilDate.dayOfYear(day));
      assertEquals(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), CivilDate.isoWeek(day));
      assertEquals(date.get(IsoFields.WEEK_BASED_YEAR), CivilDate.isoYear(day));
      assertEquals(
          date.lengthOfMonth(), CivilDate.daysInMonth(date.getYear(), date.getMonthValue()));
    }
  }

  @Test
  void monthsAreAddedAsInTheCalendar() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      LocalDate date = LocalDate.ofEpochDay(FIRST + random.nextInt(LAST - FIRST + 1));
      LocalDate end = date.plus(random.nextInt(20_000) - 10_000, ChronoUnit.DAYS);
      int months = (int) ChronoUnit.MONTHS.between(date, end);
      LocalDate moved = date.plusMonths(months);
      if (moved.getYear() >= 1 && moved.getYear() <= 9999) {
        assertEquals(moved.toEpochDay(), Temporals.dateAddMonths((int) date.toEpochDay(), months));
      }
    }
  }
}
