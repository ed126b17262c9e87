package io.leat.benchmark;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.operator.AggregateOperator;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.Output;
import io.leat.runtime.operator.SessionAggregateOperator;
import io.leat.runtime.operator.WindowAssignOperator;
import io.leat.runtime.operator.WindowedOperator;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * COUNT and SUM by a BIGINT key and window, one chain of operators on one thread: {@code
 * WindowKernel KIND [KEYS] [ROWS]}, KIND being {@code tumble}, {@code hop} (60 slices a window),
 * {@code cumulate} (6 steps) or {@code session}. A hundred thousand rows come in a second of event
 * time, up to a second out of order; epochs are of 65,536 rows. Times are the thread's CPU time
 * inside the operators.
 */
public final class WindowKernel {
  private static final DataType LONG = ScalarType.BIGINT.withNullable(false);
  private static final DataType TIME = ScalarType.timestamp(6).withNullable(false);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int BATCH = 4096;
  private static final int EPOCH_BATCHES = 16;
  private static final long SECOND = 1_000_000;
  private static final long MICROS_PER_ROW = 10;

  private final List<Operator> chain = new ArrayList<>();
  private final List<SingleShard> contexts = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private RowSchema schema = schema(LONG, LONG, TIME);
  private final LongColumn keys = new LongColumn();
  private final LongColumn values = new LongColumn();
  private final LongColumn times = new LongColumn();
  private final ChangeBatch batch = new ChangeBatch(List.<Column>of(keys, values, times), 0, null);
  private final Random random = new Random(1);
  private long emittedRows;
  private long peakRows;
  private long peakBytes;

  private WindowKernel(String kind) {
    switch (kind) {
      case "tumble" -> {
        Window window = new Window.Tumble(10 * SECOND, 0);
        assign(window, window, 2);
        aggregate(false);
      }
      case "hop" -> slices(new Window.Hop(SECOND, 60 * SECOND, 0), SECOND);
      case "cumulate" -> slices(new Window.Cumulate(10 * SECOND, 60 * SECOND, 0), 10 * SECOND);
      case "session" -> {
        RowSchema input = schema;
        schema = schema(LONG, TIME, TIME, LONG, ScalarType.BIGINT);
        List<AggregateCall> calls =
            List.of(call("COUNT", LONG, input), call("SUM", ScalarType.BIGINT, input, 1));
        Node.Aggregate aggregate =
            new Node.Aggregate(
                "aggregate",
                0,
                List.of(0),
                calls,
                true,
                OptionalInt.empty(),
                schema(LONG, LONG, ScalarType.BIGINT));
        List<Integer> keys = List.of(0, Node.SessionAggregate.START, Node.SessionAggregate.END);
        Node.SessionAggregate node =
            new Node.SessionAggregate("sessions", 0, 2, SECOND, 3, aggregate, keys, schema);
        add(new SessionAggregateOperator(node, input, ZoneOffset.UTC));
      }
      default -> throw new IllegalArgumentException(kind);
    }
  }

