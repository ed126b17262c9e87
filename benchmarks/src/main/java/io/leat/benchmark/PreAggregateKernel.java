package io.leat.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.LocalRuntimes;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.SystemClock;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.lang.management.ManagementFactory;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code SELECT [k,] COUNT(*), SUM(v) … [GROUP BY k]} over BIGINT on a number of workers, with rows
 * grouped before the exchange and without, in turn: {@code PreAggregateKernel [WORKERS] [ROWS]
 * [KEYS …]}. Times are those of the whole process.
 */
public final class PreAggregateKernel {
  private static final DataType LONG = ScalarType.BIGINT.withNullable(false);
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int ROUNDS = 4;

  private PreAggregateKernel() {}

  public static void main(String[] arguments) throws Exception {
    int workers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : 20_000_000;
    System.out.println("keys | grouped before | M rows/s | CPU-s per M rows");
    int[] counts =
        arguments.length > 2
            ? Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()
            : new int[] {0, 100, 1000, 10_000, 100_000, 10_000_000};
    for (int keys : counts) {
      for (int round = 0; round < ROUNDS; round++) {
        run(keys, false, workers, rows, round > 0);
        run(keys, true, workers, rows, round > 0);
      }
    }
  }

  private static void run(int keys, boolean grouped, int workers, long rows, boolean print)
      throws Exception {
    RandomKeys connector = new RandomKeys(rows, Math.max(keys, 1));
    OperatorFactory operators = new OperatorFactory(CalcOperator::new);
    try (LocalRuntime runtime =
        LocalRuntimes.start(
            workers,
            new SystemClock(),
            operators,
            name -> name.equals("keys") ? connector : Connectors.find(name))) {
      long cpu = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      CircuitRun run =
          runtime.start(circuit(keys > 0, grouped), new RunOptions("kernel", true, ZoneOffset.UTC));
      CircuitRun.State state = run.whenEnded().get();
      long nanos = System.nanoTime() - start;
      cpu = SYSTEM.getProcessCpuTime() - cpu;
      if (state != CircuitRun.State.FINISHED) {
        throw new IllegalStateException(state.toString(), run.failure());
      }
      if (print) {
        System.out.printf(
            Locale.ROOT,
            "%,11d | %-5b | %6.1f | %.3f%n",
            keys,
            grouped,
            rows * 1e3 / nanos,
            cpu / 1e3 / rows);
      }
    }
  }

  private static Circuit circuit(boolean keyed, boolean grouped) {
    RowSchema input =
        RowSchema.of(new RowSchema.Field("k", LONG), new RowSchema.Field("v", ScalarType.BIGINT));
    List<RowSchema.Field> partial = new ArrayList<>();
    List<RowSchema.Field> result = new ArrayList<>();
    List<Integer> keys = keyed ? List.of(0) : List.of();
    if (keyed) {
      partial.add(input.fields().get(0));
      result.add(input.fields().get(0));
    }
    int first = keys.size();
    for (String name : List.of("rows", "count_v", "sum_v")) {
      partial.add(new RowSchema.Field(name, LONG));
    }
    result.add(new RowSchema.Field("c", LONG));
    result.add(new RowSchema.Field("s", ScalarType.BIGINT));
    RowSchema schema = new RowSchema(result);
    Expression value = new Expression.InputRef(1, ScalarType.BIGINT);
    AggregateCall rows = call("COUNT", List.of(), LONG);
    List<AggregateCall> parts =
        List.of(rows, call("COUNT", List.of(value), LONG), call("SUM", List.of(value), LONG));
    List<Expression> columns =
        List.of(new Expression.InputRef(first + 1, LONG), new Expression.InputRef(first + 2, LONG));
    List<AggregateCall> calls =
        grouped
            ? List.of(rows, call("MERGE_SUM", columns, ScalarType.BIGINT))
            : List.of(rows, call("SUM", List.of(value), ScalarType.BIGINT));

    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node.Source("source", table("keys", input), List.of(0, 1)));
    if (grouped) {
      nodes.add(new Node.PreAggregate("partial", 0, keys, parts, new RowSchema(partial)));
    }
    int below = nodes.size() - 1;
    Distribution distribution = keyed ? new Distribution.Hash(keys) : new Distribution.Singleton();
    nodes.add(new Node.Exchange("exchange", below, nodes.get(below).schema(), distribution));
    nodes.add(
        new Node.Aggregate(
            "aggregate",
            below + 1,
            keys,
            calls,
            true,
            grouped ? OptionalInt.of(first) : OptionalInt.empty(),
            schema));
    nodes.add(new Node.Sink("sink", below + 2, table("blackhole", schema)));
    return new Circuit(nodes);
  }

  private static TableDefinition table(String connector, RowSchema schema) {
    return new TableDefinition(connector, schema, Map.of("connector", connector), List.of());
  }

  private static AggregateCall call(String name, List<Expression> arguments, DataType type) {
    return new AggregateCall(name, arguments, false, OptionalInt.empty(), List.of(), type);
  }
}
