package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Evaluates expressions without column references, by the same code that runs on columns. */
public final class ConstantEvaluator {
  private ConstantEvaluator() {}

  /**
   * The expression's value, as a literal of its type.
   *
   * @throws LeatException with the error's SQLSTATE if the evaluation fails
   */
  public static Expression.Literal evaluate(Expression expression, ZoneId zone) {
    if (expression instanceof Expression.Literal literal) {
      return literal;
    }
    RowSchema none = new RowSchema(List.of());
    RowSchema.Field field = new RowSchema.Field("value", expression.type());
    Node.Calc node =
        new Node.Calc("constant", 0, Optional.empty(), List.of(expression), RowSchema.of(field));
    CompiledCalc calc = CalcCompiler.compile(node, none, zone);
    Column column = Column.of(expression.type());
    calc.bind(new ChangeBatch(List.of(), 1, null), new Column[] {column});
    try {
      calc.project(0, new int[1], 0, 1);
    } catch (RowException e) {
      throw new LeatException(e.sqlState(), e.message());
    }
    return new Expression.Literal(BoxedValues.get(column, 0, expression.type()), expression.type());
  }
}
