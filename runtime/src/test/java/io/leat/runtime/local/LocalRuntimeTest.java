package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.OperatorContext;
import io.leat.runtime.operator.Output;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.testing.Await;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.CheckedOperator;
import io.leat.runtime.testing.ScriptedConnector;
import io.leat.runtime.testing.VirtualClock;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class LocalRuntimeTest {
  private static final RowSchema SCHEMA = Batches.schema(ScalarType.BIGINT);
  private static final TableDefinition TABLE =
      new TableDefinition("t", SCHEMA, Map.of("connector", "scripted"), List.of());
  private static final RunOptions OPTIONS = new RunOptions("test", false, ZoneId.of("UTC"));
  private static final OperatorFactory OPERATORS =
      new OperatorFactory((node, input, zone) -> new FailingRows(), CheckedOperator::wrap);

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
    return Objects.requireNonNull(run.results());
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
      assertEquals(LongStream.range(0, 300_000).boxed().toList(), rows.stream().sorted().toList());
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(300_000, run.statistics().rowsIn());
      assertEquals(300_000, run.statistics().rowsOut());
      assertEquals(
          List.of("0:300000", "1:300001", "2:300002"),
          ((Run) run)
              .offsets().get("source").stream()
                  .map(split -> split.id() + ":" + ByteBuffer.wrap(split.offset()).getLong())
                  .sorted()
                  .toList());
      assertEquals(0, connector.open());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void constantRowsComeOnceAndInOrder(int shards) {
    List<List<Expression.Constant>> constants =
        LongStream.range(0, 10_000)
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

  /** Stands for an expression: fails on rows that 10 divides, and breaks down on 55,555. */
  private static final class FailingRows implements Operator {
    private @Nullable OperatorContext context;

    @Override
    public void open(OperatorContext operatorContext) {
      context = operatorContext;
    }

    @Override
    public void process(int input, ChangeBatch delta, Output output) {
      LongColumn numbers = (LongColumn) delta.column(0);
      LongColumn kept = new LongColumn();
      for (int row = 0; row < delta.size(); row++) {
        if (numbers.get(row) == 55_555) {
          throw new IllegalStateException("a bug");
        } else if (numbers.get(row) % 10 == 0) {
          Objects.requireNonNull(context)
              .rowFailed(delta, row, new RowException("22012", "division by zero"));
        } else {
          kept.append(numbers.get(row));
        }
      }
      output.emit(new ChangeBatch(List.of(kept), kept.size(), null));
    }

    @Override
    public void endEpoch(Epoch epoch, Output output) {}

    @Override
    public FrozenState freeze() {
      return FrozenState.EMPTY;
    }

    @Override
    public void restore(int keyGroup, StateReader reader) {}

    @Override
    public void close() {}
  }

  private static Circuit withCalc() {
    return new Circuit(
        List.of(
            source(),
            new Node.Calc(
                "calc",
                0,
                Optional.empty(),
                List.of(new Expression.InputRef(0, ScalarType.BIGINT)),
                SCHEMA),
            new Node.Result("result", 1, SCHEMA)));
  }

  private static Circuit sourceToResult() {
    return new Circuit(List.of(source(), new Node.Result("result", 0, SCHEMA)));
  }

  private static Circuit sourceToSink() {
    return new Circuit(List.of(source(), new Node.Sink("sink", 0, TABLE)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void exchangesUnionsAndSeveralReadersKeepEveryRow(int shards) {
    Circuit circuit =
        new Circuit(
            List.of(
                source(),
                new Node.Exchange("hash", 0, SCHEMA, new Distribution.Hash(List.of(0))),
                source(),
                new Node.Union("union", List.of(1, 2, 1), SCHEMA),
                new Node.Exchange("again", 3, SCHEMA, new Distribution.Hash(List.of())),
                new Node.Union("union", List.of(4, 0), SCHEMA),
                new Node.Exchange("one", 5, SCHEMA, new Distribution.Singleton()),
                new Node.Result("result", 6, SCHEMA)));
    ScriptedConnector connector = new ScriptedConnector(100_000, 5, 0);
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      List<Long> rows = readAll(results(runtime.start(circuit, OPTIONS)));
      assertEquals(
          LongStream.range(0, 100_000).flatMap(i -> LongStream.of(i, i, i, i)).boxed().toList(),
          rows.stream().sorted().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void pacedRowsComeWhenTheyAreDueAndEachInItsEpoch(int shards) {
    VirtualClock clock = new VirtualClock();
    ScriptedConnector connector = new ScriptedConnector(50, 3, 1_000_000);
    try (LocalRuntime runtime = runtime(shards, clock, connector)) {
      CircuitRun run = runtime.start(sourceToResult(), OPTIONS);
      ResultStream results = results(run);
      long lastEpoch = 0;
      for (long expected = 0; expected < 50; expected++) {
        List<ResultStream.Page> pages = new ArrayList<>();
        Await.until(
            "the row that is due",
            () -> {
              ResultStream.Page page = results.poll();
              return page != null && pages.add(page);
            });
        assertEquals(1, pages.get(0).batch().size());
        assertEquals(expected, ((LongColumn) pages.get(0).batch().column(0)).get(0));
        assertTrue(pages.get(0).epoch() > lastEpoch);
        lastEpoch = pages.get(0).epoch();
        clock.advanceNanos(999_999);
        assertNull(results.poll());
        clock.advanceNanos(1);
      }
      Await.until("the end", results::finished);
      assertEquals(CircuitRun.State.FINISHED, run.state());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sinkCommitsInOrderOfEpochsAndShards(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(1_000_000, 4, 0);
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run = runtime.start(sourceToSink(), OPTIONS);
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(1_000_000, connector.committedRows());
      assertEquals(1_000_000, run.statistics().rowsOut());
      assertEquals(connector.commits().stream().sorted().toList(), connector.commits());
      assertTrue(connector.commits().size() > 1);
      assertEquals(0, connector.open());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aCommitThatBlocksHoldsBackItsOwnRunOnly(int shards) throws Exception {
    ScriptedConnector blocked = new ScriptedConnector(Long.MAX_VALUE, 4, 0);
    ScriptedConnector other = new ScriptedConnector(100_000, 4, 0);
    CountDownLatch release = new CountDownLatch(1);
    blocked.beforeCommit(() -> awaitLatch(release));
    try (LocalRuntime runtime =
        LocalRuntimes.start(
            shards,
            new SystemClock(),
            OPERATORS,
            name -> name.equals("blocked") ? blocked : other)) {
      TableDefinition table =
          new TableDefinition("t", SCHEMA, Map.of("connector", "blocked"), List.of());
      CircuitRun run =
          runtime.start(
              new Circuit(
                  List.of(
                      new Node.Source("source", table, List.of(0)),
                      new Node.Sink("sink", 0, table))),
              OPTIONS);
      Await.until("two epochs", () -> run.statistics().epoch() == 2);
      assertEquals(100_000, readAll(results(runtime.start(sourceToResult(), OPTIONS))).size());
      assertEquals(2, run.statistics().epoch());
      release.countDown();
      Await.until("more epochs", () -> run.statistics().epoch() > 5);
      run.stop();
      assertEquals(CircuitRun.State.STOPPED, run.whenEnded().get());
      assertEquals(0, blocked.open());
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aReaderThatSleepsHoldsBackItsOwnRunOnly(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(Long.MAX_VALUE, 4, 0);
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun slow = runtime.start(sourceToResult(), OPTIONS);
      ResultQueue queue = (ResultQueue) results(slow);
      Await.until("a full stream", queue::isFull);
      CircuitRun busy = runtime.start(sourceToResult(), OPTIONS);
      ResultStream other = results(busy);
      long[] read = {0};
      Await.until(
          "two million rows of the other run",
          () -> {
            for (ResultStream.Page page = other.poll(); page != null; page = other.poll()) {
              read[0] += page.batch().size();
            }
            return read[0] > 2_000_000;
          });
      assertTrue(queue.bufferedBytes() < 3 * ResultQueue.MAX_BYTES, "" + queue.bufferedBytes());
      long before = slow.statistics().rowsOut();
      while (queue.poll() != null) {
        // Reads until it is empty.
      }
      Await.until("more rows", () -> slow.statistics().rowsOut() > before);
      queue.close();
      assertEquals(CircuitRun.State.STOPPED, slow.whenEnded().get());
      assertTrue(queue.finished());
      assertNull(queue.poll());
      busy.stop();
      busy.stop();
      busy.whenEnded().get();
      assertEquals(0, connector.open());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aBugFailsItsRunAlone(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(100_000, 4, 0);
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun other = runtime.start(sourceToResult(), OPTIONS);
      CircuitRun broken = runtime.start(withCalc(), OPTIONS);
      readAll(results(broken));
      assertEquals(CircuitRun.State.FAILED, broken.whenEnded().get());
      assertEquals("a bug", Objects.requireNonNull(broken.failure()).getMessage());
      assertSame(broken.failure(), results(broken).failure());
      assertEquals(100_000, readAll(results(other)).size());
      other.whenEnded().get();
      assertEquals(0, connector.open());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void rowsThatFailAreCountedAndTheLastAreKept(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(50_000, 4, 0);
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run = runtime.start(withCalc(), OPTIONS);
      assertEquals(45_000, readAll(results(run)).size());
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(5_000, run.statistics().rowsFailed());
      assertEquals(RowErrorLog.LIMIT, run.rowErrors().size());
      CircuitRun.RowError error = run.rowErrors().get(0);
      assertEquals("calc", error.node());
      assertEquals("22012", error.sqlState());
      assertEquals("division by zero", error.message());
      assertTrue(error.row().matches("\\(\\d+0\\)"), error.row());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theFirstRowThatFailsMayEndTheRun(int shards) throws Exception {
    ScriptedConnector connector = new ScriptedConnector(50_000, 4, 0);
    try (LocalRuntime runtime = runtime(shards, new SystemClock(), connector)) {
      CircuitRun run = runtime.start(withCalc(), new RunOptions("q", true, ZoneId.of("UTC")));
      assertEquals(CircuitRun.State.FAILED, run.whenEnded().get());
      assertEquals("22012", ((LeatException) Objects.requireNonNull(run.failure())).sqlState());
      // Even numbers are all on the shard that fails; what another may show is an epoch before.
      assertTrue(readAll(results(run)).stream().allMatch(row -> row % 2 == 1));
    }
  }

  @Test
  void aThousandIdleRunsTakeNoThreadsAndLeaveNothing() throws Exception {
    VirtualClock clock = new VirtualClock();
    ScriptedConnector connector = new ScriptedConnector(Long.MAX_VALUE, 2, 1_000_000);
    long before = leatThreads();
    try (LocalRuntime runtime = runtime(2, clock, connector)) {
      List<CircuitRun> runs = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        runs.add(runtime.start(sourceToResult(), OPTIONS));
      }
      Await.until(
          "the first row of each",
          () -> runs.stream().allMatch(run -> run.statistics().rowsOut() == 1));
      CountDownLatch called = new CountDownLatch(1000);
      for (CircuitRun run : runs) {
        results(run).poll();
        results(run).onAvailable(called::countDown);
      }
      assertEquals(1000, called.getCount());
      clock.advanceMillis(1);
      assertTrue(called.await(120, TimeUnit.SECONDS));
      assertTrue(leatThreads() - before < 32, leatThreads() + " threads");
      runs.forEach(CircuitRun::stop);
      for (CircuitRun run : runs) {
        run.whenEnded().get();
      }
      assertEquals(0, connector.open());
      assertEquals(0, ((WorkerRuntime) runtime).runCount());
    }
    Await.until("the end of all threads", () -> leatThreads() <= before);
  }

  private static long leatThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("leat-"))
        .count();
  }

  @Test
  void stopWakesAWaitingReaderAndClosingTheRuntimeEndsAll() throws Exception {
    ScriptedConnector connector = new ScriptedConnector(Long.MAX_VALUE, 2, 1_000_000_000);
    CountDownLatch called = new CountDownLatch(2);
    LocalRuntime runtime = runtime(2, new VirtualClock(), connector);
    CircuitRun first = runtime.start(sourceToResult(), OPTIONS);
    CircuitRun second = runtime.start(sourceToResult(), OPTIONS);
    for (CircuitRun run : List.of(first, second)) {
      Await.until("the first row", () -> results(run).poll() != null);
      results(run).onAvailable(called::countDown);
    }
    results(first).close();
    first.whenEnded().get();
    runtime.close();
    assertTrue(called.await(120, TimeUnit.SECONDS));
    assertEquals(CircuitRun.State.STOPPED, second.state());
    assertEquals(0, connector.open());
    assertEquals(
        "57P01",
        assertThrows(LeatException.class, () -> runtime.start(sourceToResult(), OPTIONS))
            .sqlState());
  }
}
