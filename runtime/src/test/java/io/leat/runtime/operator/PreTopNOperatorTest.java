package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.testing.ReferenceOrder;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first rows of partitions are those of the rows that pass, whatever else is left out. */
class PreTopNOperatorTest {
  static IntStream seeds() {
    return IntStream.rangeClosed(1, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void firstRowsPass(int seed) {
    Random random = new Random(seed);
    RandomOrders orders = new RandomOrders(random);
    RowSchema input = orders.schema();
    List<Integer> partition = orders.columns(random.nextInt(3));
    List<SortKey> order = orders.order();
    int places = 1 + random.nextInt(random.nextBoolean() ? 3 : 20);
    Node.PreTopN node = new Node.PreTopN("pretop", 0, partition, order, places, input);
    PreTopNOperator operator =
        new PreTopNOperator(node, new PreTopNOperator.Limits(20 + random.nextInt(200), 10, 40));

    List<Change> given = new ArrayList<>();
    List<Change> passed = new ArrayList<>();
    RandomRows rows = new RandomRows(seed);
    for (int i = 0; i < 20; i++) {
      List<Change> batch =
          rows.changes(input, random.nextInt(60), true).stream()
              .map(change -> new Change(change.row(), Math.abs(change.weight())))
              .toList();
      given.addAll(batch);
      operator.process(
          0, Batches.of(input, batch), out -> passed.addAll(Batches.changes(input, out)));
      assertEquals(first(node, given), first(node, passed));
    }
  }

  private static List<List<@Nullable Object>> first(Node.PreTopN node, List<Change> rows) {
    ReferenceOrder order = new ReferenceOrder(node.schema(), node.order());
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (List<Change> partition : ReferenceOrder.partitions(rows, node.partition())) {
      List<List<@Nullable Object>> copies = new ArrayList<>();
      partition.stream()
          .sorted(order)
          .forEach(row -> copies.addAll(Collections.nCopies((int) row.weight(), row.row())));
      result.addAll(copies.subList(0, Math.min(node.places(), copies.size())));
    }
    result.sort(
        (a, b) ->
            new ReferenceOrder(node.schema(), List.of())
                .compare(new Change(a, 1), new Change(b, 1)));
    return result;
  }

  @Test
  void rowsBehindAreLeftOut() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT, ScalarType.BIGINT, ScalarType.STRING);
    Node.PreTopN node =
        new Node.PreTopN("pretop", 0, List.of(0), List.of(new SortKey(1, true, false)), 2, schema);
    PreTopNOperator operator = new PreTopNOperator(node);
    List<Change> passed = new ArrayList<>();
    Output output = out -> passed.addAll(Batches.changes(schema, out));
    operator.process(0, batch(schema, 1, 5, 9, 1, 7, 3), output);
    assertEquals(List.of(9L, 7L), values(passed));
    passed.clear();
    operator.process(0, batch(schema, 1, 6, 8, 9), output);
    operator.process(0, batch(schema, 2, 6), output);
    operator.process(0, batch(schema, 1, 8, 10), output);
    assertEquals(List.of(9L, 6L, 10L), values(passed));
  }

  @Test
  void passesAllWhileThatIsOfNoUse() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT, ScalarType.BIGINT, ScalarType.STRING);
    Node.PreTopN node =
        new Node.PreTopN("pretop", 0, List.of(0), List.of(new SortKey(1, true, false)), 1, schema);
    PreTopNOperator operator = new PreTopNOperator(node, new PreTopNOperator.Limits(3, 2, 4));
    List<Change> passed = new ArrayList<>();
    Output output = out -> passed.addAll(Batches.changes(schema, out));
    operator.process(0, batch(schema, 1, 1, 2, 3), output);
    assertEquals(List.of(3L), values(passed));
    operator.process(0, batch(schema, 1, 4), output);
    operator.process(0, batch(schema, 1, 5), output);
    operator.process(0, batch(schema, 1, 6), output);
    assertEquals(List.of(3L, 4L, 5L, 6L), values(passed));
    passed.clear();
    operator.process(0, batch(schema, 1, 1, 2), output);
    assertEquals(List.of(1L, 2L), values(passed));
    operator.process(0, batch(schema, 1, 3), output);
    assertTrue(passed.size() == 2, "it looks again");
  }

  private static ChangeBatch batch(RowSchema schema, long key, long... values) {
    List<Change> rows = new ArrayList<>();
    for (long value : values) {
      rows.add(new Change(Arrays.asList(key, value, "row " + value), 1));
    }
    return Batches.of(schema, rows);
  }

  private static List<@Nullable Object> values(List<Change> rows) {
    return new ArrayList<>(rows.stream().map(row -> row.row().get(1)).toList());
  }
}
