package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.function.user.UserOverload;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.validate.JavaUserFunction;
import io.leat.sql.validate.SqlUserFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.calcite.rex.RexNode;

/** Calls of users' functions. */
final class UserFunctionLowering {
  private final Expressions expressions;
  private final BiFunction<RexNode, Frame, Expression> lowering;

  /**
   * A lowering for one statement.
   *
   * @param lowering lowers a node over a frame
   */
  UserFunctionLowering(Expressions expressions, BiFunction<RexNode, Frame, Expression> lowering) {
    this.expressions = expressions;
    this.lowering = lowering;
  }

  /** A call of a user's method. */
  Expression call(JavaUserFunction operator, List<Expression> given) {
    UserOverload.Match match =
        Objects.requireNonNull(
            operator.resolve(given.stream().map(Expression::type).toList()), "overload");
    DataType result =
        Objects.requireNonNull(match.overload().result(), "result").withNullable(true);
    return expressions.userCall(
        match.overload().method(), cast(given, match.parameters()), false, result);
  }

  /** All rows that a user's method gives in FROM, as one ARRAY. */
  Expression rows(JavaUserFunction operator, List<Expression> given) {
    UserOverload.Match match =
        Objects.requireNonNull(
            operator.resolve(given.stream().map(Expression::type).toList()), "overload");
    DataType row = Objects.requireNonNull(match.overload().row(), "row");
    return expressions.userCall(
        match.overload().method(), cast(given, match.parameters()), true, new ArrayType(row, true));
  }

  private List<Expression> cast(List<Expression> given, List<DataType> types) {
    List<Expression> cast = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      cast.add(expressions.cast(given.get(i), types.get(i), false));
    }
    return cast;
  }

  /**
   * The body in place of the call. An argument is computed once at most: what is used more than
   * once, and is more than a column or constant, is a variable.
   */
  Expression expand(SqlUserFunction operator, List<Expression> given) {
    CatalogFunction.Sql function = operator.function();
    List<RowSchema.Field> fields = new ArrayList<>();
    for (CatalogFunction.Sql.Parameter parameter : function.parameters()) {
      fields.add(new RowSchema.Field(parameter.name(), parameter.type()));
    }
    if (fields.isEmpty()) {
      fields.add(new RowSchema.Field("", ScalarType.INTEGER));
    }
    Plan parameters = new Plan.Constant(new RowSchema(fields), List.of());
    Frame frame = new Frame(new Lowered(parameters, fields.size()), null, Set.of());
    Expression body = lowering.apply(operator.body(), frame);
    int[] uses = new int[fields.size()];
    Expressions.countUses(body, uses);
    List<Expression> values = new ArrayList<>();
    List<Expression.Let> bound = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Expression value = expressions.cast(given.get(i), function.parameters().get(i).type(), false);
      if (uses[i] > 1
          && !(value instanceof Expression.InputRef)
          && !(value instanceof Expression.Constant)) {
        Expression.Variable variable = expressions.variable(value.type());
        bound.add(new Expression.Let(variable.id(), value, variable));
        values.add(variable);
      } else {
        values.add(value);
      }
    }
    Expression result =
        expressions.replace(
            body, reference -> values.get(((Expression.InputRef) reference).index()));
    for (int i = bound.size() - 1; i >= 0; i--) {
      result = expressions.let(bound.get(i).id(), bound.get(i).value(), result);
    }
    return result;
  }
}
