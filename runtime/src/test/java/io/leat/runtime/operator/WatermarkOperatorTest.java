package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatermarkOperatorTest {
  private static final RowSchema SCHEMA = Batches.schema(ScalarType.BIGINT);
  private static final RowSchema INPUT = Batches.schema(ScalarType.BIGINT, ScalarType.timestamp(3));

  private final Splits splits = new Splits();

  /** What a test says that the shard reads. */
  private static final class Splits implements SourceSplits {
    private final List<Boolean> finished = new ArrayList<>();
    private int current;
    private boolean pending;
    private boolean ended;

    @Override
    public int count() {
      return finished.size();
    }

    @Override
    public int current() {
      return current;
    }

    @Override
    public boolean finished(int split) {
      return finished.get(split);
    }

    @Override
    public boolean pending() {
      return pending;
    }

    @Override
    public boolean ended() {
      return ended;
    }
  }

  private OperatorHarness harness(long idleMicros, boolean byProcessingTime) {
    Node.Watermark node =
        new Node.Watermark("watermark", 0, 1000, idleMicros, byProcessingTime, SCHEMA);
    return new OperatorHarness(
        () -> new WatermarkOperator(node, splits),
        List.of(byProcessingTime ? SCHEMA : INPUT),
        SCHEMA,
        KeyGroups.ofShard(0, 1));
  }

  private void read(OperatorHarness harness, int split, @Nullable Long... millis) {
    splits.current = split;
    List<Change> rows = new ArrayList<>();
    for (Long value : millis) {
      rows.add(
          Change.insert(
              1L,
              value == null
                  ? null
                  : LocalDateTime.ofEpochSecond(0, (int) (value * 1_000_000), ZoneOffset.UTC)));
    }
    harness.process(0, rows);
  }

  /** The bound at the end of an epoch, in milliseconds. */
  private static long millis(OperatorHarness harness) {
    return harness.endEpoch(EventTime.NONE) / 1000;
  }

  @Test
  void theGreatestValueCountsAndTheLeastSplit() {
    splits.finished.add(false);
    splits.finished.add(false);
    try (OperatorHarness harness = harness(0, false)) {
      read(harness, 0, 5L, 9L, null, 7L);
      assertEquals(EventTime.NONE, harness.endEpoch(EventTime.NONE), "of the other is unknown");
      read(harness, 1, 3L);
      assertEquals(4, millis(harness), "a watermark of 3 ms says that 3 ms is over");
      read(harness, 1, 20L);
      assertEquals(10, millis(harness));
      read(harness, 0, 1L);
      assertEquals(10, millis(harness), "it does not go back");
      splits.finished.set(0, true);
      assertEquals(21, millis(harness), "what is read to its end does not count");
      assertEquals(7, harness.output().size());
      assertEquals(1, harness.output().get(0).row().size());
    }
  }

  @Test
  void rowsTakenBackTellNothing() {
    splits.finished.add(false);
    try (OperatorHarness harness = harness(0, false)) {
      read(harness, 0, 4L);
      harness.process(
          0, List.of(Change.delete(1L, LocalDateTime.ofEpochSecond(5, 0, ZoneOffset.UTC))));
      assertEquals(5, millis(harness));
    }
  }

  @Test
  void splitsThatAreToComeHoldItBack() {
    splits.finished.add(false);
    splits.pending = true;
    try (OperatorHarness harness = harness(0, false)) {
      read(harness, 0, 4L);
      assertEquals(EventTime.NONE, harness.endEpoch(EventTime.NONE));
      splits.pending = false;
      assertEquals(5, millis(harness));
    }
  }

  @Test
  void withoutSplitsItIsIdleAndAtTheEndTimeIsOver() {
    try (OperatorHarness harness = harness(0, false)) {
      assertEquals(EventTime.IDLE, harness.endEpoch(EventTime.NONE));
      splits.ended = true;
      assertEquals(EventTime.END, harness.endEpoch(EventTime.NONE));
    }
  }

  @Test
  void splitsWithoutRowsAreLeftOutAfterTheTimeout() {
    splits.finished.add(false);
    splits.finished.add(false);
    try (OperatorHarness harness = harness(1_000_000, false)) {
      harness.time(10_000_000);
      read(harness, 0, 4L);
      assertEquals(EventTime.NONE, harness.endEpoch(EventTime.NONE));
      assertEquals(11_000_000, harness.wakeAt());
      harness.time(10_500_000);
      read(harness, 0, 6L);
      harness.endEpoch(EventTime.NONE);
      assertEquals(11_000_000, harness.wakeAt(), "when the other becomes idle");
      harness.time(11_000_000);
      assertEquals(7, millis(harness));
      assertEquals(11_500_000, harness.wakeAt());
      harness.time(11_500_000);
      assertEquals(EventTime.IDLE, harness.endEpoch(EventTime.NONE), "both are");
      assertEquals(Long.MAX_VALUE, harness.wakeAt());
      harness.time(12_000_000);
      read(harness, 1, 8L);
      assertEquals(9, millis(harness), "the first is idle still");
    }
  }

  @Test
  void processingTimeIsThatOfTheEpoch() {
    splits.finished.add(false);
    try (OperatorHarness harness = harness(0, true)) {
      harness.time(77_000);
      harness.process(0, List.of(Change.insert(1L)));
      assertEquals(77_000, harness.endEpoch(EventTime.NONE));
      splits.ended = true;
      assertEquals(EventTime.END, harness.endEpoch(EventTime.NONE));
      assertEquals(1, harness.output().size());
    }
  }
}
