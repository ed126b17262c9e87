package io.leat.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, jobs, settings, errors and cancelling, on a real engine of two shards. */
class EngineTest {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final String ENDLESS =
      "CREATE TABLE endless (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1000')";
  private static final String THREE =
      "CREATE TABLE three (id INT) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence',"
          + " 'fields.id.start' = '0', 'fields.id.end' = '2')";
  private static final String HOLE = "CREATE TABLE hole (id INT) WITH ('connector' = 'blackhole')";

  private final LocalEngine engine = LocalEngine.start(2);
  private final Session session = engine.openSession("test", false);

  @AfterEach
  void close() {
    session.close();
    engine.close();
  }

  @Test
  void anEndlessInsertIsAJobUntilItIsStopped() {
    execute(ENDLESS);
    execute(HOLE);
    String job = (String) rows("INSERT INTO hole SELECT id FROM endless").get(0).get(0);
    assertEquals("RUNNING", job(job).get(2));
    eventually("rows arrive", () -> (Long) job(job).get(5) > 0);
    execute("STOP JOB '" + job + "'");
    eventually("the job stops", () -> job(job).get(2).equals("STOPPED"));
    LeatException unknown = assertThrows(LeatException.class, () -> execute("STOP JOB 'none'"));
    assertTrue(unknown.message().contains("none"), unknown.message());
  }

  @Test
  void theReaderOfAStoppedQueryLearnsOfIt() {
    execute(ENDLESS);
    StatementResult result = session.execute("SELECT id FROM endless WHERE id IS NULL", List.of());
    ResultStream stream = assertInstanceOf(StatementResult.Rows.class, result).stream();
    execute("STOP JOB '" + rows("SHOW JOBS").get(0).get(0) + "'");
    eventually("the stream ends", stream::finished);
    LeatException failure = assertInstanceOf(LeatException.class, stream.failure());
    assertEquals("57014", failure.sqlState());
  }

  @Test
  void aJobOutlivesItsSession() {
    execute(ENDLESS);
    execute(HOLE);
    try (Session other = engine.openSession("other", false)) {
      other.execute("INSERT INTO hole SELECT id FROM endless", List.of());
    }
    assertEquals("RUNNING", rows("SHOW JOBS").get(0).get(2));
  }

  @Test
  void transactionsBeginAndEnd() {
    assertTrue(session.autoCommit());
    execute("COMMIT");
    execute("ROLLBACK");
    execute("BEGIN");
    assertTrue(session.inTransaction());
    LeatException twice = assertThrows(LeatException.class, () -> execute("START TRANSACTION"));
    assertEquals("25001", twice.sqlState());
    rows("SELECT 1");
    execute("COMMIT WORK");
    assertFalse(session.inTransaction());
    execute(HOLE);
    execute("ROLLBACK");
    session.autoCommit(false);
    rows("SHOW TABLES");
    assertFalse(session.inTransaction());
    rows("SELECT 1");
    assertTrue(session.inTransaction());
    execute("ROLLBACK TRANSACTION");
    assertFalse(session.inTransaction());
    updated("INSERT INTO hole VALUES (1)");
    LeatException kept = assertThrows(LeatException.class, session::rollback);
    assertEquals("0A000", kept.sqlState());
    assertFalse(session.inTransaction());
    session.rollback();
    rows("SELECT 1");
    session.autoCommit(true);
    assertFalse(session.inTransaction());
  }

  @Test
  void closedSessionsAreForgotten() {
    for (int i = 0; i < 20; i++) {
      try (Session other = engine.openSession("other", true)) {
        assertEquals(2, engine.openSessions());
        assertEquals(
            List.of(List.of("other", true), List.of("test", false)),
            rows("SELECT user_name, remote FROM leat.sessions ORDER BY user_name"));
        other.execute("SHOW TABLES", List.of());
      }
    }
    assertEquals(1, engine.openSessions());
  }

  @Test
  void anAwaitedInsertCountsItsRows() {
    execute(THREE);
    execute(HOLE);
    assertEquals(3, updated("INSERT INTO hole SELECT id FROM three"));
    assertEquals(2, updated("INSERT INTO hole VALUES (1), (NULL)"));
    assertEquals(
        6,
        updated(
            "EXECUTE STATEMENT SET BEGIN INSERT INTO hole SELECT id FROM three;"
                + " INSERT INTO hole SELECT id + 1 FROM three; END"));
  }

