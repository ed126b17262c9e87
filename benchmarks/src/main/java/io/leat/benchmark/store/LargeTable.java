package io.leat.benchmark.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Random;

/** Millions of rows in a table, a grouped view on it, and reads by key. */
final class LargeTable {
  private static final int GROUPS_OF = 10;
  private static final int LOOKUPS = 5_000;

  private final ServerProcess server;

  LargeTable(ServerProcess server) {
    this.server = server;
  }

  void run(int rows) throws SQLException, IOException {
    long empty = heap();
    server.execute(
        "CREATE TABLE big (id BIGINT PRIMARY KEY, owner INT NOT NULL, amount BIGINT NOT NULL)");
    rate(
        "load of " + rows + " rows",
        rows,
        "INSERT INTO big SELECT n, CAST(n % "
            + rows / GROUPS_OF
            + " AS INT), n % 1000 FROM generate_series(0, "
            + (rows - 1)
            + ") AS s(n)");
    long loaded = heap();
    rate(
        "fill of a view of " + rows / GROUPS_OF + " groups",
        rows,
        "CREATE MATERIALIZED VIEW big_total AS"
            + " SELECT owner, SUM(amount) AS total, COUNT(*) AS n FROM big GROUP BY owner");
    long filled = heap();
    System.out.printf(
        Locale.ROOT,
        "memory: %.1f bytes per row of the table, %.1f per row of the view%n",
        (loaded - empty) / (double) rows,
        (filled - loaded) * (double) GROUPS_OF / rows);
    lookups(rows, LOOKUPS);
    double load = Load.average();
    System.out.printf(
        Locale.ROOT, "point read, remote JDBC: %s, load %.1f%n", lookups(rows, LOOKUPS), load);
    server.ask("lookups " + rows + " " + LOOKUPS);
    load = Load.average();
    System.out.printf(
        Locale.ROOT,
        "point read, in the server: %s, load %.1f%n",
        server.ask("lookups " + rows + " " + LOOKUPS),
        load);
  }

  private long heap() throws IOException {
    return Long.parseLong(server.ask("heap"));
  }

  private void rate(String what, int rows, String sql) throws SQLException {
    double load = Load.average();
    long start = System.nanoTime();
    server.execute(sql);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f s, %.0f rows/s, load %.1f to %.1f%n",
        what,
        seconds,
        rows / seconds,
        load,
        Load.average());
  }

  private Timings lookups(int rows, int count) throws SQLException {
    Random random = new Random(7);
    Timings timings = new Timings();
    try (Connection connection = server.connect();
        PreparedStatement select = connection.prepareStatement("SELECT * FROM big WHERE id = ?")) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        select.setLong(1, random.nextInt(rows));
        try (ResultSet result = select.executeQuery()) {
          if (!result.next()) {
            throw new IllegalStateException("a row is missing");
          }
          result.getLong(3);
        }
        timings.add(System.nanoTime() - start);
      }
    }
    return timings;
  }
}
