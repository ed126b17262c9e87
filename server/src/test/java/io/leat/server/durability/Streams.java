package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Jobs and views over a source of numbers from 0 on, some of them with state, and what they must
 * have made of it when the source has come to its end, however often their server has gone
 * meanwhile.
 */
final class Streams {
  private static final int STEP = 5;
  private static final int FILES = 10;
  private static final int WINDOW = 1_000;

  private final Path folder;
  private final long rows;

  /**
   * @param folder of the files that are read and written
   * @param rows of the source
   */
  Streams(Path folder, long rows) {
    this.folder = folder;
    this.rows = rows;
  }

  /** Makes the tables, views and jobs. */
  void create(Connection connection, long perSecond) throws SQLException, IOException {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    for (int file = 0; file < FILES; file++) {
      List<String> lines = new ArrayList<>();
      for (long k = file * rows / FILES; k < (file + 1) * rows / FILES; k += STEP) {
        lines.add(k + ",key " + k);
      }
      Files.write(keys.resolve("keys-" + file + ".csv"), lines);
    }
    try (Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "CREATE TABLE numbers (n BIGINT, ts AS TO_TIMESTAMP_LTZ(n, 3),"
                  + " WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen',"
                  + " 'number-of-rows' = '"
                  + rows
                  + "', 'rows-per-second' = '"
                  + perSecond
                  + "', 'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '"
                  + (rows - 1)
                  + "')",
              "CREATE TABLE keys (k BIGINT, text STRING) WITH ('connector' = 'filesystem',"
                  + " 'format' = 'csv', 'path' = '"
                  + keys
                  + "')",
              sink("tripled", "n BIGINT, m BIGINT"),
              sink("joined", "n BIGINT, text STRING"),
              sink("windows", "seconds BIGINT, c BIGINT, s BIGINT"),
              "CREATE TABLE stored (n BIGINT)",
              "CREATE TABLE factors (g BIGINT PRIMARY KEY, f BIGINT)",
              "INSERT INTO factors VALUES (0, 10), (1, 20), (2, 30)",
              "CREATE MATERIALIZED VIEW groups AS SELECT n % 7 AS g, COUNT(*) AS c, SUM(n) AS s"
                  + " FROM numbers GROUP BY n % 7",
              "CREATE MATERIALIZED VIEW total AS SELECT SUM(c) AS c, SUM(s) AS s FROM groups",
              "CREATE MATERIALIZED VIEW weighed AS SELECT f.g, COUNT(*) AS c, SUM(n * f.f) AS s"
                  + " FROM numbers JOIN factors f ON f.g = n % 4 GROUP BY f.g",
              "EXECUTE STATEMENT SET BEGIN INSERT INTO tripled SELECT n, n * 3 FROM numbers;"
                  + " INSERT INTO stored SELECT n FROM numbers; END",
              "INSERT INTO joined SELECT n, text FROM numbers JOIN keys ON n = k",
              "INSERT INTO windows SELECT EXTRACT(EPOCH FROM window_start), COUNT(*), SUM(n) FROM"
                  + " TUMBLE(TABLE numbers, DESCRIPTOR(ts), INTERVAL '1' SECOND)"
                  + " GROUP BY window_start, window_end")) {
        if (sql.contains("INSERT INTO") && !sql.contains("VALUES")) {
          inBackground(connection, sql);
        } else {
          statement.execute(sql);
        }
      }
    }
  }

  /** Statements over sources that end wait for that end; these clients go before. */
  private static void inBackground(Connection connection, String sql) throws SQLException {
    String url = connection.getMetaData().getURL();
    long before = jobs(connection);
    Thread client =
        new Thread(
            () -> {
              try (Connection own = java.sql.DriverManager.getConnection(url);
                  Statement statement = own.createStatement()) {
                statement.execute(sql);
              } catch (SQLException e) {
                // The server has gone.
              }
            },
            "insert");
    client.setDaemon(true);
    client.start();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (jobs(connection) == before && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  /** How many INSERT jobs run. */
  static long jobs(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT COUNT(*) FROM leat.jobs WHERE job_id LIKE 'job-%' AND status = 'RUNNING'")) {
      found.next();
      return found.getLong(1);
    }
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

  /** Whether every job and view has read its source to the end. */
  boolean done(Connection connection) throws SQLException {
    return jobs(connection) == 0
        && row(connection, "SELECT c FROM total").equals(List.of(rows))
        && row(connection, "SELECT SUM(c) FROM weighed").equals(List.of(rows / 4 * 3));
  }

  /** Compares what there is with what there must be. */
  void check(Connection connection) throws SQLException, IOException {
    assertEquals(lines(LongStream.range(0, rows).mapToObj(n -> n + "," + n * 3)), lines("tripled"));
    assertEquals(
        lines(
            LongStream.range(0, FILES)
                .flatMap(
                    file ->
                        LongStream.iterate(
                            file * rows / FILES, k -> k < (file + 1) * rows / FILES, k -> k + STEP))
                .mapToObj(k -> k + ",key " + k)),
        lines("joined"));
    assertEquals(
        lines(
            LongStream.range(0, rows / WINDOW)
                .mapToObj(
                    w ->
                        w
                            + ","
                            + WINDOW
                            + ","
                            + LongStream.range(w * WINDOW, (w + 1) * WINDOW).sum())),
        lines("windows"));
    assertEquals(
        List.of(rows, rows, rows * (rows - 1) / 2),
        row(connection, "SELECT COUNT(*), COUNT(DISTINCT n), SUM(n) FROM stored"));
    assertEquals(List.of(rows, rows * (rows - 1) / 2), row(connection, "SELECT c, s FROM total"));
    for (long g = 0; g < 7; g++) {
      long rest = g;
      assertEquals(
          List.of(
              LongStream.range(0, rows).filter(n -> n % 7 == rest).count(),
              LongStream.range(0, rows).filter(n -> n % 7 == rest).sum()),
          row(connection, "SELECT c, s FROM groups WHERE g = " + g));
    }
    for (long g = 0; g < 3; g++) {
      long rest = g;
      assertEquals(
          List.of(
              LongStream.range(0, rows).filter(n -> n % 4 == rest).count(),
              LongStream.range(0, rows).filter(n -> n % 4 == rest).sum() * factor(g)),
          row(connection, "SELECT c, s FROM weighed WHERE g = " + g));
    }
  }

  private long factor(long g) {
    return (g + 1) * 10 + added;
  }

  private long added;

  /** Changes a table that views read beside the source; they correct what they have. */
  void addToFactors(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE factors SET f = f + 1");
      added++;
    }
  }

  private String lines(String sink) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(sink))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.getFileName().toString().startsWith(".")) {
          all.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines(all.stream());
  }

  /** How many there are, and what they are regardless of their order. */
  private static String lines(Stream<String> lines) {
    List<String> sorted = lines.sorted().toList();
    return sorted.size() + " lines with checksum " + sorted.hashCode();
  }

  private static List<Object> row(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Object> row = new ArrayList<>();
      if (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          Object value = rows.getObject(i);
          row.add(value instanceof Number number ? (Object) number.longValue() : value);
        }
      }
      return row;
    }
  }
}
