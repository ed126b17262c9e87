package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.History;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that differ each time are those that were emitted, when their row is taken back. */
class RememberOperatorTest {
  private static final Expression UUID =
      new Expression.Call("UUID", List.of(), ScalarType.STRING.withNullable(false));
  private static final Expression RAND =
      new Expression.Call("RAND", List.of(), ScalarType.DOUBLE.withNullable(false));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void eachCopyOfARowKeepsItsOwnValue(int seed) {
    RowSchema input =
        switch (seed % 3) {
          case 0 -> RandomRows.everyType();
          case 1 -> Batches.schema(ScalarType.BIGINT.withNullable(false));
          default -> Batches.schema(ScalarType.STRING, ScalarType.DOUBLE);
        };
    Node.Remember node = remember(input, UUID, RAND);
    Map<List<Object>, Long> held = new HashMap<>();
    new History(List.of(input), 25, false, seed)
        .check(
            () -> new Forgetting(new RememberOperator(node, input, ZoneOffset.UTC), node, held),
            input,
            inputs -> inputs.get(0));
  }

  @Test
  void theLastCopyGoesFirst() {
    RowSchema input = Batches.schema(ScalarType.INTEGER);
    Node.Remember node = remember(input, UUID);
    try (OperatorHarness harness = harness(node, input)) {
      harness.process(0, List.of(new Change(List.of(1), 2)));
      harness.endEpoch();
      harness.restart();
      harness.process(0, List.of(new Change(List.of(1), 1)));
      harness.endEpoch();
      harness.process(0, List.of(new Change(List.of(1), -1)));
      harness.endEpoch();
      harness.process(0, List.of(new Change(List.of(1), -2)));
      harness.endEpoch();
      List<Object> values = new ArrayList<>();
      harness.output().forEach(change -> values.add(change.row().get(1)));
      assertEquals(6, values.size());
      assertEquals(3, values.stream().distinct().count());
      assertEquals(List.of(values.get(2), values.get(1), values.get(0)), values.subList(3, 6));
    }
  }

  @Test
  void whatComesAndGoesInAnEpochIsNeverSeen() {
    RowSchema input = Batches.schema(ScalarType.INTEGER);
    try (OperatorHarness harness = harness(remember(input, UUID), input)) {
      harness.process(0, List.of(Change.delete(1)));
      harness.process(0, List.of(Change.insert(1)));
      harness.endEpoch();
      assertEquals(List.of(), harness.output());
    }
  }

  @Test
  void aValueThatFailsHasNoRowToTakeBack() {
    RowSchema input = Batches.schema(ScalarType.INTEGER);
    DataType type = ScalarType.INTEGER;
    Expression bounded =
        new Expression.Call(
            "RAND_INTEGER",
            List.of(
                new Expression.Call(
                    "/",
                    List.of(
                        new Expression.Literal(100, type.withNullable(false)),
                        new Expression.InputRef(0, type)),
                    type)),
            type);
    try (OperatorHarness harness = harness(remember(input, bounded), input)) {
      harness.process(0, List.of(Change.insert(0), Change.insert(100)));
      harness.endEpoch();
      assertEquals(1, harness.rowErrors().size());
      assertEquals(List.of(Change.insert(100, 0)), harness.output());
      harness.restart();
      harness.process(0, List.of(Change.delete(0), Change.delete(100)));
      harness.endEpoch();
      assertEquals(1, harness.rowErrors().size());
      assertEquals(Map.of(), Batches.accumulate(harness.output()));
    }
  }

  private static OperatorHarness harness(Node.Remember node, RowSchema input) {
    return new OperatorHarness(
        () -> new RememberOperator(node, input, ZoneOffset.UTC),
        List.of(input),
        node.schema(),
        KeyGroups.ofShard(0, 1));
  }

  private static Node.Remember remember(RowSchema input, Expression... drawn) {
    List<RowSchema.Field> fields = new ArrayList<>(input.fields());
    for (Expression value : drawn) {
      fields.add(new RowSchema.Field("drawn" + fields.size(), value.type()));
    }
    return new Node.Remember("remember", 0, List.of(drawn), new RowSchema(fields));
  }

  /** Emits the input's columns only; checks that a value goes once, and only if it has come. */
  private static final class Forgetting implements Operator {
    private final RememberOperator operator;
    private final Node.Remember node;
    private final Map<List<Object>, Long> held;

    Forgetting(RememberOperator operator, Node.Remember node, Map<List<Object>, Long> held) {
      this.operator = operator;
      this.node = node;
      this.held = held;
    }

    @Override
    public void open(OperatorContext context) {
      operator.open(context);
    }

    @Override
    public void process(int input, ChangeBatch delta, Output output) {
      operator.process(input, delta, forgetting(output));
    }

    @Override
    public void endEpoch(Epoch epoch, Output output) {
      operator.endEpoch(epoch, forgetting(output));
      held.forEach((row, count) -> assertTrue(count == 1, row + " is there " + count + " times"));
    }

    private Output forgetting(Output output) {
      int kept = node.schema().size() - node.drawn().size();
      return batch -> {
        for (Change change : Batches.changes(node.schema(), batch)) {
          List<Object> text = new ArrayList<>();
          for (@Nullable Object value : change.row()) {
            text.add(Batches.text(value));
          }
          held.merge(text, change.weight(), (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
        }
        output.emit(
            new ChangeBatch(
                IntStream.range(0, kept).mapToObj(batch::column).toList(),
                batch.size(),
                batch.weights()));
      };
    }

    @Override
    public FrozenState freeze() {
      return operator.freeze();
    }

    @Override
    public void restore(int keyGroup, StateReader reader) {
      operator.restore(keyGroup, reader);
    }

    @Override
    public void close() {
      operator.close();
    }
  }
}
