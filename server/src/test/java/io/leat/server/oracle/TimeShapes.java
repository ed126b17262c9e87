package io.leat.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Queries over windows, and what they are over the rows of closed windows: for table {@code bid}
 * and each kind of window there is a table {@code bid_tumble} and so on with the rows of closed
 * windows; {@code both_bid_tumble} and {@code both_auction_tumble} hold those that both tables'
 * time has closed.
 */
final class TimeShapes {
  private static final String TUMBLE =
      "TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '10' SECOND))";
  private static final String HOP =
      "TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '4' SECOND, INTERVAL '12' SECOND))";
  private static final String ODD_HOP =
      "TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '4' SECOND, INTERVAL '10' SECOND))";
  private static final String CUMULATE =
      "TABLE(CUMULATE(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND))";
  private static final String SESSION =
      "TABLE(SESSION(TABLE bid PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND))";

  /**
   * Queries that wait for the sessions of all keys which start and end together: since they bring
   * them together, or work in windows on what works in windows.
   */
  private static final Set<String> OF_SEVERAL_KEYS =
      Set.of(
          "without a key",
          "grouping sets",
          "distinct values in grouping sets",
          "distinct rows",
          "two greatest rows of a window",
          "keys with the greatest sums",
          "ranks in a window");

  private TimeShapes() {}

  /**
   * A query.
   *
   * @param lateOf the kinds of windows whose late rows the query reports
   * @param twice whether windows read what windows give, so that they wait for its corrections too
   */
  record Shape(String name, String sql, String duckSql, Set<String> lateOf, boolean twice) {}

  /** The queries that may be asked in a scene. */
  static List<Shape> all(TimeScene scene, boolean appendOnly) {
    List<Shape> shapes = new ArrayList<>();
    aggregates(shapes, "tumble", TUMBLE);
    aggregates(shapes, "hop", HOP);
    aggregates(shapes, "odd_hop", ODD_HOP);
    aggregates(shapes, "cumulate", CUMULATE);
    aggregates(shapes, "session", SESSION);
    tops(shapes, "tumble", TUMBLE);
    tops(shapes, "hop", HOP);
    tops(shapes, "cumulate", CUMULATE);
    tops(shapes, "session", SESSION);
    joins(shapes, "tumble", TUMBLE);
    joins(shapes, "hop", HOP);
    joins(shapes, "cumulate", CUMULATE);
    // Time may pass sessions by where the other table says so, if their own is idle.
    if (!scene.idle()) {
      joins(shapes, "session", SESSION);
    }
    if (!scene.instants()) {
      cascades(shapes);
    }
    TimeJoinShapes.add(shapes);
    ProcessingTimeShapes.add(shapes);
    if (appendOnly) {
      watermarks(shapes);
    }
    overs(shapes, appendOnly);
    return shapes;
  }

  /** What CURRENT_WATERMARK tells when a row is read. */
  private static void watermarks(List<Shape> shapes) {
    shapes.add(
        new Shape(
            "watermark of a row",
            "SELECT k, v, ts, CURRENT_WATERMARK(ts) FROM bid",
            "SELECT k, v, ts, seen FROM bid_seen",
            Set.of(),
            false));
    shapes.add(
        new Shape(
            "rows that are not late",
            "SELECT k, ts FROM bid WHERE CURRENT_WATERMARK(ts) IS NULL OR ts > CURRENT_WATERMARK(ts)",
            "SELECT k, ts FROM bid_on_time",
            Set.of(),
            false));
    shapes.add(
        new Shape(
            "late rows",
            "SELECT k, COUNT(*), MIN(ts) FROM bid WHERE ts <= CURRENT_WATERMARK(ts) GROUP BY k",
            "SELECT k, COUNT(*), MIN(ts) FROM bid_seen WHERE ts <= seen GROUP BY k",
            Set.of(),
            false));
  }

  /** Rows that may be taken back do not wait for time. */
  private static void overs(List<Shape> shapes, boolean appendOnly) {
    String frame =
        " OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' SECOND PRECEDING AND CURRENT ROW)";
    over(
        shapes,
        appendOnly,
        "range of time",
        "SELECT k, v, ts, SUM(v)" + frame + ", COUNT(*)" + frame + ", MAX(s)" + frame + " FROM $");
    String rows =
        " OVER (PARTITION BY k ORDER BY ts, v, s ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)";
    over(
        shapes,
        appendOnly,
        "rows in order of time",
        "SELECT k, v, s, ts, SUM(v)" + rows + ", MIN(v)" + rows + " FROM $");
    over(
        shapes,
        appendOnly,
        "numbers in order of time",
        "SELECT k, v, s, ts, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v, s), LAG(v) OVER"
            + " (PARTITION BY k ORDER BY ts, v, s) FROM $");
    for (String order : List.of("ts, v, s", "ts, s DESC, v")) {
      over(
          shapes,
          appendOnly,
          "first rows by " + order,
          "SELECT k, v, s, ts, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY "
              + order
              + ") AS n FROM $) WHERE n = 1");
    }
    over(
        shapes,
        appendOnly,
        "first row of all",
        "SELECT v, ts FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY ts, v, s) AS n FROM $) WHERE n = 1");
    String all = " OVER (ORDER BY ts RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)";
    over(
        shapes,
        appendOnly,
        "everything so far",
        "SELECT ts, k, COUNT(v)" + all + ", SUM(v)" + all + " FROM $");
  }

