package io.leat.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writers and readers at once, through JDBC: whatever a reader's transaction sees is one moment
 * that holds all that was acknowledged before it began, no half transaction, and in every view
 * exactly what its query gives.
 */
@Timeout(600)
final class ConsistentReadsTest {
  private static final int WRITERS = 4;

  /** So few accounts that transactions meet all the time. */
  private static final int WANTED = 3;

  private static final int READERS = 2;

  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong transactions = new AtomicLong();
  private final AtomicLong conflicts = new AtomicLong();
  private final AtomicLong compared = new AtomicLong();
  private final AtomicLong comparedApart = new AtomicLong();

  /** The newest number that each writer knows to be committed. */
  private final AtomicLongArray acknowledged = new AtomicLongArray(WRITERS);

  @Test
  void everyReadIsOneMoment() throws Exception {
    long seed = Seed.first();
    System.out.println("consistent reads: -Dstore.seed=" + seed);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
    try (Server server = new Server();
        Connection connection = server.connect()) {
      Store.create(connection, WRITERS);
      long deadline = Seed.deadline();
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        working.add(
            threads.submit(() -> write(server, writer, new Random(seed + writer), deadline)));
      }
      for (int i = 0; i < READERS; i++) {
        int reader = i;
        working.add(threads.submit(() -> readUntil(server, new Random(~seed - reader), deadline)));
      }
      for (Future<?> each : working) {
        each.get(590, TimeUnit.SECONDS);
      }
      read(connection, true);
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "consistent reads: %d statements, %d transactions, %d conflicts, %d views compared,"
            + " %d of them with DuckDB, 0 mismatches%n",
        statements.get(), transactions.get(), conflicts.get(), compared.get(), comparedApart.get());
  }

  /** Until the time is over and what the test is about has happened. */
  private boolean goesOn(long deadline) {
    return System.nanoTime() < deadline
        || compared.get() == 0
        || transactions.get() == 0
        || conflicts.get() == 0;
  }

  private Void write(Server server, int writer, Random random, long deadline) throws SQLException {
    try (Connection connection = server.connect()) {
      long number = 0;
      while (goesOn(deadline)) {
        if (random.nextInt(3) == 0) {
          Store.run(connection, Store.statement(random));
          statements.incrementAndGet();
          continue;
        }
        boolean keeps = random.nextInt(5) > 0;
        int among = random.nextInt(3) == 0 ? Store.ACCOUNTS : WANTED;
        List<String> all = new ArrayList<>(Store.transfer(random, among));
        for (int i = random.nextInt(3); i > 0; i--) {
          all.add(Store.statement(random));
        }
        all.add("UPDATE progress SET seq = " + (number + 1) + " WHERE writer = " + writer);
        if (transaction(connection, all, keeps)) {
          number++;
          acknowledged.set(writer, number);
        }
      }
    }
    return null;
  }

  /** Runs statements as one transaction; whether they are in effect. */
  private boolean transaction(Connection connection, List<String> all, boolean keeps)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      for (String sql : all) {
        Store.run(connection, sql);
      }
      if (keeps) {
        connection.commit();
        statements.addAndGet(all.size());
        transactions.incrementAndGet();
      } else {
        connection.rollback();
      }
      return keeps;
    } catch (SQLException e) {
      if (!"40001".equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback();
      conflicts.incrementAndGet();
      return false;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private Void readUntil(Server server, Random random, long deadline) throws SQLException {
    try (Connection connection = server.connect()) {
      while (goesOn(deadline)) {
        read(connection, random.nextInt(5) == 0);
      }
    }
    return null;
  }

  private void read(Connection connection, boolean apart) throws SQLException {
    long[] atLeast = new long[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
      atLeast[i] = acknowledged.get(i);
    }
    connection.setAutoCommit(false);
    try {
      Map<String, TreeMap<String, Integer>> views = new TreeMap<>();
      for (Store.View view : Store.VIEWS) {
        views.put(view.name(), Store.read(connection, "SELECT * FROM " + view.name()));
      }
      assertEquals(
          Map.of("[" + Store.TOTAL + ", " + Store.ACCOUNTS + "]", 1),
          Store.read(connection, "SELECT SUM(balance), COUNT(*) FROM accounts"));
      for (int i = 0; i < WRITERS; i++) {
        String sql = "SELECT seq FROM progress WHERE writer = " + i;
        String row = Store.read(connection, sql).firstKey();
        long seen = Long.parseLong(row.substring(1, row.length() - 1));
        assertTrue(seen >= atLeast[i], "writer " + i + ": " + seen + " < " + atLeast[i]);
      }
      for (Store.View view : Store.VIEWS) {
        assertEquals(Store.read(connection, view.query()), views.get(view.name()), view.name());
        compared.incrementAndGet();
      }
      if (apart) {
        compareApart(connection, views);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Asks another engine what the views hold, given the rows of the tables. */
  private void compareApart(Connection connection, Map<String, TreeMap<String, Integer>> views)
      throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      Store.run(duck, "SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
      copy(connection, duck, "accounts", "id INT, grp INT, balance BIGINT");
      copy(connection, duck, "items", "id INT, grp INT, name TEXT, amount INT");
      copy(connection, duck, "notes", "grp INT, txt TEXT, n INT");
      for (Store.View view : Store.VIEWS) {
        Store.run(duck, "CREATE VIEW " + view.name() + " AS " + view.query());
        assertEquals(
            Store.read(duck, "SELECT * FROM " + view.name()),
            views.get(view.name()),
            view.name() + " in DuckDB");
        comparedApart.incrementAndGet();
      }
    }
  }

  private static void copy(Connection from, Connection to, String table, String columns)
      throws SQLException {
    Store.run(to, "CREATE TABLE " + table + " (" + columns + ")");
    int count = columns.split(",").length;
    String marks = String.join(", ", java.util.Collections.nCopies(count, "?"));
    try (Statement statement = from.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table);
        PreparedStatement insert =
            to.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      while (rows.next()) {
        for (int i = 1; i <= count; i++) {
          insert.setObject(i, rows.getObject(i));
        }
        insert.execute();
      }
    }
  }
}
