package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.testing.Await;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.ScriptedConnector;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LocalRuntimeTest {
  private static final RowSchema SCHEMA = Batches.schema(ScalarType.BIGINT);
  private static final TableDefinition TABLE =
      new TableDefinition("t", SCHEMA, Map.of("connector", "scripted"), List.of());
  private static final RunOptions OPTIONS = new RunOptions("test", false, ZoneId.of("UTC"));
  private static final OperatorFactory OPERATORS =
      new OperatorFactory(
          (node, input, zone) -> {
            throw new UnsupportedOperationException();
          });

  static LocalRuntime runtime(int shards, Clock clock, ScriptedConnector connector) {
    return LocalRuntimes.start(shards, clock, OPERATORS, name -> connector);
  }

  static Node.Source source() {
    return new Node.Source("source", TABLE, List.of(0));
  }

  static List<Long> readAll(ResultStream results) {
    List<Long> rows = new ArrayList<>();
    Await.until(
        "the end of the result",
        () -> {
          for (ResultStream.Page page = results.poll(); page != null; page = results.poll()) {
            for (Batches.Change change : Batches.changes(results.schema(), page.batch())) {
              rows.add((Long) change.row().get(0));
            }
          }
          return results.finished();
        });
    return rows;
  }

  static ResultStream results(CircuitRun run) {
    return assertNotNull2(run.results());
  }

  private static <T> T assertNotNull2(T value) {
    assertNotNull(value);
    return value;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void boundedSourceReachesTheResult(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(300_000, 3, 0);
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run =
          runtime.start(
              new Circuit(List.of(source(), new Node.Result("result", 0, SCHEMA))), OPTIONS);
      List<Long> rows = readAll(results(run));
      assertNull(results(run).failure());
      assertEquals(
          LongStream.range(0, 300_000).boxed().toList(), rows.stream().sorted().toList());
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(300_000, run.statistics().rowsIn());
      assertEquals(300_000, run.statistics().rowsOut());
      assertEquals(0, connector.open());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void constantRowsComeOnceAndInOrder(int shards) {
    List<List<Expression.Literal>> constants =
        LongStream.range(0, 10_000)
            .mapToObj(i -> List.of(new Expression.Literal(i, ScalarType.BIGINT)))
            .toList();
    Circuit circuit =
        new Circuit(
            List.of(
                new Node.Values("values", SCHEMA, constants),
                new Node.Result("result", 0, SCHEMA)));
    try (LocalRuntime runtime =
        runtime(shards, new SystemClock(), new ScriptedConnector(0, 1, 0))) {
      CircuitRun run = runtime.start(circuit, OPTIONS);
      assertEquals(LongStream.range(0, 10_000).boxed().toList(), readAll(results(run)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void limitEndsAnEndlessStream(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(Long.MAX_VALUE, 8, 0);
    Circuit circuit =
        new Circuit(
            List.of(
                source(),
                new Node.Exchange("exchange", 0, SCHEMA, new Distribution.Singleton()),
                new Node.Limit("limit", 1, SCHEMA, 5, 10_000),
                new Node.Result("result", 2, SCHEMA)));
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run = runtime.start(circuit, OPTIONS);
      assertEquals(10_000, readAll(results(run)).size());
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(0, connector.open());
    }
  }
}
