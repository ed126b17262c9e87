package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that write until their server goes, and what they know of it: each counts upwards in
 * single rows and in pairs of rows that are one transaction, and moves money between accounts.
 */
final class Ledger {
  static final int ACCOUNTS = 20;
  static final int START = 1_000;

  /** By client, the last number that was acknowledged. */
  private final Map<Integer, Long> singles = new ConcurrentHashMap<>();

  private final Map<Integer, Long> pairs = new ConcurrentHashMap<>();

  /** Tables that were acknowledged to be there, or to be gone. */
  private final Map<String, Boolean> tables = new ConcurrentHashMap<>();

  private final AtomicLong acknowledged = new AtomicLong();
  private int round;

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "CREATE TABLE singles (client INT, n BIGINT, text STRING, PRIMARY KEY (client, n))",
              "CREATE TABLE pairs (client INT, n BIGINT, half INT, PRIMARY KEY (client, n, half))",
              "CREATE TABLE accounts (id INT PRIMARY KEY, balance INT NOT NULL,"
                  + " CHECK (balance >= 0))",
              "CREATE MATERIALIZED VIEW counts AS SELECT client, COUNT(*) AS c, MAX(n) AS m"
                  + " FROM singles GROUP BY client",
              "CREATE MATERIALIZED VIEW halves AS SELECT client, n, COUNT(*) AS c FROM pairs"
                  + " GROUP BY client, n",
              "CREATE MATERIALIZED VIEW money AS SELECT SUM(balance) AS total, COUNT(*) AS c"
                  + " FROM accounts",
              "CREATE MATERIALIZED VIEW summary AS SELECT COUNT(*) AS clients, SUM(c) AS c"
                  + " FROM counts")) {
        statement.execute(sql);
      }
      for (int i = 0; i < ACCOUNTS; i++) {
        statement.executeUpdate("INSERT INTO accounts VALUES (" + i + ", " + START + ")");
      }
    }
  }

  /** How many statements and transactions have been acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Waits until so many more have been acknowledged, but no longer than ten seconds. */
  void awaitAcknowledged(int more) throws InterruptedException {
    long goal = acknowledged.get() + more;
    long deadline = System.nanoTime() + 10_000_000_000L;
    synchronized (acknowledged) {
      while (acknowledged.get() < goal && System.nanoTime() < deadline) {
        TimeUnit.NANOSECONDS.timedWait(acknowledged, deadline - System.nanoTime());
      }
    }
  }

  /** Starts clients on a server; they end when it does. */
  List<Thread> start(ServerProcess server, int clients, long seed) {
    round++;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      Random random = new Random(seed + client);
      Thread thread =
          new Thread(
              () -> {
                try (Connection connection = server.connect()) {
                  work(connection, client, random);
                } catch (SQLException | RuntimeException e) {
                  // The server has gone, as it was to; what was acknowledged is compared later.
                }
              },
              "client-" + client);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private void work(Connection connection, int client, Random random) throws SQLException {
    int made = 0;
    try (Statement statement = connection.createStatement()) {
      while (true) {
        switch (random.nextInt(client == 0 ? 8 : 7)) {
          case 0, 1, 2 -> single(statement, client);
          case 3, 4 -> pair(connection, statement, client);
          case 5, 6 -> transfer(connection, statement, random);
          default -> table(statement, "made_" + round + "_" + made++ % 5);
        }
        synchronized (acknowledged) {
          acknowledged.incrementAndGet();
          acknowledged.notifyAll();
        }
      }
    }
  }

  private void single(Statement statement, int client) throws SQLException {
    long next = singles.getOrDefault(client, 0L) + 1;
    // The one that was in flight when the server went may be there.
    statement.executeUpdate(
        "INSERT INTO singles VALUES (" + client + ", " + next + ", 'text of " + next + "')");
    singles.put(client, next);
  }

  private void pair(Connection connection, Statement statement, int client) throws SQLException {
    long next = pairs.getOrDefault(client, 0L) + 1;
    connection.setAutoCommit(false);
    statement.executeUpdate("INSERT INTO pairs VALUES (" + client + ", " + next + ", 1)");
    statement.executeUpdate("INSERT INTO pairs VALUES (" + client + ", " + next + ", 2)");
    connection.commit();
    connection.setAutoCommit(true);
    pairs.put(client, next);
  }

  private static void transfer(Connection connection, Statement statement, Random random)
      throws SQLException {
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    connection.setAutoCommit(false);
    try {
      statement.executeUpdate("UPDATE accounts SET balance = balance - 1 WHERE id = " + from);
      statement.executeUpdate("UPDATE accounts SET balance = balance + 1 WHERE id = " + to);
      connection.commit();
    } catch (SQLException e) {
      if (!"40001".equals(e.getSQLState()) && !"23514".equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback();
    }
    connection.setAutoCommit(true);
  }

  private void table(Statement statement, String name) throws SQLException {
    if (tables.getOrDefault(name, false)) {
      tables.remove(name);
      statement.execute("DROP TABLE " + name);
      tables.put(name, false);
    } else {
      tables.remove(name);
      statement.execute("CREATE TABLE IF NOT EXISTS " + name + " (a INT, b STRING)");
      tables.put(name, true);
    }
  }

  /** Compares what a server holds with what was acknowledged, and its views with its tables. */
  void check(ServerProcess server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      Map<Integer, List<Long>> found = counts(statement, "singles");
      singles.forEach(
          (client, n) -> assertAll(found.getOrDefault(client, List.of(0L, 0L)), n, "single rows"));
      found.forEach((client, counts) -> singles.put(client, counts.get(1)));
      Map<Integer, List<Long>> foundPairs = counts(statement, "pairs WHERE half = 1");
      pairs.forEach(
          (client, n) -> assertAll(foundPairs.getOrDefault(client, List.of(0L, 0L)), n, "pairs"));
      foundPairs.forEach((client, counts) -> pairs.put(client, counts.get(1)));
      assertEquals("[[0]]", rows(statement, "SELECT COUNT(*) FROM halves WHERE c <> 2"), "halves");
      assertEquals(
          "[[" + ACCOUNTS * START + ", " + ACCOUNTS + "]]",
          rows(statement, "SELECT * FROM money"),
          "money");
      assertEquals(
          rows(statement, "SELECT SUM(balance), COUNT(*) FROM accounts"),
          rows(statement, "SELECT * FROM money"));
      assertEquals(
          rows(
              statement,
              "SELECT client, COUNT(*), MAX(n) FROM singles GROUP BY client ORDER BY client"),
          rows(statement, "SELECT * FROM counts ORDER BY client"));
      assertEquals(
          rows(statement, "SELECT COUNT(DISTINCT client), COUNT(*) FROM singles"),
          rows(statement, "SELECT clients, COALESCE(c, 0) FROM summary"));
      assertEquals(
          rows(statement, "SELECT client, n, COUNT(*) FROM pairs GROUP BY client, n ORDER BY 1, 2"),
          rows(statement, "SELECT * FROM halves ORDER BY 1, 2"));
      String present = rows(statement, "SHOW TABLES");
      tables.forEach(
          (name, there) -> assertEquals(there, present.contains("[" + name + "]"), name));
    }
  }

  private static void assertAll(List<Long> found, long acknowledged, String what) {
    assertEquals(found.get(0), found.get(1), what + " without a gap");
    assertTrue(
        found.get(1) == acknowledged || found.get(1) == acknowledged + 1,
        what + ": acknowledged " + acknowledged + ", found " + found.get(1));
  }

  private static Map<Integer, List<Long>> counts(Statement statement, String from)
      throws SQLException {
    Map<Integer, List<Long>> counts = new TreeMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT client, COUNT(*), MAX(n) FROM " + from + " GROUP BY client")) {
      while (rows.next()) {
        counts.put(rows.getInt(1), List.of(rows.getLong(2), rows.getLong(3)));
      }
    }
    return counts;
  }

  private static String rows(Statement statement, String sql) throws SQLException {
    List<List<Object>> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(rows.getObject(i)));
        }
        all.add(row);
      }
    }
    return all.toString();
  }
}
