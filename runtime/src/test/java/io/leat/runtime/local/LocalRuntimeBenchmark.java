package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.ScriptedConnector;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A program: latency from when a row is due to when its reader has it, at 1,000 rows a second, and
 * rows a second of one BIGINT column from a trivial source to a result, to a sink, and through an
 * exchange, on 1 and 2 shards.
 */
public final class LocalRuntimeBenchmark {
  private static final RowSchema SCHEMA = Batches.schema(ScalarType.BIGINT);
  private static final TableDefinition TABLE =
      new TableDefinition("t", SCHEMA, Map.of("connector", "scripted"), List.of());
  private static final RunOptions OPTIONS = new RunOptions("bench", false, ZoneId.of("UTC"));
  private static final Node SOURCE = new Node.Source("source", TABLE, List.of(0));
  private static final Circuit TO_RESULT =
      new Circuit(List.of(SOURCE, new Node.Result("result", 0, SCHEMA)));
  private static final Circuit TO_SINK =
      new Circuit(List.of(SOURCE, new Node.Sink("sink", 0, TABLE)));
  private static final Circuit EXCHANGED =
      new Circuit(
          List.of(
              SOURCE,
              new Node.Exchange("exchange", 0, SCHEMA, new Distribution.Hash(List.of(0))),
              new Node.Sink("sink", 1, TABLE)));

  private LocalRuntimeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    for (int shards = 1; shards <= 2; shards++) {
      latency(shards);
      stopping(shards);
      for (int round = 0; round < 2; round++) {
        throughput("source to result", TO_RESULT, shards);
        throughput("source to sink", TO_SINK, shards);
        throughput("source to exchange to sink", EXCHANGED, shards);
      }
    }
  }

  private static LocalRuntime runtime(int shards, ScriptedConnector connector) {
    OperatorFactory operators =
        new OperatorFactory(
            (node, input, zone) -> {
              throw new UnsupportedOperationException();
            });
    return LocalRuntimes.start(shards, new SystemClock(), operators, name -> connector);
  }

  private static void latency(int shards) {
    int rows = 5000;
    int warmUp = 2000;
    SystemClock clock = new SystemClock();
    ScriptedConnector connector = new ScriptedConnector(rows, 1, 1_000_000);
    OperatorFactory operators =
        new OperatorFactory(
            (node, input, zone) -> {
              throw new UnsupportedOperationException();
            });
    try (LocalRuntime runtime = LocalRuntimes.start(shards, clock, operators, name -> connector)) {
      ResultStream results = Objects.requireNonNull(runtime.start(TO_RESULT, OPTIONS).results());
      List<Long> micros = new ArrayList<>();
      CountDownLatch end = new CountDownLatch(1);
      results.onAvailable(
          new Runnable() {
            @Override
            public void run() {
              for (ResultStream.Page page = results.poll(); page != null; page = results.poll()) {
                long row = ((LongColumn) page.batch().column(0)).get(0);
                if (row >= warmUp) {
                  micros.add((clock.nanoTime() - row * 1_000_000) / 1000);
                }
              }
              if (results.finished()) {
                end.countDown();
              } else {
                results.onAvailable(this);
              }
            }
          });
      end.await();
      long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "%d shards: latency to callback at 1000 rows/s: p50 %d, p99 %d, max %d microseconds%n",
          shards,
          sorted[sorted.length / 2],
          sorted[sorted.length * 99 / 100],
          Arrays.stream(sorted).max().orElse(0));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stopping(int shards) throws Exception {
    long[] micros = new long[200];
    try (LocalRuntime runtime = runtime(shards, new ScriptedConnector(Long.MAX_VALUE, 4, 0))) {
      for (int i = 0; i < micros.length; i++) {
        CircuitRun run = runtime.start(TO_SINK, OPTIONS);
        while (run.statistics().epoch() < 3) {
          LockSupport.parkNanos(20_000);
        }
        long start = System.nanoTime();
        run.stop();
        run.whenEnded().get();
        micros[i] = (System.nanoTime() - start) / 1000;
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        "%d shards: from stop() in a flood to everything closed: p50 %d, max %d microseconds%n",
        shards, micros[micros.length / 2], micros[micros.length - 1]);
  }

  private static void throughput(String what, Circuit circuit, int shards) throws Exception {
    long rows = 100_000_000;
    try (LocalRuntime runtime = runtime(shards, new ScriptedConnector(rows, 4, 0))) {
      long start = System.nanoTime();
      CircuitRun run = runtime.start(circuit, OPTIONS);
      ResultStream results = run.results();
      while (results != null && !results.finished()) {
        if (results.poll() == null) {
          LockSupport.parkNanos(20_000);
        }
      }
      run.whenEnded().get();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d shards: %s: %.1f million rows/s, %d epochs%n",
          shards, what, rows / seconds / 1e6, run.statistics().epoch());
    }
  }
}
