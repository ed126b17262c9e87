package io.leat.runtime.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.operator.Operator;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Random changes of an operator's inputs in random epochs. At the end of each epoch no row is held
 * a negative number of times; within one it may be. An operator is right if after every epoch its
 * accumulated output is what a slow reference makes of the accumulated inputs.
 */
public final class History {
  private final List<RowSchema> inputs;
  private final Random random;
  private final boolean appendOnly;
  private final List<List<Change>> pools = new ArrayList<>();
  private final List<Map<String, Change>> held = new ArrayList<>();
  private int epochs = 12;
  private int changesPerEpoch = 60;
  private boolean once = true;
  private boolean copies = true;

  /**
   * @param inputs the schemas of the operator's inputs
   * @param distinct about how many different rows each input draws from
   * @param appendOnly whether rows are never taken back
   */
  public History(List<RowSchema> inputs, int distinct, boolean appendOnly, long seed) {
    this.inputs = inputs;
    this.random = new Random(seed);
    this.appendOnly = appendOnly;
    List<Change> all = new ArrayList<>();
    for (RowSchema input : inputs) {
      // Inputs of equal schema share their rows.
      List<Change> pool =
          input.equals(inputs.get(0)) && !all.isEmpty()
              ? all
              : new RandomRows(random.nextLong()).changes(input, distinct, false);
      all = pool;
      pools.add(pool);
      held.add(new TreeMap<>());
    }
  }

  /** Replaces an input's random rows. */
  public History rows(int input, List<Change> rows) {
    pools.set(input, rows);
    return this;
  }

  /** The operator may emit changes in an epoch that cancel out. */
  public History notConsolidated() {
    once = false;
    return this;
  }

  /** A row is there once or not at all. */
  public History withoutCopies() {
    copies = false;
    return this;
  }

  public History epochs(int count, int atMostChanges) {
    epochs = count;
    changesPerEpoch = atMostChanges;
    return this;
  }

  /**
   * Runs the operator through the history, with restarts between some epochs.
   *
   * @param reference gives the whole result from the whole inputs, whose rows are all different and
   *     have positive weights
   */
  public void check(
      Supplier<Operator> operator,
      RowSchema schema,
      Function<List<List<Change>>, List<Change>> reference) {
    try (OperatorHarness harness =
        new OperatorHarness(operator, inputs, schema, KeyGroups.ofShard(0, 1))) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        int before = harness.output().size();
        Map<String, Long> previous = Batches.accumulate(harness.output());
        for (Part part : epoch()) {
          harness.process(part.input(), part.changes());
        }
        harness.endEpoch();
        List<List<Change>> whole = held.stream().map(rows -> List.copyOf(rows.values())).toList();
        Map<String, Long> expected = Batches.accumulate(reference.apply(whole));
        Map<String, Long> actual = Batches.accumulate(harness.output());
        assertEquals(
            lines(expected, actual), lines(actual, expected), "only in one, epoch " + epoch);
        List<Change> emitted = harness.output().subList(before, harness.output().size());
        long count = emitted.stream().mapToLong(change -> Math.abs(change.weight())).sum();
        if (once) {
          assertEquals(difference(previous, expected), count, "rows emitted in epoch " + epoch);
        }
        if (random.nextInt(3) == 0) {
          harness.restart();
        }
      }
    }
  }

  /** A batch for an input. */
  private record Part(int input, List<Change> changes) {}

  /** The rows that differ in another result. */
  private static String lines(Map<String, Long> rows, Map<String, Long> other) {
    return rows.entrySet().stream()
        .filter(row -> !row.getValue().equals(other.get(row.getKey())))
        .map(Object::toString)
        .collect(Collectors.joining("\n"));
  }

  private static long difference(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> sum = new TreeMap<>(after);
    before.forEach((row, weight) -> sum.merge(row, -weight, Long::sum));
    return sum.values().stream().mapToLong(Math::abs).sum();
  }

  /** The batches of one more epoch. */
  private List<Part> epoch() {
    List<List<Change>> changes = new ArrayList<>();
    for (int input = 0; input < inputs.size(); input++) {
      changes.add(changes(input));
    }
    List<Part> parts = new ArrayList<>();
    for (int input = 0; input < inputs.size(); input++) {
      List<Change> rest = changes.get(input);
      while (!rest.isEmpty()) {
        int size = Math.min(rest.size(), random.nextInt(random.nextBoolean() ? 3 : 80));
        parts.add(new Part(input, rest.subList(0, size)));
        rest = rest.subList(size, rest.size());
      }
    }
    Collections.shuffle(parts, random);
    return parts;
  }

  private List<Change> changes(int input) {
    List<Change> changes = new ArrayList<>();
    Map<String, Change> rows = held.get(input);
    List<Change> pool = pools.get(input);
    int count = random.nextInt(random.nextInt(4) == 0 ? 4 : changesPerEpoch);
    for (int i = 0; i < count; i++) {
      boolean delete = !appendOnly && random.nextBoolean() && !rows.isEmpty();
      if (delete) {
        List<Change> there = List.copyOf(rows.values());
        Change row = there.get(random.nextInt(there.size()));
        change(rows, changes, row.row(), -1 - random.nextInt((int) row.weight()));
      } else {
        List<@Nullable Object> row = pool.get(random.nextInt(pool.size())).row();
        if (copies) {
          change(rows, changes, row, random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1);
        } else if (!rows.containsKey(text(row))) {
          change(rows, changes, row, 1);
        }
      }
      if (!appendOnly && random.nextInt(5) == 0) {
        // There and away again, or the other way round, in any order with the rest.
        List<@Nullable Object> row = pool.get(random.nextInt(pool.size())).row();
        long weight = 1 + random.nextInt(2);
        changes.add(new Change(row, weight));
        changes.add(new Change(row, -weight));
      }
    }
    if (!appendOnly && random.nextInt(12) == 0) {
      for (Change row : List.copyOf(rows.values())) {
        change(rows, changes, row.row(), -row.weight());
      }
    }
    Collections.shuffle(changes, random);
    return changes;
  }

  private static String text(List<@Nullable Object> row) {
    return row.stream().map(Batches::text).collect(Collectors.joining(" | "));
  }

  private static void change(
      Map<String, Change> rows, List<Change> changes, List<@Nullable Object> row, long weight) {
    changes.add(new Change(row, weight));
    rows.merge(
        text(row),
        new Change(row, weight),
        (a, b) ->
            a.weight() + b.weight() == 0 ? null : new Change(a.row(), a.weight() + b.weight()));
  }
}
