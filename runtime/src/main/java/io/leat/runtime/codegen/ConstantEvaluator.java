package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Evaluates expressions over constants, by the same code that runs on columns. */
public final class ConstantEvaluator {
  private ConstantEvaluator() {}

  /**
   * The expression's value, as a literal of its type.
   *
   * @throws LeatException with the error's SQLSTATE if the evaluation fails
   */
  public static Expression.Literal evaluate(Expression expression, ZoneId zone) {
    return expression instanceof Expression.Literal literal
        ? literal
        : evaluate(List.of(expression), new RowSchema(List.of()), List.of(List.of()), zone)
            .get(0)
            .get(0);
  }

  /**
   * The values of expressions over constant rows, row by row. One class is compiled for all of
   * them, so that the time does not grow with the number of rows.
   *
   * @param schema of the rows
   * @throws LeatException with the error's SQLSTATE if the evaluation fails for any row
   */
  public static List<List<Expression.Literal>> evaluate(
      List<Expression> expressions,
      RowSchema schema,
      List<List<Expression.Literal>> rows,
      ZoneId zone) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (Expression expression : expressions) {
      fields.add(new RowSchema.Field("value" + fields.size(), expression.type()));
    }
    Node.Calc node =
        new Node.Calc("constant", 0, Optional.empty(), expressions, new RowSchema(fields));
    List<List<Expression.Literal>> values = new ArrayList<>(rows.size());
    try (CompiledCalc calc = CalcCompiler.compileShared(node, schema, zone)) {
      for (int from = 0; from < rows.size(); from += ChangeBatch.MAX_ROWS) {
        int to = Math.min(rows.size(), from + ChangeBatch.MAX_ROWS);
        List<Column> results = compute(calc, expressions, schema, rows.subList(from, to));
        values.addAll(literals(expressions, results, to - from));
      }
    }
    return values;
  }

  /** The columns of one batch of rows. */
  private static List<Column> compute(
      CompiledCalc calc,
      List<Expression> expressions,
      RowSchema schema,
      List<List<Expression.Literal>> rows) {
    int[] all = IntStream.range(0, rows.size()).toArray();
    List<Column> results = new ArrayList<>();
    expressions.forEach(expression -> results.add(Column.of(expression.type())));
    ChangeBatch batch = new ChangeBatch(columns(schema, rows), rows.size(), null);
    calc.bind(batch, results.toArray(Column[]::new));
    for (int i = 0; i < expressions.size(); i++) {
      if (expressions.get(i) instanceof Expression.InputRef reference) {
        results.get(i).append(batch.column(reference.index()), all, rows.size());
      } else {
        project(calc, i, all, rows.size());
      }
    }
    return results;
  }

  private static List<Column> columns(RowSchema schema, List<List<Expression.Literal>> rows) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      Column column = Column.of(schema.type(i));
      for (List<Expression.Literal> row : rows) {
        BoxedValues.append(column, schema.type(i), row.get(i).value());
      }
      columns.add(column);
    }
    return columns;
  }

  private static void project(CompiledCalc calc, int projection, int[] rows, int count) {
    try {
      calc.project(projection, rows, 0, count);
    } catch (RowException e) {
      throw new LeatException(e.sqlState(), e.message());
    }
  }

  private static List<List<Expression.Literal>> literals(
      List<Expression> expressions, List<Column> results, int count) {
    List<List<Expression.Literal>> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<Expression.Literal> values = new ArrayList<>();
      for (int i = 0; i < expressions.size(); i++) {
        DataType type = expressions.get(i).type();
        values.add(new Expression.Literal(BoxedValues.get(results.get(i), row, type), type));
      }
      rows.add(List.copyOf(values));
    }
    return rows;
  }
}
