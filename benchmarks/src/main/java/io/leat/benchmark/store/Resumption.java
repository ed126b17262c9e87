package io.leat.benchmark.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers insert into a table that a process follows. The process is killed again and again, and
 * another goes on after the last epoch that the one before has printed whole.
 */
final class Resumption {
  private static final int WRITERS = 4;
  private static final int MOST_LINES = 2_000;

  private final ServerProcess server;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final Map<Long, Integer> seen = new HashMap<>();
  private final List<String> open = new ArrayList<>();
  private long openEpoch;
  private long wholeEpoch;

  Resumption(ServerProcess server) {
    this.server = server;
  }

  void run(int kills) throws SQLException, IOException, InterruptedException, ExecutionException {
    server.execute("CREATE TABLE feed (id BIGINT PRIMARY KEY, writer INT NOT NULL)");
    double load = Load.average();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      writers.add(
          threads.submit(
              () -> {
                write(number);
                return null;
              }));
    }
    threads.shutdown();
    Random random = new Random(20);
    for (int i = 0; i < kills; i++) {
      Process subscriber = subscribe();
      read(subscriber, 1 + random.nextInt(MOST_LINES));
      kill(subscriber);
    }
    stop.set(true);
    for (Future<?> writer : writers) {
      writer.get();
    }
    finish();
    long twice = seen.values().stream().filter(times -> times > 1).count();
    long gaps = written.get() - seen.size();
    System.out.printf(
        Locale.ROOT,
        "subscriber killed %d times: %d rows written, %d gaps, %d duplicates, load %.1f to %.1f%n",
        kills,
        written.get(),
        gaps,
        twice,
        load,
        Load.average());
  }

  private void write(int number) throws SQLException {
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO feed VALUES (?, ?)")) {
      for (long i = 0; !stop.get(); i++) {
        insert.setLong(1, i * WRITERS + number);
        insert.setInt(2, number);
        insert.executeUpdate();
        written.incrementAndGet();
      }
    }
  }

  private Process subscribe() throws IOException {
    List<String> command = new ArrayList<>(ServerProcess.java("-Xshare:auto", "-XX:+UseSerialGC"));
    command.add(Subscriber.class.getName());
    command.add(server.url());
    if (wholeEpoch > 0) {
      command.add(Long.toString(wholeEpoch));
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private void read(Process subscriber, int lines) throws IOException {
    BufferedReader reader = lines(subscriber);
    for (int i = 0; i < lines; i++) {
      take(reader);
    }
  }

  /** Rows of an epoch count when one of a later epoch has come. */
  private void take(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("the subscriber has ended");
    }
    long epoch = Long.parseLong(line.substring(0, line.indexOf(' ')));
    if (epoch != openEpoch) {
      close();
      openEpoch = epoch;
    }
    open.add(line);
  }

  private void close() {
    for (String line : open) {
      String[] words = line.split(" ");
      if (!words[1].equals("+I")) {
        throw new IllegalStateException("nobody has changed a row, but there is " + line);
      }
      seen.merge(Long.parseLong(words[2]), 1, Integer::sum);
    }
    open.clear();
    wholeEpoch = Math.max(wholeEpoch, openEpoch);
  }

  private void kill(Process subscriber) throws InterruptedException {
    subscriber.destroyForcibly().waitFor();
    open.clear();
    openEpoch = wholeEpoch;
  }

  /** Reads to the end, which is known by the rows of one more epoch. */
  private void finish() throws IOException, SQLException, InterruptedException {
    long last = -1;
    server.execute("INSERT INTO feed VALUES (" + last + ", 0)");
    Process subscriber = subscribe();
    BufferedReader reader = lines(subscriber);
    while (open.isEmpty() || !open.get(open.size() - 1).endsWith(" " + last)) {
      take(reader);
    }
    open.clear();
    subscriber.destroyForcibly().waitFor();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM feed")) {
      rows.next();
      if (rows.getLong(1) != written.get() + 1) {
        throw new IllegalStateException("acknowledged writes are missing in the table");
      }
    }
  }
}
