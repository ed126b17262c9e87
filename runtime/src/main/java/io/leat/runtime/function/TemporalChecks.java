package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the functions of times refuse among their constants before any row is read. */
final class TemporalChecks {
  private static final int MAX_CLOCK_DIGITS = 6;

  private TemporalChecks() {}

  static FunctionEntry.Check javaFormat(int argument) {
    return text(argument, DateTimePattern::ofJava);
  }

  static FunctionEntry.Check postgresFormat(int argument) {
    return text(argument, DateTimePattern::ofPostgres);
  }

  static FunctionEntry.Check zone(int argument) {
    return text(argument, ZoneMemo::of);
  }

  private static FunctionEntry.Check text(int argument, Consumer<String> check) {
    return (types, constants) -> {
      if (argument < constants.size() && constants.get(argument) instanceof String text) {
        check.accept(text);
      }
    };
  }

  /** Of EXTRACT: the unit and what it is taken of. */
  static void part(List<DataType> types, List<? extends @Nullable Object> constants) {
    TimeUnit unit = unit(constants, 0);
    if (unit == null) {
      return;
    }
    switch (types.get(1).kind()) {
      case TIME -> TemporalParts.ofTime(unit, 0);
      case INTERVAL_DAY_TIME -> TemporalParts.ofDuration(unit, 0);
      case INTERVAL_YEAR_MONTH -> TemporalParts.ofPeriod(unit, 0);
      default -> {}
    }
  }

  /** Of DATE_TRUNC: the unit and what is cut. */
  static void truncation(List<DataType> types, List<? extends @Nullable Object> constants) {
    rounding(unit(constants, 0), types.get(1));
  }

  /** Of FLOOR and CEIL: the unit and what is rounded. */
  static void rounding(List<DataType> types, List<? extends @Nullable Object> constants) {
    if (types.size() > 1) {
      rounding(unit(constants, 1), types.get(0));
    }
  }

  private static void rounding(@Nullable TimeUnit unit, DataType time) {
    if (unit == null) {
      return;
    }
    switch (time.kind()) {
      case TIME -> TemporalUnits.floorTime(unit, 0);
      default -> TemporalUnits.floor(unit, 0L);
    }
  }

  /** Of TIMESTAMPADD and TIMESTAMPDIFF: a unit that has a length. */
  static void length(List<DataType> types, List<? extends @Nullable Object> constants) {
    TimeUnit unit = unit(constants, 0);
    if (unit != null && unit.interval() == null && unit != TimeUnit.NANOSECOND) {
      throw unit.unusable("TIMESTAMPADD or TIMESTAMPDIFF");
    }
  }

  /** Of TO_TIMESTAMP_LTZ: a precision, or a format and a zone. */
  static void instant(List<DataType> types, List<? extends @Nullable Object> constants) {
    if (constants.size() > 1 && constants.get(1) instanceof Number precision) {
      TemporalFormatFunctions.unit(precision.intValue());
    }
    javaFormat(1).check(types, constants);
    zone(2).check(types, constants);
  }

  /** Of CONVERT_TZ: two zones. */
  static void conversion(List<DataType> types, List<? extends @Nullable Object> constants) {
    zone(1).check(types, constants);
    zone(2).check(types, constants);
  }

  /** Of DATEDIFF: with three arguments, a unit. */
  static void difference(List<DataType> types, List<? extends @Nullable Object> constants) {
    if (types.size() > 2) {
      length(types, constants);
    }
  }

  /** Digits of the second of the clock, which has microseconds: 0 to 6. */
  static void clock(List<DataType> types, List<? extends @Nullable Object> constants) {
    if (!constants.isEmpty() && constants.get(0) instanceof Number digits) {
      int given = digits.intValue();
      if (given < 0 || given > MAX_CLOCK_DIGITS) {
        throw new RowException(
            SqlState.INVALID_PARAMETER_VALUE,
            "the clock has 0 to " + MAX_CLOCK_DIGITS + " digits of the second, not " + given);
      }
    }
  }

  /** The same number if it is in range, else the nearest that is: {@link #clock} refuses it. */
  static int digits(Number given) {
    return Math.max(0, Math.min(MAX_CLOCK_DIGITS, given.intValue()));
  }

  private static @Nullable TimeUnit unit(List<? extends @Nullable Object> constants, int argument) {
    return constants.get(argument) instanceof String name ? TimeUnit.of(name) : null;
  }
}
