package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.History;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.testing.ReferenceOrder;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random windows over random changes hold the rows that sorting everything gives. */
class TopNOperatorTest {
  static IntStream seeds() {
    return IntStream.rangeClosed(1, 80);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void windowsOfRows(int seed) {
    Random random = new Random(seed);
    RandomOrders orders = new RandomOrders(random);
    RowSchema input = orders.schema();
    List<Integer> partition = orders.columns(random.nextInt(3) == 0 ? 1 : 0);
    List<SortKey> order = orders.order();
    boolean numbered = random.nextInt(3) == 0;
    boolean appendOnly = random.nextInt(3) == 0;
    int offset = random.nextBoolean() ? 0 : random.nextInt(30);
    int fetch = random.nextInt(4) == 0 ? -1 : random.nextInt(random.nextBoolean() ? 4 : 100);
    List<DataType> output = new ArrayList<>(input.types());
    if (numbered) {
      output.add(ScalarType.BIGINT.withNullable(false));
    }
    RowSchema schema = Batches.schema(output.toArray(DataType[]::new));
    Node.TopN node =
        new Node.TopN("top", 0, partition, order, offset, fetch, numbered, appendOnly, schema);
    History history = new History(List.of(input), 40, appendOnly, seed);
    if (random.nextInt(5) == 0) {
      history.epochs(6, 1_500).rows(0, new RandomRows(seed).changes(input, 2_000, false));
    }
    history.check(
        () -> new TopNOperator(node, input), schema, rows -> reference(node, input, rows.get(0)));
  }

  private static List<Change> reference(Node.TopN node, RowSchema input, List<Change> rows) {
    List<Change> result = new ArrayList<>();
    ReferenceOrder order = new ReferenceOrder(input, node.order());
    for (List<Change> partition : ReferenceOrder.partitions(rows, node.partition())) {
      List<List<@Nullable Object>> copies = new ArrayList<>();
      partition.stream()
          .sorted(order)
          .forEach(row -> copies.addAll(Collections.nCopies((int) row.weight(), row.row())));
      for (int place = 0; place < copies.size(); place++) {
        if (place >= node.offset() && (node.fetch() < 0 || place < node.offset() + node.fetch())) {
          List<@Nullable Object> row = new ArrayList<>(copies.get(place));
          if (node.numbered()) {
            row.add(place + 1L);
          }
          result.add(new Change(row, 1));
        }
      }
    }
    return result;
  }
}
