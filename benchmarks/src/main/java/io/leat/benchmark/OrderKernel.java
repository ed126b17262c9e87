package io.leat.benchmark;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.Output;
import io.leat.runtime.operator.OverOperator;
import io.leat.runtime.operator.SetOperator;
import io.leat.runtime.operator.TopNOperator;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * DISTINCT, Top-N and OVER alone, on one thread: {@code OrderKernel [distinct|top|over]}. All
 * columns are BIGINT NOT NULL; batches have 4,096 rows and epochs 16 batches. Times are the
 * thread's CPU time inside the operator.
 */
public final class OrderKernel {
  private static final DataType BIGINT = ScalarType.BIGINT.withNullable(false);
  private static final RowSchema ONE = schema("v");
  private static final RowSchema THREE = schema("k", "t", "v");
  private static final RowSchema FOUR = schema("k", "t", "v", "sum");
  private static final int BATCHES_PER_EPOCH = 16;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Operator operator;
  private final LongColumn[] columns;
  private final ChangeBatch batch;
  private final long[] weights = new long[ChangeBatch.MAX_ROWS];
  private int size;
  private boolean weighted;
  private int batches;
  private long epoch;
  private long rows;
  private long emitted;
  private long cpuNanos;

  private OrderKernel(Operator operator, int columnCount) {
    this.operator = operator;
    this.columns = new LongColumn[columnCount];
    for (int i = 0; i < columnCount; i++) {
      columns[i] = new LongColumn();
    }
    this.batch = new ChangeBatch(List.of(columns), 0, null);
    operator.open(new SingleShard());
  }

  private static RowSchema schema(String... names) {
    return new RowSchema(
        java.util.Arrays.stream(names).map(name -> new RowSchema.Field(name, BIGINT)).toList());
  }

  public static void main(String[] arguments) {
    String only = arguments.length == 0 ? "" : arguments[0];
    for (boolean print : new boolean[] {false, true}) {
      int scale = print ? 1 : 20;
      if (only.isEmpty() || only.equals("distinct")) {
        distinct(100_000, 10_000_000 / scale, print);
        distinct(10_000_000 / scale, 20_000_000 / scale, print);
      }
      if (only.isEmpty() || only.equals("top")) {
        topAppendOnly(10_000, 10_000_000 / scale, print);
        topAppendOnly(1_000_000 / scale, 10_000_000 / scale, print);
        topUpdating(10_000, 2_000_000 / scale, 4_000_000 / scale, print);
        topUpdating(1, 1_000_000 / scale, 2_000_000 / scale, print);
      }
      if (only.isEmpty() || only.equals("over")) {
        overRunningSum(10_000, 4_000_000 / scale, false, print);
        overRunningSum(1, 4_000_000 / scale, false, print);
        overRunningSum(10_000, 1_000_000 / scale, true, print);
      }
    }
  }

  private static void distinct(int values, int rows, boolean print) {
    SetOperator set =
        new SetOperator(
            new Node.SetOperation("set", Node.SetOperation.Kind.DISTINCT, List.of(0), ONE));
    OrderKernel kernel = new OrderKernel(set, 1);
    for (int i = 0; i < rows; i++) {
      kernel.columns[0].append(mix((mix(i) & Long.MAX_VALUE) % values));
      kernel.endRow(1);
    }
    kernel.report(print, "distinct, " + values + " values", set::memoryBytes, kernel.emitted);
  }

  private static TopNOperator top(boolean appendOnly) {
    return new TopNOperator(
        new Node.TopN(
            "top",
            0,
            List.of(0),
            List.of(new SortKey(2, true, false)),
            0,
            10,
            false,
            appendOnly,
            THREE),
        THREE);
  }

  private static void topAppendOnly(int partitions, int rows, boolean print) {
    TopNOperator top = top(true);
    OrderKernel kernel = new OrderKernel(top, 3);
    for (int i = 0; i < rows; i++) {
      long random = mix(i);
      kernel.row(random & Long.MAX_VALUE, partitions, i, mix(random), 1);
    }
    kernel.report(
        print,
        "top 10, append-only, " + partitions + " partitions",
        top::memoryBytes,
        Math.min(10L * partitions, rows));
  }

