package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.testing.Seeds;
import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that differ each time they are computed, in queries over a table whose rows come and go,
 * as a program sees them: what is taken back is what was given, in every epoch.
 */
@Timeout(300)
class RememberedOverJdbcTest {
  private final LocalEngine engine = LocalEngine.start(3);
  private HttpServer server;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
  }

  @AfterEach
  void close() {
    server.close();
    engine.close();
  }

  /** The second query is the first without what is random: its columns are the first ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT id, balance, UUID() AS u FROM accounts | SELECT id, balance FROM accounts",
        "SELECT id, balance, NOW() AS u, CURRENT_TIMESTAMP AS v FROM accounts"
            + " | SELECT id, balance FROM accounts",
        "SELECT x.id, x.balance, y.balance AS b, RAND() AS u FROM accounts AS x JOIN accounts AS y"
            + " ON x.id = y.id | SELECT x.id, x.balance, y.balance FROM accounts AS x JOIN accounts"
            + " AS y ON x.id = y.id",
        "SELECT x.id, x.balance, x.r, y.r AS s FROM (SELECT id, balance, RAND() AS r FROM accounts)"
            + " AS x JOIN (SELECT id, UUID() AS r FROM accounts) AS y ON x.id = y.id"
            + " | SELECT x.id, x.balance FROM accounts AS x JOIN accounts AS y ON x.id = y.id",
        "SELECT x.id, x.balance, y.k FROM (SELECT id, balance, RAND_INTEGER(4) AS k FROM accounts)"
            + " AS x LEFT JOIN (VALUES (0), (1), (2), (3)) AS y (k) ON x.k = y.k"
            + " | SELECT id, balance FROM accounts",
        "SELECT SUM(n), SUM(t), MAX(n) FROM (SELECT k, COUNT(*) AS n, SUM(balance) AS t FROM (SELECT"
            + " RAND_INTEGER(5) AS k, balance FROM accounts) AS x GROUP BY k) AS y"
            + " | SELECT COUNT(*), SUM(balance) FROM accounts",
        "SELECT COUNT(*), SUM(n), COUNT(DISTINCT b) FROM (SELECT branch AS b, RAND_INTEGER(1) AS k,"
            + " COUNT(*) AS n FROM accounts GROUP BY branch, RAND_INTEGER(1)) AS y"
            + " | SELECT COUNT(DISTINCT branch), COUNT(*) FROM accounts",
        "SELECT COUNT(*), MAX(b) FROM (SELECT balance AS b FROM accounts ORDER BY RAND() LIMIT 10)"
            + " AS t | SELECT COUNT(*) FROM (SELECT id FROM accounts ORDER BY id LIMIT 10) AS t",
        "SELECT COUNT(*), SUM(n), MAX(u) FROM (SELECT ROW_NUMBER() OVER (ORDER BY RAND()) AS n,"
            + " UUID() AS u FROM accounts) AS t | SELECT COUNT(*), SUM(n) FROM (SELECT ROW_NUMBER()"
            + " OVER (ORDER BY id) AS n FROM accounts) AS t",
        "SELECT DISTINCT branch, RAND_INTEGER(1) AS z, UUID() AS u FROM (SELECT DISTINCT branch FROM"
            + " accounts) AS t | SELECT DISTINCT branch, 0 FROM accounts",
        "SELECT COUNT(*), MAX(r) FROM (SELECT DISTINCT id, balance, RAND() AS r FROM accounts) AS t"
            + " | SELECT COUNT(*) FROM accounts",
        "SELECT id, x FROM (SELECT id, RAND_INTEGER(1) AS x FROM accounts UNION SELECT id, 0 FROM"
            + " accounts) AS t | SELECT DISTINCT id, 0 FROM accounts",
        "SELECT id, u FROM (SELECT id, UUID() AS u FROM accounts UNION ALL SELECT id, UUID() FROM"
            + " accounts) AS t | SELECT id FROM (SELECT id FROM accounts UNION ALL SELECT id FROM"
            + " accounts) AS t",
        "SELECT COUNT(*) FILTER (WHERE r < 0.5) + COUNT(*) FILTER (WHERE r >= 0.5), MIN(r) FROM"
            + " (SELECT RAND() AS r FROM accounts) AS t | SELECT COUNT(*) FROM accounts",
        "SELECT id, balance FROM accounts WHERE RAND() < 2 AND balance > 0"
            + " | SELECT id, balance FROM accounts WHERE balance > 0",
        "SELECT SUM(n) AS n, MAX(m) AS m FROM (SELECT branch, COUNT(*) AS n, MAX(RAND()) AS m FROM"
            + " accounts GROUP BY branch) AS t | SELECT COUNT(*) FROM accounts",
      })
  void whatIsTakenBackWasGiven(String drawn, String plain) throws SQLException {
    long seed = Seeds.of("oracle.seed");
    try (Connection connection = connect(seed);
        Statement statement = connection.createStatement()) {
      Map<List<String>, Integer> expected = run(statement, plain, seed);
      int columns =
          expected.keySet().stream().mapToInt(List::size).max().orElseThrow(AssertionError::new);
      Map<List<String>, Integer> given = new HashMap<>();
      run(statement, drawn, seed)
          .forEach((row, count) -> given.merge(row.subList(0, columns), count, Integer::sum));
      assertEquals(expected, given, "seed " + seed);
    }
  }

  /** A row that is let through is there once, the others are not. */
  @Test
  void aFilterDecidesOnceForEachRow() throws SQLException {
    long seed = Seeds.of("oracle.seed");
    try (Connection connection = connect(seed);
        Statement statement = connection.createStatement()) {
      Map<List<String>, Integer> all = run(statement, "SELECT id, balance FROM accounts", seed);
      Map<List<String>, Integer> some =
          run(statement, "SELECT id, balance FROM accounts WHERE RAND() < 0.5", seed);
      assertTrue(all.keySet().containsAll(some.keySet()), "seed " + seed);
      assertEquals(Set.of(1), new HashSet<>(some.values()), "seed " + seed);
      assertTrue(some.size() < all.size(), "seed " + seed);
    }
  }

  /** The statement's clock stands still where it is read more than once for a row. */
  @Test
  void oneRowHasOneTime() throws SQLException {
    long seed = Seeds.of("oracle.seed");
    try (Connection connection = connect(seed);
        Statement statement = connection.createStatement()) {
      Map<List<String>, Integer> rows =
          run(
              statement,
              "SELECT NOW() = CURRENT_TIMESTAMP, COUNT(*) FROM accounts WHERE NOW() BETWEEN"
                  + " CURRENT_TIMESTAMP AND NOW() GROUP BY NOW() = CURRENT_TIMESTAMP",
              seed);
      assertEquals(Map.of(List.of("TRUE", "160"), 1), rows);
    }
  }

  private Connection connect(long seed) throws SQLException {
    ChangesConnector.register("remembered " + seed, BankTest.transfers(new Random(seed)));
    Connection connection = DriverManager.getConnection("jdbc:leat://127.0.0.1:" + server.port());
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE accounts (id INT, branch INT, balance BIGINT) WITH ('connector' ="
              + " 'changes', 'bounded' = 'true', 'feed' = 'remembered "
              + seed
              + "')");
    }
    return connection;
  }

  /** The rows that are there in the end, after each epoch has left none a negative time. */
  private static Map<List<String>, Integer> run(Statement statement, String query, long seed)
      throws SQLException {
    Map<List<String>, Integer> rows = new HashMap<>();
    long epoch = -1;
    try (ResultSet changes = statement.executeQuery(query + " EMIT CHANGES")) {
      int width = changes.getMetaData().getColumnCount();
      while (changes.next()) {
        if (changes.getLong("epoch") != epoch) {
          assertWhole(rows, query, seed);
          epoch = changes.getLong("epoch");
        }
        List<String> row = new ArrayList<>();
        for (int i = 3; i <= width; i++) {
          row.add(String.valueOf(changes.getString(i)));
        }
        int weight = Objects.requireNonNull(changes.getString("op")).startsWith("+") ? 1 : -1;
        rows.merge(row, weight, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
      }
    }
    assertWhole(rows, query, seed);
    return rows;
  }

  private static void assertWhole(Map<List<String>, Integer> rows, String query, long seed) {
    rows.forEach((row, count) -> assertTrue(count > 0, () -> query + " " + row + ", seed " + seed));
  }
}
