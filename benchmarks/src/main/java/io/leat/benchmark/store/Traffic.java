package io.leat.benchmark.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers and readers of one table with views three levels deep above it, a connection each. Every
 * writer has owners of its own, which the third view adds up, so it knows what it must see there.
 */
final class Traffic {
  static final int ENGINE_OWNER = 1_000_000;
  private static final int CLIENTS = 8;
  private static final int OWNERS = 100;
  private static final int FIRST_ROWS = 1_000;

  /** In the second part of the run, each client has something to do this often. */
  private static final long PACE_NANOS = 20_000_000;

  /** Every so many writes, a writer looks for its write in the third view. */
  private static final int LOOK_EVERY = 10;

  /** How long a writer looks for its write after the end. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final ServerProcess server;
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong inconsistent = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private Timings write = new Timings();
  private Timings tableRead = new Timings();
  private Timings viewRead = new Timings();
  private Timings transaction = new Timings();
  private Timings visible = new Timings();

  Traffic(ServerProcess server) {
    this.server = server;
  }

  /** Makes the table and the views. */
  static void create(ServerProcess server) throws SQLException {
    server.execute(
        "CREATE TABLE account (id BIGINT PRIMARY KEY, owner INT NOT NULL, amount BIGINT NOT NULL)",
        "INSERT INTO account SELECT n, CAST(n / 10 AS INT), 0 FROM generate_series(0, "
            + (CLIENTS * FIRST_ROWS - 1)
            + ") AS s(n)",
        "CREATE MATERIALIZED VIEW owner_total AS"
            + " SELECT owner, SUM(amount) AS total, COUNT(*) AS n FROM account GROUP BY owner",
        "CREATE MATERIALIZED VIEW branch_total AS SELECT owner / 10 AS branch,"
            + " SUM(total) AS total, SUM(n) AS n FROM owner_total GROUP BY owner / 10",
        "CREATE MATERIALIZED VIEW region_total AS SELECT branch / 10 AS region,"
            + " SUM(total) AS total, SUM(n) AS n FROM branch_total GROUP BY branch / 10");
  }

