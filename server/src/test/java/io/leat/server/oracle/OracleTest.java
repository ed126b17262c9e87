package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Incremental equals recomputed: queries over random histories on one to four shards, compared with
 * DuckDB after every epoch. {@code -Doracle.seed=…} repeats a run; {@code -Doracle.minutes=…} goes
 * on with new seeds for so long; {@code -Doracle.only=…} runs the shapes whose names contain it.
 */
class OracleTest {
  private static final String ONLY = System.getProperty("oracle.only", "");
  private static final int HISTORIES = Integer.getInteger("oracle.histories", 4);
  private static final int EPOCHS = 8;
  private static final int MOST_SHOWN = 20;

  private final Counts counts = new Counts();
  private final List<Mismatch> found = new ArrayList<>();

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

  @Test
  void writtenQueries() {
    long seed = Long.getLong("oracle.seed", new Random().nextLong() >>> 16);
    List<OracleQuery> shapes =
        Shapes.all().stream().filter(query -> query.name().contains(ONLY)).toList();
    try (Duck duck = new Duck()) {
      for (int i = 0; i < HISTORIES; i++) {
        runShapes(duck, shapes, i, seed + i);
      }
    }
    report("oracle, written queries: " + shapes.size() + " shapes", seed);
  }

  /** Tables that all take rows back, then all append-only, then mixed, then bounded. */
  private void runShapes(Duck duck, List<OracleQuery> shapes, int kind, long seed) {
    Random random = new Random(seed);
    List<OracleTable> tables =
        ShapeTables.all().stream()
            .map(
                table ->
                    table.withAppendOnly(kind % 4 == 1 || (kind % 4 == 2 && random.nextBoolean())))
            .toList();
    boolean bounded = kind % 4 == 3;
    History history = new Histories(random).of(tables, EPOCHS);
    found.addAll(
        new Campaign(duck, counts)
            .run(tables, bounded ? history.inOneEpoch() : history, bounded, shapes, seed));
  }

  private void report(String what, long seed) {
    counts
        .unsupported()
        .forEach((name, why) -> System.out.println("unsupported: " + name + ": " + why));
    counts
        .unanswered()
        .forEach((name, why) -> System.out.println("unanswered: " + name + ": " + why));
    found.stream().limit(MOST_SHOWN).forEach(System.out::println);
    System.out.println(what + ", " + counts + ", seed " + seed);
    assertEquals(0, counts.mismatches(), "mismatches");
  }
}
