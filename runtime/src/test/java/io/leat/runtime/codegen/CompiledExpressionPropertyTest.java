package io.leat.runtime.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.operator.RecordingContext;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Compiled loops give what the reference interpreter gives, row by row, failures included. */
class CompiledExpressionPropertyTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @Property(tries = 200)
  void compiledEqualsInterpreted(@ForAll long seed) {
    RandomExpressions random = new RandomExpressions(seed);
    List<Expression> projections = new ArrayList<>();
    for (int i = 0; i <= random.below(3); i++) {
      projections.add(random.expression(random.type(), 1 + random.below(4)));
    }
    Optional<Expression> condition =
        random.below(2) == 0
            ? Optional.empty()
            : Optional.of(random.expression(ScalarType.BOOLEAN, 2));
    int[] sizes = {1, 3, 200, 4096};
    int size = sizes[random.below(4)];
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rows.add(random.row());
    }
    long[] weights = random.below(2) == 0 ? null : new long[size];
    for (int i = 0; weights != null && i < size; i++) {
      weights[i] = random.below(5) - 2;
    }
    check(node(condition, projections), rows, weights);
  }

  private static Node.Calc node(Optional<Expression> condition, List<Expression> projections) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (Expression projection : projections) {
      fields.add(new RowSchema.Field("c" + fields.size(), projection.type()));
    }
    return new Node.Calc("calc", 0, condition, projections, new RowSchema(fields));
  }

  private static void check(Node.Calc node, List<List<Object>> rows, long[] weights) {
    List<List<Object>> expected = new ArrayList<>();
    List<Long> expectedWeights = new ArrayList<>();
    TreeSet<Integer> expectedFailures = new TreeSet<>();
    ReferenceInterpreter interpreter = new ReferenceInterpreter(ZONE);
    for (int i = 0; i < rows.size(); i++) {
      List<Object> row = rows.get(i);
      try {
        if (node.condition().isEmpty()
            || Boolean.TRUE.equals(interpreter.evaluate(node.condition().get(), row))) {
          List<Object> values = new ArrayList<>();
          for (Expression projection : node.projections()) {
            values.add(interpreter.evaluate(projection, row));
          }
          expected.add(values);
          expectedWeights.add(weights == null ? 1 : weights[i]);
        }
      } catch (RowException e) {
        expectedFailures.add(i);
      }
    }
    List<List<Object>> actual = new ArrayList<>();
    List<Long> actualWeights = new ArrayList<>();
    RecordingContext context = new RecordingContext();
    CalcOperator operator = new CalcOperator(node, RandomExpressions.INPUT, ZONE);
    operator.open(context);
    // Twice: the second run finds columns that were filled before.
    for (int run = 0; run < 2; run++) {
      actual.clear();
      actualWeights.clear();
      operator.process(
          0, batch(rows, weights), out -> collect(out, node.schema(), actual, actualWeights));
    }
    operator.close();
    String source = node.toString();
    assertEquals(expectedFailures, new TreeSet<>(context.failedRows()), source);
    assertEquals(expectedFailures.size() * 2, context.failedRows().size(), source);
    assertEquals(expected, actual, source);
    assertEquals(expectedWeights, actualWeights, source);
  }

  private static void collect(
      ChangeBatch batch, RowSchema schema, List<List<Object>> rows, List<Long> weights) {
    for (int row = 0; row < batch.size(); row++) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < batch.columnCount(); i++) {
        values.add(BoxedValues.get(batch.column(i), row, schema.type(i)));
      }
      rows.add(values);
      weights.add(batch.weight(row));
    }
  }

  private static ChangeBatch batch(List<List<Object>> rows, long[] weights) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < RandomExpressions.INPUT.size(); i++) {
      DataType type = RandomExpressions.INPUT.type(i);
      Column column = Column.of(type);
      for (List<Object> row : rows) {
        BoxedValues.append(column, type, row.get(i));
      }
      columns.add(column);
    }
    return new ChangeBatch(columns, rows.size(), weights);
  }
}
