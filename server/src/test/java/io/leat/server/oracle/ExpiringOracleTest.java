package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.testing.Seeds;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.TimeSettings;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.TemporaryObjects;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Queries that forget. If they forget after more time than the history takes, they give what they
 * give otherwise. If they forget soon, what they give does not depend on shards and restarts, no
 * row is taken back that has not been given, and nothing fails. {@code -Dexpiring.seed=…} repeats a
 * run.
 */
class ExpiringOracleTest {
  private static final long SECOND = 1_000_000;
  private static final int EPOCHS = 8;
  private static final int SHAPES = Integer.getInteger("expiring.shapes", 8);
  private static final int RANDOM_ROUNDS = Integer.getInteger("expiring.rounds", 1);

  private int compared;
  private int different;

  @Test
  void forgettingIsExactUntilItForgets() {
    long seed = Seeds.of("expiring.seed");
    for (OracleRun.Tables kind :
        List.of(OracleRun.Tables.UPDATING, OracleRun.Tables.APPEND_ONLY, OracleRun.Tables.MIXED)) {
      Random random = new Random(seed + kind.ordinal());
      List<OracleTable> tables =
          ShapeTables.all().stream()
              .map(
                  table ->
                      table.withAppendOnly(
                          kind == OracleRun.Tables.APPEND_ONLY
                              || (kind == OracleRun.Tables.MIXED && random.nextBoolean())))
              .toList();
      List<OracleQuery> shapes = new ArrayList<>(Shapes.all());
      Collections.shuffle(shapes, random);
      check(tables, shapes.subList(0, Math.min(SHAPES, shapes.size())), random);
    }
    for (int round = 0; round < RANDOM_ROUNDS; round++) {
      Random random = new Random(seed + 100 + round);
      List<OracleTable> tables = RandomTables.of(random);
      RandomQueries generator = new RandomQueries(random, tables);
      List<OracleQuery> queries = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        queries.add(new OracleQuery("random " + i, generator.next().toString()));
      }
      check(tables, queries, random);
    }
    System.out.println(
        "forgetting: "
            + compared
            + " queries as they are without, of which "
            + different
            + " differ if they forget soon, seed "
            + seed);
    assertTrue(compared > 0, "no query forgets");
  }

  /**
   * The hint STATE_TTL: what the setting does if both sides are as it says, and each side apart.
   */
  @Test
  void sidesForgetApart() {
    long seed = Seeds.of("expiring.seed");
    Random random = new Random(seed);
    int apart = 0;
    for (String join : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")) {
      List<OracleTable> tables =
          ShapeTables.all().stream().map(t -> t.withAppendOnly(random.nextBoolean())).toList();
      History history = new Histories(random).of(tables, EPOCHS);
      Planner planner = LeatQuery.planner(tables, false);
      Layout layout = Layout.of(random.nextLong());
      Layout alone = new Layout(layout.seed(), 1, false);
      List<Answer> exact = answers(planner, hinted(join, ""), layout, history, 0);
      OracleQuery never = hinted(join, "/*+ STATE_TTL('l' = '0 s', 'm' = '12 d') */");
      requireSame(exact, answers(planner, never, layout, history, SECOND), never, layout);
      OracleQuery both = hinted(join, "/*+ STATE_TTL('l' = '2 s', 'm' = '2 s') */");
      List<Answer> set = answers(planner, hinted(join, ""), layout, history, 2 * SECOND);
      requireSame(set, answers(planner, both, layout, history, 0), both, layout);
      OracleQuery left = hinted(join, "/*+ STATE_TTL('l' = '1 s') */");
      List<Answer> leftOnly = answers(planner, left, layout, history, 0);
      requireSame(answers(planner, left, alone, history, 0), leftOnly, left, layout);
      OracleQuery right = hinted(join, "/*+ STATE_TTL('m' = '1 s') */");
      List<Answer> rightOnly = answers(planner, right, layout, history, 0);
      requireSame(answers(planner, right, alone, history, 0), rightOnly, right, layout);
      apart += sameAll(leftOnly, rightOnly) ? 0 : 1;
    }
    assertTrue(apart > 0, "it does not matter which side forgets, seed " + seed);
  }

  private static OracleQuery hinted(String join, String hint) {
    return new OracleQuery(
        "hinted", "SELECT " + hint + " l.a, l.b, m.d FROM r AS l " + join + " s AS m ON l.a = m.a");
  }

  private void check(List<OracleTable> tables, List<OracleQuery> queries, Random random) {
    History history = new Histories(random).of(tables, EPOCHS);
    Planner planner = LeatQuery.planner(tables, false);
    for (OracleQuery query : queries) {
      Layout layout = Layout.of(random.nextLong());
      List<Answer> exact = answers(planner, query, layout, history, 0);
      if (exact.isEmpty()) {
        continue;
      }
      List<Answer> never = answers(planner, query, layout, history, 1_000_000 * SECOND);
      if (never.isEmpty()) {
        continue;
      }
      requireSame(exact, never, query, layout);
      compared++;
      List<Answer> soon = answers(planner, query, layout, history, 2 * SECOND);
      Layout alone = new Layout(layout.seed(), 1, false);
      requireSame(answers(planner, query, alone, history, 2 * SECOND), soon, query, layout);
      different += sameAll(exact, soon) ? 0 : 1;
    }
  }

  private static boolean sameAll(List<Answer> some, List<Answer> others) {
    return IntStream.range(0, some.size()).allMatch(i -> some.get(i).sameRows(others.get(i)));
  }

  private static void requireSame(
      List<Answer> expected, List<Answer> actual, OracleQuery query, Layout layout) {
    assertEquals(expected.size(), actual.size(), query.sql());
    for (int i = 0; i < expected.size(); i++) {
      Answer before = expected.get(i);
      Answer now = actual.get(i);
      int epoch = i;
      assertTrue(
          before.sameRows(now),
          () ->
              query.sql()
                  + "\n"
                  + layout
                  + ", epoch "
                  + epoch
                  + "\nmissing "
                  + before.without(now)
                  + "\ntoo many "
                  + now.without(before));
    }
  }

  /** After each epoch; none if the query is refused, or if it is so when it forgets. */
  private static List<Answer> answers(
      Planner planner, OracleQuery query, Layout layout, History history, long lifetime) {
    List<Answer> answers = new ArrayList<>();
    try (LeatQuery leat =
        new LeatQuery(
            planner,
            query.sql(),
            layout,
            new PlannerSession(
                Catalog.DEFAULT_CATALOG,
                Catalog.DEFAULT_DATABASE,
                ZoneOffset.UTC,
                new TimeSettings(0, 0, 0, lifetime),
                new TemporaryObjects(),
                false))) {
      for (List<History.Batch> epoch : history.epochs()) {
        answers.add(leat.run(epoch));
      }
      return answers;
    } catch (LeatException refused) {
      if (lifetime > 0) {
        assertEquals(SqlState.FEATURE_NOT_SUPPORTED, refused.sqlState(), query.sql());
        assertTrue(refused.message().contains("table.exec.state.ttl"), refused.message());
      }
      return List.of();
    }
  }
}
