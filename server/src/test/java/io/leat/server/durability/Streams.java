package io.leat.server.durability;

import io.leat.runtime.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Jobs and views over the events of an auction site, with state and without, into files and into a
 * table; and what there is of it all in the end, to be compared between a server that has gone many
 * times and an engine that never has.
 */
final class Streams {
  private static final List<String> SINKS = List.of("prices", "categories", "windows");
  private static final List<String> TABLES = List.of("stored", "groups", "total", "most");

  /** Those that read nothing but the events end with them. */
  private static final String STILL_READING =
      "SELECT COUNT(*) FROM leat.jobs WHERE status <> 'FINISHED' AND (job_id LIKE 'job-%'"
          + " OR job_name LIKE '%.groups' OR job_name LIKE '%.most')";

  private final Path folder;
  private final long events;
  private final long perSecond;

  /** How often the factors have been increased. */
  private long added;

  /**
   * @param folder of the files that are written
   * @param events how many there are
   * @param perSecond how many come in a second of the events' time
   */
  Streams(Path folder, long events, long perSecond) {
    this.folder = folder;
    this.events = events;
    this.perSecond = perSecond;
  }

  /** The same with files elsewhere. */
  Streams in(Path otherFolder) {
    return new Streams(otherFolder, events, perSecond);
  }

  private List<String> tables(boolean limited) {
    return List.of(
        "CREATE TABLE nexmark (event_type INT, auction ROW<id BIGINT, category BIGINT, dateTime"
            + " TIMESTAMP(3)>, bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, dateTime"
            + " TIMESTAMP(3)>, ts AS COALESCE(bid.dateTime, auction.dateTime), WATERMARK FOR ts AS"
            + " ts - INTERVAL '0.001' SECOND) WITH ('connector' = 'nexmark', 'splits' = '3', 'events.num' = '"
            + events
            + "', 'first-event.rate' = '"
            + perSecond
            + "', 'rate.limited' = '"
            + limited
            + "')",
        "CREATE VIEW bids AS SELECT bid.auction, bid.bidder, bid.price, ts FROM nexmark"
            + " WHERE event_type = 2",
        "CREATE VIEW auctions AS SELECT auction.id, auction.category FROM nexmark"
            + " WHERE event_type = 1",
        sink("prices", "auction BIGINT, bidder BIGINT, price BIGINT"),
        sink("categories", "auction BIGINT, price BIGINT, category BIGINT"),
        sink("windows", "seconds BIGINT, c BIGINT, s BIGINT"),
        "CREATE TABLE stored (auction BIGINT, bidder BIGINT)",
        "CREATE TABLE factors (g BIGINT PRIMARY KEY, f BIGINT)",
        "INSERT INTO factors VALUES (0, 10), (1, 20), (2, 30)",
        "CREATE MATERIALIZED VIEW groups AS SELECT auction % 997 AS g, COUNT(*) AS c,"
            + " SUM(price) AS s FROM bids GROUP BY auction % 997",
        "CREATE MATERIALIZED VIEW total AS SELECT SUM(c) AS c, SUM(s) AS s FROM groups",
        "CREATE MATERIALIZED VIEW most AS SELECT * FROM (SELECT bidder, price, ROW_NUMBER() OVER"
            + " (PARTITION BY bidder % 50 ORDER BY price DESC, bidder, ts) AS place FROM bids)"
            + " WHERE place <= 3",
        "CREATE MATERIALIZED VIEW weighed AS SELECT f.g, COUNT(*) AS c, SUM(price * f.f) AS s"
            + " FROM bids JOIN factors f ON f.g = auction % 4 GROUP BY f.g");
  }

  private static List<String> inserts() {
    return List.of(
        "EXECUTE STATEMENT SET BEGIN INSERT INTO prices SELECT auction, bidder, price FROM bids;"
            + " INSERT INTO stored SELECT auction, bidder FROM bids; END",
        "INSERT INTO categories SELECT b.auction, b.price, a.category FROM bids b"
            + " JOIN auctions a ON b.auction = a.id WHERE b.price % 5 = 0",
        "INSERT INTO windows SELECT EXTRACT(EPOCH FROM window_start), COUNT(*), SUM(price) FROM"
            + " TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '0.25' SECOND)"
            + " GROUP BY window_start, window_end");
  }

  private String sink(String name, String columns) {
    return "CREATE TABLE "
        + name
        + " ("
        + columns
        + ") WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '"
        + folder.resolve(name)
        + "')";
  }

  /** Makes the tables, views and jobs on a server; events come no faster than they should. */
  void create(Connection connection) throws SQLException {
    createTables(connection);
    for (int job = 0; job < inserts().size(); job++) {
      startJob(connection, job);
    }
  }

  /** Makes the tables and views. */
  void createTables(Connection connection) throws SQLException {
    for (String sql : tables(true)) {
      execute(connection, sql);
    }
  }

  /** Starts one of the jobs. */
  void startJob(Connection connection, int job) throws SQLException {
    Set<String> before = jobs(connection);
    startJobInVain(connection, job);
    Await.until("the job", () -> !before.containsAll(jobs(connection)));
  }