  private static void over(List<Shape> shapes, boolean appendOnly, String name, String sql) {
    String rows =
        appendOnly ? "(SELECT * FROM bid_on_time WHERE ts < (SELECT b FROM bound))" : "bid_all";
    shapes.add(
        new Shape(
            "over, " + name,
            sql.replace("$", "bid"),
            DuckText.query(sql.replace("$", rows)),
            appendOnly ? Set.of("bid_on_time") : Set.of(),
            false));
  }

  /** The same text over a windowed table function and over the rows of closed windows. */
  static void add(List<Shape> shapes, String name, String kind, String function, String sql) {
    boolean byWindow = kind.equals("session") && OF_SEVERAL_KEYS.contains(name);
    String rows = (byWindow ? "by_window_bid_" : "bid_") + kind;
    shapes.add(
        new Shape(
            name + ", " + kind,
            sql.replace("$", function),
            DuckText.query(sql.replace("$", rows)),
            Set.of("bid_" + kind),
            name.equals("keys with the greatest sums") || name.equals("ranks in a window")));
  }

  private static void aggregates(List<Shape> shapes, String kind, String function) {
    String keyed = "window_start, window_end, k";
    add(
        shapes,
        "counts and sums by key",
        kind,
        function,
        "SELECT k, window_start, window_end, COUNT(*), SUM(v), MIN(v), MAX(v), AVG(v) FROM $"
            + " GROUP BY "
            + keyed);
    add(
        shapes,
        "distinct values by key",
        kind,
        function,
        "SELECT k, window_end, COUNT(DISTINCT v), SUM(DISTINCT v) FROM $ GROUP BY " + keyed);
    add(
        shapes,
        "filtered",
        kind,
        function,
        "SELECT window_start, k, COUNT(*) FILTER (WHERE v > 4), SUM(v + 1) FROM $ GROUP BY "
            + keyed
            + " HAVING COUNT(*) > 1");
    add(
        shapes,
        "without a key",
        kind,
        function,
        "SELECT window_start, window_end, COUNT(*), COUNT(v), MAX(s), SUM(v) FROM $"
            + " GROUP BY window_start, window_end");
    add(
        shapes,
        "grouping sets",
        kind,
        function,
        "SELECT window_start, window_end, k, s, COUNT(*), SUM(v) FROM $"
            + " GROUP BY window_start, window_end, GROUPING SETS ((k), (s), ())");
    add(
        shapes,
        "distinct values in grouping sets",
        kind,
        function,
        "SELECT window_start, window_end, k, s, COUNT(DISTINCT v), SUM(DISTINCT v), COUNT(*), MIN(v)"
            + " FROM $ GROUP BY window_start, window_end, CUBE (k, s)");
    add(
        shapes,
        "distinct rows",
        kind,
        function,
        "SELECT DISTINCT window_start, window_end, s FROM $");
    add(
        shapes,
        "texts in order",
        kind,
        function,
        "SELECT k, window_end, STRING_AGG(s, ',' ORDER BY s) FROM $" + " GROUP BY " + keyed);
  }

  private static void tops(List<Shape> shapes, String kind, String function) {
    add(
        shapes,
        "two greatest rows of a window",
        kind,
        function,
        "SELECT k, v, s, ts, window_start, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
            + " window_start, window_end ORDER BY v DESC, s, k, ts) AS n FROM $) WHERE n <= 2");
    add(
        shapes,
        "the last row of each key",
        kind,
        function,
        "SELECT k, v, s, ts, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
            + " window_start, window_end, k ORDER BY ts DESC, v, s) AS n FROM $) WHERE n = 1");
    add(
        shapes,
        "the first row of each key",
        kind,
        function,
        "SELECT k, v, s, ts, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
            + " window_start, window_end, k ORDER BY ts, v, s) AS n FROM $) WHERE n = 1");
    add(
        shapes,
        "keys with the greatest sums",
        kind,
        function,
        "SELECT k, total, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start,"
            + " window_end ORDER BY total DESC, k) AS n FROM (SELECT window_start, window_end, k,"
            + " COALESCE(SUM(v), 0) AS total FROM $ GROUP BY window_start, window_end, k)) WHERE n <= 2");
    add(
        shapes,
        "ranks in a window",
        kind,
        function,
        "SELECT k, v, ts, window_end, RANK() OVER (PARTITION BY window_start, window_end, k ORDER BY v)"
            + ", SUM(v) OVER (PARTITION BY window_start, window_end, k ORDER BY ts, v) FROM $");
  }

