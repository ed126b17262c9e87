package io.leat.benchmark.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What one statement over remote JDBC costs in processor time, on both sides, with a single client:
 * figures that hold on a busy machine too.
 */
final class StatementCosts {
  private static final int WARM_UP = 6_000;
  private static final int MEASURED = 3_000;

  private final ServerProcess server;

  private interface Work {
    void once(int i) throws SQLException;
  }

  StatementCosts(ServerProcess server) {
    this.server = server;
  }

  void run() throws SQLException, IOException {
    Traffic.create(server);
    try (Connection connection = server.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO account VALUES (?, ?, ?)");
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE account SET amount = amount + CAST(? AS BIGINT) WHERE id = ?");
        PreparedStatement look =
            connection.prepareStatement("SELECT total, n FROM region_total WHERE region = ?");
        PreparedStatement sum =
            connection.prepareStatement("SELECT SUM(total) FROM region_total")) {
      cost(
          "insert, through three views",
          i -> {
            insert.setLong(1, 1_000_000L + i);
            insert.setInt(2, i % 800);
            insert.setLong(3, i % 100);
            insert.executeUpdate();
          });
      cost(
          "update, through three views",
          i -> {
            update.setLong(1, i % 100);
            update.setLong(2, i % 8_000);
            update.executeUpdate();
          });
      cost(
          "lookup by key",
          i -> {
            look.setInt(1, i % 8);
            first(look);
          });
      cost("sum of a view of 8 rows", i -> first(sum));
      connection.setAutoCommit(false);
      cost("an empty commit", i -> connection.commit());
    }
  }

  private static void first(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      result.next();
      result.getLong(1);
    }
  }

  private void cost(String what, Work work) throws SQLException, IOException {
    for (int i = 0; i < WARM_UP; i++) {
      work.once(i);
    }
    long onServer = Long.parseLong(server.ask("cpu"));
    long here = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Timings timings = new Timings();
    for (int i = WARM_UP; i < WARM_UP + MEASURED; i++) {
      long start = System.nanoTime();
      work.once(i);
      timings.add(System.nanoTime() - start);
    }
    here = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - here;
    onServer = Long.parseLong(server.ask("cpu")) - onServer;
    System.out.printf(
        Locale.ROOT,
        "%-28s client %.1f us, server %.1f us of processor time; %s%n",
        what,
        here / 1e3 / MEASURED,
        onServer / 1e3 / MEASURED,
        timings);
  }
}
