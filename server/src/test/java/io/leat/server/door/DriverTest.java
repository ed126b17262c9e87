package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.jdbc.LeatSQLException;
import io.leat.server.fake.FakeEngine;
import io.leat.server.fake.FakeStream;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the driver promises, whichever way it reaches the engine. */
@Timeout(300)
abstract class DriverTest {
  FakeEngine engine;
  private Connection connection;

  /** Starts the way to a fresh {@link #engine}. */
  abstract String start() throws Exception;

  abstract void stop() throws Exception;

  abstract boolean remote();

  private String url;

  @BeforeEach
  void connect() throws Exception {
    engine = new FakeEngine();
    url = start();
    connection = DriverManager.getConnection(url);
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
    stop();
  }

  private static String state(SQLException error) {
    assertTrue(error instanceof LeatSQLException, () -> "not ours: " + error);
    return error.getSQLState();
  }

  private static SQLException failure(CompletableFuture<?> task) throws Exception {
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> task.get(120, TimeUnit.SECONDS));
    return (SQLException) error.getCause();
  }

  private interface Task<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> inThread(Task<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.run());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  @Test
  void queryReturnsBeforeTheFirstRowAndRowsArriveOneByOne() throws Exception {
    FakeStream rows = engine.stream("x");
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("stream x")) {
      for (long n = 1; n <= 3; n++) {
        CompletableFuture<Boolean> next = inThread(result::next);
        Eventually.holds("a fetch waits", rows::isAwaited);
        assertFalse(next.isDone());
        rows.row(n, "row");
        assertTrue(next.get(120, TimeUnit.SECONDS));
        assertEquals(n, result.getLong("N"));
        assertEquals("row", result.getString(2));
      }
    }
    assertTrue(rows.isClosed());
  }

  @Test
  void boundedResultIsReadToItsEnd() throws Exception {
    try (Statement statement = connection.createStatement()) {
      for (int size : List.of(0, 1, 10_001)) {
        try (ResultSet result = statement.executeQuery("numbers " + size)) {
          long read = 0;
          while (result.next()) {
            assertEquals(read++, result.getLong(1));
          }
          assertEquals(size, read);
          assertFalse(result.next());
        }
      }
    }
  }

  @Test
  void aRowOfSeveralCopiesIsReadAsOften() throws Exception {
    FakeStream rows = engine.stream("x");
    rows.weightedRows(
        List.of(List.of(1L, "once"), List.of(2L, "often"), List.of(3L, "last")),
        new long[] {1, 20_000, 2});
    rows.end(null);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("stream x")) {
      long[] read = new long[4];
      while (result.next()) {
        read[result.getInt(1)]++;
      }
      assertArrayEquals(new long[] {0, 1, 20_000, 2}, read);
    }
  }

  @Test
  void aLongRowOfManyCopiesComesInPieces() throws Exception {
    FakeStream rows = engine.stream("x");
    rows.weightedRows(List.of(List.of(1L, "x".repeat(1 << 20))), new long[] {3_000});
    rows.end(null);
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(10);
      try (ResultSet result = statement.executeQuery("stream x")) {
        int read = 0;
        while (result.next()) {
          assertEquals(1 << 20, result.getString(2).length());
          read++;
        }
        assertEquals(10, read);
      }
    }
  }

  @Test
  void streamsOfChangesAreMarkedAsSuch() throws Exception {
    engine.stream("x").end(null);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("changes x")) {
      ResultSetMetaData columns = result.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        assertEquals("leat", columns.getSchemaName(i));
        assertEquals("changes", columns.getTableName(i));
      }
    }
  }

  @Test
  void cancelEndsAWaitingReader() throws Exception {
    FakeStream rows = engine.stream("x");
    Statement statement = connection.createStatement();
    ResultSet result = statement.executeQuery("stream x");
    CompletableFuture<Boolean> next = inThread(result::next);
    Eventually.holds("a fetch waits", rows::isAwaited);
    statement.cancel();
    assertEquals("57014", state(failure(next)));
    assertTrue(rows.isClosed());
    assertTrue(statement.executeQuery("numbers 1").next());
    assertEquals("57014", state(assertThrows(SQLException.class, () -> cancelled(statement))));
  }

  private void cancelled(Statement statement) throws SQLException {
    ResultSet result = statement.executeQuery("stream later");
    statement.cancel();
    result.next();
  }

  @Test
  void cancelOfAStatementThatDoesNothingIsForgotten() throws Exception {
    Statement statement = connection.createStatement();
    statement.cancel();
    ResultSet result = statement.executeQuery("numbers 2");
    statement.cancel();
    assertTrue(result.next());
  }

  @Test
  void closingTheResultTheStatementOrTheConnectionEndsTheQuery() throws Exception {
    Statement first = connection.createStatement();
    ResultSet result = first.executeQuery("stream a");
    CompletableFuture<Boolean> waitingForResult = inThread(result::next);
    Statement second = connection.createStatement();
    CompletableFuture<Boolean> waitingForStatement =
        inThread(second.executeQuery("stream b")::next);
    CompletableFuture<Boolean> waitingForConnection =
        inThread(connection.createStatement().executeQuery("stream c")::next);
    for (String name : List.of("a", "b", "c")) {
      Eventually.holds("a fetch waits on " + name, () -> engine.stream(name).isAwaited());
    }
    result.close();
    assertEquals("57014", state(failure(waitingForResult)));
    assertTrue(engine.stream("a").isClosed());
    second.close();
    assertEquals("57014", state(failure(waitingForStatement)));
    assertTrue(engine.stream("b").isClosed());
    connection.close();
    assertEquals("57014", state(failure(waitingForConnection)));
    assertTrue(engine.stream("c").isClosed());
    assertTrue(engine.sessions().get(0).isClosed());
    assertThrows(SQLException.class, result::next);
    assertThrows(SQLException.class, () -> second.executeQuery("numbers 1"));
    assertThrows(SQLException.class, () -> connection.createStatement());
  }

  @Test
  void cancelInterruptsAStatementThatTheEngineWorksOn() throws Exception {
    Statement statement = connection.createStatement();
    CompletableFuture<Boolean> running = inThread(() -> statement.execute("block"));
    Eventually.holds("it runs", () -> engine.sessions().get(0).isBlocking());
    statement.cancel();
    assertEquals("57014", state(failure(running)));
    Eventually.holds("it has ended", () -> !engine.sessions().get(0).isBlocking());
    assertEquals(3, statement.executeUpdate("update 3"));
  }

  @Test
  void timeoutEndsTheQuery() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      ResultSet result = statement.executeQuery("stream x");
      SQLException error = assertThrows(SQLException.class, result::next);
      assertEquals("57014", state(error));
      assertTrue(error.getMessage().contains("timeout of 1 s"), error.getMessage());
      assertTrue(engine.stream("x").isClosed());
      assertEquals(
          "57014", state(assertThrows(SQLException.class, () -> statement.execute("block"))));
    }
  }

  @Test
  void maxRowsEndsAnEndlessQuery() throws Exception {
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("flood")) {
      statement.setMaxRows(5000);
      assertEquals(5000, count(statement.executeQuery("flood")));
      assertTrue(engine.stream("flood").isClosed());
      prepared.setMaxRows(10);
      assertEquals(10, count(prepared.executeQuery()));
      assertTrue(engine.stream("flood").isClosed());
      statement.setMaxRows(0);
      assertEquals(20, count(statement.executeQuery("numbers 20")));
    }
  }

  private static int count(ResultSet result) throws SQLException {
    int rows = 0;
    while (result.next()) {
      rows++;
    }
    return rows;
  }

  @Test
  void aReaderThatSleepsHoldsOnlyItsOwnQuery() throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("flood")) {
      assertTrue(result.next());
      int taken = engine.stream("flood").polled();
      try (Statement other = connection.createStatement()) {
        for (int i = 0; i < 20; i++) {
          assertEquals(100, count(other.executeQuery("numbers 100")));
        }
      }
      assertEquals(taken, engine.stream("flood").polled(), "pages taken without being asked for");
      assertTrue(taken <= 2, () -> taken + " pages for one row");
    }
  }

  @Test
  void twoHundredIdleQueriesNeedFewThreads() throws Exception {
    List<Statement> statements = new ArrayList<>();
    List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Statement statement = connection.createStatement();
      statements.add(statement);
      ResultSet result = statement.executeQuery("stream s" + i);
      waiting.add(inThread(result::next));
    }
    for (int i = 0; i < 200; i++) {
      String name = "s" + i;
      Eventually.holds("a fetch waits on " + name, () -> engine.stream(name).isAwaited());
    }
    // Those of the tests before may be on their way out.
    Eventually.holds(
        "no more than 64 threads",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("leat-"))
                    .count()
                <= 64);
    try (Statement other = connection.createStatement()) {
      assertEquals(10, count(other.executeQuery("numbers 10")));
    }
    for (int i = 0; i < 200; i++) {
      engine.stream("s" + i).row((long) i, "x");
      assertTrue(waiting.get(i).get(120, TimeUnit.SECONDS));
    }
    for (Statement statement : statements) {
      statement.close();
    }
    for (int i = 0; i < 200; i++) {
      assertTrue(engine.stream("s" + i).isClosed());
    }
  }

  @Test
  void blockedStatementsDoNotHoldUpOthers() throws Exception {
    List<Connection> others = new ArrayList<>();
    List<CompletableFuture<Boolean>> blocked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Connection other = DriverManager.getConnection(url);
      others.add(other);
      blocked.add(inThread(() -> other.createStatement().execute("block")));
    }
    Eventually.holds(
        "all run",
        () -> engine.sessions().stream().filter(FakeEngine.FakeSession::isBlocking).count() == 20);
    assertEquals(10, count(connection.createStatement().executeQuery("numbers 10")));
    for (int i = 0; i < 20; i++) {
      others.get(i).close();
      assertEquals("57014", state(failure(blocked.get(i))));
    }
  }

  @Test
  void everyTypeIsRead() throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("types")) {
      assertTrue(row.next());
      assertEquals(true, row.getObject("c_boolean"));
      assertEquals("TRUE", row.getString("c_boolean"));
      assertEquals(-128, row.getObject("c_tinyint"));
      assertEquals(-32768, row.getObject("c_smallint"));
      assertEquals(Integer.MIN_VALUE, row.getObject("c_int"));
      assertEquals(Long.MIN_VALUE, row.getObject("c_bigint"));
      assertEquals(Long.MIN_VALUE, row.getLong("c_bigint"));
      assertEquals(1.5f, row.getObject("c_float"));
      assertEquals(-0.1, row.getDouble("c_double"));
      assertEquals("-0.1", row.getString("c_double"));
      BigDecimal decimal = new BigDecimal("12345678901234567890.123456789012345678");
      assertEquals(decimal, row.getBigDecimal("c_decimal"));
      assertEquals(decimal.toPlainString(), row.getString("c_decimal"));
      assertEquals("ab   ", row.getString("c_char"));
      assertEquals("grüß \uD83D\uDE00", row.getString("c_string"));
      assertArrayEquals(new byte[] {0, (byte) 0xff}, row.getBytes("c_binary"));
      assertEquals("00ff", row.getString("c_binary"));
      assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) row.getObject("c_bytes"));
      assertEquals(LocalDate.of(1, 1, 1), row.getObject("c_date", LocalDate.class));
      assertEquals("0001-01-01", row.getString("c_date"));
      assertEquals("23:59:59", row.getString("c_time0"));
      assertEquals("23:59:59", row.getTime("c_time0").toString());
      assertEquals("23:59:59.999999999", row.getString("c_time9"));
      assertEquals(
          LocalTime.ofNanoOfDay(86_399_999_999_999L), row.getObject("c_time9", LocalTime.class));
      assertEquals("2026-03-29 02:30:15.123", row.getString("c_timestamp3"));
      LocalDateTime nanos = LocalDateTime.of(2026, 3, 29, 2, 30, 15, 123_456_789);
      assertEquals(nanos, row.getObject("c_timestamp9", LocalDateTime.class));
      assertEquals(Timestamp.valueOf(nanos), row.getTimestamp("c_timestamp9"));
      assertEquals(Timestamp.valueOf(nanos), row.getObject("c_timestamp9"));
      assertEquals("2026-03-29 02:30:15.123456789", row.getString("c_timestamp9"));
      assertEquals(Date.valueOf("2026-03-29"), row.getDate("c_timestamp9"));
      Instant summer = Instant.parse("2026-07-01T10:15:30.123Z");
      assertEquals(OffsetDateTime.parse("2026-07-01T12:15:30.123+02:00"), row.getObject("c_ltz3"));
      assertEquals(summer, row.getObject("c_ltz3", Instant.class));
      assertEquals(summer, row.getTimestamp("c_ltz3").toInstant());
      assertEquals(summer, row.getObject("c_ltz3", ZonedDateTime.class).toInstant());
      assertEquals("2026-07-01 12:15:30.123", row.getString("c_ltz3"));
      assertEquals("1970-01-01 00:59:59.999999999", row.getString("c_ltz9"));
      assertEquals(Period.ofMonths(-14).normalized(), row.getObject("c_months"));
      assertEquals("-1-02", row.getString("c_months"));
      assertEquals(Duration.ofSeconds(-90061, -500_000_000), row.getObject("c_seconds"));
      assertEquals("-1 01:01:01.500", row.getString("c_seconds"));
      assertArrayEquals(new Object[] {1, null, 3}, (Object[]) row.getArray("c_array").getArray());
      assertEquals(Types.INTEGER, row.getArray("c_array").getBaseType());
      assertEquals("[1, NULL, 3]", row.getString("c_array"));
      assertEquals("[[2026-03-29 02:30:15.000], []]", row.getString("c_nested"));
      Map<?, ?> map = (Map<?, ?>) row.getObject("c_map");
      assertEquals(new BigDecimal("1.50"), map.get("k"));
      assertTrue(map.containsKey("null"));
      assertEquals("{k=1.50, \"null\"=NULL}", row.getString("c_map"));
      assertEquals(Map.of("x", 2), row.getObject("c_multiset"));
      assertArrayEquals(new Object[] {7, null}, ((Struct) row.getObject("c_row")).getAttributes());
      assertEquals("(7, NULL)", row.getString("c_row"));

      assertTrue(row.next());
      for (int i = 1; i <= FakeEngine.TYPES.size(); i++) {
        assertNull(row.getObject(i), FakeEngine.TYPES.name(i - 1));
        assertTrue(row.wasNull());
        assertNull(row.getString(i));
      }
      assertEquals(0, row.getInt("c_int"));
      assertFalse(row.next());
    }
  }

  @Test
  void resultMetadataDescribesTheColumns() throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("types")) {
      ResultSetMetaData columns = result.getMetaData();
      assertEquals(FakeEngine.TYPES.size(), columns.getColumnCount());
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        assertEquals(FakeEngine.TYPES.name(i - 1), columns.getColumnLabel(i));
        assertEquals(FakeEngine.TYPES.type(i - 1).sqlName(), columns.getColumnTypeName(i));
        assertEquals("", columns.getTableName(i));
        assertEquals(ResultSetMetaData.columnNullable, columns.isNullable(i));
        assertTrue(columns.getColumnDisplaySize(i) > 0, columns.getColumnLabel(i));
      }
      assertEquals(Types.DECIMAL, columns.getColumnType(8));
      assertEquals(38, columns.getPrecision(8));
      assertEquals(18, columns.getScale(8));
      assertEquals(Types.TIMESTAMP, columns.getColumnType(17));
      assertEquals("java.sql.Timestamp", columns.getColumnClassName(17));
      assertEquals(Types.TIMESTAMP_WITH_TIMEZONE, columns.getColumnType(18));
      assertEquals(Types.ARRAY, columns.getColumnType(22));
    }
    try (PreparedStatement prepared = connection.prepareStatement("numbers 1")) {
      assertEquals(ResultSetMetaData.columnNoNulls, prepared.getMetaData().isNullable(1));
    }
  }

  @Test
  void parametersKeepTheirValues() throws Exception {
    try (PreparedStatement echo =
        connection.prepareStatement(
            "echo INT;BIGINT;DECIMAL(38, 18);STRING;TIMESTAMP(9);TIMESTAMP_LTZ(9);DATE;TIME(9);"
                + "BYTES;BOOLEAN;DOUBLE;ARRAY<INT>")) {
      assertEquals(12, echo.getParameterMetaData().getParameterCount());
      assertEquals("DECIMAL(38, 18)", echo.getParameterMetaData().getParameterTypeName(3));
      LocalDateTime dateTime = LocalDateTime.of(2026, 3, 29, 2, 30, 15, 123_456_789);
      Instant instant = Instant.parse("2026-03-29T00:30:15.000000001Z");
      for (int round = 0; round < 2; round++) {
        echo.setInt(1, 7);
        echo.setString(2, "-9");
        echo.setBigDecimal(3, new BigDecimal("1.5"));
        echo.setString(4, "it's");
        if (round == 0) {
          echo.setTimestamp(5, Timestamp.valueOf(dateTime));
          echo.setTimestamp(6, Timestamp.from(instant.minusSeconds(0)));
          echo.setObject(6, instant);
        } else {
          echo.setObject(5, dateTime);
          echo.setObject(6, instant.atZone(java.time.ZoneId.of("Asia/Tokyo")));
        }
        echo.setObject(7, LocalDate.of(2026, 1, 2));
        echo.setObject(8, LocalTime.of(1, 2, 3, 4));
        echo.setBytes(9, new byte[] {9});
        echo.setBoolean(10, true);
        echo.setNull(11, Types.DOUBLE);
        echo.setArray(12, connection.createArrayOf("INT", new Object[] {1, 2}));
        try (ResultSet row = echo.executeQuery()) {
          assertTrue(row.next());
          assertEquals(7, row.getInt(1));
          assertEquals(-9, row.getLong(2));
          assertEquals(0, new BigDecimal("1.5").compareTo(row.getBigDecimal(3)));
          assertEquals("it's", row.getString(4));
          assertEquals(dateTime, row.getObject(5, LocalDateTime.class));
          assertEquals(instant, row.getObject(6, Instant.class));
          assertEquals("2026-01-02", row.getString(7));
          assertEquals("01:02:03.000000004", row.getString(8));
          assertArrayEquals(new byte[] {9}, row.getBytes(9));
          assertTrue(row.getBoolean(10));
          assertNull(row.getObject(11));
          assertEquals("[1, 2]", row.getString(12));
        }
      }
    }
  }

  @Test
  void badParametersAreRefused() throws Exception {
    try (PreparedStatement echo = connection.prepareStatement("echo INT")) {
      assertEquals("07002", state(assertThrows(SQLException.class, echo::executeQuery)));
      assertEquals("07009", state(assertThrows(SQLException.class, () -> echo.setInt(2, 1))));
      echo.setBigDecimal(1, BigDecimal.TEN.pow(38));
      assertEquals("22003", state(assertThrows(SQLException.class, echo::executeQuery)));
      echo.setString(1, "x");
      SQLException error = assertThrows(SQLException.class, echo::executeQuery);
      assertEquals("22018", state(error));
      assertEquals("parameter 1: 'x' is not a value of type INT", error.getMessage());
    }
  }

  @Test
  void updatesAndBatchesGiveCounts() throws Exception {
    try (Statement statement = connection.createStatement()) {
      assertEquals(42, statement.executeUpdate("update 42"));
      assertFalse(statement.execute("update 5000000000"));
      assertEquals(5_000_000_000L, statement.getLargeUpdateCount());
      assertTrue(statement.execute("numbers 1"));
      assertEquals(-1, statement.getUpdateCount());
      try (ResultSet rows = statement.getResultSet()) {
        assertTrue(rows.next());
        SQLException unknown = assertThrows(SQLException.class, () -> rows.getString("none"));
        assertEquals("42703", state(unknown));
        assertTrue(unknown.getMessage().startsWith("there is no column 'none'; the result has "));
        assertEquals("42703", state(assertThrows(SQLException.class, () -> rows.getLong("none"))));
        SQLException beyond = assertThrows(SQLException.class, () -> rows.getString(99));
        assertEquals("22023", state(beyond));
        assertTrue(beyond.getMessage().startsWith("there is no column 99; the result has "));
        assertEquals("22023", state(assertThrows(SQLException.class, () -> rows.getLong(0))));
        assertEquals("22023", state(assertThrows(SQLException.class, () -> rows.getObject(-1))));
      }
      assertEquals(
          "42601",
          state(assertThrows(SQLException.class, () -> statement.executeQuery("update 42"))));
      statement.addBatch("update 1");
      statement.addBatch("update 2");
      assertArrayEquals(new int[] {1, 2}, statement.executeBatch());
      assertArrayEquals(new int[0], statement.executeBatch());
      assertEquals(
          "42601",
          state(assertThrows(SQLException.class, () -> statement.executeUpdate("stream x"))));
      assertTrue(engine.stream("x").isClosed());
    }
    try (PreparedStatement prepared = connection.prepareStatement("count ?")) {
      assertNull(prepared.getMetaData());
      for (int n = 1; n <= 3; n++) {
        prepared.setInt(1, n);
        prepared.addBatch();
      }
      assertArrayEquals(new int[] {1, 2, 3}, prepared.executeBatch());
      prepared.setInt(1, 8);
      assertEquals(8, prepared.executeUpdate());
    }
  }

  @Test
  void errorsCarryStateTextAndPlace() throws Exception {
    String sql = "fail\nfrom nowhere";
    try (Statement statement = connection.createStatement()) {
      LeatSQLException error =
          assertThrows(LeatSQLException.class, () -> statement.executeQuery(sql));
      assertEquals("42P01", error.getSQLState());
      assertEquals(2, error.line());
      assertEquals(6, error.column());
      assertEquals(
          "table 'nowhere' does not exist\n"
              + "at line 2, column 6:\n"
              + "  from nowhere\n"
              + "       ^^^^^^^\n"
              + "Hint: did you mean 'somewhere'?",
          error.getMessage());
      assertEquals(
          error.getMessage(),
          assertThrows(SQLException.class, () -> connection.prepareStatement(sql)).getMessage());
      LeatSQLException bug = assertThrows(LeatSQLException.class, () -> statement.execute("bug"));
      assertEquals("XX000", bug.getSQLState());
      assertEquals(0, bug.line());
      assertTrue(bug.getMessage().startsWith("internal error"), bug.getMessage());
      assertTrue(bug.getMessage().endsWith("(this is a bug)"), bug.getMessage());
      assertFalse(bug.getMessage().contains("\tat "), bug.getMessage());
      ResultSet result = statement.executeQuery("break 3");
      for (int i = 0; i < 3; i++) {
        assertTrue(result.next());
      }
      assertEquals("22012", state(assertThrows(SQLException.class, result::next)));
    }
  }

  @Test
  void connectionPropertiesAreAcceptedSensibly() throws Exception {
    assertTrue(connection.isValid(5));
    assertTrue(connection.getAutoCommit());
    assertFalse(connection.isReadOnly());
    connection.setReadOnly(true);
    assertTrue(connection.isReadOnly());
    assertEquals("default_catalog", connection.getCatalog());
    assertEquals("default_database", connection.getSchema());
    connection.setCatalog("other");
    assertEquals("other", connection.getCatalog());
    assertEquals("only", connection.getSchema());
    assertEquals(
        "3F000", state(assertThrows(SQLException.class, () -> connection.setSchema("nowhere"))));
    connection.close();
    assertFalse(connection.isValid(5));
  }

  @Test
  void transactionsAreTheSessions() throws Exception {
    List<String> log = engine.sessions().get(0).log();
    assertEquals(Connection.TRANSACTION_REPEATABLE_READ, connection.getTransactionIsolation());
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    assertEquals(Connection.TRANSACTION_REPEATABLE_READ, connection.getTransactionIsolation());
    assertEquals(
        "0A000",
        state(
            assertThrows(
                SQLException.class,
                () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))));
    assertEquals(
        "22023",
        state(
            assertThrows(
                SQLException.class,
                () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE))));
    assertTrue(connection.getMetaData().supportsTransactions());
    connection.setAutoCommit(false);
    assertFalse(connection.getAutoCommit());
    assertEquals("false", connection.getClientInfo("TransactionOpen"));
    try (Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate("update 1"));
      assertEquals("true", connection.getClientInfo("TransactionOpen"));
      connection.commit();
      assertEquals(2, statement.executeUpdate("update 2"));
      connection.rollback();
      assertEquals("false", connection.getClientInfo("TransactionOpen"));
      assertEquals(3, statement.executeUpdate("update 3"));
      connection.setAutoCommit(true);
      assertEquals(4, statement.executeUpdate("update 4"));
    }
    assertEquals(
        List.of(
            "begin",
            "update 1",
            "commit",
            "begin",
            "update 2",
            "rollback",
            "begin",
            "update 3",
            "commit",
            "update 4"),
        log);
  }

  @Test
  void batchIsOneTransaction() throws Exception {
    List<String> log = engine.sessions().get(0).log();
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("update 1");
      statement.addBatch("lose 2");
      statement.addBatch("update 3");
      assertArrayEquals(new long[] {1, 7, 3}, statement.executeLargeBatch());
      List<String> attempt = List.of("begin", "update 1", "lose 2", "rollback");
      List<String> wanted = new ArrayList<>(attempt);
      wanted.addAll(attempt);
      wanted.addAll(List.of("begin", "update 1", "lose 2", "update 3", "commit"));
      assertEquals(wanted, log);

      log.clear();
      statement.addBatch("update 1");
      statement.addBatch("fail\nfrom nowhere");
      statement.addBatch("update 3");
      BatchUpdateException error =
          assertThrows(BatchUpdateException.class, statement::executeBatch);
      assertEquals("42P01", error.getSQLState());
      assertTrue(error.getMessage().contains("from nowhere"), error.getMessage());
      int failed = Statement.EXECUTE_FAILED;
      assertArrayEquals(new int[] {failed, failed, failed}, error.getUpdateCounts());
      assertEquals(List.of("begin", "update 1", "rollback"), log);

      log.clear();
      connection.setAutoCommit(false);
      statement.addBatch("update 1");
      statement.addBatch("update 5000000000");
      statement.addBatch("stream x");
      error = assertThrows(BatchUpdateException.class, statement::executeBatch);
      assertEquals("0A000", error.getSQLState());
      assertArrayEquals(new long[] {1, 5_000_000_000L}, error.getLargeUpdateCounts());
      assertEquals(List.of("begin", "update 1", "update 5000000000"), log);
    }
  }

  @Test
  void manyStatementsThatWaitHoldUpNobody() throws Exception {
    int many = 100;
    List<Connection> waiting = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (int i = 0; i < many; i++) {
        Connection each = DriverManager.getConnection(url);
        waiting.add(each);
        Statement blocked = each.createStatement();
        threads.execute(() -> assertThrows(SQLException.class, () -> blocked.execute("block")));
      }
      Eventually.holds(
          "all of them wait",
          () ->
              engine.sessions().stream().filter(FakeEngine.FakeSession::isBlocking).count()
                  == many);
      assertEquals(1, connection.createStatement().executeUpdate("update 1"));
    } finally {
      for (Connection each : waiting) {
        each.close();
      }
      threads.shutdown();
      assertTrue(threads.awaitTermination(120, TimeUnit.SECONDS));
    }
  }

  @Test
  void generatedKeysAreRefused() throws Exception {
    try (Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate("update 1", Statement.NO_GENERATED_KEYS));
      for (org.junit.jupiter.api.function.Executable asking :
          List.<org.junit.jupiter.api.function.Executable>of(
              () -> statement.executeUpdate("update 1", Statement.RETURN_GENERATED_KEYS),
              () -> statement.executeUpdate("update 1", new String[] {"id"}),
              () -> statement.executeLargeUpdate("update 1", new int[] {1}),
              () -> statement.execute("update 1", Statement.RETURN_GENERATED_KEYS),
              () -> connection.prepareStatement("count ?", Statement.RETURN_GENERATED_KEYS),
              () -> connection.prepareStatement("count ?", new String[] {"id"}),
              statement::getGeneratedKeys)) {
        SQLException error = assertThrows(SQLException.class, asking);
        assertEquals("0A000", error.getSQLState());
        assertEquals("Returning generated keys is not supported", error.getMessage());
      }
    }
    assertEquals(List.of("update 1"), engine.sessions().get(0).log());
  }

  @Test
  void urlSettingsReachTheSession() throws Exception {
    try (Connection other =
        DriverManager.getConnection(
            url + "?user=ann&table.local-time-zone=Asia%2FTokyo&database=only&catalog=other")) {
      FakeEngine.FakeSession session = engine.sessions().get(1);
      assertEquals("ann", session.user());
      assertEquals(remote(), session.isRemote());
      assertEquals(Map.of("table.local-time-zone", "Asia/Tokyo"), session.settings());
      assertEquals("only", other.getSchema());
      ResultSet row = other.createStatement().executeQuery("types");
      assertTrue(row.next());
      assertEquals("2026-07-01 19:15:30.123", row.getString("c_ltz3"));
    }
    SQLException error =
        assertThrows(SQLException.class, () -> DriverManager.getConnection(url + "?fetchsize=5"));
    assertTrue(error.getMessage().contains("did you mean 'fetchSize'?"), error.getMessage());
    assertEquals("08001", error.getSQLState());
  }

  @Test
  void connectionPoolLendsConnections() throws Exception {
    com.zaxxer.hikari.HikariConfig config = new com.zaxxer.hikari.HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    config.setAutoCommit(false);
    try (com.zaxxer.hikari.HikariDataSource pool = new com.zaxxer.hikari.HikariDataSource(config)) {
      for (int i = 0; i < 10; i++) {
        try (Connection lent = pool.getConnection();
            PreparedStatement prepared = lent.prepareStatement("numbers 5")) {
          assertEquals(5, count(prepared.executeQuery()));
        }
      }
      assertTrue(pool.getHikariPoolMXBean().getTotalConnections() <= 2);
    }
  }

  @Test
  void databaseMetadataIsAnswered() throws Exception {
    DatabaseMetaData data = connection.getMetaData();
    assertEquals("Leat", data.getDatabaseProductName());
    assertTrue(data.getDatabaseProductVersion().startsWith("0.1"));
    assertTrue(data.getDriverVersion().startsWith("0.1"));
    assertEquals("FROM,SELECT", data.getSQLKeywords());
    assertEquals("UPPER", data.getStringFunctions());
    assertEquals(List.of("default_catalog", "other"), column(data.getCatalogs(), 1));
    assertEquals(List.of("only"), column(data.getSchemas("other", null), "TABLE_SCHEM"));
    assertEquals(
        List.of("Orders", "big_orders"),
        column(data.getTables(null, null, "%", null), "TABLE_NAME"));
    assertEquals(
        List.of("big_orders"),
        column(data.getTables(null, null, "big\\_%", new String[] {"VIEW"}), "TABLE_NAME"));
    assertEquals(List.of("Orders"), column(data.getTables(null, null, "o%", null), 3));
    assertEquals(List.of(), column(data.getTables(null, "no", null, null), 3));
    assertTrue(column(data.getTableTypes(), 1).contains("VIEW"));
    try (ResultSet columns = data.getColumns(null, null, "orders", "c\\_dec%")) {
      assertTrue(columns.next());
      assertEquals("c_decimal", columns.getString("COLUMN_NAME"));
      assertEquals(Types.DECIMAL, columns.getInt("DATA_TYPE"));
      assertEquals("DECIMAL(38, 18)", columns.getString("TYPE_NAME"));
      assertEquals(38, columns.getInt("COLUMN_SIZE"));
      assertEquals(18, columns.getInt("DECIMAL_DIGITS"));
      assertEquals(8, columns.getInt("ORDINAL_POSITION"));
      assertFalse(columns.next());
    }
    assertEquals(
        Arrays.asList("c_int", "c_string"),
        column(data.getPrimaryKeys(null, null, "Orders"), "COLUMN_NAME"));
    assertEquals(List.of("ABS", "NOW", "UPPER"), column(data.getFunctions(null, null, null), 3));
    assertTrue(column(data.getTypeInfo(), "TYPE_NAME").contains("TIMESTAMP_LTZ"));
    for (ResultSet empty :
        List.of(
            data.getProcedures(null, null, null),
            data.getImportedKeys(null, null, "Orders"),
            data.getUDTs(null, null, null, null))) {
      assertFalse(empty.next());
    }
  }

  private static List<String> column(ResultSet result, Object column) throws SQLException {
    List<String> values = new ArrayList<>();
    while (result.next()) {
      values.add(
          column instanceof Integer index
              ? result.getString(index)
              : result.getString((String) column));
    }
    return values;
  }
}
