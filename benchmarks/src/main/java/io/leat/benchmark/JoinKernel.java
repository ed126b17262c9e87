package io.leat.benchmark;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.operator.JoinOperator;
import io.leat.runtime.operator.Output;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The inner join alone, on one thread: {@code JoinKernel [MILLIONS_OF_ROWS …]}. Both inputs have a
 * BIGINT key and a BIGINT value; keys come in random order, in batches of 4,096 rows. The left
 * input comes first, {@code fan-out} rows for each key, then as many rows of the right one, whose
 * every row meets that many. Times are the thread's CPU time inside the operator.
 */
public final class JoinKernel {
  private static final DataType BIGINT = ScalarType.BIGINT.withNullable(false);
  private static final RowSchema ROW =
      RowSchema.of(new RowSchema.Field("k", BIGINT), new RowSchema.Field("v", BIGINT));
  private static final RowSchema PAIR =
      RowSchema.of(
          new RowSchema.Field("k", BIGINT),
          new RowSchema.Field("v", BIGINT),
          new RowSchema.Field("k2", BIGINT),
          new RowSchema.Field("v2", BIGINT));
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final JoinOperator join;
  private final LongColumn keys = new LongColumn();
  private final LongColumn values = new LongColumn();
  private final long[] weights = new long[ChangeBatch.MAX_ROWS];
  private final ChangeBatch batch = new ChangeBatch(List.of(keys, values), 0, null);
  private long emitted;
  private long checksum;
  private long cpuNanos;

  private JoinKernel(boolean appendOnly) {
    join =
        new JoinOperator(
            new Node.Join(
                "join",
                0,
                1,
                JoinType.INNER,
                List.of(new JoinKey(0, 0, false)),
                Optional.empty(),
                appendOnly,
                appendOnly,
                PAIR),
            ROW,
            ROW,
            ZoneOffset.UTC);
    join.open(new SingleShard());
  }

  public static void main(String[] arguments) {
    List<String> sizes = arguments.length == 0 ? List.of("1", "10") : Arrays.asList(arguments);
    for (int warmUp = 0; warmUp < 3; warmUp++) {
      insertAndProbe(500_000, 1, true, false);
      insertAndProbe(500_000, 13, false, false);
      deleteAndInsert(100, false);
    }
    for (String size : sizes) {
      int rows = (int) (Double.parseDouble(size) * 1_000_000);
      for (int fanOut : new int[] {1, 13}) {
        insertAndProbe(rows, fanOut, true, true);
        insertAndProbe(rows, fanOut, false, true);
      }
    }
    deleteAndInsert(1000, true);
  }

  private static void insertAndProbe(int rows, int fanOut, boolean appendOnly, boolean print) {
    JoinKernel kernel = new JoinKernel(appendOnly);
    int half = rows / 2;
    int distinct = half / fanOut;
    kernel.insert(0, half, distinct);
    long insertNanos = kernel.cpuNanos;
    kernel.insert(1, half, distinct);
    if (print) {
      System.out.printf(
          Locale.ROOT,
          "%-11s %9d rows, fan-out %2d: insert %.3f, insert+probe %.3f CPU-s/M rows, "
              + "%.3f CPU-s/M results, %.0f bytes/row (%d results, %d)%n",
          appendOnly ? "append-only" : "updating",
          half * 2L,
          fanOut,
          insertNanos / 1e3 / half,
          (kernel.cpuNanos - insertNanos) / 1e3 / half,
          (kernel.cpuNanos - insertNanos) / 1e3 / kernel.emitted,
          kernel.join.memoryBytes() / (2.0 * half),
          kernel.emitted,
          kernel.checksum);
    }
    kernel.join.close();
  }

  /** One row on the right for each key, {@code distinct} keys of 1,000 rows on the left. */
  private static void deleteAndInsert(int distinct, boolean print) {
    JoinKernel kernel = new JoinKernel(false);
    int rows = distinct * 1000;
    kernel.insert(0, rows, distinct);
    kernel.insert(1, distinct, distinct);
    for (int changesPerBatch : new int[] {ChangeBatch.MAX_ROWS / 2, 1}) {
      kernel.cpuNanos = 0;
      kernel.emitted = 0;
      int changes = rows / 2;
      for (int from = 0; from < changes; from += changesPerBatch) {
        int count = Math.min(changesPerBatch, changes - from);
        kernel.keys.clear();
        kernel.values.clear();
        for (int i = 0; i < count; i++) {
          long at = mix(from + i) & Long.MAX_VALUE;
          int row = (int) (at % rows);
          kernel.keys.append(mix(row % distinct));
          kernel.values.append(row);
          kernel.keys.append(mix((row + 1) % distinct));
          kernel.values.append(-row);
          kernel.weights[2 * i] = -1;
          kernel.weights[2 * i + 1] = 1;
        }
        kernel.batch.reset(2 * count, kernel.weights);
        kernel.process(0);
      }
      if (print) {
        System.out.printf(
            Locale.ROOT,
            "delete+insert at 1,000 rows per key, %d rows a batch: %.3f us of CPU (%d results)%n",
            2 * changesPerBatch,
            kernel.cpuNanos / 1e3 / changes,
            kernel.emitted);
      }
    }
    kernel.join.close();
  }

  private void insert(int input, int rows, int distinct) {
    // A stride without a factor in common visits every row once, in no order.
    long stride = 1_000_003;
    for (int from = 0; from < rows; from += ChangeBatch.MAX_ROWS) {
      int count = Math.min(ChangeBatch.MAX_ROWS, rows - from);
      keys.clear();
      values.clear();
      for (int i = 0; i < count; i++) {
        long row = (from + i) * stride % rows;
        keys.append(mix(row % distinct));
        values.append(row);
      }
      batch.reset(count, null);
      process(input);
    }
  }

  private void process(int input) {
    Output count =
        result -> {
          emitted += result.size();
          checksum += ((LongColumn) result.column(3)).get(result.size() - 1);
        };
    long start = THREADS.getCurrentThreadCpuTime();
    join.process(input, batch, count);
    cpuNanos += THREADS.getCurrentThreadCpuTime() - start;
  }

  /** A bijection (the finalizer of SplitMix64), so that keys are as many and without order. */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
