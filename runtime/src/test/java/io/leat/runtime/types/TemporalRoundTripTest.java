package io.leat.runtime.types;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.codegen.ConstantEvaluator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a date, time, timestamp or interval is read back as the same value. */
class TemporalRoundTripTest {
  private static final int VALUES = 20_000;
  private static final int COMPILED = 100;
  private static final long FIRST = LocalDate.of(1, 1, 2).toEpochDay();
  private static final long LAST = LocalDate.of(9999, 12, 30).toEpochDay();

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Europe/Vienna", "America/St_Johns", "Australia/Lord_Howe", "+05:45"})
  void textsOfEveryPrecisionAreReadBack(String zoneName) {
    ZoneId zone = ZoneId.of(zoneName);
    Random random = new Random(zoneName.hashCode());
    for (int i = 0; i < VALUES; i++) {
      int digits = random.nextInt(10);
      LocalDate date = LocalDate.ofEpochDay(FIRST + (long) (random.nextDouble() * (LAST - FIRST)));
      LocalTime time = cut(LocalTime.ofNanoOfDay((long) (random.nextDouble() * 86_400e9)), digits);
      assertRead(date, ScalarType.DATE, zone, i);
      assertRead(time, ScalarType.time(digits), zone, i);
      assertRead(LocalDateTime.of(date, time), ScalarType.timestamp(digits), zone, i);
      assertRead(
          LocalDateTime.of(date, time).toInstant(ZoneOffset.UTC),
          ScalarType.timestampLtz(digits),
          zone,
          i);
      assertRead(
          Period.ofMonths(random.nextInt(240_000) - 120_000).normalized(),
          ScalarType.intervalYearMonth(),
          zone,
          i);
      assertRead(
          Duration.ofNanos(random.nextLong() / 1000 * 1000),
          ScalarType.intervalDayTime(6),
          zone,
          i);
    }
  }

  /**
   * Every minute around the changes of the clocks, which some texts name twice and others never.
   */
  @ParameterizedTest
  @ValueSource(strings = {"Europe/Vienna", "America/St_Johns", "Australia/Lord_Howe"})
  void instantsAroundAChangeOfTheClocksAreReadBack(String zoneName) {
    ZoneId zone = ZoneId.of(zoneName);
    Instant change = Instant.parse("1990-01-01T00:00:00Z");
    for (int i = 0; i < 80; i++) {
      change = zone.getRules().nextTransition(change).getInstant();
      for (int minute = -150; minute <= 150; minute++) {
        Instant instant = change.plusSeconds(minute * 60L);
        assertRead(instant, ScalarType.timestampLtz(0), zone, COMPILED);
      }
      assertRead(change.minusNanos(1), ScalarType.timestampLtz(9), zone, i);
      assertRead(change, ScalarType.timestampLtz(9), zone, i);
    }
  }

  private static void assertRead(Object value, ScalarType type, ZoneId zone, int number) {
    String text = ValueText.of(value, type, zone);
    assertEquals(value, ValueText.parse(text, type, zone), () -> text + " in " + zone);
    if (number < COMPILED) {
      assertCompiled(value, type, zone, text);
    }
  }

  /** The compiled conversions agree with the boxed ones. */
  private static void assertCompiled(Object value, ScalarType type, ZoneId zone, String text) {
    Expression constant = new Expression.Literal(value, type.withNullable(false));
    Expression written =
        new Expression.Cast(constant, ScalarType.STRING.withNullable(false), false);
    assertEquals(text, ConstantEvaluator.evaluate(written, zone).value());
    Expression read = new Expression.Cast(written, type.withNullable(false), false);
    assertEquals(value, ConstantEvaluator.evaluate(read, zone).value(), text);
  }

  private static LocalTime cut(LocalTime time, int digits) {
    long unit = Math.round(Math.pow(10, 9 - digits));
    return LocalTime.ofNanoOfDay(time.toNanoOfDay() / unit * unit);
  }
}
