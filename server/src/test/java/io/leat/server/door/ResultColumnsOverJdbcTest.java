package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Columns of results of one statement that is executed again while what it reads changes: server
 * and driver both keep what they said and read of the result before. Avatica's own driver, which
 * knows nothing of ours, sees the same.
 */
@Timeout(300)
final class ResultColumnsOverJdbcTest {
  private LocalEngine engine;
  private HttpServer server;

  @BeforeEach
  void start() {
    engine = LocalEngine.start(1);
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
  }

  @AfterEach
  void stop() {
    server.close();
    engine.close();
  }

  /** Whose driver connects. */
  private enum Driver {
    LEAT,
    AVATICA
  }

  private static Stream<Driver> drivers() {
    return Stream.of(Driver.values());
  }

  private Connection connect(Driver driver) throws SQLException {
    return driver == Driver.LEAT
        ? DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port())
        : new org.apache.calcite.avatica.remote.Driver()
            .connect(
                "jdbc:avatica:remote:serialization=protobuf;url=http://127.0.0.1:" + server.port(),
                new java.util.Properties());
  }

  /** Names and types of the columns, then the rows. */
  private static List<String> read(ResultSet result) throws SQLException {
    List<String> read = new ArrayList<>();
    try (result) {
      ResultSetMetaData columns = result.getMetaData();
      List<String> head = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        head.add(columns.getColumnLabel(i) + " " + columns.getColumnTypeName(i));
        assertEquals(i, result.findColumn(columns.getColumnLabel(i)));
      }
      read.add(String.join(", ", head));
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        read.add(String.join(", ", row));
      }
    }
    return read;
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void aTableThatIsMadeAnewHasItsNewColumns(Driver driver) throws Exception {
    try (Connection connection = connect(driver)) {
      run(connection, "CREATE TABLE t (id INT PRIMARY KEY, a INT)", "INSERT INTO t VALUES (1, 2)");
      try (PreparedStatement all = connection.prepareStatement("SELECT * FROM t WHERE id = ?")) {
        for (int i = 0; i < 3; i++) {
          all.setInt(1, 1);
          assertEquals(List.of("id INT, a INT", "1, 2"), read(all.executeQuery()));
        }
        run(
            connection,
            "DROP TABLE t",
            "CREATE TABLE t (id INT PRIMARY KEY, a STRING, b BIGINT)",
            "INSERT INTO t VALUES (1, 'two', 3)");
        for (int i = 0; i < 3; i++) {
          assertEquals(
              List.of("id INT, a STRING, b BIGINT", "1, two, 3"), read(all.executeQuery()));
        }
        run(
            connection,
            "DROP TABLE t",
            "CREATE TABLE t (id INT PRIMARY KEY, c STRING, b BIGINT)",
            "INSERT INTO t VALUES (1, 'two', 3)");
        assertEquals(List.of("id INT, c STRING, b BIGINT", "1, two, 3"), read(all.executeQuery()));
        run(connection, "DROP TABLE t", "CREATE TABLE t (id INT PRIMARY KEY, a INT)");
        assertEquals(List.of("id INT, a INT"), read(all.executeQuery()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void aViewThatIsAlteredHasItsNewColumns(Driver driver) throws Exception {
    try (Connection connection = connect(driver)) {
      run(
          connection,
          "CREATE TABLE t (id INT PRIMARY KEY, a INT)",
          "INSERT INTO t VALUES (1, 2)",
          "CREATE VIEW v AS SELECT id, a FROM t");
      try (PreparedStatement all = connection.prepareStatement("SELECT * FROM v")) {
        assertEquals(List.of("id INT, a INT", "1, 2"), read(all.executeQuery()));
        run(connection, "DROP VIEW v", "CREATE VIEW v AS SELECT id, a + 0.5 AS a FROM t");
        List<String> altered = read(all.executeQuery());
        assertTrue(altered.get(0).startsWith("id INT, a DECIMAL("), altered.get(0));
        assertEquals("1, 2.5", altered.get(1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void aValueOfAnotherTypeGivesAColumnOfAnother(Driver driver) throws Exception {
    try (Connection connection = connect(driver);
        PreparedStatement product = connection.prepareStatement("SELECT 1.5 * ? AS v")) {
      for (int i = 0; i < 2; i++) {
        product.setInt(1, 7);
        assertEquals(List.of("v DECIMAL(5, 2)", "10.50"), read(product.executeQuery()));
        product.setBigDecimal(1, new BigDecimal("1.2555"));
        assertEquals(List.of("v DECIMAL(8, 5)", "1.88325"), read(product.executeQuery()));
        product.setDouble(1, 2.5);
        assertEquals(List.of("v DOUBLE", "3.75"), read(product.executeQuery()));
        assertEquals(List.of("v DOUBLE", "3.75"), read(product.executeQuery()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void oneStatementExecutesManyTexts(Driver driver) throws Exception {
    try (Connection connection = connect(driver);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 2; i++) {
        assertEquals(List.of("a INT", "1"), read(statement.executeQuery("SELECT 1 AS a")));
        assertEquals(List.of("a INT", "2"), read(statement.executeQuery("SELECT 2 AS a")));
        assertEquals(List.of("b INT", "2"), read(statement.executeQuery("SELECT 2 AS b")));
        assertEquals(
            List.of("a BIGINT", "2"),
            read(statement.executeQuery("SELECT CAST(2 AS BIGINT) AS a")));
        assertEquals(
            List.of("a INT, b BOOLEAN", "1, true"),
            read(statement.executeQuery("SELECT 1 AS a, TRUE AS b")));
        assertEquals(0, statement.executeUpdate("CREATE TABLE u" + i + " (a INT PRIMARY KEY)"));
        assertEquals(1, statement.executeUpdate("INSERT INTO u" + i + " VALUES (5)"));
        assertEquals(List.of("a INT", "5"), read(statement.executeQuery("SELECT * FROM u" + i)));
      }
    }
  }

  /** What a column is said to be of; Avatica's driver leaves out what is empty. */
  private static String table(ResultSetMetaData columns, int column) throws SQLException {
    String schema = columns.getSchemaName(column);
    String table = columns.getTableName(column);
    return (schema == null ? "" : schema) + "." + (table == null ? "" : table);
  }

  /** Changes that a query asks for are rows of its own, and have the same columns as others. */
  @ParameterizedTest
  @MethodSource("drivers")
  void changesAreToldFromRows(Driver driver) throws Exception {
    try (Connection connection = connect(driver);
        Statement statement = connection.createStatement()) {
      run(
          connection,
          "CREATE TABLE t (id INT) WITH ('connector'='datagen', 'rows-per-second'='100')");
      String changes = "SELECT COUNT(*) AS n FROM t";
      for (String end : List.of("", " EMIT CHANGES", " EMIT CHANGES", "", "")) {
        try (ResultSet result = statement.executeQuery(changes + end)) {
          ResultSetMetaData columns = result.getMetaData();
          String marked = end.isEmpty() ? "leat.changes" : ".";
          assertEquals(3, columns.getColumnCount());
          assertEquals("op", columns.getColumnLabel(1));
          assertEquals("n", columns.getColumnLabel(3));
          assertEquals(marked, table(columns, 1), end);
          assertEquals(marked, table(columns, 2), end);
          assertEquals(".", table(columns, 3), end);
          assertTrue(result.next());
          assertEquals("+I", result.getString("op"));
        }
      }
    }
  }
}
