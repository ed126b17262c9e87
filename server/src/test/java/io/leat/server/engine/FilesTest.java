package io.leat.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.ResultStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of files, and of lines from a socket, in a whole engine. */
class FilesTest {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @TempDir Path directory;

  private final LocalEngine engine = LocalEngine.start(2);
  private final Session session = engine.openSession("test", false);

  @AfterEach
  void close() {
    session.close();
    engine.close();
  }

  private static void execute(Session session, String sql) {
    session.execute(sql, List.of());
  }

  private static List<String> rows(Session session, String sql) {
    StatementResult result = session.execute(sql, List.of());
    ResultStream stream = ((StatementResult.Rows) result).stream();
    List<String> rows = new ArrayList<>();
    read(stream, rows, Integer.MAX_VALUE);
    return rows;
  }

  private static void read(ResultStream stream, List<String> rows, int wanted) {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (rows.size() < wanted && !stream.finished()) {
      assertTrue(System.nanoTime() < deadline, () -> "only " + rows);
      ResultStream.Page page = stream.poll();
      if (page == null) {
        Thread.onSpinWait();
        continue;
      }
      for (int row = 0; row < page.batch().size(); row++) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < stream.schema().size(); i++) {
          Object value = BoxedValues.get(page.batch().column(i), row, stream.schema().type(i));
          values.add(value == null ? "NULL" : value);
        }
        rows.add(values.toString());
      }
    }
    Throwable failure = stream.failure();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
  }

  private String with(String path, String format, String more) {
    return " WITH ('connector' = 'filesystem', 'path' = '"
        + directory.resolve(path)
        + "', 'format' = '"
        + format
        + "'"
        + more
        + ")";
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    execute(
        session,
        "CREATE TABLE made (id BIGINT, s STRING, d DECIMAL(30,4), t TIMESTAMP(6), a ARRAY<INT>)"
            + " WITH ('connector' = 'datagen', 'number-of-rows' = '20000', 'seed' = '5',"
            + " 'rows-per-second' = '1000000000', 'fields.s.length' = '9')");
    execute(
        session,
        "CREATE TABLE kept (id BIGINT, s STRING, d DECIMAL(30,4), a ARRAY<INT>, part INT)"
            + " PARTITIONED BY (part)"
            + with("kept", "json", ", 'sink.partition-commit.policy.kind' = 'success-file'"));
    String query = "SELECT id, s, d, a, CAST(ABS(id % 3) AS INT) AS part FROM made";
    execute(session, "INSERT INTO kept " + query);
    String sums = "SELECT COUNT(*), SUM(CHAR_LENGTH(s)), SUM(d), SUM(id % 1000), SUM(a[1] % 10)";
    assertEquals(
        rows(session, sums + ", SUM(part) FROM (" + query + ")"),
        rows(session, sums + ", SUM(part) FROM kept"));
    assertTrue(Files.exists(directory.resolve("kept/part=0/_SUCCESS")));
    execute(session, "CREATE TABLE copy (id BIGINT, s STRING)" + with("copy", "csv", ""));
    execute(session, "INSERT INTO copy SELECT id, s FROM kept WHERE part = 1");
    assertEquals(
        rows(session, "SELECT COUNT(*), SUM(id % 7) FROM kept WHERE part = 1"),
        rows(session, "SELECT COUNT(*), SUM(id % 7) FROM copy"));
  }

  @Test
  void aBrokenRecordIsListedAndTheJobGoesOn() throws IOException {
    Files.writeString(directory.resolve("in.csv"), "1,a\nx,b\n3,c\n");
    execute(session, "CREATE TABLE in_file (n INT, s STRING)" + with("in.csv", "csv", ""));
    execute(session, "CREATE TABLE copy (n INT, s STRING)" + with("out", "csv", ""));
    execute(session, "INSERT INTO copy SELECT * FROM in_file");
    assertEquals(List.of("[1, a]", "[3, c]"), rows(session, "SELECT * FROM copy ORDER BY n"));
    List<String> errors = rows(session, "SELECT sqlstate, message, \"row\" FROM leat.errors");
    assertEquals(
        List.of(
            "[22018, "
                + directory.resolve("in.csv")
                + ", byte 4: column 'n': 'x' is not a valid INT, x,b]"),
        errors);
    LeatException failed =
        assertThrows(LeatException.class, () -> rows(session, "SELECT * FROM in_file"));
    assertTrue(failed.message().contains("byte 4"), failed.message());
  }

  @Test
  void newFilesAppearInAContinuousQuery() throws IOException {
    execute(
        session,
        "CREATE TABLE logs (line STRING, f STRING NOT NULL METADATA FROM 'file.name' VIRTUAL)"
            + with("logs", "raw", ", 'source.monitor-interval' = '10 ms'"));
    StatementResult result = session.execute("SELECT * FROM logs", List.of());
    ResultStream stream = ((StatementResult.Rows) result).stream();
    List<String> rows = new ArrayList<>();
    Files.createDirectories(directory.resolve("logs"));
    Files.writeString(directory.resolve("logs/.a"), "one\n");
    Files.move(directory.resolve("logs/.a"), directory.resolve("logs/a"));
    read(stream, rows, 1);
    Files.writeString(directory.resolve("logs/.b"), "two\n");
    Files.move(directory.resolve("logs/.b"), directory.resolve("logs/b"));
    read(stream, rows, 2);
    assertEquals(List.of("[one, a]", "[two, b]"), rows);
  }

  @Test
  void aFileBecomesVisibleWhileItsJobRunsOnWithoutRows() {
    execute(
        session,
        "CREATE TABLE ticks (n BIGINT) WITH ('connector' = 'filesystem', 'path' = '"
            + directory.resolve("ticks")
            + "', 'format' = 'csv', 'source.monitor-interval' = '1 h')");
    write("ticks/a.csv", "1\n2\n");
    execute(
        session,
        "CREATE TABLE out (n BIGINT)"
            + with("rolled", "csv", ", 'sink.rolling-policy.rollover-interval' = '50 ms'"));
    execute(session, "INSERT INTO out SELECT n FROM ticks");
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    List<String> seen = List.of();
    while (seen.size() < 2) {
      assertTrue(System.nanoTime() < deadline, "the file does not become visible");
      seen = Files.exists(directory.resolve("rolled")) ? rows(session, "SELECT n FROM out") : seen;
    }
    assertEquals(2, seen.size());
  }

  private void write(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void linesOfASocket() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      execute(
          session,
          "CREATE TABLE wire (n INT, s STRING) WITH ('connector' = 'socket', 'hostname' ="
              + " '127.0.0.1', 'port' = '"
              + server.getLocalPort()
              + "', 'format' = 'csv')");
      StatementResult result = session.execute("SELECT * FROM wire", List.of());
      ResultStream stream = ((StatementResult.Rows) result).stream();
      List<String> rows = new ArrayList<>();
      try (Socket client = server.accept()) {
        client.getOutputStream().write("1,a\n2,".getBytes(StandardCharsets.UTF_8));
        read(stream, rows, 1);
        client.getOutputStream().write("b\nbroken\n3,c".getBytes(StandardCharsets.UTF_8));
        read(stream, rows, 2);
      }
      read(stream, rows, Integer.MAX_VALUE);
      assertEquals(List.of("[1, a]", "[2, b]", "[3, c]"), rows);
    }
  }

  @Test
  void remoteSessionsReachOnlyWhatTheyMay() throws IOException {
    Files.createDirectories(directory.resolve("open"));
    Files.createDirectories(directory.resolve("closed"));
    Files.writeString(directory.resolve("closed/secret.csv"), "1\n");
    Files.createSymbolicLink(directory.resolve("open/link"), directory.resolve("closed"));
    OutsideAccess access = OutsideAccess.NONE.withDirectories(List.of(directory.resolve("open")));
    try (LocalEngine own =
            LocalEngine.start(EngineSettings.DEFAULT.withRemoteAccess(access), warning -> {});
        Session local = own.openSession("local", false);
        Session remote = own.openSession("remote", true)) {
      execute(remote, "CREATE TABLE fine (n INT)" + with("open/data", "csv", ""));
      execute(remote, "INSERT INTO fine VALUES (1), (2)");
      assertEquals(List.of("[1]", "[2]"), rows(remote, "SELECT n FROM fine ORDER BY n"));
      for (String path : List.of("closed", "open/../closed", "open/link", "open/link/*.csv", "")) {
        LeatException refused =
            assertThrows(
                LeatException.class,
                () -> execute(remote, "CREATE TABLE bad (n INT)" + with(path, "csv", "")),
                path);
        assertEquals("42501", refused.sqlState(), path);
      }
      execute(local, "CREATE TABLE secret (n INT)" + with("closed", "csv", ""));
      assertEquals(List.of("[1]"), rows(local, "SELECT * FROM secret"));
      LeatException refused =
          assertThrows(LeatException.class, () -> rows(remote, "SELECT * FROM secret"));
      assertEquals("42501", refused.sqlState());
      assertThrows(
          LeatException.class, () -> execute(remote, "INSERT INTO secret SELECT n FROM fine"));
      LeatException connection =
          assertThrows(
              LeatException.class,
              () ->
                  execute(
                      remote,
                      "CREATE TABLE wire (s STRING) WITH ('connector' = 'socket', 'hostname' ="
                          + " 'localhost', 'port' = '22', 'format' = 'raw')"));
      assertEquals("a remote session may not connect to localhost:22", connection.message());
    }
  }
}
