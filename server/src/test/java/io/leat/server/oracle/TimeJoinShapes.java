package io.leat.server.oracle;

import java.util.List;
import java.util.Set;

/**
 * Joins in time. {@code near_bid} and {@code near_auction} hold the rows that were not late for the
 * bound of both tables, which is {@code j} of {@code bound}; {@code asof_bid} and {@code asof_rate}
 * the same with the table of versions, whose bound is {@code t}.
 */
final class TimeJoinShapes {
  private static final String NEAR =
      "l.k = r.k AND r.ts BETWEEN l.ts - INTERVAL '3' SECOND AND l.ts + INTERVAL '5' SECOND";
  private static final String AHEAD =
      "l.k = r.k AND r.ts > l.ts + INTERVAL '2' SECOND AND r.ts <= l.ts + INTERVAL '6' SECOND";
  private static final Set<String> BOTH = Set.of("near_bid", "near_auction");

  private TimeJoinShapes() {}

  static void add(List<TimeShapes.Shape> shapes) {
    interval(shapes, "around", NEAR, "5", "3");
    interval(shapes, "around, with a condition", NEAR + " AND l.v > r.w", "5", "3");
    interval(shapes, "ahead", AHEAD, "6", "-2");
    temporal(shapes);
    versions(shapes);
  }

  /** Rows without match are given when the bound has passed their last possible match. */
  private static void interval(
      List<TimeShapes.Shape> shapes, String name, String condition, String after, String before) {
    String both = "near_bid l JOIN near_auction r ON " + condition;
    String inner = "SELECT l.k, l.v, l.ts, r.w, r.ts FROM " + both;
    String leftAlone =
        "FROM near_bid l WHERE NOT EXISTS (SELECT * FROM near_auction r WHERE "
            + condition
            + ") AND (k IS NULL OR ts + INTERVAL '"
            + after
            + "' SECOND < (SELECT j FROM bound))";
    String rightAlone =
        "FROM near_auction r WHERE NOT EXISTS (SELECT * FROM near_bid l WHERE "
            + condition
            + ") AND (k IS NULL OR "
            + (before.startsWith("-")
                ? "ts - INTERVAL '" + before.substring(1)
                : "ts + INTERVAL '" + before)
            + "' SECOND < (SELECT j FROM bound))";
    String onlyLeft = " UNION ALL SELECT k, v, ts, NULL, NULL " + leftAlone;
    String onlyRight = " UNION ALL SELECT NULL, NULL, NULL, w, ts " + rightAlone;
    pairs(shapes, name, "JOIN", condition, inner);
    pairs(shapes, name, "LEFT JOIN", condition, inner + onlyLeft);
    pairs(shapes, name, "RIGHT JOIN", condition, inner + onlyRight);
    pairs(shapes, name, "FULL JOIN", condition, inner + onlyLeft + onlyRight);
    String left = "SELECT k, v, ts FROM ";
    shapes.add(
        new TimeShapes.Shape(
            "interval semi join, " + name,
            left + "bid l WHERE EXISTS (SELECT * FROM auction r WHERE " + condition + ")",
            left + "near_bid l WHERE EXISTS (SELECT * FROM near_auction r WHERE " + condition + ")",
            BOTH,
            false));
    shapes.add(
        new TimeShapes.Shape(
            "interval anti join, " + name,
            left + "bid l WHERE NOT EXISTS (SELECT * FROM auction r WHERE " + condition + ")",
            "SELECT k, v, ts " + leftAlone,
            BOTH,
            false));
  }

  private static void pairs(
      List<TimeShapes.Shape> shapes, String name, String type, String condition, String duckSql) {
    shapes.add(
        new TimeShapes.Shape(
            "interval " + type + ", " + name,
            "SELECT l.k, l.v, l.ts, r.w, r.ts FROM bid l " + type + " auction r ON " + condition,
            duckSql,
            BOTH,
            false));
  }

  /** With a table that has one row of a key, which is replaced or goes. */
  private static void versions(List<TimeShapes.Shape> shapes) {
    Set<String> both = Set.of("quoted_bid", "quoted_quote");
    String version =
        "(SELECT $ FROM quoted_quote r WHERE r.k = l.k AND r.ts <= l.ts ORDER BY r.ts DESC LIMIT 1)";
    String rate = version.replace("$", "CASE WHEN r.gone = 0 THEN r.rate END");
    String time = version.replace("$", "CASE WHEN r.gone = 0 THEN r.ts END");
    String expected =
        "SELECT l.k, l.v, l.ts, "
            + rate
            + ", "
            + time
            + " FROM quoted_bid l WHERE l.ts < (SELECT q FROM bound)";
    String columns = "SELECT l.k, l.v, l.ts, r.rate, r.ts FROM bid l ";
    String right = " quote FOR SYSTEM_TIME AS OF l.ts AS r ON l.k = r.k";
    shapes.add(
        new TimeShapes.Shape(
            "temporal LEFT JOIN, updating", columns + "LEFT JOIN" + right, expected, both, false));
    shapes.add(
        new TimeShapes.Shape(
            "temporal JOIN, updating",
            columns + "JOIN" + right,
            expected + " AND " + version.replace("$", "r.gone") + " = 0",
            both,
            false));
  }

  private static void temporal(List<TimeShapes.Shape> shapes) {
    Set<String> both = Set.of("asof_bid", "asof_rate");
    String version = "(SELECT MAX(r.ts) FROM asof_rate r WHERE r.k = l.k AND r.ts <= l.ts)";
    String rate =
        "(SELECT r.rate FROM asof_rate r WHERE r.k = l.k AND r.ts <= l.ts ORDER BY r.ts DESC, r.rate"
            + " DESC NULLS LAST LIMIT 1)";
    String passed = " FROM asof_bid l WHERE l.ts < (SELECT t FROM bound)";
    String columns = "SELECT l.k, l.v, l.s, l.ts, r.rate, r.ts FROM bid l ";
    String right = " rate FOR SYSTEM_TIME AS OF l.ts AS r ON l.k = r.k";
    String expected = "SELECT l.k, l.v, l.s, l.ts, " + rate + ", " + version + passed;
    shapes.add(
        new TimeShapes.Shape(
            "temporal LEFT JOIN", columns + "LEFT JOIN" + right, expected, both, false));
    shapes.add(
        new TimeShapes.Shape(
            "temporal JOIN",
            columns + "JOIN" + right,
            expected + " AND " + version + " IS NOT NULL",
            both,
            false));
  }
}
