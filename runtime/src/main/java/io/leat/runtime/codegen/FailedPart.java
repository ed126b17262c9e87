package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Place;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.Position;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the part of an expression that failed on a row, after the failure, by evaluating the parts
 * over that row: the loops over rows bear no cost. It takes a few compilations.
 */
public final class FailedPart {
  private final RowSchema schema;
  private final List<Expression.Literal> row;
  private final ZoneId zone;

  /** The values that are computed once around the part that is looked at, outermost first. */
  private final List<Expression.Let> around = new ArrayList<>();

  private FailedPart(RowSchema schema, List<Expression.Literal> row, ZoneId zone) {
    this.schema = schema;
    this.row = row;
    this.zone = zone;
  }

  /**
   * Where the part of a node's expressions stands that fails on a row of a batch; null if that is
   * not known.
   *
   * @param schema of the batch
   */
  public static @Nullable Position of(
      Node node, RowSchema schema, ChangeBatch batch, int row, ZoneId zone) {
    List<Expression.Literal> values = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      values.add(
          new Expression.Literal(
              BoxedValues.get(batch.column(i), row, schema.type(i)), schema.type(i)));
    }
    return of(expressions(node), schema, List.of(values), zone);
  }

  /** The same of expressions over constant rows. */
  public static @Nullable Position of(
      List<Expression> expressions,
      RowSchema schema,
      List<List<Expression.Literal>> rows,
      ZoneId zone) {
    for (List<Expression.Literal> row : rows) {
      for (Expression expression : expressions) {
        FailedPart search = new FailedPart(schema, row, zone);
        if (search.fails(expression)) {
          return search.innermost(expression).position();
        }
      }
    }
    return null;
  }

  /** In the order of evaluation. */
  private static List<Expression> expressions(Node node) {
    List<Expression> expressions = new ArrayList<>();
    if (node instanceof Node.Calc calc) {
      calc.condition().ifPresent(expressions::add);
      expressions.addAll(calc.projections());
    } else if (node instanceof Node.Join join) {
      join.condition().ifPresent(expressions::add);
    } else if (node instanceof Node.TableFunction function) {
      expressions.addAll(function.arguments());
    } else if (node instanceof Node.Remember remember) {
      expressions.addAll(remember.drawn());
    }
    return expressions;
  }

  /** The place of the innermost part that fails and has one. */
  private Place innermost(Expression failing) {
    Place inner = failing instanceof Expression.Let let ? ofLet(let) : ofParts(failing);
    return inner.position() == null ? placeOf(failing) : inner;
  }

  private Place ofLet(Expression.Let let) {
    if (fails(let.value())) {
      return innermost(let.value());
    }
    around.add(let);
    Place inner = innermost(let.body());
    around.remove(around.size() - 1);
    return inner;
  }

  private Place ofParts(Expression failing) {
    List<Expression> parts =
        failing instanceof Expression.Case choice ? evaluated(choice) : failing.parts();
    for (Expression part : parts) {
      if (fails(part)) {
        return innermost(part);
      }
    }
    return Place.UNKNOWN;
  }

  /** The conditions up to the first that is true or fails, and the result that it decides for. */
  private List<Expression> evaluated(Expression.Case choice) {
    List<Expression> parts = new ArrayList<>();
    for (Expression.Case.Branch branch : choice.branches()) {
      parts.add(branch.condition());
      if (fails(branch.condition())) {
        return parts;
      }
      if (Boolean.TRUE.equals(value(branch.condition()).value())) {
        parts.add(branch.result());
        return parts;
      }
    }
    parts.add(choice.otherwise());
    return parts;
  }

  private static Place placeOf(Expression expression) {
    if (expression instanceof Expression.Call call) {
      return call.place();
    }
    if (expression instanceof Expression.Cast cast) {
      return cast.place();
    }
    return expression instanceof Expression.UserCall call ? call.place() : Place.UNKNOWN;
  }

  private boolean fails(Expression expression) {
    if (expression.parts().isEmpty() && !(expression instanceof Expression.Call)) {
      return false;
    }
    try {
      value(expression);
      return false;
    } catch (LeatException failure) {
      return true;
    }
  }

  private Expression.Literal value(Expression expression) {
    Expression whole = expression;
    for (int i = around.size() - 1; i >= 0; i--) {
      whole = new Expression.Let(around.get(i).id(), around.get(i).value(), whole);
    }
    return ConstantEvaluator.evaluate(List.of(whole), schema, List.of(row), zone).get(0).get(0);
  }
}
