package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.codegen.CalcSource;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalcOperatorTest {
  private static final RowSchema INPUT =
      RowSchema.of(
          new RowSchema.Field("id", ScalarType.INTEGER),
          new RowSchema.Field("data", ScalarType.STRING));
  private static final Expression ID = new Expression.InputRef(0, ScalarType.INTEGER);
  private static final Expression DATA = new Expression.InputRef(1, ScalarType.STRING);

  private final RecordingContext context = new RecordingContext();
  private final List<List<Object>> emitted = new ArrayList<>();
  private final List<Long> emittedWeights = new ArrayList<>();
  private final List<ChangeBatch> batches = new ArrayList<>();

  @Test
  void projectsAndFilters() {
    Expression condition = call("<>", ScalarType.BOOLEAN, ID, literal(2));
    Node.Calc node = calc(condition, ID, call("UPPER", ScalarType.STRING, DATA));
    run(node, rows(row(1, "abc"), row(2, "x"), row(3, null), row(null, "y"), row(4, "ßé😀z")));
    assertEquals(List.of(row(1, "ABC"), row(3, null), row(4, "SSÉ😀Z")), emitted);
  }

  @Test
  void passesColumnsThroughWhenAllRowsAreKept() {
    ChangeBatch input = rows(row(1, "abc"), row(2, "x"));
    run(calc(null, ID, DATA), input);
    assertSame(input.column(0), batches.get(0).column(0));
    emitted.clear();
    batches.clear();
    run(calc(call("=", ScalarType.BOOLEAN, ID, literal(2)), ID, DATA), input);
    assertNotSame(input.column(0), batches.get(0).column(0));
    assertEquals(List.of(row(2, "x")), emitted);
  }

  @Test
  void aFailingRowIsReportedAndTheOthersGoOnWithTheirWeights() {
    Expression sum = call("+", ScalarType.INTEGER, ID, literal(1));
    Expression quotient = call("/", ScalarType.INTEGER, literal(10), ID);
    ChangeBatch input =
        rows(row(1, "a"), row(Integer.MAX_VALUE, "b"), row(0, "c"), row(5, "d"), row(null, "e"));
    input.reset(5, new long[] {2, 3, 4, -5, 6});
    run(calc(null, sum, quotient, DATA), input);
    assertEquals(List.of(row(2, 10, "a"), row(6, 2, "d"), row(null, null, "e")), emitted);
    assertEquals(List.of(2L, -5L, 6L), emittedWeights);
    assertEquals(List.of(1, 2), context.failedRows());
    assertEquals(SqlState.NUMERIC_OUT_OF_RANGE, context.errors().get(0).sqlState());
    assertEquals(SqlState.DIVISION_BY_ZERO, context.errors().get(1).sqlState());
  }

  @Test
  void anErrorOfARowThatTheFilterRemovedNeverShows() {
    Expression quotient = call("/", ScalarType.INTEGER, literal(10), ID);
    run(
        calc(call("<>", ScalarType.BOOLEAN, ID, literal(0)), quotient),
        rows(row(0, "a"), row(2, "b")));
    assertEquals(List.of(row(5)), emitted);
    assertEquals(List.of(), context.failedRows());
  }

  @Test
  void failuresInTheConditionAndInProjectionsAreReportedOnce() {
    Expression quotient = call("/", ScalarType.INTEGER, literal(10), ID);
    Expression sum = call("+", ScalarType.INTEGER, ID, literal(1));
    run(
        calc(call("<", ScalarType.BOOLEAN, quotient, literal(10)), sum, sum),
        rows(row(0, "a"), row(2, "b"), row(1, "c"), row(Integer.MAX_VALUE, "d"), row(3, "e")));
    assertEquals(List.of(row(3, 3), row(4, 4)), emitted);
    assertEquals(List.of(0, 3), context.failedRows());
  }

  @Test
  void theSourceIsReadable() {
    String source =
        CalcSource.of(
            calc(
                call(">", ScalarType.BOOLEAN, ID, literal(10)),
                ID,
                call("UPPER", ScalarType.STRING, DATA)),
            INPUT,
            ZoneOffset.UTC);
    assertEquals(true, source.contains("// WHERE (id > 10)"), source);
    assertEquals(true, source.contains("// UPPER(data)"), source);
  }

  private void run(Node.Calc node, ChangeBatch input) {
    CalcOperator operator = new CalcOperator(node, INPUT, ZoneOffset.UTC);
    operator.open(context);
    operator.process(
        0,
        input,
        batch -> {
          batches.add(batch);
          for (int row = 0; row < batch.size(); row++) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < batch.columnCount(); i++) {
              values.add(BoxedValues.get(batch.column(i), row, node.schema().type(i)));
            }
            emitted.add(values);
            emittedWeights.add(batch.weight(row));
          }
        });
    operator.close();
  }

  private static Node.Calc calc(Expression condition, Expression... projections) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (Expression projection : projections) {
      fields.add(new RowSchema.Field("c" + fields.size(), projection.type()));
    }
    return new Node.Calc(
        "calc", 0, Optional.ofNullable(condition), List.of(projections), new RowSchema(fields));
  }

  private static Expression call(String function, DataType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type);
  }

  private static Expression literal(int value) {
    return new Expression.Literal(value, ScalarType.INTEGER.withNullable(false));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @SafeVarargs
  private static ChangeBatch rows(List<Object>... rows) {
    List<Column> columns = INPUT.types().stream().map(Column::of).toList();
    for (List<Object> row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        BoxedValues.append(columns.get(i), INPUT.type(i), row.get(i));
      }
    }
    return new ChangeBatch(columns, rows.length, null);
  }
}
