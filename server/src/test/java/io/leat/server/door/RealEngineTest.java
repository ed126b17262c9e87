package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.avatica.Limits;
import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Continuous queries over remote JDBC on the engine that users run. */
@Timeout(300)
final class RealEngineTest {
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1));

  private LocalEngine engine;
  private HttpServer server;
  private String url;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    engine = LocalEngine.start(2);
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0, SHORT);
    url = "jdbc:leat://127.0.0.1:" + server.port();
    connection = DriverManager.getConnection(url);
    run("CREATE TABLE steady (id INT) WITH ('connector'='datagen', 'rows-per-second'='5')");
    run("CREATE TABLE slow (id INT) WITH ('connector'='datagen', 'rows-per-second'='1')");
    run("CREATE TABLE flood (id INT) WITH ('connector'='datagen', 'rows-per-second'='1000000000')");
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    server.close();
    engine.close();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long leatThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("leat-"))
        .count();
  }

  @Test
  void queriesOpenedAndCancelledLeaveNothing() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT id + 1 FROM steady")) {
        assertTrue(result.next());
        statement.cancel();
        SQLException error = assertThrows(SQLException.class, result::next);
        assertEquals("57014", error.getSQLState());
      }
    }
    Eventually.holds("no query runs", () -> engine.runningQueries() == 0);
    assertEquals(0, server.protocol().statementCount());
    assertEquals(1, server.protocol().sessionCount());
  }

  @Test
  void aVariantIsItsJsonText() throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT PARSE_JSON('{\"b\": 1.0, \"a\": \"x\"}') AS v")) {
      assertTrue(result.next());
      assertEquals("{\"a\":\"x\",\"b\":1}", result.getString("v"));
      assertEquals("{\"a\":\"x\",\"b\":1}", result.getObject(1));
      assertEquals(java.sql.Types.OTHER, result.getMetaData().getColumnType(1));
      assertEquals("VARIANT", result.getMetaData().getColumnTypeName(1));
      assertEquals("java.lang.String", result.getMetaData().getColumnClassName(1));
    }
  }

  @Test
  void idleQueriesHoldNoThreads() throws Exception {
    long before = leatThreads();
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Statement statement = connection.createStatement();
      statement.executeQuery("SELECT id FROM slow");
      statements.add(statement);
    }
    Eventually.holds("200 queries run", () -> engine.runningQueries() == 200);
    Eventually.holds("few threads more than " + before, () -> leatThreads() <= before + 12);
    for (Statement statement : statements) {
      statement.close();
    }
    Eventually.holds("no query runs", () -> engine.runningQueries() == 0);
  }

  @Test
  void aSleepingReaderHoldsItsQueryBack() throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id FROM flood")) {
      assertTrue(result.next());
      long[] seen = {-1, 0};
      Eventually.holds(
          "the query stands still",
          () -> {
            long rows = rowsIn();
            seen[1] = rows == seen[0] ? seen[1] + 1 : 0;
            seen[0] = rows;
            return seen[1] == 50;
          });
      // The buffer's bound, and what the epoch that passed it may bring on each shard.
      assertTrue(seen[0] < (256 << 10) + 3 * 2 * 16 * 4096L, seen[0] + " rows");
      for (int i = 0; i < 1_000_000; i++) {
        assertTrue(result.next());
      }
      assertTrue(rowsIn() > seen[0]);
    }
  }

  private long rowsIn() {
    try (Statement statement = connection.createStatement();
        ResultSet jobs = statement.executeQuery("SHOW JOBS")) {
      assertTrue(jobs.next());
      return jobs.getLong("rows_in");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rowErrorsEndAQueryIfAskedTo() throws Exception {
    try (Connection strict = DriverManager.getConnection(url + "?execution.on-error=fail");
        Statement statement = strict.createStatement()) {
      SQLException error =
          assertThrows(
              SQLException.class,
              () -> statement.executeQuery("SELECT 1 / (id - id) FROM steady").next());
      assertEquals("22012", error.getSQLState());
      assertTrue(error.getMessage().startsWith("division by zero"), error.getMessage());
      assertTrue(error.getMessage().contains("1 / (id - id)"), error.getMessage());
      try (ResultSet after = statement.executeQuery("SELECT id FROM steady")) {
        assertTrue(after.next());
      }
    }
    Eventually.holds("no query runs", () -> engine.runningQueries() == 0);
  }

  @Test
  void wrongSettingsInTheUrlAreSaid() {
    String[][] cases = {
      {"?execution.on-eror=fail", "42704", "Did you mean 'execution.on-error'?"},
      {"?execution.on-error=maybe", "22023", "continue, fail"},
      {"?table.local-time-zone=Mars/North", "22023", "Mars/North"},
      {"?usr=me", "08001", "did you mean 'user'?"},
      {"?user", "08001", "is not option=value"},
      {"?fetchSize=many", "08001", "is not a number"},
      {"/nowhere", "3D000", "nowhere"},
      {"/default_catalog/nowhere", "3F000", "nowhere"},
      {"/a/b/c", "08001", "more than host, catalog and database"},
    };
    for (String[] each : cases) {
      SQLException error =
          assertThrows(SQLException.class, () -> DriverManager.getConnection(url + each[0]));
      assertTrue(error.getMessage().contains(each[2]), each[0] + ": " + error.getMessage());
      assertEquals(each[1], error.getSQLState(), each[0]);
    }
    Eventually.holds("no session is left", () -> server.protocol().sessionCount() == 1);
  }

  /** The driver's text of a value is what the engine's CAST makes of it; bytes are apart. */
  @Test
  void textIsTheSameOnBothSides() throws Exception {
    List<String> types =
        List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "BIGINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL(10, 3)",
            "DECIMAL(38, 10)",
            "CHAR(5)",
            "VARCHAR(7)",
            "STRING",
            "DATE",
            "TIME(0)",
            "TIME(3)",
            "TIMESTAMP(0)",
            "TIMESTAMP(3)",
            "TIMESTAMP(9)",
            "TIMESTAMP_LTZ(3)",
            "TIMESTAMP_LTZ(6)",
            "INTERVAL YEAR TO MONTH",
            "INTERVAL DAY TO SECOND(3)",
            "ARRAY<DECIMAL(6, 2)>",
            "ARRAY<ARRAY<TIMESTAMP(3)>>",
            "MAP<STRING, DOUBLE>",
            "MULTISET<DATE>",
            "ROW<a INT, b ROW<c TIME(3), d ARRAY<BOOLEAN>>>");
    StringBuilder table = new StringBuilder("CREATE TABLE every (");
    StringBuilder query = new StringBuilder("SELECT ");
    StringBuilder nulls = new StringBuilder();
    for (int i = 0; i < types.size(); i++) {
      table.append(i == 0 ? "" : ", ").append("c" + i + " " + types.get(i));
      query.append(i == 0 ? "" : ", ").append("c%d, CAST(c%d AS STRING)".formatted(i, i));
      nulls.append(", 'fields.c%d.null-rate'='0.2'".formatted(i));
    }
    run(
        table
            + ") WITH ('connector'='datagen', 'number-of-rows'='200', 'rows-per-second'='1000000'"
            + nulls
            + ")");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query + " FROM every")) {
      int count = 0;
      for (; rows.next(); count++) {
        for (int i = 0; i < types.size(); i++) {
          assertEquals(rows.getString(2 * i + 2), rows.getString(2 * i + 1), types.get(i));
        }
      }
      assertEquals(200, count);
    }
  }

  /** No tool's question about the database throws. */
  @Test
  void everyQuestionAboutTheDatabaseIsAnswered() throws Exception {
    DatabaseMetaData data = connection.getMetaData();
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          || method.getDeclaringClass() != DatabaseMetaData.class) {
        continue;
      }
      Object[] arguments = new Object[method.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        Class<?> type = method.getParameterTypes()[i];
        arguments[i] = type == int.class ? (Object) 1 : type == boolean.class ? true : null;
      }
      if (method.invoke(data, arguments) instanceof ResultSet rows) {
        assertTrue(rows.getMetaData().getColumnCount() > 0, method.toString());
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            rows.getString(i);
          }
        }
        rows.close();
      }
    }
  }

  @Test
  void aColumnWithoutABoundHasAUsualWidth() throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet tables = connection.getMetaData().getTables(null, null, "%", null);
        ResultSet rows = statement.executeQuery("SELECT 'a' || 'b', ARRAY[1], X'00'")) {
      assertTrue(tables.getMetaData().getColumnDisplaySize(1) <= 32);
      for (int i = 1; i <= 3; i++) {
        assertTrue(rows.getMetaData().getColumnDisplaySize(i) <= 32);
      }
    }
  }

  /** A client of its own process, killed while it waits for a row, and while it waits for none. */
  @Test
  void aKilledClientsQueriesEnd() throws Exception {
    for (String how : List.of("fetching", "between")) {
      Process client = java(VanishingClient.class.getName(), url, how);
      BufferedReader out = client.inputReader(StandardCharsets.UTF_8);
      assertEquals("ready", out.readLine(), how);
      Eventually.holds("its query runs", () -> engine.runningQueries() == 1);
      assertTrue(client.destroyForcibly().waitFor(120, TimeUnit.SECONDS));
      Eventually.holds("its query ends: " + how, () -> engine.runningQueries() == 0);
      Eventually.holds("its session ends: " + how, () -> server.protocol().sessionCount() == 1);
    }
  }

  /** SIGTERM ends a server whose queries run; their readers are told. */
  @Test
  void aServerThatIsToldToEndTellsItsClients() throws Exception {
    Process process = java("io.leat.server.LeatServer", "--port", "0", "--in-memory");
    try (BufferedReader log =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line = log.readLine();
      while (line != null && !line.contains("listening on ")) {
        line = log.readLine();
      }
      String other = line.substring(line.indexOf("jdbc:leat:"));
      try (Connection client = DriverManager.getConnection(other);
          Statement statement = client.createStatement()) {
        statement.execute(
            "CREATE TABLE slow (id INT) WITH ('connector'='datagen', 'rows-per-second'='1')");
        ResultSet result = statement.executeQuery("SELECT id FROM slow WHERE id IS NULL");
        CompletableFuture<Boolean> next =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return result.next();
                  } catch (SQLException e) {
                    throw new java.util.concurrent.CompletionException(e);
                  }
                });
        process.destroy();
        ExecutionException failed =
            assertThrows(ExecutionException.class, () -> next.get(120, TimeUnit.SECONDS));
        SQLException error = (SQLException) failed.getCause();
        assertTrue(
            error.getSQLState().equals("57P01") || error.getSQLState().startsWith("08"),
            error.getSQLState() + " " + error.getMessage());
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        SQLException after =
            assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1"));
        assertTrue(after.getSQLState().startsWith("08"), after.toString());
        assertFalse(client.isValid(1));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process java(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).start();
  }

  /** Opens a query, says "ready", and waits to be killed. */
  static final class VanishingClient {
    private VanishingClient() {}

    public static void main(String[] arguments) throws Exception {
      Connection connection = DriverManager.getConnection(arguments[0]);
      ResultSet result =
          connection
              .createStatement()
              .executeQuery(
                  "SELECT id FROM slow"
                      + (arguments[1].equals("fetching") ? " WHERE id IS NULL" : ""));
      System.out.println("ready");
      if (arguments[1].equals("fetching")) {
        result.next();
      } else {
        Thread.currentThread().join();
      }
    }
  }
}