  @Test
  void anInsertOfWhatIsAddedUpWritesFinalRowsOnly() {
    execute(THREE);
    execute(HOLE);
    execute(
        "CREATE TABLE many (id BIGINT) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence',"
            + " 'fields.id.start' = '1', 'fields.id.end' = '300000')");
    assertEquals(
        7, updated("INSERT INTO hole SELECT MAX(CAST(id AS INT)) FROM many GROUP BY id % 7"));
    assertEquals(1, updated("INSERT INTO hole SELECT MAX(id) FROM three WHERE id > 9"));
    assertEquals(
        3, updated("INSERT INTO hole (SELECT 1 FROM three INTERSECT ALL SELECT 1 FROM three)"));
    assertEquals(
        2,
        updated(
            "INSERT INTO hole SELECT a.id FROM three a LEFT JOIN three b ON a.id = b.id + 1 WHERE b.id IS NOT NULL"));
  }

  @Test
  void changesOfAContinuousResultAreMarkedUnlessAskedFor() {
    execute(ENDLESS);
    List<String> changes = List.of("op", "epoch", "n");
    try (ResultStream stream = changes("SELECT COUNT(*) AS n FROM endless", true)) {
      assertEquals(changes, names(stream));
    }
    try (ResultStream stream = changes("SELECT COUNT(*) AS n FROM endless EMIT CHANGES", false)) {
      assertEquals(changes, names(stream));
    }
    try (ResultStream stream = changes("SELECT id AS n FROM endless", false)) {
      assertEquals(List.of("n"), names(stream));
    }
    execute(THREE);
    try (ResultStream stream = changes("SELECT COUNT(*) AS n FROM three", false)) {
      assertEquals(List.of("n"), names(stream));
    }
  }

  private ResultStream changes(String sql, boolean marked) {
    StatementResult.Rows rows =
        assertInstanceOf(StatementResult.Rows.class, session.execute(sql, List.of()));
    assertEquals(marked, rows.changes(), sql);
    return rows.stream();
  }

  private static List<String> names(ResultStream stream) {
    return stream.schema().fields().stream().map(RowSchema.Field::name).toList();
  }

  @Test
  void aContinuousAggregateGoesOnWithoutRowsThatFailOrEndsWithTheFirst() {
    execute(
        "CREATE TABLE digits (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10000',"
            + " 'fields.id.min' = '0', 'fields.id.max' = '1')");
    String sql = "SELECT SUM(1 / id) AS n FROM digits";
    try (ResultStream stream = changes(sql, true)) {
      eventually("errors are counted", () -> !rows("SELECT * FROM leat.errors").isEmpty());
      eventually("results come", () -> stream.poll() != null);
      List<@Nullable Object> error =
          rows("SELECT sqlstate, message, `row` FROM leat.errors").get(0);
      assertEquals(List.of("22012", "division by zero", "(0)"), error);
    }
    execute("SET 'execution.on-error' = 'fail'");
    LeatException failure =
        assertThrows(LeatException.class, () -> SessionRows.read(changes(sql, true)));
    assertEquals("22012", failure.sqlState());
  }

  @Test
  void aLimitEndsOnlyItsOwnInsertOfASet() {
    execute(THREE);
    execute(HOLE);
    assertEquals(
        4,
        updated(
            "EXECUTE STATEMENT SET BEGIN INSERT INTO hole SELECT id FROM three LIMIT 1;"
                + " INSERT INTO hole SELECT id FROM three; END"));
  }

  @Test
  void aRowThatFailsIsShownAndLeftOut() {
    execute(THREE);
    execute(HOLE);
    assertEquals(2, updated("INSERT INTO hole SELECT 10 / id FROM three"));
    List<@Nullable Object> error = rows("SHOW ERRORS").get(0);
    assertEquals("22012", error.get(3));
    assertEquals("(0)", error.get(5));
    assertEquals(1L, rows("SHOW JOBS").get(0).get(6));
  }

  @Test
  void aRowThatFailsCanFailTheJob() {
    execute(THREE);
    execute(HOLE);
    execute("SET 'execution.on-error' = 'fail'");
    LeatException failure =
        assertThrows(
            LeatException.class, () -> execute("INSERT INTO hole SELECT 10 / id FROM three"));
    assertEquals("22012", failure.sqlState());
    assertEquals("FAILED", rows("SHOW JOBS").get(0).get(2));
    execute("RESET 'execution.on-error'");
    assertEquals(2, updated("INSERT INTO hole SELECT 10 / id FROM three"));
  }