  /**
   * Makes table and views, and lets the clients work: first twice as long, to compile what is used,
   * then measured.
   */
  void run(int seconds) throws SQLException, IOException, InterruptedException, ExecutionException {
    create(server);
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      writers.add(new Writer(i));
    }
    warmUp(writers, 2 * seconds);
    measure(writers, seconds, 0);
    measure(writers, seconds, PACE_NANOS);
    empty(Math.max(5, seconds / 4));
    System.out.println("  inconsistent reads            " + inconsistent);
    server.ask("commits 500");
    System.out.println("  alone, in the engine          " + server.ask("commits 2000"));
  }

  /**
   * The clients connect, prepare, work and leave again and again: what is rare while they work is
   * compiled too then, and need not be compiled again with all that it is part of.
   */
  private void warmUp(List<Writer> writers, int seconds)
      throws InterruptedException, ExecutionException {
    for (int done = 0; done < Math.max(5, seconds); done += 5) {
      work(writers, 5, 0);
    }
  }

  private void measure(List<Writer> writers, int seconds, long pace)
      throws InterruptedException, ExecutionException {
    writes.set(0);
    reads.set(0);
    write = new Timings();
    tableRead = new Timings();
    viewRead = new Timings();
    transaction = new Timings();
    visible = new Timings();
    double load = Load.average();
    Wakes wakes = new Wakes();
    try (wakes) {
      work(writers, seconds, pace);
    }
    System.out.printf(
        Locale.ROOT,
        "writers and readers, %s: %.0f acknowledged writes/s, %.0f read transactions/s, load %.1f"
            + " to %.1f%n",
        pace == 0 ? "as fast as they can" : "each 50 times a second",
        (double) writes.get() / seconds,
        (double) reads.get() / seconds,
        load,
        Load.average());
    System.out.println("  write                         " + write);
    System.out.println("  read: sum of the table        " + tableRead);
    System.out.println("  read: sum of the third view   " + viewRead);
    System.out.println("  read: transaction of both     " + transaction);
    System.out.println("  write to visible, third view  " + visible + ", late " + late);
    System.out.println("  a thread that wakes is late   " + wakes);
  }

  /**
   * As many clients as before ask for nothing, as fast as they can: what no engine can undercut.
   */
  private void empty(int seconds) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    Timings requests = new Timings();
    ExecutorService threads = Executors.newFixedThreadPool(2 * CLIENTS);
    List<Future<?>> clients = new ArrayList<>();
    Wakes wakes = new Wakes();
    try (wakes) {
      for (int i = 0; i < 2 * CLIENTS; i++) {
        clients.add(
            threads.submit(
                () -> {
                  ask(end, requests);
                  return null;
                }));
      }
      threads.shutdown();
      for (Future<?> client : clients) {
        client.get();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d clients, empty requests: %.0f requests/s, %s%n  a thread that wakes is late   %s%n",
        2 * CLIENTS,
        (double) requests.count() / seconds,
        requests,
        wakes);
  }

  private void ask(long end, Timings requests) throws SQLException {
    try (Connection connection = server.connect()) {
      connection.setAutoCommit(false);
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        connection.commit();
        requests.add(System.nanoTime() - start);
      }
    }
  }

  /**
   * When the next of a client's works is due, having waited for it; each is measured from then, so
   * that waiting for a slow one before it counts.
   */
  private static long next(long due, long pace) {
    if (pace == 0) {
      return System.nanoTime();
    }
    for (long wait = due + pace - System.nanoTime();
        wait > 0;
        wait = due + pace - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
    return due + pace;
  }

  private void work(List<Writer> writers, int seconds, long pace)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    ExecutorService threads = Executors.newFixedThreadPool(2 * CLIENTS);
    List<Future<?>> clients = new ArrayList<>();
    for (Writer writer : writers) {
      clients.add(
          threads.submit(
              () -> {
                writer.work(end, pace);
                return null;
              }));
      clients.add(
          threads.submit(
              () -> {
                read(end, pace);
                return null;
              }));
    }
    threads.shutdown();
    for (Future<?> client : clients) {
      client.get();
    }
  }

  private final class Writer {
    private final int number;
    private final Random random;
    private final List<Long> ids = new ArrayList<>();
    private long total;
    private long count;

    Writer(int number) {
      this.number = number;
      this.random = new Random(number);
      for (int i = 0; i < FIRST_ROWS; i++) {
        ids.add((long) number * FIRST_ROWS + i);
      }
      count = FIRST_ROWS;
    }

    void work(long end, long pace) throws SQLException {
      try (Connection connection = server.connect();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO account VALUES (?, ?, ?)");
          PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE account SET amount = amount + CAST(? AS BIGINT) WHERE id = ?");
          PreparedStatement look =
              connection.prepareStatement("SELECT total, n FROM region_total WHERE region = ?")) {
        long start = System.nanoTime() + random.nextInt((int) PACE_NANOS);
        for (int i = 0; System.nanoTime() < end; i++) {
          long amount = random.nextInt(100);
          start = next(start, pace);
          if (i % 2 == 0) {
            long id = 1_000_000L + count * CLIENTS + number;
            insert.setLong(1, id);
            insert.setInt(2, number * OWNERS + random.nextInt(OWNERS));
            insert.setLong(3, amount);
            insert.executeUpdate();
            ids.add(id);
            count++;
          } else {
            update.setLong(1, amount);
            update.setLong(2, ids.get(random.nextInt(ids.size())));
            if (update.executeUpdate() != 1) {
              throw new IllegalStateException("an update has found nothing");
            }
          }
          total += amount;
          write.add(System.nanoTime() - start);
          writes.incrementAndGet();
          if (i % LOOK_EVERY == 0) {
            while (!sees(look)) {
              late.incrementAndGet();
              if (System.nanoTime() > end + PATIENCE_NANOS) {
                throw new IllegalStateException(lost(connection));
              }
            }
            visible.add(System.nanoTime() - start);
          }
        }
      }
    }

    private String lost(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "SELECT r.total, r.n, t.total, t.n FROM region_total AS r, (SELECT SUM(amount) AS"
                      + " total, COUNT(*) AS n FROM account WHERE owner BETWEEN "
                      + number * OWNERS
                      + " AND "
                      + (number * OWNERS + OWNERS - 1)
                      + ") AS t WHERE r.region = "
                      + number)) {
        result.next();
        return String.format(
            Locale.ROOT,
            "writer %d wrote total %d of %d rows; the view has %d of %d, the table %d of %d",
            number,
            total,
            count,
            result.getLong(1),
            result.getLong(2),
            result.getLong(3),
            result.getLong(4));
      }
    }

    private boolean sees(PreparedStatement look) throws SQLException {
      look.setInt(1, number);
      try (ResultSet result = look.executeQuery()) {
        return result.next() && result.getLong(1) == total && result.getLong(2) == count;
      }
    }
  }

  private void read(long end, long pace) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      long start = System.nanoTime() + ThreadLocalRandom.current().nextInt((int) PACE_NANOS);
      while (System.nanoTime() < end) {
        start = next(start, pace);
        long table = sum(statement, "SELECT SUM(amount) FROM account");
        long between = System.nanoTime();
        long view = sum(statement, "SELECT SUM(total) FROM region_total");
        long done = System.nanoTime();
        connection.commit();
        transaction.add(System.nanoTime() - start);
        tableRead.add(between - start);
        viewRead.add(done - between);
        reads.incrementAndGet();
        if (table != view) {
          inconsistent.incrementAndGet();
        }
      }
    }
  }

  private static long sum(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
