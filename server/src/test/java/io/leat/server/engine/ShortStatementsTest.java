package io.leat.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements that run where they are read, without waiting, and the sums that tables remember. */
class ShortStatementsTest {
  private final LocalEngine engine = LocalEngine.start(2);
  private final Session session = engine.openSession("test", false);

  @AfterEach
  void close() {
    session.close();
    engine.close();
  }

  /** What {@link Session#executeIfShort} takes on. */
  @Test
  void shortStatementsAreThoseThatArePlannedAndTouchFewRows() {
    execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)");
    execute("CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS c FROM t GROUP BY n");
    String insert = "INSERT INTO t VALUES (?, ?)";
    assertTrue(
        session.executeIfShort(insert, List.of(1, 1), Runnable::run).join().isEmpty(),
        "not planned");
    session.execute(insert, List.of(1, 1));
    assertEquals(
        new StatementResult.Updated(1),
        session.executeIfShort(insert, List.of(2, 1), Runnable::run).join().orElseThrow());
    String lookup = "SELECT n FROM t WHERE id = ?";
    session.execute(lookup, List.of(1));
    assertEquals(List.of(List.of(1)), shortRows(lookup, 2));
    assertEquals(List.of(), shortRows(lookup, 3));
    String sum = "SELECT SUM(n) FROM t";
    session.execute(sum, List.of());
    assertEquals(List.of(List.of(2L)), shortRows(sum));
    String counts = "SELECT n, c FROM v";
    session.execute(counts, List.of());
    assertEquals(List.of(List.of(1, 2L)), shortRows(counts));

    String products = "SELECT SUM(n * 2) FROM t";
    session.execute(products, List.of());
    assertEquals(List.of(List.of(4L)), shortRows(products));
    execute("INSERT INTO t SELECT n, 2 FROM generate_series(10, 509) AS s(n)");
    assertTrue(
        session.executeIfShort(products, List.of(), Runnable::run).join().isEmpty(),
        "too many rows");
    assertEquals(List.of(List.of(1002L)), shortRows(sum));
    assertEquals(List.of(List.of(1)), shortRows(lookup, 2));
    assertEquals(List.of(List.of(1, 2L), List.of(2, 500L)), shortRows(counts));

    String update = "UPDATE t SET n = ? WHERE id = ?";
    session.execute(update, List.of(3, 1));
    assertEquals(
        new StatementResult.Updated(1),
        session.executeIfShort(update, List.of(3, 2), Runnable::run).join().orElseThrow());
    assertEquals(
        new StatementResult.Updated(0),
        session.executeIfShort(update, List.of(3, 3), Runnable::run).join().orElseThrow());
    assertEquals(List.of(List.of(2, 500L), List.of(3, 2L)), shortRows(counts));

    execute("INSERT INTO t SELECT n, 0 FROM generate_series(1000, 30999) AS s(n)");
    assertEquals(List.of(List.of(1006L)), shortRows(sum));

