package io.leat.benchmark;

import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What continuous queries over remote JDBC leave behind: a server in this JVM, 1,000 queries opened
 * and cancelled in a loop, 1,000 idle ones open at once, and a reader that sleeps on a flood.
 * Prints threads, running queries and live heap after each.
 */
public final class JdbcSoak {
  private static final int QUERIES = 1000;

  private JdbcSoak() {}

  public static void main(String[] arguments) throws Exception {
    try (LocalEngine engine = LocalEngine.start(2);
        HttpServer server = HttpServer.start(engine, "127.0.0.1", 0)) {
      String url = "jdbc:leat://127.0.0.1:" + server.port();
      try (Connection connection = DriverManager.getConnection(url);
          Statement ddl = connection.createStatement()) {
        ddl.execute(
            "CREATE TABLE steady (id INT, data STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '5')");
        ddl.execute(
            "CREATE TABLE slow (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')");
        ddl.execute(
            "CREATE TABLE flood (id INT, data STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '1000000000')");
        openAndCancel(connection, 200);
        report("after 200 queries of warm-up", engine);
        openAndCancel(connection, QUERIES);
        report("after " + QUERIES + " queries opened and cancelled", engine);
        idle(connection);
        report("after the idle ones were closed", engine);
        sleepingReader(connection, engine);
        report("after the sleeping reader was closed", engine);
      }
    }
  }

  private static void openAndCancel(Connection connection, int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT id, UPPER(data) FROM steady")) {
        result.next();
        statement.cancel();
      }
    }
  }

  private static void idle(Connection connection) throws SQLException {
    List<Statement> open = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      Statement statement = connection.createStatement();
      statement.executeQuery("SELECT id FROM slow");
      open.add(statement);
    }
    System.out.printf(
        "with %d idle queries open: %d threads%n",
        open.size(), ManagementFactory.getThreadMXBean().getThreadCount());
    for (Statement statement : open) {
      statement.close();
    }
  }

  private static void sleepingReader(Connection connection, LocalEngine engine)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id, UPPER(data) FROM flood")) {
      for (int i = 0; i < 1000; i++) {
        result.next();
      }
      for (int second = 5; second <= 20; second += 5) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        report("reader asleep on a flood for " + second + " s", engine);
      }
    }
  }

  private static void report(String when, LocalEngine engine) {
    System.gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    System.out.printf(
        Locale.ROOT,
        "%s: %d threads, %d queries, %.1f MB live%n",
        when,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        engine.runningQueries(),
        heap.getUsed() / 1e6);
  }
}
