package io.leat.runtime.function;

import java.util.ArrayList;
import java.util.List;

/** The functions of dates and times. */
final class TemporalEntries {
  private TemporalEntries() {}

  static List<FunctionEntry> all() {
    List<FunctionEntry> entries = new ArrayList<>();
    entries.add(
        now("CURRENT_TIMESTAMP", "TIMESTAMP_LTZ(3)", "The time of the epoch.").alias("NOW"));
    entries.add(now("CURRENT_ROW_TIMESTAMP", "TIMESTAMP_LTZ(3)", "The time of the epoch."));
    entries.add(now("PROCTIME", "TIMESTAMP_LTZ(3)", "The time of the epoch, as a time attribute."));
    entries.add(local("LOCALTIMESTAMP", "TIMESTAMP(3)", "The time of the epoch in the zone."));
    entries.add(local("CURRENT_DATE", "DATE", "The date of the epoch in the zone."));
    entries.add(
        local("LOCALTIME", "TIME(0)", "The time of day of the epoch.").alias("CURRENT_TIME"));
    entries.add(
        time("EXTRACT(STRING, TIMESTAMP) → BIGINT", "EXTRACT(STRING, TIME(6)) → BIGINT")
            .by("TemporalFunctions.extract")
            .memo("UnitMemo")
            .says("A part of a date or time, as a number.")
            .example("EXTRACT('YEAR', TIMESTAMP '2026-11-23 10:00:00')"));
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
        time("DATE_FORMAT(TIMESTAMP, STRING) → STRING", "DATE_FORMAT(STRING, STRING) → STRING")
            .by("TemporalFormatFunctions.dateFormat")
            .memo("FormatMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("A timestamp written in a format.")
            .example("DATE_FORMAT(TIMESTAMP '2026-11-23 10:00:00', 'yyyy/MM/dd')"));
    entries.add(
        time("TO_DATE(STRING[, STRING]) → DATE")
            .by("TemporalFormatFunctions.toDate")
            .memo("FormatMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("The date in a text; NULL if there is none.")
            .example("TO_DATE('2026-11-23')"));
    entries.add(
        time("TO_TIMESTAMP(STRING[, STRING]) → TIMESTAMP(3)")
            .by("TemporalFormatFunctions.toTimestamp")
            .memo("FormatMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("The timestamp in a text; NULL if there is none.")
            .example("TO_TIMESTAMP('2026-11-23 10:00:00')"));
    entries.add(
        time("TO_TIMESTAMP_LTZ(BIGINT[, INT]) → TIMESTAMP_LTZ(3)")
            .by("TemporalFormatFunctions.toTimestampLtz")
            .says("The instant so many milliseconds (precision 3) or seconds (0) after 1970.")
            .example("TO_TIMESTAMP_LTZ(1000, 3)"));
    entries.add(
        time("FROM_UNIXTIME(BIGINT[, STRING]) → STRING")
            .by("TemporalFormatFunctions.fromUnixtime")
            .memo("FormatMemo")
            .zoned()
            .says("The instant so many seconds after 1970, as text in the session's zone.")
            .example("FROM_UNIXTIME(44)"));
    entries.add(
        time("UNIX_TIMESTAMP() → BIGINT", "UNIX_TIMESTAMP(STRING[, STRING]) → BIGINT")
            .by("TemporalFormatFunctions.unixTimestamp")
            .memo("FormatMemo")
            .zoned()
            .timed()
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("Seconds since 1970: now, or of a text in the session's zone.")
            .example("UNIX_TIMESTAMP('1970-01-01 00:01:00')"));
    entries.add(
        time("TIMESTAMPADD(STRING, BIGINT, TIMESTAMP) → TIMESTAMP")
            .result(FunctionEntry.ResultRule.MOVED)
            .by("TemporalFunctions.timestampAdd")
            .memo("UnitMemo")
            .says("The timestamp moved by so many units.")
            .example("TIMESTAMPADD('DAY', 1, TIMESTAMP '2026-11-23 10:00:00')"));
    entries.add(
        time("TIMESTAMPDIFF(STRING, TIMESTAMP, TIMESTAMP) → INT")
            .by("TemporalFunctions.timestampDiff")
            .memo("UnitMemo")
            .says("How many whole units lie between the two timestamps.")
            .example("TIMESTAMPDIFF('DAY', TIMESTAMP '2026-11-01 00:00:00', DATE '2026-11-23')"));
    entries.add(
        time("DATE_TRUNC(STRING, TEMPORAL) → TEMPORAL")
            .says("The start of the unit that the time lies in.")
            .example("DATE_TRUNC('MONTH', DATE '2026-11-23')"));
    return entries;
  }

  private static FunctionEntry now(String name, String type, String sentence) {
    return time(name + "() → " + type)
        .by("TemporalFunctions.now")
        .timed()
        .says(sentence)
        .example(name + "()");
  }

  private static FunctionEntry local(String name, String type, String sentence) {
    String method =
        switch (name) {
          case "LOCALTIMESTAMP" -> "localTimestamp";
          case "CURRENT_DATE" -> "currentDate";
          default -> "localTime";
        };
    return time(name + "() → " + type)
        .by("TemporalFunctions." + method)
        .zoned()
        .timed()
        .says(sentence)
        .example(name + "()");
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

  private static FunctionEntry time(String... signatures) {
    return FunctionEntry.of("temporal", signatures);
  }
}
