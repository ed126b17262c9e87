package io.leat.benchmark;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.operator.AggregateOperator;
import io.leat.runtime.operator.Output;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;

/**
 * GROUP BY of one BIGINT key with COUNT and SUM, one operator on one thread: {@code GroupByKernel
 * [KEYS] [ROWS_PER_EPOCH] [ROWS]}. First every key comes once, in random order, then keys come at
 * random. Times are the thread's CPU time inside the operator.
 */
public final class GroupByKernel {
  private static final DataType LONG = ScalarType.BIGINT.withNullable(false);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int BATCH = 4096;
  private static final int ROUNDS = 3;

  private final AggregateOperator operator;
  private final LongColumn keys = new LongColumn();
  private final LongColumn values = new LongColumn();
  private final ChangeBatch batch = new ChangeBatch(List.<Column>of(keys, values), 0, null);
  private final Random random = new Random(1);
  private long emittedRows;
  private final Output output = emitted -> emittedRows += emitted.size();
  private long epoch;

  private GroupByKernel() {
    RowSchema input = RowSchema.of(new RowSchema.Field("k", LONG), new RowSchema.Field("v", LONG));
    RowSchema schema =
        RowSchema.of(
            new RowSchema.Field("k", LONG),
            new RowSchema.Field("c", LONG),
            new RowSchema.Field("s", ScalarType.BIGINT));
    List<AggregateCall> calls =
        List.of(
            call("COUNT", List.of(), LONG),
            call("SUM", List.of(new Expression.InputRef(1, LONG)), ScalarType.BIGINT));
    operator =
        new AggregateOperator(
            new Node.Aggregate("aggregate", 0, List.of(0), calls, false, schema), input);
  }

  private static AggregateCall call(String name, List<Expression> arguments, DataType type) {
    return new AggregateCall(name, arguments, false, OptionalInt.empty(), List.of(), type);
  }

  public static void main(String[] arguments) {
    int keyCount = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int rowsPerEpoch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    int rows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20_000_000;
    new GroupByKernel().run(200_000, 100_000, 5_000_000, false);
    new GroupByKernel().run(keyCount, rowsPerEpoch, rows, true);
  }

  private void run(int keyCount, int rowsPerEpoch, int rows, boolean print) {
    long nanos = 0;
    for (int at = 0; at < keyCount; at += BATCH) {
      // An odd factor makes another order of the keys that leaves none out.
      nanos += step(at, Math.min(BATCH, keyCount - at), keyCount, true, rowsPerEpoch);
    }
    nanos += endEpoch();
    if (print) {
      report("load", keyCount, keyCount, nanos);
    }
    for (int round = 0; round < ROUNDS; round++) {
      nanos = 0;
      emittedRows = 0;
      for (int at = 0; at < rows; at += BATCH) {
        nanos += step(at, BATCH, keyCount, false, rowsPerEpoch);
      }
      nanos += endEpoch();
      if (print) {
        report("update", keyCount, rows, nanos);
      }
    }
  }

  private long step(int from, int count, int keyCount, boolean load, int rowsPerEpoch) {
    keys.clear();
    values.clear();
    long[] keyValues = keys.reserve(count);
    long[] numbers = values.reserve(count);
    for (int i = 0; i < count; i++) {
      long key = load ? (from + i) * 1_000_003L % keyCount : random.nextInt(keyCount);
      keyValues[i] = key * 7919;
      numbers[i] = key & 0xff;
    }
    keys.setSize(count);
    values.setSize(count);
    batch.reset(count, null);
    long start = THREADS.getCurrentThreadCpuTime();
    operator.process(0, batch, output);
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    boolean last = from / rowsPerEpoch != (from + count) / rowsPerEpoch;
    return last ? nanos + endEpoch() : nanos;
  }

  private long endEpoch() {
    long start = THREADS.getCurrentThreadCpuTime();
    operator.endEpoch(new Epoch(++epoch, 0), output);
    return THREADS.getCurrentThreadCpuTime() - start;
  }

  private void report(String phase, int keyCount, int rows, long nanos) {
    System.out.printf(
        Locale.ROOT,
        "%-6s %,11d keys: %5.1f ns/row, %5.2f M rows/s, %.2f rows emitted per row, %d bytes/group%n",
        phase,
        keyCount,
        (double) nanos / rows,
        rows * 1e3 / nanos,
        (double) emittedRows / rows,
        operator.memoryBytes() / operator.groupCount());
  }
}
