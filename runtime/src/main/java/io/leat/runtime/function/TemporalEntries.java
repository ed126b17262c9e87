package io.leat.runtime.function;

import java.util.ArrayList;
import java.util.List;

/** The functions of dates and times. */
final class TemporalEntries {
  private TemporalEntries() {}

  static List<FunctionEntry> all() {
    List<FunctionEntry> entries = new ArrayList<>();
    entries.add(now("CURRENT_TIMESTAMP", "TIMESTAMP_LTZ(3)", "The time of the epoch."));
    entries.add(now("NOW", "TIMESTAMP_LTZ(3)", "The time of the epoch."));
    entries.add(now("CURRENT_ROW_TIMESTAMP", "TIMESTAMP_LTZ(3)", "The time of the epoch."));
    entries.add(now("PROCTIME", "TIMESTAMP_LTZ(3)", "The time of the epoch, as a time attribute."));
    entries.add(
        time(
                "CURRENT_WATERMARK(TIMESTAMP) → TIMESTAMP",
                "CURRENT_WATERMARK(TIMESTAMP_LTZ) → TIMESTAMP_LTZ")
            .result(FunctionEntry.ResultRule.DIGITS_OF_FIRST)
            .by("TemporalFunctions.currentWatermark")
            .bounded()
            .says(
                "The watermark of a time attribute's stream when the epoch began: no row at or"
                    + " before it was expected; NULL if there was none yet.")
            .example("SELECT CURRENT_WATERMARK(ts) FROM clicks"));
    entries.add(
        time("SOURCE_WATERMARK() → TIMESTAMP_LTZ(3)")
            .random()
            .says("The watermark that the table's connector gives; only in WATERMARK FOR.")
            .example("SELECT ts FROM clicks -- WATERMARK FOR ts AS SOURCE_WATERMARK()"));
    entries.add(local("LOCALTIMESTAMP", "TIMESTAMP(3)", "The time of the epoch in the zone."));
    entries.add(local("CURRENT_DATE", "DATE", "The date of the epoch in the zone."));
    entries.add(
        local("LOCALTIME", "TIME(0)", "The time of day of the epoch.").alias("CURRENT_TIME"));
    entries.add(
        time(
                "DATE_PART(STRING, TEMPORAL) → BIGINT",
                "DATE_PART(STRING, INTERVAL DAY TO SECOND) → BIGINT",
                "DATE_PART(STRING, INTERVAL YEAR TO MONTH) → BIGINT")
            .alias("EXTRACT")
            .checks(TemporalChecks::part)
            .says("A part of a date, time or interval, as a number; also EXTRACT(YEAR FROM time).")
            .example("DATE_PART('YEAR', TIMESTAMP '2026-11-23 10:00:00')"));
    entries.add(part("YEAR", "The year."));
    entries.add(part("QUARTER", "The quarter, 1 to 4."));
    entries.add(part("MONTH", "The month, 1 to 12."));
    entries.add(part("WEEK", "The ISO week of the year, 1 to 53."));
    entries.add(part("DAYOFMONTH", "The day of the month, 1 to 31."));
    entries.add(part("DAYOFYEAR", "The day of the year, 1 to 366."));
    entries.add(part("DAYOFWEEK", "The day of the week, Sunday 1 to Saturday 7."));
    entries.add(clockPart("HOUR", "The hour, 0 to 23."));
    entries.add(clockPart("MINUTE", "The minute, 0 to 59."));
    entries.add(clockPart("SECOND", "The second, 0 to 59."));
    entries.add(
        time("LAST_DAY(DATE) → DATE", "LAST_DAY(TIMESTAMP) → DATE")
            .by("TemporalFunctions.lastDay")
            .says("The last day of the date's month.")
            .example("LAST_DAY(DATE '2026-02-03')"));
    entries.add(
        time("MAKE_DATE(INT, INT, INT) → DATE")
            .by("TemporalFunctions.makeDate")
            .says("The date of a year, a month and a day of the month.")
            .example("MAKE_DATE(2026, 11, 23)"));
    entries.add(
        time("TIMESTAMPADD(STRING, BIGINT, TIMESTAMP) → TIMESTAMP")
            .result(FunctionEntry.ResultRule.MOVED)
            .by("TemporalFunctions.timestampAdd")
            .memo("UnitMemo")
            .checks(TemporalChecks::length)
            .says("The timestamp moved by so many units.")
            .example("TIMESTAMPADD(DAY, 1, TIMESTAMP '2026-11-23 10:00:00')"));
    entries.add(
        time(
                "TIMESTAMPDIFF(STRING, TIMESTAMP, TIMESTAMP) → INT",
                "TIMESTAMPDIFF(STRING, TIMESTAMP(9), TIMESTAMP(9)) → INT",
                "TIMESTAMPDIFF(STRING, TIMESTAMP_LTZ, TIMESTAMP_LTZ) → INT",
                "TIMESTAMPDIFF(STRING, TIMESTAMP_LTZ(9), TIMESTAMP_LTZ(9)) → INT")
            .by("TemporalFunctions.timestampDiff")
            .memo("UnitMemo")
            .checks(TemporalChecks::length)
            .says("How many whole units lie from the first timestamp to the second.")
            .example("TIMESTAMPDIFF(DAY, TIMESTAMP '2026-11-01 00:00:00', DATE '2026-11-23')"));
    entries.add(
        time(
                "DATEDIFF(TIMESTAMP, TIMESTAMP) → INT",
                "DATEDIFF(STRING, STRING) → INT",
                "DATEDIFF(TIMESTAMP, STRING) → INT",
                "DATEDIFF(STRING, TIMESTAMP) → INT",
                "DATEDIFF(STRING, TIMESTAMP, TIMESTAMP) → INT",
                "DATEDIFF(STRING, STRING, STRING) → INT",
                "DATEDIFF(STRING, TIMESTAMP, STRING) → INT",
                "DATEDIFF(STRING, STRING, TIMESTAMP) → INT")
            .by("TemporalFunctions.dateDiff")
            .memo("UnitMemo")
            .checks(TemporalChecks::difference)
            .says(
                "How many days lie from the second date to the first; with a unit, how many borders"
                    + " of the unit lie from the first to the second: DATEDIFF(MONTH, begin, end).")
            .example("DATEDIFF(DATE '2026-11-23', DATE '2026-11-01')"));
    entries.add(
        time("DATE_TRUNC(STRING, TEMPORAL) → TEMPORAL")
            .checks(TemporalChecks::truncation)
            .says("The start of the unit that the time lies in; weeks begin on Monday.")
            .example("DATE_TRUNC('MONTH', DATE '2026-11-23')"));
    entries.add(
        time(overlaps())
            .says(
                "Whether two periods, each of two ends or a begin and a length, have a time in common;"
                    + " written (begin, end) OVERLAPS (begin, end).")
            .example(
                "(DATE '2026-01-01', DATE '2026-01-31') OVERLAPS (DATE '2026-01-20', DATE '2026-02-10')"));
    return entries;
  }

