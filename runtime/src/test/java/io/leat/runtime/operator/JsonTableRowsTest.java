package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON_TABLE over random documents, in all of more rows than a batch has, that come and go. */
class JsonTableRowsTest {
  private static final DataType TEXT = ScalarType.STRING;
  private static final DataType INT = ScalarType.INTEGER;
  private static final RowSchema INPUT = Batches.schema(INT, TEXT);

  private static Expression constant(Object value, DataType type) {
    return new Expression.Literal(value, type);
  }

  private static Node.TableFunction node(boolean outer) {
    return new Node.TableFunction(
        "function",
        0,
        "JSON_TABLE",
        List.of(
            new Expression.InputRef(1, TEXT),
            constant("EMPTY", TEXT),
            constant("lax $[*]", TEXT),
            constant(0, INT),
            constant("lax $.a[*]", TEXT),
            constant(0, INT),
            constant("lax $.b[*]", TEXT)),
        outer,
        Batches.schema(INT, TEXT, TEXT, INT, TEXT, INT, TEXT, INT));
  }

  /** A document, and what its rows are. */
  private static String document(Random random, List<List<@Nullable Object>> rows) {
    List<String> items = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 1; i <= count; i++) {
      int a = random.nextInt(3);
      int b = random.nextInt(3);
      String item = "{\"a\":" + numbers(a) + ",\"b\":" + numbers(b) + "}";
      items.add(item);
      for (int j = 1; j <= a; j++) {
        rows.add(Arrays.asList(item, i, String.valueOf(j), j, null, null));
      }
      for (int j = 1; j <= b; j++) {
        rows.add(Arrays.asList(item, i, null, null, String.valueOf(j), j));
      }
      if (a + b == 0) {
        rows.add(Arrays.asList(item, i, null, null, null, null));
      }
    }
    return "[" + String.join(", ", items) + "]";
  }

  private static String numbers(int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      numbers.add(String.valueOf(i));
    }
    return "[" + String.join(",", numbers) + "]";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsFollowTheDocuments(boolean outer) {
    Random random = new Random(7);
    List<Change> changes = new ArrayList<>();
    List<Change> expected = new ArrayList<>();
    for (int k = 0; k < 800; k++) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      int kind = random.nextInt(10);
      String text = kind == 0 ? null : kind == 1 ? "[" : document(random, rows);
      if (rows.isEmpty() && outer) {
        rows.add(Arrays.asList(null, null, null, null, null, null));
      }
      int weight = random.nextInt(4) == 0 ? 2 : 1;
      add(changes, expected, Arrays.asList(k, text), rows, weight);
      if (random.nextInt(3) == 0) {
        add(changes, expected, Arrays.asList(k, text), rows, -1);
      }
    }
    Node.TableFunction node = node(outer);
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> new TableFunctionOperator(node, INPUT, ZoneOffset.UTC),
            List.of(INPUT),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      harness.process(0, changes.subList(0, 1));
      harness.process(0, changes.subList(1, changes.size()));
      harness.endEpoch();
      assertEquals(Batches.accumulate(expected), Batches.accumulate(harness.output()));
    }
  }

  private static void add(
      List<Change> changes,
      List<Change> expected,
      List<@Nullable Object> row,
      List<List<@Nullable Object>> beside,
      long weight) {
    changes.add(new Change(row, weight));
    for (List<@Nullable Object> values : beside) {
      List<@Nullable Object> whole = new ArrayList<>(row);
      whole.addAll(values);
      expected.add(new Change(whole, weight));
    }
  }
}
