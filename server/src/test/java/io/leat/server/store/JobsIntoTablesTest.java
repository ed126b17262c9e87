package io.leat.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs whose rows are taken back write tables that others write too. */
@Timeout(300)
final class JobsIntoTablesTest {
  private static final TreeMap<String, Integer> ALL_GROUPS =
      new TreeMap<>(Map.of("[1]", 1, "[2]", 1, "[3]", 1));

  private static void await(Connection connection, String sql, TreeMap<String, Integer> wanted)
      throws SQLException {
    long deadline = System.nanoTime() + 120_000_000_000L;
    TreeMap<String, Integer> rows = Store.read(connection, sql);
    while (!rows.equals(wanted)) {
      assertTrue(System.nanoTime() < deadline, sql + " gives " + rows);
      rows = Store.read(connection, sql);
    }
  }

  @Test
  void whatOthersTakeAwayIsNoErrorAndComesAgain() throws Exception {
    try (Server server = new Server();
        Connection connection = server.connect()) {
      Store.run(
          connection,
          "CREATE TABLE gen (g INT) WITH ('connector' = 'datagen', 'rows-per-second' = '500',"
              + " 'fields.g.min' = '1', 'fields.g.max' = '3')");
      Store.run(connection, "CREATE TABLE keyed (g INT PRIMARY KEY, c BIGINT)");
      Store.run(connection, "CREATE TABLE plain (g INT, c BIGINT)");
      Store.run(connection, "INSERT INTO keyed SELECT g, COUNT(*) FROM gen GROUP BY g");
      Store.run(connection, "INSERT INTO plain SELECT g, COUNT(*) FROM gen GROUP BY g");
      for (int i = 0; i < 10; i++) {
        await(connection, "SELECT g FROM keyed WHERE c > 0", ALL_GROUPS);
        await(connection, "SELECT g FROM plain", ALL_GROUPS);
        Store.run(connection, i % 2 == 0 ? "DELETE FROM keyed" : "UPDATE keyed SET c = -1");
        Store.run(connection, "DELETE FROM plain");
      }
      await(connection, "SELECT g FROM keyed WHERE c > 0", ALL_GROUPS);
      await(connection, "SELECT g FROM plain", ALL_GROUPS);
      assertEquals(
          new TreeMap<>(Map.of("[2]", 1)),
          Store.read(
              connection,
              "SELECT COUNT(*) FROM leat.jobs WHERE status = 'RUNNING' AND job_name LIKE 'INSERT%'"));
    }
  }
}