  private static RowSchema schema(DataType... types) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (DataType type : types) {
      fields.add(new RowSchema.Field("c" + fields.size(), type));
    }
    return new RowSchema(fields);
  }

  private void slices(Window window, long slice) {
    assign(new Window.Tumble(slice, 0), window, 2);
    RowSchema input = schema;
    schema = schema(LONG, TIME, TIME, TIME, LONG, LONG, ScalarType.BIGINT);
    List<AggregateCall> parts =
        List.of(
            call("COUNT", LONG, input),
            call("COUNT", LONG, input, 1),
            call("SUM", ScalarType.BIGINT, input, 1));
    Node parted = new Node.PreAggregate("parts", 0, List.of(0, 3, 4, 5), parts, schema);
    windowed(parted, input, List.of(5), List.of(3, 4));
    assign(window, window, 3);
    aggregate(true);
  }

  private void assign(Window window, Window closing, int time) {
    RowSchema input = schema;
    List<RowSchema.Field> fields = new ArrayList<>(input.fields());
    for (int i = 0; i < 3; i++) {
      fields.add(new RowSchema.Field("w" + fields.size(), TIME));
    }
    schema = new RowSchema(fields);
    Node.WindowAssign node =
        new Node.WindowAssign(
            "assign", 0, time, window, Optional.of(new Node.Closing(closing, 0)), schema);
    add(new WindowAssignOperator(node, input, ZoneOffset.UTC));
  }

  /** By key, window_start and window_end, which are before window_time at the end. */
  private void aggregate(boolean merged) {
    RowSchema input = schema;
    int last = input.size() - 1;
    schema = schema(LONG, TIME, TIME, LONG, ScalarType.BIGINT);
    List<AggregateCall> calls =
        merged
            ? List.of(
                call("MERGE_COUNT", LONG, input, 4),
                call("MERGE_SUM", ScalarType.BIGINT, input, 5, 6))
            : List.of(call("COUNT", LONG, input), call("SUM", ScalarType.BIGINT, input, 1));
    Node node =
        new Node.Aggregate(
            "aggregate",
            0,
            List.of(0, last - 2, last - 1),
            calls,
            true,
            merged ? OptionalInt.of(4) : OptionalInt.empty(),
            schema);
    windowed(node, input, List.of(last), List.of(last - 2, last - 1));
  }

  private void windowed(Node body, RowSchema input, List<Integer> ends, List<Integer> constants) {
    Node.Windowed node =
        new Node.Windowed(
            "windowed",
            List.of(0),
            body,
            ends,
            List.of(constants),
            1,
            Node.Late.LEFT_OUT,
            Node.Emission.ONCE,
            schema);
    add(
        new WindowedOperator(
            node, List.of(input), found -> new AggregateOperator((Node.Aggregate) found, input)));
  }

  private static AggregateCall call(
      String function, DataType type, RowSchema input, int... arguments) {
    List<Expression> columns = new ArrayList<>();
    for (int argument : arguments) {
      columns.add(new Expression.InputRef(argument, input.type(argument)));
    }
    return new AggregateCall(function, columns, false, OptionalInt.empty(), List.of(), type);
  }

  private void add(Operator operator) {
    SingleShard context = new SingleShard();
    operator.open(context);
    chain.add(operator);
    contexts.add(context);
  }

  /** Measures one kind of window. */
  public static void main(String[] arguments) {
    String kind = arguments[0];
    int keyCount = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    long rows = arguments.length > 2 ? Long.parseLong(arguments[2]) : 20_000_000;
    new WindowKernel(kind).run(kind, keyCount, Math.min(rows, 5_000_000), false);
    new WindowKernel(kind).run(kind, keyCount, rows, true);
  }

  private void run(String kind, int keyCount, long rows, boolean print) {
    for (int i = 0; i < chain.size(); i++) {
      outputs.add(batch -> {});
    }
    for (int i = chain.size() - 1; i >= 0; i--) {
      int next = i + 1;
      outputs.set(
          i,
          next == chain.size()
              ? emitted -> emittedRows += emitted.size()
              : emitted -> chain.get(next).process(0, emitted, outputs.get(next)));
    }
    long nanos = 0;
    long epoch = 0;
    int batches = 0;
    for (long at = 0; at < rows; at += BATCH) {
      fill(at, keyCount);
      long start = THREADS.getCurrentThreadCpuTime();
      chain.get(0).process(0, batch, outputs.get(0));
      if (++batches % EPOCH_BATCHES == 0) {
        endEpoch(++epoch, (at + BATCH) * MICROS_PER_ROW - SECOND);
      }
      nanos += THREADS.getCurrentThreadCpuTime() - start;
    }
    long start = THREADS.getCurrentThreadCpuTime();
    endEpoch(++epoch, EventTime.END);
    nanos += THREADS.getCurrentThreadCpuTime() - start;
    if (print) {
      System.out.printf(
          Locale.ROOT,
          "%-8s %,9d keys, %,d rows: %6.1f ns/row, %5.2f M rows/s, %.3f rows out per row, %d late,"
              + " peak state %,d rows, %,d bytes%n",
          kind,
          keyCount,
          rows,
          (double) nanos / rows,
          rows * 1e3 / nanos,
          (double) emittedRows / rows,
          contexts.stream().mapToLong(SingleShard::lateRows).sum(),
          peakRows,
          peakBytes);
    }
  }

  private void fill(long from, int keyCount) {
    keys.clear();
    values.clear();
    times.clear();
    for (int i = 0; i < BATCH; i++) {
      keys.append(random.nextInt(keyCount) * 7919L);
      values.append(i & 0xff);
      times.append((from + i) * MICROS_PER_ROW - random.nextInt((int) SECOND));
    }
    batch.reset(BATCH, null);
  }

  private void endEpoch(long number, long bound) {
    long stateRows = 0;
    long bytes = 0;
    long made = bound;
    for (int i = 0; i < chain.size(); i++) {
      stateRows += chain.get(i).stateRows();
      bytes += chain.get(i).memoryBytes();
      long next = chain.get(i).endEpoch(new Epoch(number, 0), made, outputs.get(i));
      contexts.get(i).bound(made);
      made = next;
    }
    peakRows = Math.max(peakRows, stateRows);
    peakBytes = Math.max(peakBytes, bytes);
  }
}
