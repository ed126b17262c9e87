package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.lookup.LookupOptions;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.testing.Await;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.CheckedOperator;
import io.leat.runtime.testing.ScriptedConnector;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lookups of a whole run: epochs end when all has been found, on every shard. */
@Timeout(300)
class LookupRunTest {
  private static final RowSchema LONGS = Batches.schema(ScalarType.BIGINT);
  private static final RowSchema PAIRS = Batches.schema(ScalarType.BIGINT, ScalarType.BIGINT);

  /**
   * Each number has its square, unless it ends with 7: then no lookup that asks for it succeeds.
   */
  private static final class Squares implements Connector {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final CompletableFuture<Void> begin = new CompletableFuture<>();

    @Override
    public String name() {
      return "squares";
    }

    @Override
    public List<ConnectorOption> options(TableDefinition table) {
      return LookupOptions.declarations();
    }

    @Override
    public boolean isSource() {
      return true;
    }

    @Override
    public boolean isSink() {
      return false;
    }

    @Override
    public Source source(TableDefinition table) {
      throw new AssertionError("read as a whole");
    }

    @Override
    public Sink sink(TableDefinition table) {
      throw new AssertionError("written");
    }

    @Override
    public Optional<LookupSource> lookups(TableDefinition table) {
      return Optional.of(
          new LookupSource() {
            @Override
            public LookupOptions options() {
              return LookupOptions.of(new TableOptions(table));
            }

            @Override
            public LookupReader reader(
                List<Integer> keys,
                List<Integer> columns,
                RowSchema schema,
                LookupContext context) {
              open.incrementAndGet();
              return new LookupReader() {
                @Override
                public CompletableFuture<List<List<List<@Nullable Object>>>> lookup(
                    List<List<Object>> wanted) {
                  asked.incrementAndGet();
                  return begin.thenApplyAsync(none -> squares(wanted), context.threads());
                }

                @Override
                public void close() {
                  open.decrementAndGet();
                }
              };
            }
          });
    }

    private static List<List<List<@Nullable Object>>> squares(List<List<Object>> keys) {
      List<List<List<@Nullable Object>>> rows = new ArrayList<>();
      for (List<Object> key : keys) {
        long number = (long) key.get(0);
        if (number % 10 == 7) {
          throw new IllegalStateException("no square of " + number);
        }
        rows.add(List.of(List.of(number, number * number)));
      }
      return rows;
    }
  }

  private static Circuit circuit(Map<String, String> options) {
    Map<String, String> ofTable = new java.util.HashMap<>(options);
    ofTable.put("connector", "squares");
    return new Circuit(
        List.of(
            new Node.Source(
                "source",
                new TableDefinition("t", LONGS, Map.of("connector", "scripted"), List.of()),
                List.of(0)),
            new Node.Lookup(
                "lookup",
                0,
                new TableDefinition("squares", PAIRS, ofTable, List.of()),
                List.of(0, 1),
                List.of(new JoinKey(0, 0, false)),
                Optional.empty(),
                JoinType.INNER,
                List.of(new JoinKey(0, 0, false)),
                Optional.empty(),
                true,
                Batches.schema(ScalarType.BIGINT, ScalarType.BIGINT, ScalarType.BIGINT)),
            new Node.Result(
                "result",
                1,
                Batches.schema(ScalarType.BIGINT, ScalarType.BIGINT, ScalarType.BIGINT))));
  }

  private static LocalRuntime runtime(int shards, Squares squares, long rows) {
    ScriptedConnector numbers = new ScriptedConnector(rows, 3, 0);
    return LocalRuntimes.start(
        shards,
        new SystemClock(),
        new OperatorFactory(CalcOperator::new, CheckedOperator::wrap),
        name -> name.equals("squares") ? squares : numbers);
  }

  @Test
  void rowsWhoseLookupFailsAreRecordedAndAllOthersFound() throws Exception {
    Squares squares = new Squares();
    try (LocalRuntime runtime = runtime(3, squares, 2000)) {
      CircuitRun run =
          runtime.start(
              circuit(
                  Map.of(
                      "lookup.max-retries", "1",
                      "lookup.retry-delay", "0 ms",
                      "lookup.batch-size", "16")),
              new RunOptions("test", false, ZoneId.of("UTC")));
      Await.until("the first lookup", () -> squares.asked.get() > 0);
      assertEquals(0, run.statistics().epoch());
      squares.begin.complete(null);
      ResultStream results = Objects.requireNonNull(run.results());
      long rows = 0;
      while (!results.finished()) {
        ResultStream.Page page = results.poll();
        if (page == null) {
          CompletableFuture<Void> available = new CompletableFuture<>();
          results.onAvailable(() -> available.complete(null));
          available.get();
          continue;
        }
        for (Batches.Change change :
            Batches.changes(
                Batches.schema(ScalarType.BIGINT, ScalarType.BIGINT, ScalarType.BIGINT),
                page.batch())) {
          long number = (long) Objects.requireNonNull(change.row().get(0));
          assertEquals(number * number, change.row().get(2));
          rows += change.weight();
        }
      }
      assertEquals(1800, rows);
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(200, run.statistics().rowsFailed());
      assertTrue(
          run.rowErrors()
              .get(0)
              .message()
              .matches("the lookup in squares failed 2 times: no square of \\d*7"),
          run.rowErrors().get(0).message());
      assertEquals(0, squares.open.get());
    }
  }

  @Test
  void aRunStopsWhileItWaits() throws Exception {
    Squares squares = new Squares();
    try (LocalRuntime runtime = runtime(2, squares, 10)) {
      CircuitRun run =
          runtime.start(circuit(Map.of()), new RunOptions("test", false, ZoneId.of("UTC")));
      Await.until("a lookup", () -> squares.asked.get() > 0);
      run.stop();
      assertEquals(CircuitRun.State.STOPPED, run.whenEnded().get());
      assertEquals(0, squares.open.get());
      squares.begin.complete(null);
    }
  }

  @Test
  void aRunThatStopsOnErrorsFailsWithTheLookups() throws Exception {
    Squares squares = new Squares();
    squares.begin.complete(null);
    try (LocalRuntime runtime = runtime(2, squares, 10)) {
      CircuitRun run =
          runtime.start(
              circuit(Map.of("lookup.max-retries", "0")),
              new RunOptions("test", true, ZoneId.of("UTC")));
      assertEquals(CircuitRun.State.FAILED, run.whenEnded().get());
      assertEquals(
          "the lookup in squares failed: no square of 7",
          Objects.requireNonNull(run.failure()).getMessage());
    }
  }
}
