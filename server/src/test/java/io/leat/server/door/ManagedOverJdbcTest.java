package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What programs do with managed tables and views through JDBC. */
@Timeout(300)
final class ManagedOverJdbcTest {
  private LocalEngine engine;
  private HttpServer server;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    engine = LocalEngine.start(2);
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
    connection = connect();
    run(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT DEFAULT 7 COMMENT 'how many', b STRING UNIQUE,"
            + " c AS a + 1, CHECK (a > 0))");
    run("CREATE INDEX t_a ON t (a, b)");
    run("CREATE MATERIALIZED VIEW v AS SELECT a, COUNT(*) AS n FROM t GROUP BY a");
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    server.close();
    engine.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port());
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(ResultSet result, String... columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
          values.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }

  private List<String> query(String sql, String... columns) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(sql), columns);
    }
  }

  @Test
  void toolsSeeKeysAndIndexes() throws Exception {
    DatabaseMetaData data = connection.getMetaData();
    assertEquals(
        List.of("id 1"), rows(data.getPrimaryKeys(null, null, "t"), "COLUMN_NAME", "KEY_SEQ"));
    assertEquals(
        List.of("a 1"), rows(data.getPrimaryKeys(null, null, "v"), "COLUMN_NAME", "KEY_SEQ"));
    String[] columns = {"INDEX_NAME", "NON_UNIQUE", "ORDINAL_POSITION", "COLUMN_NAME", "TYPE"};
    assertEquals(
        List.of("t_b_key FALSE 1 b 3", "t_pkey FALSE 1 id 3", "t_a TRUE 1 a 3", "t_a TRUE 2 b 3"),
        rows(data.getIndexInfo(null, null, "t", false, false), columns));
    assertEquals(
        List.of("t_b_key FALSE 1 b 3", "t_pkey FALSE 1 id 3"),
        rows(data.getIndexInfo("default_catalog", "default_database", "t", true, true), columns));
    assertEquals(
        List.of("v_key FALSE 1 a 3"),
        rows(data.getIndexInfo(null, null, "v", false, false), columns));
    assertEquals(List.of(), rows(data.getIndexInfo("other", null, "t", false, false), columns));
    assertEquals(List.of(), rows(data.getIndexInfo(null, "leat", "t", false, false), columns));
    assertEquals(List.of(), rows(data.getImportedKeys(null, null, "t"), "FK_NAME"));
    assertEquals(
        List.of("id  null NO", "a how many 7 NO", "b  null NO", "c  null YES"),
        rows(
            data.getColumns(null, null, "t", null),
            "COLUMN_NAME",
            "REMARKS",
            "COLUMN_DEF",
            "IS_GENERATEDCOLUMN"));
    assertEquals(
        List.of("v MATERIALIZED VIEW", "t TABLE"),
        rows(data.getTables(null, "default_database", "%", null), "TABLE_NAME", "TABLE_TYPE"));
  }

  @Test
  void aBatchThatFailsInTheMiddleDoesNothing() throws Exception {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, a) VALUES (?, ?)")) {
      int[][] rows = {{1, 1}, {2, 2}, {3, -3}, {4, 4}};
      for (int[] row : rows) {
        insert.setInt(1, row[0]);
        insert.setInt(2, row[1]);
        insert.addBatch();
      }
      BatchUpdateException failed = assertThrows(BatchUpdateException.class, insert::executeBatch);
      assertEquals("23514", failed.getSQLState());
      int failure = Statement.EXECUTE_FAILED;
      assertArrayEquals(new int[] {failure, failure, failure, failure}, failed.getUpdateCounts());
    }
    assertEquals(List.of(), query("SELECT id FROM t ORDER BY id", "id"));
    run("INSERT INTO t (id) VALUES (1), (2)");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO t (id) VALUES (10), (11)");
      statement.addBatch("UPDATE t SET a = 100 WHERE id > 9");
      statement.addBatch("DELETE FROM t WHERE id = 1");
      assertArrayEquals(new int[] {2, 2, 1}, statement.executeBatch());
    }
    connection.rollback();
    connection.setAutoCommit(true);
    assertEquals(List.of("1", "2"), query("SELECT id FROM t ORDER BY id", "id"));
  }

  @Test
  void turningAutoCommitOnCommits() throws Exception {
    try (Connection other = connect();
        Statement theirs = other.createStatement()) {
      connection.setAutoCommit(false);
      run("INSERT INTO t (id) VALUES (1)");
      assertEquals(List.of(), rows(theirs.executeQuery("SELECT id FROM t"), "id"));
      connection.setAutoCommit(false);
      assertEquals(List.of(), rows(theirs.executeQuery("SELECT id FROM t"), "id"));
      connection.setAutoCommit(true);
      assertEquals(List.of("1"), rows(theirs.executeQuery("SELECT id FROM t"), "id"));
      assertEquals(List.of("7 1"), rows(theirs.executeQuery("SELECT * FROM v"), "a", "n"));
    }
  }

  @Test
  void aConflictIsToldAtCommitAndTheTransactionIsOver() throws Exception {
    run("INSERT INTO t (id) VALUES (1)");
    try (Connection other = connect();
        Statement theirs = other.createStatement()) {
      connection.setAutoCommit(false);
      run("UPDATE t SET a = a + 1");
      assertEquals(1, theirs.executeUpdate("UPDATE t SET a = 50"));
      SQLException lost = assertThrows(SQLException.class, connection::commit);
      assertEquals("40001", lost.getSQLState());
      assertEquals(List.of("50"), query("SELECT a FROM t", "a"));
      run("UPDATE t SET a = a + 1");
      connection.commit();
      assertEquals(List.of("51"), rows(theirs.executeQuery("SELECT a FROM t"), "a"));
    }
  }

  @Test
  void anErrorLeavesTheTransactionOpen() throws Exception {
    connection.setAutoCommit(false);
    run("INSERT INTO t (id) VALUES (1)");
    SQLException twice =
        assertThrows(SQLException.class, () -> run("INSERT INTO t (id, a) VALUES (2, 1 / 0)"));
    assertEquals("22012", twice.getSQLState());
    run("INSERT INTO t (id) VALUES (3)");
    connection.commit();
    assertEquals(List.of("1", "3"), query("SELECT id FROM t ORDER BY id", "id"));
  }

  @Test
  void keysAreNotGenerated() throws Exception {
    assertFalse(connection.getMetaData().supportsGetGeneratedKeys());
    try (Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate("INSERT INTO t (id) VALUES (1)"));
      SQLException refused = assertThrows(SQLException.class, statement::getGeneratedKeys);
      assertEquals("0A000", refused.getSQLState());
      SQLException prepared =
          assertThrows(
              SQLException.class,
              () -> connection.prepareStatement("SELECT 1", new String[] {"id"}));
      assertEquals("0A000", prepared.getSQLState());
    }
  }

  @Test
  void savepointsAreRefusedInWords() throws Exception {
    assertFalse(connection.getMetaData().supportsSavepoints());
    connection.setAutoCommit(false);
    for (Executable call :
        List.<Executable>of(connection::setSavepoint, () -> connection.setSavepoint("here"))) {
      SQLException refused = assertThrows(SQLException.class, call);
      assertEquals("0A000", refused.getSQLState());
      assertTrue(refused.getMessage().contains("within a transaction"), refused.getMessage());
    }
  }

  @Test
  void aFollowerThatIsToEndAfterSomeChangesDoes() throws Exception {
    run("INSERT INTO t (id, a) VALUES (1, 1), (2, 2)");
    run("CREATE MATERIALIZED VIEW sums AS SELECT SUM(a) AS s FROM t");
    try (Statement statement = connection.createStatement();
        ResultSet changes = statement.executeQuery("SELECT * FROM sums EMIT CHANGES LIMIT 3")) {
      assertTrue(changes.next());
      assertEquals("+I 3", changes.getString("op") + " " + changes.getInt("s"));
      run("DELETE FROM t WHERE id = 1");
      assertTrue(changes.next());
      assertEquals(3, changes.getInt("s"));
      assertTrue(changes.next());
      assertEquals(2, changes.getInt("s"));
      assertFalse(changes.next());
    }
  }

  /** A statement that is no part of a transaction starts over when another one was first. */
  @Test
  void writersOfOneRowAllHaveTheirTurn() throws Exception {
    run("INSERT INTO t (id, a) VALUES (1, 1)");
    int writers = 6;
    int each = 100;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Integer>> written = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        written.add(threads.submit(() -> write(each)));
      }
      for (Future<Integer> count : written) {
        assertEquals(each, count.get());
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(
        List.of(String.valueOf(1 + writers * each)), query("SELECT a FROM t WHERE id = 1", "a"));
  }

  private int write(int times) throws SQLException {
    int rows = 0;
    try (Connection writer = connect();
        PreparedStatement more = writer.prepareStatement("UPDATE t SET a = a + 1 WHERE id = ?")) {
      for (int i = 0; i < times; i++) {
        more.setInt(1, 1);
        rows += more.executeUpdate();
      }
    }
    return rows;
  }
}