    execute("CREATE TABLE other (id INT)");
    assertTrue(
        session.executeIfShort(counts, List.of(), Runnable::run).join().isEmpty(),
        "the catalog has changed");
  }

  /** Sums that a table's nodes remember beside sums of its rows. */
  @Test
  void sumsOfWholeTablesAreThoseOfTheirRows() {
    execute("CREATE TABLE keyed (id INT PRIMARY KEY, a INT, b BIGINT, c DECIMAL(10, 2))");
    execute("CREATE TABLE plain (a INT, b BIGINT, c DECIMAL(10, 2))");
    Random random = new Random(11);
    for (int step = 0; step < 60; step++) {
      int from = random.nextInt(3_000);
      String rows =
          random.nextInt(20)
              + " - n % 7, CASE WHEN n % 5 > 0 THEN "
              + (random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextInt())
              + " END, n / 8.0 FROM generate_series("
              + from
              + ", "
              + (from + random.nextInt(1_000))
              + ") AS s(n)";
      execute("INSERT INTO keyed SELECT n, " + rows);
      execute("INSERT INTO plain SELECT " + rows);
      String some = " WHERE a BETWEEN 3 AND " + (3 + random.nextInt(4));
      execute("DELETE FROM keyed" + some);
      execute("DELETE FROM plain" + some);
      execute("UPDATE keyed SET a = a + 1 WHERE id % 50 = " + step);
      for (String table : List.of("keyed", "plain")) {
        assertEquals(
            rows("SELECT COUNT(*) FROM (SELECT a + 0 AS a FROM " + table + " WHERE c IS NOT NULL)"),
            rows("SELECT COUNT(*) FROM " + table));
        String calls = "SELECT SUM(a), SUM(c), COUNT(*), COUNT(b), AVG(a) FROM ";
        assertEquals(
            rows(calls + "(SELECT a + 0 AS a, b, c + 0 AS c FROM " + table + ")"),
            rows(calls + table));
        String large = "SELECT SUM(CAST(b AS DECIMAL(38, 0))), AVG(b), COUNT(b) FROM ";
        String narrow = "SELECT AVG(b), COUNT(b) FROM ";
        assertEquals(rows(large + table).get(0).subList(1, 3), rows(narrow + table).get(0));
      }
    }
  }

  @Test
  void shortStatementsBelongToTheTransaction() {
    execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)");
    String insert = "INSERT INTO t VALUES (?, ?)";
    String sum = "SELECT SUM(n) FROM t";
    session.execute(insert, List.of(1, 1));
    session.execute(sum, List.of());
    session.begin();
    assertTrue(session.executeIfShort(insert, List.of(2, 10), Runnable::run).join().isPresent());
    assertEquals(List.of(List.of(11L)), shortRows(sum));
    session.rollback();
    assertEquals(List.of(List.of(1L)), shortRows(sum));
    session.autoCommit(false);
    assertEquals(List.of(List.of(1L)), shortRows(sum));
    assertTrue(session.inTransaction());
    try (Session other = engine.openSession("other", false)) {
      other.execute(insert, List.of(3, 100));
    }
    assertEquals(List.of(List.of(1L)), shortRows(sum));
    session.commit();
    assertEquals(List.of(List.of(101L)), shortRows(sum));
  }

  private List<List<@Nullable Object>> shortRows(String sql, Object... parameters) {
    StatementResult result =
        session.executeIfShort(sql, Arrays.asList(parameters), Runnable::run).join().orElseThrow();
    return SessionRows.read(assertInstanceOf(StatementResult.Rows.class, result).stream());
  }

  /** However many rows a table has: a sum that it remembers is short. */
  @Test
  void sumsOfLargeTablesAreShortOnceTheyAreKnown() {
    execute("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL, large BIGINT NOT NULL)");
    execute(
        "CREATE TABLE few (id INT, n INT) WITH ('connector' = 'datagen', 'number-of-rows' = '5')");
    String sum = "SELECT SUM(n), COUNT(*) FROM t";
    String products = "SELECT SUM(n + 1) FROM t";
    String beyond = "SELECT SUM(large) FROM t";
    String all = "SELECT COUNT(*) FROM t";
    String twice = "SELECT (SELECT SUM(n) FROM t) + (SELECT SUM(id) FROM t)";
    for (int from = 0; from < 700_000; from += 100_000) {
      int to = from + 100_000;
      execute(
          "INSERT INTO t SELECT n, 2, "
              + Long.MAX_VALUE / 150_000
              + " FROM generate_series("
              + from
              + ", "
              + (to - 1)
              + ") AS s(n)");
      assertTrue(isLong(sum), "100,000 rows are new");
      assertEquals(List.of(List.of(2L * to, (long) to)), rows(sum));
      execute("UPDATE t SET n = 3 WHERE id = " + from);
      execute("INSERT INTO t VALUES (-1, 1, 0)");
      assertEquals(List.of(List.of(2L * to + 2, to + 1L)), shortRows(sum));
      execute("DELETE FROM t WHERE id = -1");
      execute("UPDATE t SET n = 2 WHERE id = " + from);
      assertEquals(List.of(List.of(2L * to, (long) to)), shortRows(sum));
      assertEquals(List.of(List.of(3L * to)), rows(products));
      assertTrue(isLong(products), "no tree remembers these");
      assertEquals(List.of(List.of((long) to)), rows(all));
      assertEquals(List.of(List.of((long) to)), shortRows(all));
      if (to > 150_000) {
        LeatException failure = assertThrows(LeatException.class, () -> rows(beyond));
        assertEquals(SqlState.NUMERIC_OUT_OF_RANGE, failure.sqlState());
        assertTrue(isLong(beyond), "it has no sum");
      } else {
        assertEquals(List.of(List.of(Long.MAX_VALUE / 150_000 * to)), rows(beyond));
      }
      assertEquals(List.of(List.of(2L * to + (to - 1L) * to / 2)), rows(twice));
    }
    assertEquals(1, rows("SELECT SUM(n) FROM few").size());
    assertTrue(isLong("SELECT SUM(n) FROM few"), "rows of a connector");
  }

  private boolean isLong(String sql) {
    return session.executeIfShort(sql, List.of(), Runnable::run).join().isEmpty();
  }

  /**
   * What is handed in until the loop comes to it becomes one epoch; what is refused is not in it.
   */
  @Test
  void writesOfOneRoundOfALoopAreOneEpoch() {
    execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)");
    execute("CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS c FROM t GROUP BY n");
    String insert = "INSERT INTO t VALUES (?, ?)";
    session.execute(insert, List.of(1, 1));
    long before = epoch();
    Deque<Runnable> round = new ArrayDeque<>();
    try (Session other = engine.openSession("other", false);
        Session third = engine.openSession("third", false)) {
      third.begin();
      third.execute(insert, List.of(3, 3));
      third.execute(insert, List.of(2, 3));
      var first = session.executeIfShort(insert, List.of(2, 2), round::add);
      var lost = third.commitWithoutWaiting(round::add);
      var second = other.executeIfShort(insert, List.of(4, 2), round::add);
      assertFalse(first.isDone() || lost.isDone() || second.isDone());
      assertEquals(before, epoch());
      round.remove().run();
      assertEquals(new StatementResult.Updated(1), first.join().orElseThrow());
      assertEquals(new StatementResult.Updated(1), second.join().orElseThrow());
      Throwable failure = assertThrows(CompletionException.class, lost::join).getCause();
      assertEquals(
          SqlState.SERIALIZATION_FAILURE,
          assertInstanceOf(LeatException.class, failure).sqlState());
      assertEquals(before + 1, epoch());
      assertEquals(List.of(List.of(1, 1L), List.of(2, 2L)), rows("SELECT n, c FROM v ORDER BY n"));
      round.forEach(Runnable::run);
      assertEquals(before + 1, epoch());
    }
  }

  /** A loop that is being shut down takes nothing: the write is done all the same. */
  @Test
  void writesOfALoopThatHasEndedAreMade() {
    execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)");
    String insert = "INSERT INTO t VALUES (?, ?)";
    session.execute(insert, List.of(1, 1));
    CompletableFuture<Optional<StatementResult>> written =
        session.executeIfShort(
            insert,
            List.of(2, 2),
            work -> {
              throw new RejectedExecutionException("ended");
            });
    assertEquals(new StatementResult.Updated(1), written.join().orElseThrow());
  }

  private long epoch() {
    return (Long) SessionRows.of(session, "SELECT epoch FROM leat.epochs").get(0).get(0);
  }

  private void execute(String sql) {
    session.execute(sql, List.of());
  }

  private List<List<@Nullable Object>> rows(String sql) {
    return SessionRows.of(session, sql);
  }
}
