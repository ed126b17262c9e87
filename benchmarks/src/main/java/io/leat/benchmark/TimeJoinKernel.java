package io.leat.benchmark;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.operator.IntervalJoinOperator;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.Output;
import io.leat.runtime.operator.TemporalJoinOperator;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Joins in time alone, on one thread: {@code TimeJoinKernel KIND [MILLIONS_OF_ROWS]}, KIND being
 * {@code inner} or {@code left} for an interval join, or {@code temporal}. Both inputs have a BIGINT key, of 100,000, a time and a BIGINT value; 100,000 rows come in a second of event time,
 * up to a second out of order, and the watermark is a second behind. Of each epoch of 16 batches
 * the state is looked at. Times are the thread's CPU time inside the operator.
 */
public final class TimeJoinKernel {
  private static final DataType BIGINT = ScalarType.BIGINT.withNullable(false);
  private static final DataType TIME = ScalarType.timestamp(6).withNullable(false);
  private static final RowSchema ROW =
      RowSchema.of(
          new RowSchema.Field("k", BIGINT),
          new RowSchema.Field("t", TIME),
          new RowSchema.Field("v", BIGINT));
  private static final RowSchema PAIR =
      RowSchema.of(
          new RowSchema.Field("k", BIGINT),
          new RowSchema.Field("t", TIME),
          new RowSchema.Field("v", BIGINT),
          new RowSchema.Field("k2", BIGINT.withNullable(true)),
          new RowSchema.Field("t2", TIME.withNullable(true)),
          new RowSchema.Field("v2", BIGINT.withNullable(true)));
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int KEYS = 100_000;
  private static final long SECOND = 1_000_000;
  private static final long STEP = 10;
  private static final int BATCHES = 16;

  private final Operator join;
  private final LongColumn keys = new LongColumn();
  private final LongColumn times = new LongColumn();
  private final LongColumn values = new LongColumn();
  private final ChangeBatch batch = new ChangeBatch(List.of(keys, times, values), 0, null);
  private final SingleShard shard = new SingleShard();
  private long emitted;
  private long cpuNanos;
  private long mostRows;
  private long mostBytes;

  private TimeJoinKernel(Operator join) {
    this.join = join;
    join.open(shard);
  }

  public static void main(String[] arguments) {
    String kind = arguments[0];
    double millions = arguments.length < 2 ? 10 : Double.parseDouble(arguments[1]);
    int ofRight = kind.equals("temporal") ? 10 : 2;
    for (int warmUp = 0; warmUp < 2; warmUp++) {
      of(kind).run("", 2_000_000, ofRight);
    }
    of(kind).run(kind, (long) (millions * 1_000_000), ofRight);
  }

  private static TimeJoinKernel of(String kind) {
    return switch (kind) {
      case "inner" -> interval(JoinType.INNER);
      case "left" -> interval(JoinType.LEFT);
      case "temporal" -> temporal();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static TimeJoinKernel interval(JoinType type) {
    return new TimeJoinKernel(
        new IntervalJoinOperator(
            new Node.IntervalJoin(
                "join",
                0,
                1,
                type,
                List.of(new JoinKey(0, 0, false)),
                1,
                1,
                -SECOND,
                SECOND,
                Optional.empty(),
                PAIR),
            ROW,
            ROW,
            ZoneOffset.UTC));
  }

  private static TimeJoinKernel temporal() {
    return new TimeJoinKernel(
        new TemporalJoinOperator(
            new Node.TemporalJoin(
                "join",
                0,
                1,
                JoinType.LEFT,
                List.of(new JoinKey(0, 0, false)),
                1,
                1,
                true,
                true,
                Optional.empty(),
                PAIR),
            ROW,
            ROW,
            ZoneOffset.UTC));
  }

  /**
   * Runs so many rows through.
   *
   * @param name printed with the result; none if empty
   * @param ofRight one batch in so many is the right input's
   */
  private void run(String name, long count, int ofRight) {
    Output counting = result -> emitted += result.size();
    long made = 0;
    long random = 1;
    for (long batches = 0; made < count; batches++) {
      keys.clear();
      times.clear();
      values.clear();
      for (int i = 0; i < ChangeBatch.MAX_ROWS; i++) {
        random = random * 6364136223846793005L + 1442695040888963407L;
        keys.append((random >>> 33) % KEYS);
        times.append(made * STEP - (random >>> 20) % SECOND);
        values.append(made++);
      }
      batch.reset(ChangeBatch.MAX_ROWS, null);
      long start = THREADS.getCurrentThreadCpuTime();
      join.process(batches % ofRight == 0 ? 1 : 0, batch, counting);
      if ((batches + 1) % BATCHES == 0) {
        long bound = made * STEP - SECOND;
        shard.bound(bound);
        join.endEpoch(new Epoch(batches + 1, 0), bound, counting);
      }
      cpuNanos += THREADS.getCurrentThreadCpuTime() - start;
      if ((batches + 1) % BATCHES == 0) {
        mostRows = Math.max(mostRows, join.stateRows());
        mostBytes = Math.max(mostBytes, join.memoryBytes());
      }
    }
    if (!name.isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "%-20s %d rows: %.3f CPU-s/M rows (%.2f M rows/s), %d results; at most %d rows and %.1f MB"
              + " of state, %d and %.1f MB at the end%n",
          name,
          made,
          cpuNanos / 1e3 / made,
          made * 1e3 / cpuNanos,
          emitted,
          mostRows,
          mostBytes / 1e6,
          join.stateRows(),
          join.memoryBytes() / 1e6);
    }
    join.close();
    if (shard.lateRows() > 0) {
      throw new IllegalStateException("a late row");
    }
  }
}
