package io.leat.server.oracle;

import java.util.List;
import java.util.Set;

/**
 * Queries by the time at which rows are read: over {@code tick}, whose rows {@code tick_tumble} and
 * {@code tick_hop} hold with the windows that are closed, and {@code priced} beside the row of
 * {@code quote} that there was in their epoch.
 */
final class ProcessingTimeShapes {
  private static final String TUMBLE =
      "TABLE(TUMBLE(TABLE tick, DESCRIPTOR(seen), " + interval(ProcessingTimeModel.TUMBLE) + "))";
  private static final String HOP =
      "TABLE(HOP(TABLE tick, DESCRIPTOR(seen), "
          + interval(ProcessingTimeModel.SLIDE)
          + ", "
          + interval(ProcessingTimeModel.HOP)
          + "))";

  private ProcessingTimeShapes() {}

  /** As no scene makes it longer. */
  private static String interval(long seconds) {
    return "INTERVAL '0:0" + seconds + "' MINUTE TO SECOND";
  }

  static void add(List<TimeShapes.Shape> shapes) {
    windows(shapes, "tick_tumble", TUMBLE);
    windows(shapes, "tick_hop", HOP);
    String join = "SELECT l.k, l.v, r.rate FROM tick l $ quote FOR SYSTEM_TIME AS OF l.seen AS r";
    String on = " ON l.k = r.k";
    shape(
        shapes,
        "processing time LEFT JOIN",
        join.replace("$", "LEFT JOIN") + on,
        "SELECT k, v, rate FROM priced");
    shape(
        shapes,
        "processing time JOIN",
        join.replace("$", "JOIN") + on,
        "SELECT k, v, rate FROM priced WHERE found = 1");
    shape(
        shapes,
        "processing time LEFT JOIN with a condition",
        join.replace("$", "LEFT JOIN") + on + " AND r.rate > l.v",
        "SELECT k, v, CASE WHEN rate > v THEN rate END FROM priced");
  }

  private static void windows(List<TimeShapes.Shape> shapes, String kind, String function) {
    String keyed = " GROUP BY window_start, window_end, k";
    both(
        shapes,
        "processing time, counts by key, " + kind,
        "SELECT k, window_start, window_end, COUNT(*), SUM(v) FROM $" + keyed,
        function,
        kind);
    both(
        shapes,
        "processing time, distinct values, " + kind,
        "SELECT window_end, COUNT(DISTINCT v), COUNT(*) FROM $ GROUP BY window_start, window_end",
        function,
        kind);
    both(
        shapes,
        "processing time, greatest rows, " + kind,
        "SELECT k, v, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start,"
            + " window_end ORDER BY v DESC, k) AS n FROM $) WHERE n <= 2",
        function,
        kind);
  }

  private static void both(
      List<TimeShapes.Shape> shapes, String name, String sql, String function, String kind) {
    shape(shapes, name, sql.replace("$", function), DuckText.query(sql.replace("$", kind)));
  }

  private static void shape(
      List<TimeShapes.Shape> shapes, String name, String sql, String duckSql) {
    shapes.add(new TimeShapes.Shape(name, sql, duckSql, Set.of(), false));
  }
}
