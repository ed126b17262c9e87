package io.leat.server.door;

import static io.leat.server.door.DriverFixture.count;
import static io.leat.server.door.DriverFixture.state;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.jdbc.LeatSQLException;
import io.leat.server.fake.FakeEngine;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the driver promises of counts, errors, transactions, settings and metadata. */
interface SessionContract extends DriverContract {
  @Test
  default void updatesAndBatchesGiveCounts() throws Exception {
    try (Statement statement = connection().createStatement()) {
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
      assertTrue(engine().stream("x").isClosed());
    }
    try (PreparedStatement prepared = connection().prepareStatement("count ?")) {
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
  default void errorsCarryStateTextAndPlace() throws Exception {
    String sql = "fail\nfrom nowhere";
    try (Statement statement = connection().createStatement()) {
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
          assertThrows(SQLException.class, () -> connection().prepareStatement(sql)).getMessage());
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
  default void connectionPropertiesAreAcceptedSensibly() throws Exception {
    assertTrue(connection().isValid(5));
    assertTrue(connection().getAutoCommit());
    assertFalse(connection().isReadOnly());
    connection().setReadOnly(true);
    assertTrue(connection().isReadOnly());
    assertEquals("default_catalog", connection().getCatalog());
    assertEquals("default_database", connection().getSchema());
    connection().setCatalog("other");
    assertEquals("other", connection().getCatalog());
    assertEquals("only", connection().getSchema());
    assertEquals(
        "3F000", state(assertThrows(SQLException.class, () -> connection().setSchema("nowhere"))));
    connection().close();
    assertFalse(connection().isValid(5));
  }

  @Test
  default void transactionsAreTheSessions() throws Exception {
    List<String> log = engine().sessions().get(0).log();
    assertEquals(Connection.TRANSACTION_REPEATABLE_READ, connection().getTransactionIsolation());
    connection().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    assertEquals(Connection.TRANSACTION_REPEATABLE_READ, connection().getTransactionIsolation());
    assertEquals(
        "0A000",
        state(
            assertThrows(
                SQLException.class,
                () -> connection().setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))));
    assertEquals(
        "22023",
        state(
            assertThrows(
                SQLException.class,
                () -> connection().setTransactionIsolation(Connection.TRANSACTION_NONE))));
    assertTrue(connection().getMetaData().supportsTransactions());
    connection().setAutoCommit(false);
    assertFalse(connection().getAutoCommit());
    assertEquals("false", connection().getClientInfo("TransactionOpen"));
    try (Statement statement = connection().createStatement()) {
      assertEquals(1, statement.executeUpdate("update 1"));
      assertEquals("true", connection().getClientInfo("TransactionOpen"));
      connection().commit();
      assertEquals(2, statement.executeUpdate("update 2"));
      connection().rollback();
      assertEquals("false", connection().getClientInfo("TransactionOpen"));
      assertEquals(3, statement.executeUpdate("update 3"));
      connection().setAutoCommit(true);
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
  default void batchIsOneTransaction() throws Exception {
    List<String> log = engine().sessions().get(0).log();
    try (Statement statement = connection().createStatement()) {
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
      connection().setAutoCommit(false);
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
  default void generatedKeysAreRefused() throws Exception {
    try (Statement statement = connection().createStatement()) {
      assertEquals(1, statement.executeUpdate("update 1", Statement.NO_GENERATED_KEYS));
      for (org.junit.jupiter.api.function.Executable asking :
          List.<org.junit.jupiter.api.function.Executable>of(
              () -> statement.executeUpdate("update 1", Statement.RETURN_GENERATED_KEYS),
              () -> statement.executeUpdate("update 1", new String[] {"id"}),
              () -> statement.executeLargeUpdate("update 1", new int[] {1}),
              () -> statement.execute("update 1", Statement.RETURN_GENERATED_KEYS),
              () -> connection().prepareStatement("count ?", Statement.RETURN_GENERATED_KEYS),
              () -> connection().prepareStatement("count ?", new String[] {"id"}),
              statement::getGeneratedKeys)) {
        SQLException error = assertThrows(SQLException.class, asking);
        assertEquals("0A000", error.getSQLState());
        assertEquals("Returning generated keys is not supported", error.getMessage());
      }
    }
    assertEquals(List.of("update 1"), engine().sessions().get(0).log());
  }

  @Test
  default void urlSettingsReachTheSession() throws Exception {
    try (Connection other =
        DriverManager.getConnection(
            url() + "?user=ann&table.local-time-zone=Asia%2FTokyo&database=only&catalog=other")) {
      FakeEngine.FakeSession session = engine().sessions().get(1);
      assertEquals("ann", session.user());
      assertEquals(remote(), session.isRemote());
      assertEquals(Map.of("table.local-time-zone", "Asia/Tokyo"), session.settings());
      assertEquals("only", other.getSchema());
      ResultSet row = other.createStatement().executeQuery("types");
      assertTrue(row.next());
      assertEquals("2026-07-01 19:15:30.123", row.getString("c_ltz3"));
    }
    SQLException error =
        assertThrows(SQLException.class, () -> DriverManager.getConnection(url() + "?fetchsize=5"));
    assertTrue(error.getMessage().contains("did you mean 'fetchSize'?"), error.getMessage());
    assertEquals("08001", error.getSQLState());
  }

  @Test
  default void connectionPoolLendsConnections() throws Exception {
    com.zaxxer.hikari.HikariConfig config = new com.zaxxer.hikari.HikariConfig();
    config.setJdbcUrl(url());
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
  default void databaseMetadataIsAnswered() throws Exception {
    DatabaseMetaData data = connection().getMetaData();
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
