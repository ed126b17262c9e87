package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.History;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Set operations over random changes say what counting all rows says. */
class SetOperatorTest {

  @ParameterizedTest
  @CsvSource({
    "DISTINCT, 1",
    "INTERSECT, 2",
    "INTERSECT, 3",
    "INTERSECT_ALL, 2",
    "INTERSECT_ALL, 3",
    "EXCEPT, 2",
    "EXCEPT, 3",
    "EXCEPT_ALL, 2",
    "EXCEPT_ALL, 4"
  })
  void countsRows(Node.SetOperation.Kind kind, int inputs) {
    for (long seed = 1; seed <= 6; seed++) {
      RowSchema schema =
          switch ((int) seed % 3) {
            case 0 -> RandomRows.everyType();
            case 1 -> Batches.schema(ScalarType.BIGINT.withNullable(false));
            default -> Batches.schema(ScalarType.STRING, ScalarType.DOUBLE);
          };
      Node.SetOperation node =
          new Node.SetOperation("set", kind, IntStream.range(0, inputs).boxed().toList(), schema);
      new History(Collections.nCopies(inputs, schema), 25, seed == 2, seed)
          .check(() -> new SetOperator(node), schema, rows -> reference(kind, rows));
    }
  }

  private static List<Change> reference(Node.SetOperation.Kind kind, List<List<Change>> inputs) {
    Map<String, long[]> counts = new LinkedHashMap<>();
    Map<String, Change> rows = new LinkedHashMap<>();
    for (int input = 0; input < inputs.size(); input++) {
      for (Change change : inputs.get(input)) {
        String text = change.row().stream().map(Batches::text).toList().toString();
        counts.computeIfAbsent(text, t -> new long[inputs.size()])[input] += change.weight();
        rows.put(text, change);
      }
    }
    List<Change> result = new ArrayList<>();
    counts.forEach(
        (text, count) -> {
          long weight = count[0];
          for (int i = 1; i < count.length; i++) {
            weight =
                switch (kind) {
                  case DISTINCT -> throw new AssertionError("one input");
                  case INTERSECT, INTERSECT_ALL -> Math.min(weight, count[i]);
                  case EXCEPT -> count[i] > 0 ? 0 : weight;
                  case EXCEPT_ALL -> Math.max(0, weight - count[i]);
                };
          }
          boolean all =
              kind == Node.SetOperation.Kind.INTERSECT_ALL
                  || kind == Node.SetOperation.Kind.EXCEPT_ALL;
          result.add(new Change(rows.get(text).row(), all ? weight : Math.min(1, weight)));
        });
    return result;
  }
}