  /** Rows change their value: one is taken back, one comes. */
  private static void topUpdating(int partitions, int rows, int changes, boolean print) {
    TopNOperator top = top(false);
    OrderKernel kernel = new OrderKernel(top, 3);
    long[] version = new long[rows];
    for (int i = 0; i < rows; i++) {
      kernel.row(i, partitions, i, mix(i), 1);
    }
    String name = partitions + " partitions of " + rows / partitions + " rows";
    kernel.report(print, "top 10, updating, load of " + name, top::memoryBytes, rows);
    for (int i = 0; i < changes / 2; i++) {
      int row = (int) ((mix(i) & Long.MAX_VALUE) % rows);
      kernel.row(row, partitions, row, mix(row + version[row] * rows), -1);
      version[row]++;
      kernel.row(row, partitions, row, mix(row + version[row] * rows), 1);
    }
    kernel.report(print, "top 10, updating, changes of " + name, top::memoryBytes, rows);
  }

  private static void overRunningSum(int partitions, int rows, boolean late, boolean print) {
    OverCall sum =
        new OverCall(
            "SUM",
            List.of(new Expression.InputRef(2, BIGINT)),
            new Frame(Frame.Unit.ROWS, new Frame.Unbounded(), new Frame.CurrentRow()),
            false,
            OptionalInt.empty(),
            false,
            BIGINT);
    OverOperator over =
        new OverOperator(
            new Node.Over(
                "over",
                0,
                List.of(0),
                List.of(new SortKey(1, false, true)),
                List.of(sum),
                true,
                FOUR),
            THREE,
            ZoneOffset.UTC);
    OrderKernel kernel = new OrderKernel(over, 3);
    for (int i = 0; i < rows; i++) {
      long random = mix(i) & Long.MAX_VALUE;
      long time = late && i % 16 == 0 ? i - random % (rows / 100) : i;
      kernel.row(random, partitions, time, random & 0xffff, 1);
    }
    kernel.report(
        print,
        "running sum, "
            + partitions
            + (partitions == 1 ? " partition" : " partitions")
            + (late ? ", 1 of 16 rows late" : ""),
        over::memoryBytes,
        rows);
  }

  private void row(long random, int partitions, long time, long value, long weight) {
    columns[0].append(mix(random % partitions));
    columns[1].append(time);
    columns[2].append(value);
    endRow(weight);
  }

  private void endRow(long weight) {
    weights[size++] = weight;
    weighted |= weight != 1;
    if (size == ChangeBatch.MAX_ROWS) {
      process();
    }
  }

  private void process() {
    Output count = result -> emitted += result.size();
    batch.reset(size, weighted ? weights : null);
    long start = THREADS.getCurrentThreadCpuTime();
    operator.process(0, batch, count);
    if (++batches % BATCHES_PER_EPOCH == 0) {
      operator.endEpoch(new Epoch(++epoch, epoch), count);
    }
    cpuNanos += THREADS.getCurrentThreadCpuTime() - start;
    rows += size;
    for (LongColumn column : columns) {
      column.clear();
    }
    size = 0;
    weighted = false;
  }

  /** Ends the epoch, prints what has been measured and begins anew. */
  private void report(boolean print, String name, LongSupplier bytes, long stateRows) {
    if (size > 0) {
      process();
    }
    long start = THREADS.getCurrentThreadCpuTime();
    operator.endEpoch(new Epoch(++epoch, epoch), result -> emitted += result.size());
    cpuNanos += THREADS.getCurrentThreadCpuTime() - start;
    if (print) {
      System.out.printf(
          Locale.ROOT,
          "%-62s %6.2f M rows/s, %4.0f bytes per row kept (%d rows, %d emitted)%n",
          name,
          rows * 1e3 / cpuNanos,
          (double) bytes.getAsLong() / stateRows,
          rows,
          emitted);
    }
    rows = 0;
    emitted = 0;
    cpuNanos = 0;
  }

  /** A bijection (the finalizer of SplitMix64). */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