  @Test
  void listedRowsThatFailFailTheInsert() {
    execute(HOLE);
    LeatException failure =
        assertThrows(LeatException.class, () -> execute("INSERT INTO hole VALUES (1), (1 / 0)"));
    assertEquals("22012", failure.sqlState());
  }

  @Test
  void aBoundedQueryFailsWithItsRow() {
    execute(THREE);
    LeatException failure =
        assertThrows(LeatException.class, () -> rows("SELECT 10 / (id - 2) FROM three"));
    assertEquals("22012", failure.sqlState());
  }

  @Test
  void anEndlessQueryUnderALimitGoesOnWithoutTheRow() {
    execute(
        "CREATE TABLE digits (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10000',"
            + " 'fields.id.min' = '0', 'fields.id.max' = '1')");
    StatementResult.Rows limited =
        assertInstanceOf(
            StatementResult.Rows.class,
            session.execute("SELECT 1 / id FROM digits LIMIT 50", List.of()));
    assertTrue(limited.bounded());
    List<List<@Nullable Object>> rows = SessionRows.read(limited.stream());
    assertEquals(50, rows.size());
    assertTrue(rows.stream().allMatch(row -> row.get(0).equals(1)));
  }

  @Test
  void cancelEndsAnAwaitedInsert() throws Exception {
    execute(
        "CREATE TABLE slow (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1',"
            + " 'number-of-rows' = '1000000')");
    execute(HOLE);
    CompletableFuture<StatementResult> insert =
        CompletableFuture.supplyAsync(
            () -> session.execute("INSERT INTO hole SELECT id FROM slow", List.of()));
    try (Session observer = engine.openSession("observer", false)) {
      eventually("the job runs", () -> !SessionRows.of(observer, "SHOW JOBS").isEmpty());
      session.cancel();
      ExecutionException ended =
          assertThrows(ExecutionException.class, () -> insert.get(120, TimeUnit.SECONDS));
      assertEquals("57014", assertInstanceOf(LeatException.class, ended.getCause()).sqlState());
      assertEquals("STOPPED", SessionRows.of(observer, "SHOW JOBS").get(0).get(2));
    }
  }

  @Test
  void closingASessionEndsItsQueries() {
    execute(ENDLESS);
    Session other = engine.openSession("other", false);
    StatementResult.Rows endless =
        (StatementResult.Rows) other.execute("SELECT id FROM endless", List.of());
    assertFalse(endless.bounded());
    eventually("the query is listed", () -> rows("SHOW JOBS").size() == 1);
    other.close();
    eventually("the query is gone", () -> rows("SHOW JOBS").isEmpty());
  }

  @Test
  void settingsBelongToTheirSession() {
    execute("SET 'table.local-time-zone' = 'Asia/Tokyo'");
    assertEquals("Asia/Tokyo", session.zone().getId());
    try (Session other = engine.openSession("other", false)) {
      assertEquals("UTC", other.zone().normalized().getId().replace("Z", "UTC"));
    }
    assertThrows(LeatException.class, () -> execute("SET 'table.local-time-zone' = 'Mars'"));
    LeatException unknown =
        assertThrows(LeatException.class, () -> execute("SET 'table.local-time-zon' = 'UTC'"));
    assertNotNull(unknown.hint());
  }

  @Test
  void temporaryObjectsHidePermanentOnesInTheirSession() {
    execute(THREE);
    execute(
        "CREATE TEMPORARY TABLE three (id INT) WITH ('connector' = 'datagen',"
            + " 'number-of-rows' = '1', 'fields.id.min' = '7', 'fields.id.max' = '7')");
    assertEquals(List.of(List.of(7)), rows("SELECT id FROM three"));
    try (Session other = engine.openSession("other", false)) {
      assertEquals(3, SessionRows.of(other, "SELECT id FROM three").size());
    }
    execute("DROP TEMPORARY TABLE three");
    assertEquals(3, rows("SELECT id FROM three").size());
  }

  /** More constants, and more call sites, than the constructor of one class has room for. */
  @Test
  void listsOfThousandsRun() {
    String list =
        IntStream.range(0, 6_000).mapToObj(i -> "'x" + i + "'").collect(Collectors.joining(", "));
    String sql = "SELECT a FROM (VALUES ('x1'), ('x5999'), ('x6000')) AS t (a) WHERE a IN (";
    assertEquals(List.of(List.of("x1"), List.of("x5999")), rows(sql + list + ") ORDER BY a"));
  }

