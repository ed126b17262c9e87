package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Incremental equals recomputed: queries over random histories on one to four shards, compared with
 * DuckDB after every epoch.
 *
 * <ul>
 *   <li>{@code -Doracle.seed=…} repeats a run;
 *   <li>{@code -Doracle.minutes=…} goes on with new seeds for so long;
 *   <li>{@code -Doracle.only=…} runs the written queries whose names contain it; {@code random}
 *       runs the random ones only;
 *   <li>{@code -Doracle.scripts=…} tells how many mismatches are shrunk to scripts.
 * </ul>
 */
class OracleTest {
  private static final String ONLY = System.getProperty("oracle.only", "");
  private static final int MINUTES = Integer.getInteger("oracle.minutes", 0);
  private static final int RANDOM_ROUNDS = Integer.getInteger("oracle.rounds", 25);
  private static final int SCRIPTS = Integer.getInteger("oracle.scripts", 10);

  @Test
  void everyWrittenQueryHasAnAnswerToCompareWith() {
    List<String> refused = new ArrayList<>();
    try (Duck duck = new Duck()) {
      duck.reset(ShapeTables.all());
      for (OracleQuery query : Shapes.all()) {
        try {
          duck.answer(query.duckSql());
        } catch (Duck.RefusedException e) {
          refused.add(query.name() + ": " + e.getMessage());
        }
      }
    }
    assertEquals("", String.join("\n", refused));
  }

  /**
   * A test of the oracle itself: two different queries differ, and one row is enough to show it.
   */
  @Test
  void differencesAreFoundAndMadeSmall() {
    OracleQuery wrong =
        new OracleQuery("wrong", "SELECT a FROM r WHERE b > 3", "SELECT a FROM r WHERE b >= 3", "");
    try (OracleRun run = new OracleRun(1)) {
      run.written(List.of(wrong), OracleRun.Tables.APPEND_ONLY, 1);
      assertEquals(1, run.mismatches());
      assertEquals(1, run.smallest().get(0).history().changes(), run.smallest().toString());
    }
  }

  @Test
  void incrementalEqualsRecomputed() {
    long seed = MINUTES > 0 ? Seeds.freshOr("oracle.seed") : Seeds.of("oracle.seed");
    System.out.println("oracle: seed " + seed);
    List<OracleQuery> shapes =
        Shapes.all().stream().filter(query -> query.name().contains(ONLY)).toList();
    try (OracleRun run = new OracleRun(SCRIPTS)) {
      long deadline = System.nanoTime() + MINUTES * 60_000_000_000L;
      long next = seed;
      do {
        for (OracleRun.Tables kind : OracleRun.Tables.values()) {
          run.written(shapes, kind, next++);
        }
        for (int i = 0; i < RANDOM_ROUNDS && "random".contains(ONLY); i++) {
          run.random(next++);
        }
      } while (System.nanoTime() < deadline);
      report(run, shapes.size(), seed);
      assertEquals(0, run.mismatches(), () -> "mismatches, seed " + seed + "\n" + run.smallest());
      assertEquals(Map.of(), run.written().unsupported());
      assertEquals(
          shapes.stream()
              .filter(shape -> !shape.refused().isEmpty())
              .map(OracleQuery::name)
              .sorted()
              .toList(),
          List.copyOf(run.written().refused()),
          "refused as listed");
      assertEquals(Map.of(), run.random().unsupported());
    }
  }

  private static void report(OracleRun run, int shapes, long seed) {
    run.kinds().forEach((kind, names) -> System.out.println("mismatched, " + kind + ": " + names));
    run.written()
        .unsupported()
        .forEach((name, why) -> System.out.println("unsupported: " + name + ": " + why));
    Map<String, Integer> reasons = new TreeMap<>();
    run.random().unsupported().values().forEach(why -> reasons.merge(why, 1, Integer::sum));
    reasons.forEach(
        (why, count) -> System.out.println("unsupported, " + count + " random queries: " + why));
    Map<String, Integer> unanswered = new TreeMap<>();
    run.random().unanswered().values().forEach(why -> unanswered.merge(why, 1, Integer::sum));
    unanswered.forEach(
        (why, count) -> System.out.println("unanswered, " + count + " random queries: " + why));
    System.out.println("oracle: " + shapes + " written queries, " + run.written());
    System.out.println("oracle: " + run.randomQueries() + " random queries, " + run.random());
    System.out.println("oracle: mismatches " + run.mismatches() + ", seed " + seed);
  }
}
