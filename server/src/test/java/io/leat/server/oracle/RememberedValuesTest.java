package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.sql.Planner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries whose values differ each time they are computed, over tables that take rows back, on
 * several shards with restarts: what has been emitted adds up in every epoch (which {@link
 * LeatQuery} demands), and a row keeps its value for as long as it is there.
 */
class RememberedValuesTest {
  private static final int SEEDS = 5;
  private static final int EPOCHS = 12;

  /**
   * Without the last column, {@code u}, what is left must be the rows of the same query: all
   * columns of what the value is drawn for, so that equal rows are copies of one row.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a, b, c, UUID() AS u FROM r",
        "a, n, UUID() AS u FROM (SELECT a, COUNT(*) AS n FROM r GROUP BY a) AS x",
        "r.a, r.b, s.a AS sa, s.d, UUID() AS u FROM r JOIN s ON r.a = s.a",
        "r.a, r.b, s.a AS sa, s.b AS sb, s.d, UUID() AS u FROM r LEFT JOIN s ON r.a = s.a AND r.b = s.b",
        "a, b, UUID() AS u FROM (SELECT a, b FROM r EXCEPT SELECT a, b FROM s) AS x",
        "a, b, UUID() AS u FROM (SELECT a, b FROM r ORDER BY b LIMIT 5) AS x",
        "a, b, UUID() AS u FROM r WHERE RAND() < 2 AND a > 1",
        "r.a, r.b, s.a AS sa, s.b AS sb, UUID() AS u FROM r JOIN s ON r.a = s.a AND RAND() + r.b <"
            + " s.b + 100",
        "a, CAST(NOW() AS STRING) || UUID() AS u FROM r",
      })
  void aRowKeepsItsValue(String select) {
    String plain =
        select.replaceFirst(", [^,]*UUID\\(\\) AS u", "").replaceAll("RAND\\(\\)", "0.5");
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random source = new Random(seed);
      List<OracleTable> tables =
          ShapeTables.all().stream().map(table -> table.withAppendOnly(false)).toList();
      History history = new Histories(source).of(tables, EPOCHS);
      Planner planner = LeatQuery.planner(tables, false);
      Set<List<@Nullable Object>> before = new HashSet<>();
      try (LeatQuery drawn =
              new LeatQuery(planner, "SELECT " + select + " EMIT CHANGES", Layout.of(seed));
          LeatQuery others =
              new LeatQuery(planner, "SELECT " + plain + " EMIT CHANGES", Layout.of(seed))) {
        for (List<History.Batch> epoch : history.epochs()) {
          Answer answer = drawn.run(epoch);
          Answer expected = others.run(epoch);
          Set<List<@Nullable Object>> now = new HashSet<>(answer.rows());
          assertEquals(answer.rows().size(), now.size(), "a value twice, seed " + seed);
          List<List<@Nullable Object>> rest = new ArrayList<>();
          answer.rows().forEach(row -> rest.add(row.subList(0, row.size() - 1)));
          Answer forgotten = new Answer(rest);
          assertTrue(
              forgotten.sameRows(expected),
              () -> forgotten.without(expected) + " / " + expected.without(forgotten));
          assertKept(before, now, rest, seed);
          before = now;
        }
      }
    }
  }

  /** Of the copies of a row, those that are there before and after have their old values. */
  private static void assertKept(
      Set<List<@Nullable Object>> before,
      Set<List<@Nullable Object>> now,
      List<List<@Nullable Object>> rows,
      long seed) {
    for (List<@Nullable Object> row : new HashSet<>(rows)) {
      long was = before.stream().filter(old -> old.subList(0, row.size()).equals(row)).count();
      long is = rows.stream().filter(row::equals).count();
      long kept =
          before.stream()
              .filter(old -> old.subList(0, row.size()).equals(row) && now.contains(old))
              .count();
      assertEquals(Math.min(was, is), kept, row + ", seed " + seed);
    }
  }

  /** A row that is let through once is let through for as long as it is there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, v FROM p WHERE RAND() < 0.5",
        "SELECT id, v FROM p WHERE v > 2 AND RAND() < 0.5",
        "SELECT g, n FROM (SELECT g, COUNT(*) AS n FROM p GROUP BY g) AS x WHERE RAND() < 0.5",
      })
  void aFilterDecidesOnce(String query) {
    String all = query.replaceFirst("( AND| WHERE) RAND\\(\\) < 0.5", "");
    int through = 0;
    int possible = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<OracleTable> tables = ShapeTables.all();
      History history = new Histories(new Random(seed)).of(tables, EPOCHS);
      Planner planner = LeatQuery.planner(tables, false);
      Set<List<@Nullable Object>> rowsBefore = Set.of();
      Set<List<@Nullable Object>> before = Set.of();
      try (LeatQuery some = new LeatQuery(planner, query + " EMIT CHANGES", Layout.of(seed));
          LeatQuery whole = new LeatQuery(planner, all + " EMIT CHANGES", Layout.of(seed))) {
        for (List<History.Batch> epoch : history.epochs()) {
          Set<List<@Nullable Object>> now = new HashSet<>(some.run(epoch).rows());
          Set<List<@Nullable Object>> rows = new HashSet<>(whole.run(epoch).rows());
          assertTrue(rows.containsAll(now), "seed " + seed);
          Set<List<@Nullable Object>> stayed = new HashSet<>(rows);
          stayed.retainAll(rowsBefore);
          for (List<@Nullable Object> row : stayed) {
            assertEquals(before.contains(row), now.contains(row), row + ", seed " + seed);
          }
          through += now.size();
          possible += rows.size();
          before = now;
          rowsBefore = rows;
        }
      }
    }
    assertTrue(through > 0 && through < possible, through + " of " + possible);
  }
}
