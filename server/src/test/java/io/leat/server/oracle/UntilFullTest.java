package io.leat.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A LIMIT over rows that come and go, some of which are taken back before they come, on up to four
 * shards: until the limit is reached it gives all rows that are there, and the first epoch with so
 * many is the last.
 */
class UntilFullTest {
  private static final OracleTable TABLE =
      new OracleTable(
          "t",
          List.of(
              new OracleTable.Column("a", ScalarType.BIGINT, List.of(1L, 2L, 3L, 4L, 5L)),
              new OracleTable.Column("s", ScalarType.STRING, List.of("x", "y", "z"))),
          null,
          false,
          false);
  private static final int EPOCHS = 14;

  @ParameterizedTest
  @CsvSource({"1, 0", "4, 0", "12, 0", "30, 0", "1000, 0", "3, 1", "6, 5", "20, 12", "2, 1000"})
  void itHoldsAllRowsUntilThereAreEnough(int limit, int offset) {
    for (long seed = 1; seed <= 12; seed++) {
      check(limit, offset, seed);
    }
  }

  private static void check(int limit, int offset, long seed) {
    Random random = new Random(seed);
    Map<List<@Nullable Object>, Long> held = new HashMap<>();
    @Nullable List<List<@Nullable Object>> last = null;
    try (LeatQuery query =
        new LeatQuery(
            LeatQuery.planner(List.of(TABLE), false),
            "SELECT a, s FROM t LIMIT " + limit + (offset == 0 ? "" : " OFFSET " + offset),
            Layout.of(seed))) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        List<List<@Nullable Object>> rows = query.run(batches(random, held)).rows();
        String place = "limit " + limit + ", seed " + seed + ", epoch " + epoch;
        if (last != null) {
          assertEquals(counts(last), counts(rows), place);
          continue;
        }
        long there = held.values().stream().mapToLong(count -> Math.max(0, count)).sum();
        assertEquals(Math.max(0, Math.min(limit, there - offset)), rows.size(), place);
        counts(rows)
            .forEach((row, count) -> assertTrue(count <= held.getOrDefault(row, 0L), place + row));
        last = rows.size() == limit ? rows : null;
      }
    }
  }

  private static Map<List<@Nullable Object>, Long> counts(List<List<@Nullable Object>> rows) {
    Map<List<@Nullable Object>, Long> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1L, Long::sum));
    return counts;
  }

  /** The batches of one more epoch; adds them up in {@code held}. */
  private static List<History.Batch> batches(
      Random random, Map<List<@Nullable Object>, Long> held) {
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(9); i > 0; i--) {
      // Fewer go than come; those that go need not be there.
      long weight = random.nextInt(5) < 3 ? 1 + random.nextInt(2) : -1 - random.nextInt(2);
      List<@Nullable Object> row = TABLE.randomRow(random);
      changes.add(new Change(row, weight));
      held.merge(Canonical.row(row), weight, Long::sum);
    }
    Collections.shuffle(changes, random);
    List<History.Batch> batches = new ArrayList<>();
    for (int at = 0; at < changes.size(); ) {
      int to = Math.min(changes.size(), at + 1 + random.nextInt(4));
      batches.add(new History.Batch("t", changes.subList(at, to)));
      at = to;
    }
    return batches;
  }
}
