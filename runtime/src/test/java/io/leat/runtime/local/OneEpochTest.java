package io.leat.runtime.local;

import static io.leat.runtime.local.LocalRuntimeTest.results;
import static io.leat.runtime.local.LocalRuntimeTest.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.testing.Await;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.ScriptedConnector;
import io.leat.runtime.testing.VirtualClock;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose whole input is one epoch: nothing is seen before all of it has been read. */
@Timeout(300)
class OneEpochTest {
  private static final RowSchema SCHEMA = Batches.schema(ScalarType.BIGINT);
  private static final RunOptions OPTIONS = new RunOptions("test", false, ZoneId.of("UTC"), true);
  private static final Node.Exchange SINGLE =
      new Node.Exchange("single", 0, SCHEMA, new Distribution.Singleton());

  private static LocalRuntime runtime(int shards, Clock clock, ScriptedConnector connector) {
    return LocalRuntimeTest.runtime(shards, clock, connector);
  }

  /** Reads to the end; all rows are of the first epoch. */
  private static List<Long> readAll(CircuitRun run) {
    List<Long> rows = LocalRuntimeTest.readAll(results(run));
    assertNull(results(run).failure());
    assertEquals(1, run.statistics().epoch());
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void moreThanTheStreamHoldsComesAtOnceAtTheEnd(int shards) throws Exception {
    long rows = 4 * ResultQueue.MAX_ROWS;
    ScriptedConnector connector = new ScriptedConnector(rows, 5, 0);
    Circuit circuit = new Circuit(List.of(source(), SINGLE, new Node.Result("result", 1, SCHEMA)));
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run = runtime.start(circuit, OPTIONS);
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(rows, run.statistics().rowsOut());
      assertEquals(rows, new TreeSet<>(readAll(run)).size());
      assertEquals(0, connector.open());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void rowsThatComeSlowlyWaitForTheLast(int shards) {
    VirtualClock clock = new VirtualClock();
    ScriptedConnector connector = new ScriptedConnector(20, 3, 1_000_000);
    Circuit circuit = new Circuit(List.of(source(), SINGLE, new Node.Result("result", 1, SCHEMA)));
    try (LocalRuntime runtime = runtime(shards, clock, connector)) {
      CircuitRun run = runtime.start(circuit, OPTIONS);
      for (long row = 1; row < 20; row++) {
        long read = row;
        Await.until("row " + row, () -> run.statistics().rowsIn() == read);
        assertEquals(0, run.statistics().rowsOut());
        clock.advanceMillis(1);
      }
      assertEquals(
          LongStream.range(0, 20).boxed().toList(), readAll(run).stream().sorted().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aSourceWithoutRowsEndsToo(int shards) throws Exception {
    Circuit circuit = new Circuit(List.of(source(), SINGLE, new Node.Result("result", 1, SCHEMA)));
    for (int splits = 0; splits < 3; splits++) {
      ScriptedConnector connector = new ScriptedConnector(0, splits, 0);
      try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
        CircuitRun run = runtime.start(circuit, OPTIONS);
        assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
        assertEquals(List.of(), readAll(run));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void constantRowsAreInTheOneEpoch(int shards) {
    List<List<Expression.Constant>> constants =
        LongStream.range(0, 5_000)
            .mapToObj(
                i -> List.<Expression.Constant>of(new Expression.Literal(i, ScalarType.BIGINT)))
            .toList();
    Circuit circuit =
        new Circuit(
            List.of(
                new Node.Values("values", SCHEMA, constants),
                new Node.Result("result", 0, SCHEMA)));
    try (LocalRuntime runtime =
        runtime(shards, new SystemClock(), new ScriptedConnector(0, 1, 0))) {
      CircuitRun run = runtime.start(circuit, OPTIONS);
      assertEquals(LongStream.range(0, 5_000).boxed().toList(), readAll(run));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aLimitEndsTheEpochEarly(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(Long.MAX_VALUE, 8, 0);
    Circuit circuit =
        new Circuit(
            List.of(
                source(),
                SINGLE,
                new Node.Limit("limit", 1, SCHEMA, 5, 10_000),
                new Node.Result("result", 2, SCHEMA)));
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run = runtime.start(circuit, OPTIONS);
      assertEquals(10_000, readAll(run).size());
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aSinkCommitsOncePerShard(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(500_000, 8, 0);
    TableDefinition table =
        new TableDefinition("t", SCHEMA, Map.of("connector", "scripted"), List.of());
    Circuit circuit = new Circuit(List.of(source(), new Node.Sink("sink", 0, table)));
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run = runtime.start(circuit, OPTIONS);
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(shards, connector.commits().size());
      assertEquals(500_000, connector.committedRows());
      assertEquals(500_000, run.statistics().rowsOut());
    }
  }
}