  @Test
  void manyRowsAreWrittenAndManyConstantsCompared() {
    int count = 2 * ChangeBatch.MAX_ROWS + 1;
    execute("CREATE TABLE many (id INT PRIMARY KEY, price DECIMAL(9, 2), name STRING)");
    assertEquals(
        count,
        updated(
            "INSERT INTO many VALUES "
                + IntStream.range(0, count)
                    .mapToObj(i -> "(" + i + ", " + i + ".5, 'n" + i + "')")
                    .collect(Collectors.joining(", "))));
    assertEquals(
        List.of(List.of((long) count, new BigDecimal(count - 1 + ".50"), "n9")),
        rows("SELECT COUNT(DISTINCT id), MAX(price), MIN(name) FILTER (WHERE id = 9) FROM many"));
    String even =
        IntStream.range(0, count)
            .filter(i -> i % 2 == 0)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    assertEquals(
        List.of(List.of((long) (count + 1) / 2, (long) count / 2)),
        rows(
            "SELECT COUNT(*) FILTER (WHERE id IN ("
                + even
                + ")),"
                + " COUNT(*) FILTER (WHERE id NOT IN ("
                + even
                + ")) FROM many"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT e.id, m.name FROM endless AS e JOIN m ON e.id = m.id LIMIT 3",
        "SELECT m.name FROM endless AS e LEFT JOIN m ON e.id = m.id LIMIT 3",
        "SELECT UPPER(m.name) FROM endless AS e JOIN m ON e.id = m.id LIMIT 3 OFFSET 2",
        "SELECT id FROM endless WHERE id IN (SELECT id FROM m) LIMIT 3",
        "SELECT id, (SELECT MAX(name) FROM m) FROM endless LIMIT 3",
        "SELECT id FROM endless UNION ALL SELECT id FROM m LIMIT 3"
      })
  void aLimitEndsAQueryThatReadsTablesTooWhenItHasItsRows(String sql) {
    execute(
        "CREATE TABLE endless (id INT) WITH ('connector' = 'datagen',"
            + " 'fields.id.min' = '1', 'fields.id.max' = '2')");
    execute("CREATE TABLE m (id INT PRIMARY KEY, name STRING)");
    execute("INSERT INTO m VALUES (1, 'one'), (2, 'two')");
    int left = 0;
    for (List<@Nullable Object> change : rows(sql)) {
      left += Objects.toString(change.get(0)).startsWith("+") ? 1 : -1;
    }
    assertEquals(3, left);
  }

  @Test
  void parametersOfEveryType() {
    for (Object value :
        new Object[] {
          true,
          7,
          7_000_000_000L,
          1.5,
          new BigDecimal("12.345"),
          "it's",
          LocalDate.of(2026, 11, 23),
          LocalDateTime.of(2026, 11, 23, 12, 34, 56, 123_456_789)
        }) {
      assertEquals(List.of(List.of(value)), rows("SELECT ?", value), value.toString());
      assertEquals(
          List.of(List.of(true)), rows("SELECT x = ? FROM (SELECT ? AS x) AS t", value, value));
    }
    assertEquals(List.of(Arrays.asList((Object) null)), rows("SELECT ?", (Object) null));
    assertEquals(
        List.of(List.of(2)),
        rows("SELECT a FROM (VALUES (1), (2)) AS t (a) LIMIT ? OFFSET ?", 1, 1));
    assertThrows(LeatException.class, () -> rows("SELECT ? + ?", 1));
    assertEquals(
        1,
        session.describe("SELECT id FROM (VALUES (1)) AS t (id) WHERE id > ?").parameters().size());
  }

  private void execute(String sql) {
    session.execute(sql, List.of());
  }

  private long updated(String sql) {
    return assertInstanceOf(StatementResult.Updated.class, session.execute(sql, List.of())).count();
  }

  private List<@Nullable Object> job(String id) {
    return rows("SHOW JOBS").stream()
        .filter(row -> id.equals(row.get(0)))
        .findFirst()
        .orElseThrow();
  }

  private List<List<@Nullable Object>> rows(String sql, @Nullable Object... parameters) {
    return SessionRows.of(session, sql, parameters);
  }

  private static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