  /** Each period has two ends, or a begin and a length. */
  private static String[] overlaps() {
    List<String> ends = List.of("TEMPORAL", "INTERVAL DAY TO SECOND", "INTERVAL YEAR TO MONTH");
    List<String> signatures = new ArrayList<>();
    for (String first : ends) {
      for (String second : ends) {
        signatures.add("OVERLAPS(TEMPORAL, " + first + ", TEMPORAL, " + second + ") → BOOLEAN");
      }
    }
    return signatures.toArray(String[]::new);
  }

  private static FunctionEntry now(String name, String type, String sentence) {
    boolean plain = !name.equals("CURRENT_TIMESTAMP");
    return (plain
            ? time(name + "() → " + type)
            : time(name + "() → " + type, name + "(INT) → " + type))
        .result(FunctionEntry.ResultRule.DIGITS_GIVEN)
        .by("TemporalFunctions.now")
        .timed()
        .checks(TemporalChecks::clock)
        .says(sentence)
        .example(name.equals("CURRENT_TIMESTAMP") ? name : name + "()");
  }

  private static FunctionEntry local(String name, String type, String sentence) {
    String method =
        switch (name) {
          case "LOCALTIMESTAMP" -> "localTimestamp";
          case "CURRENT_DATE" -> "currentDate";
          default -> "localTime";
        };
    boolean date = name.equals("CURRENT_DATE");
    return (date
            ? time(name + "() → " + type)
            : time(name + "() → " + type, name + "(INT) → " + type))
        .result(FunctionEntry.ResultRule.DIGITS_GIVEN)
        .by("TemporalFunctions." + method)
        .zoned()
        .timed()
        .checks(TemporalChecks::clock)
        .says(sentence)
        .example(name);
  }

  private static FunctionEntry part(String name, String sentence) {
    return time(name + "(TIMESTAMP) → BIGINT")
        .by("TemporalFunctions." + name.toLowerCase(java.util.Locale.ROOT))
        .says(sentence)
        .example(name + "(DATE '2026-11-23')");
  }

  private static FunctionEntry clockPart(String name, String sentence) {
    return time(name + "(TIMESTAMP) → BIGINT", name + "(TIME(6)) → BIGINT")
        .by("TemporalFunctions." + name.toLowerCase(java.util.Locale.ROOT))
        .says(sentence)
        .example(name + "(TIMESTAMP '2026-11-23 10:20:30')");
  }

  static FunctionEntry time(String... signatures) {
    return FunctionEntry.of("temporal", signatures);
  }
}
