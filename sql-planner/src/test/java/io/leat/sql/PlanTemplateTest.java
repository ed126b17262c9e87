package io.leat.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.sql.lower.PlanText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One plan for many values of a statement's parameters, and when there is one for each. */
class PlanTemplateTest {
  private final PlanningSession session = PlanningSession.withTables();

  PlanTemplateTest() {
    session.run(
        "CREATE TABLE item (id BIGINT PRIMARY KEY, kind INT, name VARCHAR(4), price DECIMAL(8, 2),"
            + " at TIMESTAMP(3), CHECK (price > 0))");
    session.run("CREATE INDEX by_kind ON item (kind, name)");
    session.run("CREATE INDEX by_price ON item (price)");
    session.run("CREATE INDEX by_time ON item (at)");
  }

  /** Plans with the first values, then counts the plans that the others need. */
  private long plansAfterFirst(String sql, @Nullable Object[]... values) {
    session.plan(sql, values[0]);
    long before = session.planner.plansMade();
    for (@Nullable Object[] each : values) {
      session.plan(sql, each);
    }
    return session.planner.plansMade() - before;
  }

  private static @Nullable Object[] values(@Nullable Object... values) {
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM item WHERE id = ?",
        "SELECT ? + kind, name FROM item WHERE price > 3",
        "SELECT name FROM item WHERE id IN (1, ?, 3) OR kind = 2",
        "SELECT name FROM item WHERE ? IS NULL OR kind = 2",
        "SELECT CASE WHEN kind > ? THEN 'a' ELSE 'b' END FROM item",
        "SELECT kind, COUNT(*) FROM item GROUP BY kind HAVING COUNT(*) > ?",
        "SELECT a.name FROM item AS a JOIN item AS b ON a.id = b.kind + ?",
        "SELECT name FROM item WHERE kind = (SELECT MAX(kind) - ? FROM item)",
        "WITH w AS (SELECT id FROM item WHERE kind < ?) SELECT COUNT(*) FROM w",
        "INSERT INTO item (id, price) VALUES (?, 3)",
        "INSERT INTO item (id, price) VALUES (1, 1), (2 + ?, 2)",
        "INSERT INTO item (id, price) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET kind = 1",
        "UPDATE item SET kind = 3 WHERE kind + ? > 2",
        "UPDATE item SET kind = 4 WHERE id = ?",
        "DELETE FROM item WHERE id BETWEEN ? AND 1000"
      })
  void anotherIntegerNeedsNoPlan(String sql) {
    assertEquals(0, plansAfterFirst(sql, values(1), values(2), values(-7)));
    // Another type is another statement.
    long before = session.planner.plansMade();
    session.plan(sql, 1L);
    assertEquals(before + 1, session.planner.plansMade());
  }

  /** Texts that differ in literals alone share a plan from the second on; it has their values. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT name FROM item WHERE id = %d",
        "SELECT name FROM item WHERE kind > %d AND name <> 'x'",
        "INSERT INTO item (id, name, price) VALUES (%d, 'a', 1.50)",
        "UPDATE item SET kind = kind + 1, name = 'b' WHERE id = %d",
        "DELETE FROM item WHERE id = %d"
      })
  void anotherLiteralNeedsNoPlan(String sql) {
    session.plan(sql.formatted(1));
    String second = PlanText.tree(circuit(session.plan(sql.formatted(2))));
    long before = session.planner.plansMade();
    assertEquals(second, PlanText.tree(circuit(session.plan(sql.formatted(2)))));
    String third = PlanText.tree(circuit(session.plan(sql.formatted(333))));
    assertEquals(before, session.planner.plansMade());
    assertEquals(second.replace("2", "333"), third.replace("2", "333"));
    assertTrue(third.contains("333"), third);
  }

  @Test
  void aTextThatIsWrongSaysWhere() {
    LeatException wrong =
        assertThrows(
            LeatException.class,
            () -> session.plan("SELECT nam FROM item WHERE name = 'long text' AND id = 5"));
    assertEquals(8, Objects.requireNonNull(wrong.position()).column());
  }

  @Test
  void aRowOfParametersNeedsOnePlan() {
    String sql = "INSERT INTO item VALUES (?, ?, ?, ?, ?)";
    LocalDateTime time = LocalDateTime.of(2026, 1, 2, 3, 4);
    assertEquals(
        0,
        plansAfterFirst(
            sql,
            values(1L, 2, "a", new BigDecimal("1.50"), time),
            values(2L, 3, "bcd", new BigDecimal("2.75"), time.plusNanos(1_000_000))));
    Node.Values rows =
        (Node.Values)
            write(sql, 3L, 4, "x", new BigDecimal("1.25"), time).nodes().stream()
                .filter(Node.Values.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertEquals(
        "[3, 4, x, 1.25, 2026-01-02T03:04, true]",
        rows.rows().get(0).stream().map(value -> value.value()).toList().toString());
  }

  /** Where the value decides, each has a plan, and each is kept. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT name FROM item ORDER BY ?",
        "SELECT name FROM item LIMIT ?",
        "SELECT ROUND(price, ?) FROM item",
        "SELECT name FROM item GROUP BY name, ?",
        "SELECT kind + ? FROM item GROUP BY kind + ?"
      })
  void whereTheValueDecidesEachHasAPlan(String sql) {
    int count = (int) sql.chars().filter(c -> c == '?').count();
    @Nullable Object[] one = new Object[count];
    @Nullable Object[] two = new Object[count];
    Arrays.fill(one, 1);
    Arrays.fill(two, 0);
    boolean order = sql.contains("ORDER BY") || sql.endsWith("name, ?");
    session.plan(sql, one);
    long before = session.planner.plansMade();
    if (order) {
      assertThrows(LeatException.class, () -> session.plan(sql, two));
    } else {
      session.plan(sql, two);
      assertTrue(session.planner.plansMade() > before);
      before = session.planner.plansMade();
      session.plan(sql, two);
    }
    long failed = session.planner.plansMade();
    session.plan(sql, one);
    assertEquals(order ? failed : before, session.planner.plansMade());
  }

  @Test
  void keysAreFoundByParameters() {
    assertEquals("[id = 7]", range("SELECT name FROM item WHERE id = ?", 7));
    assertEquals("[id = 8]", range("SELECT name FROM item WHERE id = ?", 8));
    assertEquals(
        "[id >= 3 and id <= 5]", range("SELECT * FROM item WHERE id BETWEEN ? AND ?", 3, 5));
    assertEquals("[id = 3, id = 5]", range("SELECT * FROM item WHERE id IN (?, ?)", 3L, 5L));
    assertEquals("[id = 3]", range("SELECT * FROM item WHERE id IN (?, ?)", 3L, 3L));
    assertEquals(
        "[kind = 1 and name = 'ab']",
        range("SELECT id FROM item WHERE name = ? AND kind = ?", "ab", 1L));
    assertEquals(
        "[kind = 1 and name = 'longer']",
        range("SELECT id FROM item WHERE name = ? AND kind = ?", "longer", 1L));
    assertEquals(
        "[price > 1.50]", range("SELECT id FROM item WHERE price > ?", new BigDecimal("1.5")));
    assertEquals(
        "[at >= TIMESTAMP '2026-01-02 00:00:00.000']",
        range("SELECT id FROM item WHERE at >= ?", LocalDate.of(2026, 1, 2).atStartOfDay()));
  }

  /** A value that is none of the column's type has a plan of its own, which reads every row. */
  @Test
  void whatIsNoValueOfTheColumnIsComparedRowByRow() {
    String sql = "SELECT id FROM item WHERE kind = ?";
    assertEquals("[kind = 3]", range(sql, 3L));
    assertEquals("", range(sql, 3_000_000_000L));
    assertEquals("[kind = 4]", range(sql, 4L));
    String price = "SELECT id FROM item WHERE price = ?";
    assertEquals("[price = 1.00]", range(price, new BigDecimal("1.000")));
    assertEquals("", range(price, new BigDecimal("1.001")));
  }

  private static Circuit circuit(PlannedStatement statement) {
    return statement instanceof PlannedStatement.Query query
        ? query.circuit()
        : ((PlannedStatement.Write) statement).circuit().orElseThrow();
  }

  private Circuit query(String sql, @Nullable Object... values) {
    return ((PlannedStatement.Query) session.plan(sql, values)).circuit();
  }

  private Circuit write(String sql, @Nullable Object... values) {
    return ((PlannedStatement.Write) session.plan(sql, values)).circuit().orElseThrow();
  }

  /** The range that a query reads, the same whether the plan is made or found. */
  private String range(String sql, @Nullable Object... values) {
    String first = range(query(sql, values));
    assertEquals(first, range(query(sql, values)));
    return first;
  }

  private static String range(Circuit circuit) {
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Source source && source.range().isPresent()) {
        KeyRange range = source.range().get();
        String text = PlanText.tree(circuit);
        assertTrue(range.alternatives().size() <= 2, text);
        String shown = text.substring(text.indexOf(": ", text.indexOf("item")) + 2);
        shown = shown.lines().findFirst().orElseThrow();
        return List.of(shown.substring(0, shown.indexOf("])  [")).split(" or ")).toString();
      }
    }
    return "";
  }

  @Test
  void aRowThatFailsFailsWithItsValues() {
    String sql = "SELECT 10 / ? FROM item";
    session.plan(sql, 5);
    PlannedStatement failing = session.plan(sql, 0);
    assertTrue(failing instanceof PlannedStatement.Query);
    assertEquals(
        PlanText.tree(((PlannedStatement.Query) session.plan("SELECT 10 / 0 FROM item")).circuit()),
        PlanText.tree(((PlannedStatement.Query) failing).circuit()));
  }

  @Test
  void nullIsAnotherType() {
    String sql = "SELECT name FROM item WHERE id = ?";
    assertEquals("[id = 1]", range(sql, 1L));
    assertTrue(query(sql, (Object) null).nodes().stream().noneMatch(Node.Source.class::isInstance));
    assertEquals("[id = 2]", range(sql, 2L));
  }
}
