package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An expression that fails on a row is shown where it stands in the statement: between « and ». */
class RowErrorPlaceTest {
  private LocalEngine engine;
  private HttpServer server;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    engine = LocalEngine.start(1);
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
    connection = DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port());
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    server.close();
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1, «2 / 0»",
        "SELECT a,\n   «10 / b» FROM (VALUES (1, 0)) AS t(a, b)",
        "SELECT 1 + «10 / (a - 1)» FROM (VALUES (1)) AS t(a)",
        "SELECT a FROM (VALUES (1, 'x1')) AS t(a, s)\n WHERE a = 1 AND «CAST(s AS INT)» > 3",
        "SELECT CASE WHEN a > 5 THEN 1 / 0 ELSE «10 / (a - 1)» END FROM (VALUES (1)) AS t(a)",
        "SELECT CASE WHEN a < 5 THEN «1 / 0» ELSE 10 / (a - 1) END FROM (VALUES (1)) AS t(a)",
        "SELECT COALESCE(NULLIF(a, 1), «7 % (a - 1)») FROM (VALUES (1)) AS t(a)",
        "SELECT a, SUM(«10 / (a - 1)») FROM (VALUES (1)) AS t(a) GROUP BY a",
        "SELECT «SUM(a) / (COUNT(*) - 1)» FROM (VALUES (1)) AS t(a)",
        "SELECT * FROM (VALUES (1)) AS t(a) JOIN (VALUES (1)) AS u(b)"
            + " ON a = b AND «a / (b - 1)» > 1",
        "SELECT * FROM (VALUES (1), (2)) AS t(a)"
            + " WHERE a IN (SELECT «3 / (b - 1)» FROM (VALUES (1)) AS u(b))",
        "SELECT a FROM (VALUES (1), (2)) AS t(a) WHERE «'1x' = a»",
        "SELECT SUM(a) OVER (ORDER BY «a / (a - 1)») FROM (VALUES (1)) AS t(a)",
        "SELECT UPPER(s), «s::DATE» FROM (VALUES ('2020-02-30')) AS t(s)",
        "SELECT «REGEXP_REPLACE(s, p, 'x')» FROM (VALUES ('1', '(')) AS t(s, p)",
        "SELECT b, «a / b» FROM (SELECT a, a - 1 AS b FROM (VALUES (1)) AS t(a)) AS u",
        "SELECT (a + 1) * (a + 1), «1 / (a - 1)» + 1 / (a - 1) FROM (VALUES (1)) AS t(a)",
        "SELECT x FROM (VALUES (1)) AS t(a), UNNEST(ARRAY[«1 / (a - 1)»]) AS u(x)",
        "SELECT TRY_CAST(s AS INT), «CAST(s AS INT)» FROM (VALUES ('x')) AS t(s)",
      })
  void pointsAtThePartThatFails(String marked) throws SQLException {
    assertPlace(marked);
  }

  @Test
  void whatFailsInAViewOrFunctionIsShownWhereThatIsUsed() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY VIEW quotient AS\nSELECT 1 / (a - 1) AS q FROM (VALUES (1)) AS t(a)");
      statement.execute(
          "CREATE TEMPORARY FUNCTION tenth(x INT) RETURNS INT RETURN /* long */ 10 / x");
      assertPlace("SELECT 3, «q + 1» FROM quotient");
      assertPlace("SELECT 3, «tenth(a - 1)» FROM (VALUES (1)) AS t(a)");
    }
  }

  private void assertPlace(String marked) throws SQLException {
    String sql = marked.replaceAll("[«»]", "");
    try (Statement statement = connection.createStatement()) {
      String message =
          assertThrows(
                  SQLException.class,
                  () -> {
                    try (ResultSet rows = statement.executeQuery(sql)) {
                      while (rows.next()) {
                        rows.getObject(1);
                      }
                    }
                  },
                  sql)
              .getMessage();
      assertEquals(place(marked), message.substring(message.indexOf("at line ")));
    }
  }

  /** The line and column, the line itself, and carets below what is marked in it. */
  private static String place(String marked) {
    int start = marked.indexOf('«');
    int lineStart = marked.lastIndexOf('\n', start) + 1;
    int lineEnd = marked.indexOf('\n', start);
    String line = marked.substring(lineStart, lineEnd < 0 ? marked.length() : lineEnd);
    int column = start - lineStart;
    int length = line.indexOf('»') - column - 1;
    long number = marked.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    return "at line "
        + number
        + ", column "
        + (column + 1)
        + ":\n  "
        + line.replaceAll("[«»]", "")
        + "\n  "
        + " ".repeat(column)
        + "^".repeat(length);
  }
}