  private static void joins(List<Shape> shapes, String kind, String function) {
    for (String type : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")) {
      join(
          shapes,
          "window " + type,
          kind,
          function,
          "SELECT l.k, l.v, r.w, r.k, COALESCE(l.window_end, r.window_end) FROM (SELECT * FROM $L)"
              + " l "
              + type
              + " (SELECT * FROM $R) r ON l.k = r.k AND l.window_start = r.window_start AND"
              + " l.window_end = r.window_end");
    }
    String same =
        "(SELECT * FROM (SELECT * FROM $R) r WHERE l.k = r.k AND l.window_start = r.window_start"
            + " AND l.window_end = r.window_end)";
    String left = "SELECT k, v, window_end FROM (SELECT * FROM $L) l WHERE ";
    join(shapes, "window semi join", kind, function, left + "EXISTS " + same);
    join(shapes, "window anti join", kind, function, left + "NOT EXISTS " + same);
    join(
        shapes,
        "window join by null keys",
        kind,
        function,
        "SELECT l.k, l.v, r.w, l.window_end FROM (SELECT * FROM $L) l JOIN (SELECT * FROM $R) r ON"
            + " l.k IS NOT DISTINCT FROM r.k AND l.window_start = r.window_start AND l.window_end ="
            + " r.window_end");
    join(
        shapes,
        "window join of anything",
        kind,
        function,
        "SELECT l.k, l.v, r.w, r.k, l.window_end FROM (SELECT * FROM $L) l LEFT JOIN (SELECT * FROM $R)"
            + " r ON l.window_start = r.window_start AND l.window_end = r.window_end AND l.v < r.w");
  }

  private static void join(
      List<Shape> shapes, String name, String kind, String function, String sql) {
    shapes.add(
        new Shape(
            name + ", " + kind,
            sql.replace("$L", function).replace("$R", function.replace("bid", "auction")),
            sql.replace("$L", "both_bid_" + kind).replace("$R", "both_auction_" + kind),
            Set.of("both_bid_" + kind, "both_auction_" + kind),
            false));
  }

  private static void cascades(List<Shape> shapes) {
    sessionCascades(shapes);
    String inner =
        "SELECT window_start AS ws, window_end AS we, window_time AS wt, k, COUNT(*) AS c FROM "
            + TUMBLE
            + " GROUP BY window_start, window_end, window_time, k";
    shapes.add(
        new Shape(
            "windows of windows",
            "SELECT window_end, COUNT(*), SUM(c) FROM TABLE(TUMBLE((SELECT wt, k, c FROM ("
                + inner
                + ")), DESCRIPTOR(wt), INTERVAL '30' SECOND)) GROUP BY window_start, window_end",
            "SELECT e, COUNT(*), SUM(c) FROM (SELECT time_bucket(INTERVAL 30 SECOND, window_start)"
                + " + INTERVAL 30 SECOND AS e, COUNT(*) AS c FROM bid_tumble GROUP BY"
                + " window_start, k) WHERE e <= (SELECT b FROM bound) GROUP BY e",
            Set.of("bid_tumble"),
            true));
  }

  private static void sessionCascades(List<Shape> shapes) {
    String inner =
        "SELECT window_time AS wt, k, COUNT(*) AS c, SUM(v) AS v FROM "
            + SESSION
            + " GROUP BY window_start, window_end, window_time, k";
    String moment = "window_end - INTERVAL 1 MILLISECOND";
    shapes.add(
        new Shape(
            "windows of sessions",
            "SELECT window_end, COUNT(*), SUM(c), SUM(v) FROM TABLE(TUMBLE(("
                + inner
                + "), DESCRIPTOR(wt), INTERVAL '10' SECOND)) GROUP BY window_start, window_end",
            "SELECT e, COUNT(*), SUM(c), SUM(v) FROM (SELECT time_bucket(INTERVAL 10 SECOND, "
                + moment
                + ") + INTERVAL 10 SECOND AS e, COUNT(*) AS c, SUM(v) AS v FROM bid_session GROUP BY"
                + " window_start, window_end, k) WHERE e <= (SELECT h FROM bound) GROUP BY e",
            Set.of("bid_session"),
            true));
  }
}
