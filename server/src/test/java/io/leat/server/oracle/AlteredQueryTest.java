package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Seeds;
import io.leat.sql.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A query that takes over the state of another one, in the middle of a random history, gives after
 * each later epoch what it would have given had it read everything itself. {@code -Daltered.seed=…}
 * repeats a run, {@code -Daltered.rounds=…} tells how many pairs of queries there are.
 */
class AlteredQueryTest {
  private static final int ROUNDS = Integer.getInteger("altered.rounds", 150);
  private static final int EPOCHS = 6;

  /** Operators that tell their result, and some that do not; each gives columns c0 and c1. */
  private static final List<String> INNER =
      List.of(
          "SELECT a AS c0, COUNT(*) AS c1 FROM r GROUP BY a",
          "SELECT c AS c0, MAX(b) AS c1 FROM r GROUP BY c",
          "SELECT a AS c0, COUNT(DISTINCT b) AS c1 FROM r WHERE b > 2 GROUP BY a",
          "SELECT COUNT(*) AS c0, SUM(b) AS c1 FROM s",
          "SELECT DISTINCT a AS c0, b AS c1 FROM s",
          "SELECT a AS c0, b AS c1 FROM r EXCEPT SELECT a, b FROM s",
          "SELECT a AS c0, b AS c1 FROM r INTERSECT ALL SELECT a, b FROM s",
          "SELECT r.a AS c0, s.d AS c1 FROM r JOIN s ON r.a = s.a",
          "SELECT r.a AS c0, s.d AS c1 FROM r JOIN s ON r.a = s.a AND r.b < s.b",
          "SELECT n.k AS c0, p.v AS c1 FROM n LEFT JOIN p ON n.k = p.id",
          "SELECT n.k AS c0, p.v AS c1 FROM n FULL JOIN p ON n.k = p.id AND n.v > p.v",
          "SELECT r.a AS c0, s.d AS c1 FROM r LEFT JOIN s ON r.a = s.a",
          "SELECT a AS c0, b AS c1 FROM r WHERE a IN (SELECT a FROM s)",
          "SELECT c0, c1 FROM (SELECT a AS c0, b AS c1, ROW_NUMBER() OVER (PARTITION BY a"
              + " ORDER BY b, c) AS place FROM r) AS o WHERE place <= 2",
          "SELECT c0, c1 FROM (SELECT a AS c0, ROW_NUMBER() OVER (PARTITION BY a"
              + " ORDER BY b, d) AS c1 FROM s) AS o WHERE c1 <= 3",
          "SELECT a AS c0, SUM(b) OVER (PARTITION BY a) AS c1 FROM r",
          "SELECT id AS c0, v AS c1 FROM p");

  private static final List<String> OUTER =
      List.of(
          "{0}",
          "SELECT c1, c0 FROM ({0}) AS q WHERE c0 IS NOT NULL",
          "SELECT c0, COUNT(*) AS n FROM ({0}) AS q GROUP BY c0",
          "SELECT COUNT(*) AS n, COUNT(c0) AS m FROM ({0}) AS q",
          "SELECT DISTINCT c1 FROM ({0}) AS q",
          "SELECT c0 FROM ({0}) AS q UNION ALL SELECT c0 FROM ({0}) AS o WHERE c1 IS NULL",
          "SELECT q.c0, o.c1 FROM ({0}) AS q JOIN ({0}) AS o ON q.c0 = o.c0 WHERE q.c1 IS NOT NULL");

  @Test
  void theStateOfUnchangedOperatorsIsAsGoodAsAllThatHasBeenRead() {
    long seed = Seeds.of("altered.seed");
    int altered = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      List<OracleTable> tables =
          ShapeTables.all().stream()
              .map(table -> table.withAppendOnly(random.nextBoolean()))
              .toList();
      History history = new Histories(random).of(tables, EPOCHS);
      String inner = INNER.get(random.nextInt(INNER.size()));
      boolean written = random.nextInt(3) > 0;
      if (!written) {
        inner = new RandomQueries(random, tables).next(tables.get(random.nextInt(2))).toString();
      }
      String from = outer(inner, random);
      String to = outer(inner, random);
      try {
        if (alter(LeatQuery.planner(tables, false), from, to, history, random)) {
          altered++;
        }
      } catch (LeatException e) {
        refused++;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "-Daltered.seed=" + (seed + round) + "\n" + from + "\nbecomes\n" + to + "\n" + history,
            e);
      }
    }
    System.out.println(
        "altered queries: "
            + altered
            + " went on with state, "
            + (ROUNDS - altered - refused)
            + " would read again, "
            + refused
            + " were not planned, seed "
            + seed);
    assertTrue(altered > 0, "no query has taken over anything");
  }

  private static String outer(String inner, Random random) {
    return OUTER.get(random.nextInt(OUTER.size())).replace("{0}", inner);
  }

  /** Whether the second could take over the state of the first. */
  private static boolean alter(
      Planner planner, String from, String to, History history, Random random) {
    Layout layout = Layout.of(random.nextLong());
    int then = 1 + random.nextInt(EPOCHS - 1);
    try (LeatQuery altered = new LeatQuery(planner, from, layout);
        LeatQuery fresh = new LeatQuery(planner, to, layout)) {
      for (int i = 0; i < then; i++) {
        altered.run(history.epochs().get(i));
        fresh.run(history.epochs().get(i));
      }
      if (!altered.alter(planner, to)) {
        return false;
      }
      for (int i = then; i < EPOCHS; i++) {
        assertEquals(
            sorted(fresh.run(history.epochs().get(i))),
            sorted(altered.run(history.epochs().get(i))),
            "after epoch " + (i + 1) + ", altered after " + then);
      }
      return true;
    }
  }

  private static List<String> sorted(Answer answer) {
    List<String> rows = new ArrayList<>();
    answer.rows().forEach(row -> rows.add(row.toString()));
    rows.sort(null);
    return rows;
  }
}
