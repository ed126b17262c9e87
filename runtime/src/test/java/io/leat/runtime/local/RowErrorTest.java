package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.OperatorContext;
import io.leat.runtime.operator.Output;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.ScriptedConnector;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is recorded of rows that fail: those that come, in the columns that they have. */
@Timeout(300)
class RowErrorTest {
  private static final RowSchema LONGS = Batches.schema(ScalarType.BIGINT);
  private static final RowSchema PAIRS =
      Batches.schema(ScalarType.STRING, ScalarType.decimal(5, 2));

  /** Reports three rows of its own for each row of its input: one comes twice, one goes. */
  private static final class FailingPairs implements Operator {
    private @Nullable OperatorContext context;

    @Override
    public void open(OperatorContext operatorContext) {
      context = operatorContext;
    }

    @Override
    public void process(int input, ChangeBatch delta, Output output) {
      ChangeBatch pairs =
          Batches.of(
              PAIRS,
              List.of(
                  new Change(List.of("two", new java.math.BigDecimal("2.50")), 2),
                  Change.delete("gone", new java.math.BigDecimal("1.00")),
                  Change.insert("one", null)));
      for (int row = 0; row < delta.size() * 3; row++) {
        Objects.requireNonNull(context)
            .rowFailed(PAIRS, pairs, row % 3, new RowException("22003", "out of range"));
      }
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

  @Test
  void aRowOfAnOperatorsOwnIsShownInItsColumnsAndCountsByItsWeight() throws Exception {
    OperatorFactory factory =
        new OperatorFactory(
            (node, input, zone) -> new FailingPairs(), (node, inputs, operator) -> operator);
    TableDefinition table =
        new TableDefinition("t", LONGS, Map.of("connector", "scripted"), List.of());
    Circuit circuit =
        new Circuit(
            List.of(
                new Node.Source("source", table, List.of(0)),
                new Node.Calc("calc", 0, java.util.Optional.empty(), List.of(), LONGS),
                new Node.Result("result", 1, LONGS)));
    ScriptedConnector connector = new ScriptedConnector(1, 1, 0);
    try (LocalRuntime runtime =
        LocalRuntimes.start(1, new SystemClock(), factory, name -> connector)) {
      CircuitRun run = runtime.start(circuit, new RunOptions("test", false, ZoneId.of("UTC")));
      assertEquals(CircuitRun.State.FINISHED, run.whenEnded().get());
      assertEquals(3, run.statistics().rowsFailed());
      assertEquals(
          List.of("(two, 2.50)", "(one, NULL)"),
          run.rowErrors().stream().map(CircuitRun.RowError::row).toList());
    }
  }
}
