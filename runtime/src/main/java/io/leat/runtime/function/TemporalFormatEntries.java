package io.leat.runtime.function;

import java.util.ArrayList;
import java.util.List;

/** The functions between times and their text or number, and between time zones. */
final class TemporalFormatEntries {
  private TemporalFormatEntries() {}

  static List<FunctionEntry> all() {
    List<FunctionEntry> entries = new ArrayList<>();
    entries.add(
        time(
                "DATE_FORMAT(TIMESTAMP, STRING) → STRING",
                "DATE_FORMAT(TIMESTAMP(9), STRING) → STRING",
                "DATE_FORMAT(STRING, STRING) → STRING")
            .by("TemporalFormatFunctions.dateFormat")
            .memo("FormatMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .checks(TemporalChecks.javaFormat(1))
            .says("A timestamp written in a format such as yyyy-MM-dd HH:mm:ss.")
            .example("DATE_FORMAT(TIMESTAMP '2026-11-23 10:00:00', 'yyyy/MM/dd')"));
    entries.add(
        time("TO_CHAR(TIMESTAMP, STRING) → STRING", "TO_CHAR(TIMESTAMP(9), STRING) → STRING")
            .by("TemporalFormatFunctions.toChar")
            .memo("FormatMemo")
            .checks(TemporalChecks.postgresFormat(1))
            .says("A timestamp written in a format such as YYYY-MM-DD HH24:MI:SS.")
            .example("TO_CHAR(TIMESTAMP '2026-11-23 10:00:00', 'DD Mon YYYY')"));
    entries.add(
        time("TO_DATE(STRING[, STRING]) → DATE")
            .by("TemporalFormatFunctions.toDate")
            .memo("FormatMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .checks(TemporalChecks.javaFormat(1))
            .says("The date in a text; NULL if there is none.")
            .example("TO_DATE('2026-11-23')"));
    entries.add(
        time("TO_TIMESTAMP(STRING[, STRING]) → TIMESTAMP(3)")
            .by("TemporalFormatFunctions.toTimestamp")
            .memo("FormatMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .checks(TemporalChecks.javaFormat(1))
            .says("The timestamp in a text; NULL if there is none.")
            .example("TO_TIMESTAMP('2026-11-23 10:00:00')"));
    entries.add(
        time(
                "TO_TIMESTAMP_LTZ(BIGINT[, INT]) → TIMESTAMP_LTZ(3)",
                "TO_TIMESTAMP_LTZ(DOUBLE[, INT]) → TIMESTAMP_LTZ(3)",
                "TO_TIMESTAMP_LTZ(STRING[, STRING, STRING]) → TIMESTAMP_LTZ(3)")
            .by("TemporalFormatFunctions.toTimestampLtz")
            .memo("ZoneMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .checks(TemporalChecks::instant)
            .says(
                "The instant so many milliseconds (precision 3) or seconds (0) after 1970, or that"
                    + " of a text with its format and zone (UTC).")
            .example("TO_TIMESTAMP_LTZ(1000, 3)"));
    entries.add(
        time("FROM_UNIXTIME(BIGINT[, STRING]) → STRING")
            .by("TemporalFormatFunctions.fromUnixtime")
            .memo("FormatMemo")
            .zoned()
            .checks(TemporalChecks.javaFormat(1))
            .says("The instant so many seconds after 1970, as text in the session's zone.")
            .example("FROM_UNIXTIME(44)"));
    entries.add(
        time("UNIX_TIMESTAMP() → BIGINT", "UNIX_TIMESTAMP(STRING[, STRING]) → BIGINT")
            .by("TemporalFormatFunctions.unixTimestamp")
            .memo("FormatMemo")
            .zoned()
            .timed()
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .checks(TemporalChecks.javaFormat(1))
            .says("Seconds since 1970: now, or of a text in the session's zone.")
            .example("UNIX_TIMESTAMP('1970-01-01 00:01:00')"));
    entries.add(
        time("CONVERT_TZ(STRING, STRING, STRING) → STRING")
            .by("TemporalFormatFunctions.convertTz")
            .memo("ZoneMemo")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .checks(TemporalChecks::conversion)
            .says("The text of a timestamp in one zone as the text of the same instant in another.")
            .example("CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'America/Los_Angeles')"));
    entries.add(
        time(
                "AT_TIME_ZONE(TIMESTAMP, STRING) → TIMESTAMP_LTZ",
                "AT_TIME_ZONE(TIMESTAMP(9), STRING) → TIMESTAMP_LTZ(9)",
                "AT_TIME_ZONE(TIMESTAMP_LTZ, STRING) → TIMESTAMP",
                "AT_TIME_ZONE(TIMESTAMP_LTZ(9), STRING) → TIMESTAMP(9)")
            .result(FunctionEntry.ResultRule.DIGITS_OF_FIRST)
            .checks(TemporalChecks.zone(1))
            .says(
                "The instant of a wall clock in a zone, or the wall clock in a zone at an instant;"
                    + " written as ts AT TIME ZONE 'zone'.")
            .example("TIMESTAMP '2026-11-23 10:00:00' AT TIME ZONE 'Europe/Vienna'"));
    entries.add(
        time(
                "AT_LOCAL(TIMESTAMP) → TIMESTAMP_LTZ",
                "AT_LOCAL(TIMESTAMP(9)) → TIMESTAMP_LTZ(9)",
                "AT_LOCAL(TIMESTAMP_LTZ) → TIMESTAMP",
                "AT_LOCAL(TIMESTAMP_LTZ(9)) → TIMESTAMP(9)")
            .result(FunctionEntry.ResultRule.DIGITS_OF_FIRST)
            .says("The same as AT TIME ZONE with the session's zone; written as ts AT LOCAL.")
            .example("TIMESTAMP '2026-11-23 10:00:00' AT LOCAL"));
    return entries;
  }

  private static FunctionEntry time(String... signatures) {
    return TemporalEntries.time(signatures);
  }
}
