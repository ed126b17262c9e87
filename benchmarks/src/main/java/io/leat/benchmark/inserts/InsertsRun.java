package io.leat.benchmark.inserts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Clients that insert rows into one table, each row a transaction; a Leat server and PostgreSQL in
 * turns.
 */
public final class InsertsRun {
  private static final int[] CLIENTS = {1, 8, 64};
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private InsertsRun() {}

  /** A server, by its address and its process. */
  private record Peer(String name, String url, ProcessHandle process) {
    /** Of the process and those that it has started. */
    Duration processorTime() {
      return Stream.concat(Stream.of(process), process.descendants())
          .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
          .reduce(Duration.ZERO, Duration::plus);
    }
  }

  /** What one measurement gave. */
  private record Measured(double rate, long p50, long p99, double processorMicros) {}

  /**
   * Measures.
   *
   * @param arguments the folder for Leat's data, PostgreSQL's process, seconds and rounds
   */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2;
    Process server = start(arguments[0]);
    try {
      Peer leat = new Peer("Leat", address(server), server.toHandle());
      ProcessHandle postgres = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
      Peer peer =
          new Peer("PostgreSQL", "jdbc:postgresql://127.0.0.1:54329/postgres?user=leat", postgres);
      create(leat);
      create(peer);
      System.out.println(
          "| clients | server | acknowledged inserts/s | p50 ms | p99 ms | server's processor time"
              + " per insert |");
      System.out.println("|---|---|---|---|---|---|");
      for (int clients : CLIENTS) {
        for (Peer each : List.of(leat, peer)) {
          measure(each, clients, WARM_UP_NANOS);
        }
        for (int round = 0; round < rounds; round++) {
          for (Peer each : List.of(leat, peer)) {
            Measured measured = measure(each, clients, seconds * 1_000_000_000L);
            System.out.printf(
                Locale.ROOT,
                "| %d | %s | %,.0f | %.2f | %.2f | %.0f µs |%n",
                clients,
                each.name,
                measured.rate,
                measured.p50 / 1e6,
                measured.p99 / 1e6,
                measured.processorMicros);
          }
        }
      }
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static Process start(String folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        Arrays.asList(System.getProperty("server.options", "-Xmx2g -XX:+UseG1GC").split(" ")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.leat.server.LeatServer", "--port", "0", "--data", folder));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String address(Process server) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      int at = line.indexOf("jdbc:leat:");
      if (at >= 0) {
        return line.substring(at);
      }
    }
    throw new IOException("the server did not start");
  }

  private static void create(Peer peer) throws SQLException {
    try (Connection connection = DriverManager.getConnection(peer.url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE entry (client INT, n BIGINT, note VARCHAR(100), PRIMARY KEY (client, n))");
    }
  }

  private static long highest(Peer peer) throws SQLException {
    try (Connection connection = DriverManager.getConnection(peer.url);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COALESCE(MAX(n), 0) FROM entry")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Measured measure(Peer peer, int clients, long nanos) throws Exception {
    long first = highest(peer) + 1;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    CountDownLatch ready = new CountDownLatch(clients);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch measured = new CountDownLatch(1);
    List<Future<long[]>> results = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      int client = i;
      results.add(
          threads.submit(
              () -> {
                try (Connection connection = DriverManager.getConnection(peer.url);
                    PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)")) {
                  ready.countDown();
                  go.await();
                  long[] times = insert(insert, client, first, nanos);
                  ended.countDown();
                  // PostgreSQL's processes go with their connections.
                  measured.await();
                  return times;
                }
              }));
    }
    ready.await();
    Duration before = peer.processorTime();
    long start = System.nanoTime();
    go.countDown();
    ended.await();
    final double seconds = (System.nanoTime() - start) / 1e9;
    final Duration used = peer.processorTime().minus(before);
    measured.countDown();
    List<long[]> parts = new ArrayList<>();
    for (Future<long[]> result : results) {
      parts.add(result.get());
    }
    threads.shutdown();
    long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Measured(
        all.length / seconds,
        all[all.length / 2],
        all[(int) (all.length * 0.99)],
        used.toNanos() / 1e3 / all.length);
  }

  /** Inserts for a time; how long each row took. */
  private static long[] insert(PreparedStatement insert, int client, long first, long nanos)
      throws SQLException {
    long[] times = new long[1 << 16];
    int count = 0;
    long end = System.nanoTime() + nanos;
    for (long now = System.nanoTime(); now < end; count++) {
      insert.setInt(1, client);
      insert.setLong(2, first + count);
      insert.setString(3, "a note of some length, as such notes are");
      insert.executeUpdate();
      long then = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count] = then - now;
      now = then;
    }
    return Arrays.copyOf(times, count);
  }
}
