package io.leat.sql.validate;

import java.util.List;

/** What people read about the functions of windows in time. */
final class WindowDocuments {
  private WindowDocuments() {}

  static List<FunctionDocument> all() {
    return List.of(
        QueryFunctions.document(
            "table",
            "TUMBLE(TABLE, DESCRIPTOR, size[, offset]) → (columns of the table, window_start TIMESTAMP,"
                + " window_end TIMESTAMP, window_time)",
            "Each row beside the window of one size that its time is in.",
            "SELECT window_start, window_end, SUM(n) AS n FROM TUMBLE((SELECT * FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n)), DESCRIPTOR(ts), INTERVAL '10' MINUTE)"
                + " GROUP BY window_start, window_end ORDER BY window_end"),
        QueryFunctions.document(
            "table",
            "HOP(TABLE, DESCRIPTOR, slide, size[, offset]) → (columns of the table, window_start TIMESTAMP,"
                + " window_end TIMESTAMP, window_time)",
            "Each row beside all windows of a size that its time is in; one begins each slide.",
            "SELECT window_start, window_end, SUM(n) AS n FROM HOP((SELECT * FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n)), DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE)"
                + " GROUP BY window_start, window_end ORDER BY window_end"),
        QueryFunctions.document(
            "table",
            "CUMULATE(TABLE, DESCRIPTOR, step, size[, offset]) → (columns of the table, window_start TIMESTAMP,"
                + " window_end TIMESTAMP, window_time)",
            "Each row beside the windows, with one start and an end at each step up to the size, that its time is in.",
            "SELECT window_start, window_end, SUM(n) AS n FROM CUMULATE((SELECT * FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n)), DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE)"
                + " GROUP BY window_start, window_end ORDER BY window_end"),
        QueryFunctions.document(
            "table",
            "SESSION(TABLE [PARTITION BY keys], DESCRIPTOR, gap) → (columns of the table, window_start TIMESTAMP,"
                + " window_end TIMESTAMP, window_time)",
            "Each row beside its session: rows that follow each other within the gap.",
            "SELECT window_start, window_end, SUM(n) AS n FROM SESSION((SELECT * FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n)), DESCRIPTOR(ts), INTERVAL '5' MINUTE)"
                + " GROUP BY window_start, window_end ORDER BY window_end"),
        QueryFunctions.document(
            "temporal",
            "TUMBLE_START(time, size) → (TIMESTAMP)",
            "The start of the window that GROUP BY TUMBLE groups by.",
            "SELECT TUMBLE_START(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY TUMBLE(ts, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "TUMBLE_END(time, size) → (TIMESTAMP)",
            "The end of the window that GROUP BY TUMBLE groups by, which is not in it.",
            "SELECT TUMBLE_END(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY TUMBLE(ts, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "TUMBLE_ROWTIME(time, size) → (time)",
            "The last moment of the window that GROUP BY TUMBLE groups by, as a time attribute.",
            "SELECT TUMBLE_ROWTIME(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY TUMBLE(ts, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "TUMBLE_PROCTIME(time, size) → (time)",
            "The last moment of the window of processing time that GROUP BY TUMBLE groups by.",
            "SELECT TUMBLE_PROCTIME(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY TUMBLE(ts, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "HOP_START(time, slide, size) → (TIMESTAMP)",
            "The start of the window that GROUP BY HOP groups by.",
            "SELECT HOP_START(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY HOP(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "HOP_END(time, slide, size) → (TIMESTAMP)",
            "The end of the window that GROUP BY HOP groups by, which is not in it.",
            "SELECT HOP_END(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY HOP(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "HOP_ROWTIME(time, slide, size) → (time)",
            "The last moment of the window that GROUP BY HOP groups by, as a time attribute.",
            "SELECT HOP_ROWTIME(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY HOP(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "HOP_PROCTIME(time, slide, size) → (time)",
            "The last moment of the window of processing time that GROUP BY HOP groups by.",
            "SELECT HOP_PROCTIME(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY HOP(ts, INTERVAL '30' MINUTE, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "SESSION_START(time, gap) → (TIMESTAMP)",
            "The start of the window that GROUP BY SESSION groups by.",
            "SELECT SESSION_START(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY SESSION(ts, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "SESSION_END(time, gap) → (TIMESTAMP)",
            "The end of the window that GROUP BY SESSION groups by, which is not in it.",
            "SELECT SESSION_END(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY SESSION(ts, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "SESSION_ROWTIME(time, gap) → (time)",
            "The last moment of the window that GROUP BY SESSION groups by, as a time attribute.",
            "SELECT SESSION_ROWTIME(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY SESSION(ts, INTERVAL '1' HOUR) ORDER BY t"),
        QueryFunctions.document(
            "temporal",
            "SESSION_PROCTIME(time, gap) → (time)",
            "The last moment of the window of processing time that GROUP BY SESSION groups by.",
            "SELECT SESSION_PROCTIME(ts, INTERVAL '1' HOUR) AS t, SUM(n) AS n FROM (VALUES"
                + " (TIMESTAMP '2026-01-01 10:03:00', 1), (TIMESTAMP '2026-01-01 10:04:00', 2))"
                + " AS v (ts, n) GROUP BY SESSION(ts, INTERVAL '1' HOUR) ORDER BY t"));
  }
}
