package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.TimedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows come out once event time has passed them, in order; those that are late do not. */
class ReleaseOperatorTest {

  private static OperatorHarness harness(boolean appendOnly, List<SortKey> order) {
    Node.Release node =
        new Node.Release("release", 0, 1, List.of(0), order, appendOnly, TimedRows.SCHEMA);
    return new OperatorHarness(
        () -> new ReleaseOperator(node, TimedRows.SCHEMA),
        List.of(TimedRows.SCHEMA),
        TimedRows.SCHEMA,
        KeyGroups.ofShard(0, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesEachRowOnceItsTimeHasPassed(boolean appendOnly) {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      TimedRows rows = new TimedRows(random, 4, !appendOnly);
      long bound = EventTime.NONE;
      try (OperatorHarness harness = harness(appendOnly, List.of())) {
        for (int epoch = 0; epoch < 40; epoch++) {
          for (int part = random.nextInt(3); part > 0; part--) {
            harness.process(0, rows.changes(1 + random.nextInt(12), epoch * 5L, 9, bound));
          }
          long next = epoch == 39 ? EventTime.END : TimedRows.micros(epoch * 5L - 4);
          int before = harness.output().size();
          assertEquals(Math.max(bound, next), harness.endEpoch(Math.max(bound, next)));
          long from = bound;
          bound = Math.max(bound, next);
          long to = bound;
          List<Change> due = new ArrayList<>();
          for (Change change : rows.onTime()) {
            if (change.row().get(1) != null
                && TimedRows.time(change.row()) >= from
                && TimedRows.time(change.row()) < to) {
              due.add(change);
            }
          }
          List<Change> given = harness.output().subList(before, harness.output().size());
          assertEquals(Batches.accumulate(due), Batches.accumulate(given), "seed " + seed);
          List<Change> inOrder = new ArrayList<>(given);
          inOrder.sort(Comparator.comparing(change -> TimedRows.time(change.row())));
          assertEquals(inOrder, given);
          if (random.nextInt(4) == 0) {
            harness.restart();
          }
        }
      }
    }
  }

  @Test
  void rowsOfOneTimeAreInTheGivenOrder() {
    try (OperatorHarness harness = harness(true, List.of(new SortKey(2, true, false)))) {
      harness.process(
          0,
          List.of(
              Change.insert(1, TimedRows.at(5), 1),
              Change.insert(1, TimedRows.at(5), 3),
              Change.insert(1, TimedRows.at(4), 2),
              Change.insert(2, TimedRows.at(5), 2)));
      harness.endEpoch(TimedRows.micros(6));
      assertEquals(
          List.of(2, 3, 2, 1),
          harness.output().stream().map(change -> change.row().get(2)).toList());
    }
  }

  @Test
  void aLateRowIsRecordedAndARowWithoutTimeFails() {
    try (OperatorHarness harness = harness(true, List.of())) {
      harness.endEpoch(TimedRows.micros(10));
      harness.process(
          0,
          List.of(
              Change.insert(1, TimedRows.at(9), 1),
              Change.insert(1, TimedRows.at(10), 2),
              Change.insert(1, null, 3)));
      harness.endEpoch(EventTime.END);
      assertEquals(1, harness.lateRows().get(0).row().get(2));
      assertEquals("the time attribute c1 is NULL", harness.rowErrors().get(0).message());
      assertEquals(List.of(Change.insert(1, TimedRows.at(10), 2)), harness.output());
    }
  }
}
