package io.leat.benchmark.files;

import com.sun.management.OperatingSystemMXBean;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.local.SystemClock;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Writes a file of bids, then reads it in every way, the best of several rounds each. */
public final class FilesRun {
  private static final RowSchema BID =
      RowSchema.of(
          new RowSchema.Field("auction", ScalarType.BIGINT),
          new RowSchema.Field("bidder", ScalarType.BIGINT),
          new RowSchema.Field("price", ScalarType.BIGINT),
          new RowSchema.Field("channel", ScalarType.STRING),
          new RowSchema.Field("url", ScalarType.STRING),
          new RowSchema.Field("at", ScalarType.timestamp(3)),
          new RowSchema.Field("rate", ScalarType.DOUBLE));
  private static final String SUMS =
      "SELECT COUNT(*), SUM(auction), SUM(bidder), SUM(price), MAX(channel), MAX(url), MAX(%s),"
          + " SUM(rate) FROM %s";

  /** The bids that {@link #SELECTED} takes have an auction from here on: about half of them. */
  private static final int SELECTED_FROM = 51_000;

  /** Three of seven columns: the others need not be looked into. */
  private static final String SELECTED =
      "SELECT COUNT(*), SUM(price * 2), MAX(rate) FROM %s WHERE auction >= " + SELECTED_FROM;

  /** On a busy machine, time on the processors tells more than time on the wall. */
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** The class path of the peer, empty without it. */
  private static final String FLINK = System.getProperty("flink.classpath", "");

  private final int rows;
  private final int rounds;

  /** Only ways to read whose line contains this are taken. */
  private final String only;

  private int selected;

  private FilesRun(int rows, int rounds, String only) {
    this.rows = rows;
    this.rounds = rounds;
    this.only = only;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    String only = arguments.length > 2 ? arguments[2] : "";
    new FilesRun(rows, rounds, only).run();
  }

  private interface Pass {
    /** Reads everything; the rows read. */
    long run() throws SQLException, IOException;
  }

  private void run() throws IOException, SQLException {
    Path directory = Files.createTempDirectory("leat-files");
    Path csv = directory.resolve("bid.csv");
    Path json = directory.resolve("bid.json");
    try {
      write(csv, false);
      write(json, true);
      for (Path file : List.of(csv, json)) {
        String format = file == csv ? "csv" : "json";
        measure(file, "leat reader, all columns", () -> read(file, format, BID.size()));
        measure(file, "leat reader, 1 of 7 columns", () -> read(file, format, 1));
        try (LocalEngine engine = LocalEngine.start(1);
            Session session = engine.openSession("benchmark", false)) {
          session.execute(
              "CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel STRING,"
                  + " url STRING, `at` TIMESTAMP(3), rate DOUBLE) WITH ("
                  + options(file, format)
                  + ")",
              List.of());
          String sums = String.format(Locale.ROOT, SUMS, "`at`", "bid");
          measure(file, "leat query, one worker", () -> query(session, sums));
          String some = String.format(Locale.ROOT, SELECTED, "bid");
          measure(file, "leat query of some", selected, () -> query(session, some));
        }
        duck(file, format);
        if (file == json) {
          measure(file, "jackson streaming, all fields", () -> JacksonFields.read(file));
        }
        if (!FLINK.isEmpty() && "flink".contains(only)) {
          flink(file, format, "flink query, one task", rows, SUMS);
          flink(file, format, "flink query of some", selected, SELECTED);
        }
      }
    } finally {
      Files.deleteIfExists(csv);
      Files.deleteIfExists(json);
      Files.deleteIfExists(directory);
    }
  }