  /** Does the same on another server, as fast as it goes, and tells what there is then. */
  Map<String, List<String>> atOnce(Connection connection) throws SQLException, IOException {
    for (String sql : tables(false)) {
      execute(connection, sql);
    }
    for (String sql : inserts()) {
      execute(connection, sql);
    }
    awaitEnd(connection, number(connection, "SELECT COUNT(*) FROM bids WHERE auction % 4 < 3"));
    return contents(connection);
  }

  /** How many bids are weighed in the end, by what there is in the end. */
  static long weighed(Map<String, List<String>> contents) {
    return contents.getOrDefault("weighed", List.of()).stream()
        .mapToLong(row -> Long.parseLong(row.split(",")[1]))
        .sum();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Starts one of the jobs on a server that may end before it says so. Statements over sources that
   * end wait for that end: this client goes before.
   */
  void startJobInVain(Connection connection, int job) throws SQLException {
    String url = connection.getMetaData().getURL();
    Thread client =
        new Thread(
            () -> {
              try (Connection own = DriverManager.getConnection(url)) {
                execute(own, inserts().get(job));
              } catch (SQLException e) {
                // The server has gone.
              }
            },
            "insert");
    client.setDaemon(true);
    client.start();
  }

  /** The ids of all INSERT jobs that the server knows of. */
  static Set<String> jobs(Connection connection) {
    try {
      return new HashSet<>(
          lines(connection, "SELECT job_id FROM leat.jobs WHERE job_id LIKE 'job-%'"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(Connection connection, String sql) {
    try {
      return Long.parseLong(lines(connection, sql).get(0));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many bids there are in all. */
  long bids() {
    return events / 50 * 46;
  }

  /** Waits until a view has seen so many of the bids. */
  static void awaitBids(Connection connection, long count) throws SQLException {
    awaitCount(connection, "SELECT c FROM total", count);
  }

  /** Waits until the one row of a query has so much in its column c. */
  private static void awaitCount(Connection connection, String query, long count)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet changes = statement.executeQuery(query + " EMIT CHANGES")) {
      while (changes.next()) {
        if (changes.getString("op").startsWith("+") && changes.getLong("c") >= count) {
          return;
        }
      }
    }
    throw new IllegalStateException("the view has ended");
  }

  /**
   * Waits until every job and view has read its source to the end.
   *
   * @param weighed how many bids the joined view counts then
   */
  void awaitEnd(Connection connection, long weighed) throws SQLException {
    awaitBids(connection, bids());
    Await.until("the events' end", () -> number(connection, STILL_READING) == 0);
    awaitCount(connection, "SELECT SUM(c) AS c FROM weighed", weighed);
  }

  /** What there is: the sorted rows of each sink, table and view. */
  Map<String, List<String>> contents(Connection connection) throws SQLException, IOException {
    Map<String, List<String>> contents = new LinkedHashMap<>();
    for (String sink : SINKS) {
      contents.put(sink, fileLines(folder.resolve(sink)));
    }
    for (String table : TABLES) {
      contents.put(table, lines(connection, "SELECT * FROM " + table));
    }
    // As if nobody had added to the factors.
    contents.put(
        "weighed",
        lines(
            connection, "SELECT g, c, s / ((g + 1) * 10 + " + added + ") * (g + 1) FROM weighed"));
    contents.replaceAll((name, rows) -> rows.stream().sorted().toList());
    return contents;
  }

  /** Changes a table that views read beside the source; they correct what they have. */
  void addToFactors(Connection connection) throws SQLException {
    execute(connection, "UPDATE factors SET f = f + 1");
    added++;
  }

  /** Files that wait for a commit. */
  List<Path> pendingFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".pending")).toList();
    }
  }

  private static List<String> fileLines(Path sink) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(sink)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.getFileName().toString().startsWith(".")) {
          all.addAll(Files.readAllLines(file));
        }
      }
    }
    return all;
  }

  /** Says how contents differ, in the first few rows of each part. */
  static String difference(Map<String, List<String>> expected, Map<String, List<String>> actual) {
    StringBuilder said = new StringBuilder();
    expected.forEach(
        (name, rows) -> {
          List<String> found = actual.getOrDefault(name, List.of());
          if (!found.equals(rows)) {
            said.append(name)
                .append(": ")
                .append(found.size())
                .append(" rows, not ")
                .append(rows.size())
                .append("; missing ")
                .append(without(rows, found))
                .append("; surplus ")
                .append(without(found, rows))
                .append('\n');
          }
        });
    return said.toString();
  }

  private static List<String> without(List<String> rows, List<String> others) {
    Map<String, Integer> counts = new HashMap<>();
    others.forEach(row -> counts.merge(row, 1, Integer::sum));
    return rows.stream().filter(row -> counts.merge(row, -1, Integer::sum) < 0).limit(20).toList();
  }

  private static List<String> lines(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder(String.valueOf(rows.getString(1)));
        for (int i = 2; i <= columns; i++) {
          line.append(',').append(rows.getString(i));
        }
        lines.add(line.toString());
      }
      return lines;
    }
  }
}
