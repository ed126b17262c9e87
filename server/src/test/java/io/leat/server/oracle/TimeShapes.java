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
  private static final String AUCTIONS =
      "TABLE(TUMBLE(TABLE auction, DESCRIPTOR(ts), INTERVAL '10' SECOND))";

  private TimeShapes() {}

  /**
   * A query.
   *
   * @param lateOf the kinds of windows whose late rows the query reports
   */
  record Shape(String name, String sql, String duckSql, Set<String> lateOf) {}

  static List<Shape> all() {
    List<Shape> shapes = new ArrayList<>();
    aggregates(shapes, "tumble", TUMBLE);
    aggregates(shapes, "hop", HOP);
    aggregates(shapes, "odd_hop", ODD_HOP);
    aggregates(shapes, "cumulate", CUMULATE);
    aggregates(shapes, "session", SESSION);
    tops(shapes);
    joins(shapes);
    cascades(shapes);
    return shapes;
  }

  /** The same text over a windowed table function and over the rows of closed windows. */
  private static void add(
      List<Shape> shapes, String name, String kind, String function, String sql) {
    shapes.add(
        new Shape(
            name + ", " + kind,
            sql.replace("$", function),
            DuckText.query(sql.replace("$", "bid_" + kind)),
            Set.of("bid_" + kind)));
  }

  private static void aggregates(List<Shape> shapes, String kind, String function) {
    boolean session = kind.equals("session");
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
    if (!session) {
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
          "distinct rows",
          kind,
          function,
          "SELECT DISTINCT window_start, window_end, s FROM $");
    }
    add(
        shapes,
        "texts in order",
        kind,
        function,
        "SELECT k, window_end, STRING_AGG(s, ',' ORDER BY s) FROM $" + " GROUP BY " + keyed);
  }

  private static void tops(List<Shape> shapes) {
    add(
        shapes,
        "two greatest rows of a window",
        "tumble",
        TUMBLE,
        "SELECT k, v, s, ts, window_start, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
            + " window_start, window_end ORDER BY v DESC, s, k, ts) AS n FROM $) WHERE n <= 2");
    add(
        shapes,
        "the last row of each key",
        "tumble",
        TUMBLE,
        "SELECT k, v, s, ts, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
            + " window_start, window_end, k ORDER BY ts DESC, v, s) AS n FROM $) WHERE n = 1");
    add(
        shapes,
        "keys with the greatest sums",
        "tumble",
        TUMBLE,
        "SELECT k, total, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start,"
            + " window_end ORDER BY total DESC, k) AS n FROM (SELECT window_start, window_end, k,"
            + " COALESCE(SUM(v), 0) AS total FROM $ GROUP BY window_start, window_end, k)) WHERE n <= 2");
    add(
        shapes,
        "three greatest rows of a hop",
        "hop",
        HOP,
        "SELECT k, v, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start,"
            + " window_end ORDER BY v DESC, k, s, ts) AS n FROM $) WHERE n <= 3");
  }

  private static void joins(List<Shape> shapes) {
    for (String type : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")) {
      join(
          shapes,
          "window " + type,
          "SELECT l.k, l.v, r.w, r.k, COALESCE(l.window_end, r.window_end) FROM (SELECT * FROM $L)"
              + " l "
              + type
              + " (SELECT * FROM $R) r ON l.k = r.k AND l.window_start = r.window_start AND"
              + " l.window_end = r.window_end");
    }
    join(
        shapes,
        "window semi join",
        "SELECT k, v, window_end FROM (SELECT * FROM $L) l WHERE EXISTS (SELECT * FROM (SELECT *"
            + " FROM $R) r WHERE l.k = r.k AND l.window_start = r.window_start AND l.window_end ="
            + " r.window_end)");
    join(
        shapes,
        "window anti join",
        "SELECT k, v, window_end FROM (SELECT * FROM $L) l WHERE NOT EXISTS (SELECT * FROM (SELECT"
            + " * FROM $R) r WHERE l.k = r.k AND l.window_start = r.window_start AND l.window_end"
            + " = r.window_end)");
  }

  private static void join(List<Shape> shapes, String name, String sql) {
    shapes.add(
        new Shape(
            name,
            sql.replace("$L", TUMBLE).replace("$R", AUCTIONS),
            sql.replace("$L", "both_bid_tumble").replace("$R", "both_auction_tumble"),
            Set.of("bid_tumble", "auction_tumble")));
  }

  private static void cascades(List<Shape> shapes) {
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
            Set.of("bid_tumble")));
  }
}