  private void write(Path file, boolean json) throws IOException {
    Random random = new Random(7);
    selected = 0;
    String format =
        json
            ? "{\"auction\":%d,\"bidder\":%d,\"price\":%d,\"channel\":\"%s\",\"url\":\"%s\","
                + "\"at\":\"%s\",\"rate\":%s}\n"
            : "%d,%d,%d,%s,%s,%s,%s\n";
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        String url = "https://www.nexmark.com/" + Integer.toString(random.nextInt(1 << 30), 36);
        String time =
            String.format(
                "2026-01-%02d %02d:%02d:%02d.%03d",
                1 + i / 86_400 % 28, i / 3600 % 24, i / 60 % 60, i % 60, random.nextInt(1000));
        int auction = 1000 + random.nextInt(100_000);
        selected += auction >= SELECTED_FROM ? 1 : 0;
        out.write(
            String.format(
                Locale.ROOT,
                format,
                auction,
                1000 + random.nextInt(1_000_000),
                random.nextInt(10_000_000),
                "channel-" + random.nextInt(10_000),
                url + "/item.htm?query=1&channel_id=" + random.nextInt(1 << 30),
                time,
                random.nextInt(1_000_000) / 1000.0));
      }
    }
  }

  private void measure(Path file, String what, Pass pass) throws IOException, SQLException {
    measure(file, what, rows, pass);
  }

  private void measure(Path file, String what, long expected, Pass pass)
      throws IOException, SQLException {
    if (!(file.getFileName() + " " + what).contains(only)) {
      return;
    }
    long best = Long.MAX_VALUE;
    long leastCpu = Long.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      long cpu = PROCESS.getProcessCpuTime();
      long read = pass.run();
      best = Math.min(best, System.nanoTime() - start);
      leastCpu = Math.min(leastCpu, PROCESS.getProcessCpuTime() - cpu);
      if (read != expected) {
        throw new IllegalStateException(what + " gave " + read + " rows, not " + expected);
      }
    }
    double seconds = best / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-9s %-30s %8.0f MB/s %8.2f M rows/s %8.0f MB per CPU-second%n",
        file.getFileName(),
        what,
        Files.size(file) / 1e6 / seconds,
        rows / 1e6 / seconds,
        Files.size(file) / 1e6 / (leastCpu / 1e9));
  }

  private static String options(Path file, String format) {
    return "'connector' = 'filesystem', 'path' = '" + file + "', 'format' = '" + format + "'";
  }

  /** What the first columns of the file hold, as a worker reads them. */
  private static long read(Path file, String format, int columnCount) {
    TableDefinition table =
        new TableDefinition(
            "bid",
            BID,
            Map.of("connector", "filesystem", "path", file.toString(), "format", format),
            List.of());
    Source source = Connectors.validate(table).source(table);
    List<Integer> wanted = IntStream.range(0, columnCount).boxed().toList();
    Column[] columns = wanted.stream().map(i -> Column.of(BID.type(i))).toArray(Column[]::new);
    long rows = 0;
    try (SourceReader reader = source.reader(wanted, BID, new Surroundings())) {
      reader.assign(source.enumerator().discover(1));
      while (!reader.finished()) {
        for (Column column : columns) {
          column.clear();
        }
        rows += reader.read(columns, 4096);
      }
    }
    return rows;
  }

  private static final class Surroundings implements ReaderContext {
    private final Clock clock = new SystemClock();

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }

    @Override
    public void wake() {}
  }

  private static long query(Session session, String sql) {
    ResultStream stream = ((StatementResult.Rows) session.execute(sql, List.of())).stream();
    long answer = -1;
    while (!stream.finished()) {
      CountDownLatch available = new CountDownLatch(1);
      stream.onAvailable(available::countDown);
      try {
        available.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      ResultStream.Page page = stream.poll();
      if (page != null && page.batch().size() > 0) {
        answer = ((LongColumn) page.batch().column(0)).get(0);
      }
    }
    if (answer < 0) {
      throw new IllegalStateException("no answer", stream.failure());
    }
    return answer;
  }

  /** Flink runs in a JVM of its own, and prints its line itself. */
  private void flink(Path file, String format, String what, int expected, String sql)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-Xmx4g",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            FLINK,
            "io.leat.benchmark.flink.FlinkFiles",
            format,
            file.toString(),
            sql.equals(SUMS)
                ? String.format(Locale.ROOT, sql, "`at`", "bid")
                : String.format(Locale.ROOT, sql, "bid"),
            Integer.toString(rows),
            Integer.toString(rounds),
            Integer.toString(expected),
            what));
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void duck(Path file, String format) throws IOException, SQLException {
    String columns =
        "{'auction': 'BIGINT', 'bidder': 'BIGINT', 'price': 'BIGINT', 'channel': 'VARCHAR',"
            + " 'url': 'VARCHAR', 'at': 'TIMESTAMP', 'rate': 'DOUBLE'}";
    String table =
        format.equals("csv")
            ? "read_csv('" + file + "', header = false, delim = ',', columns = " + columns + ")"
            : "read_json('" + file + "', format = 'newline_delimited', columns = " + columns + ")";
    String sums = String.format(Locale.ROOT, SUMS, "\"at\"", table);
    String some = String.format(Locale.ROOT, SELECTED, table);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      measure(file, "duckdb query, one thread", () -> count(statement, sums));
      measure(file, "duckdb query of some", selected, () -> count(statement, some));
    }
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
