package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Composes plans and simplifies as it goes: filters and projections merge into one calc and move
 * below unions, constant rows are computed, what is empty disappears.
 */
final class PlanBuilder {
  private final Expressions expressions;

  PlanBuilder(Expressions expressions) {
    this.expressions = expressions;
  }

  static Plan empty(RowSchema schema) {
    return new Plan.Constant(schema, List.of());
  }

  private static boolean isEmpty(Plan plan) {
    return plan instanceof Plan.Constant constant && constant.rows().isEmpty();
  }

  Plan filter(Plan input, Expression condition) {
    Optional<Boolean> truth = Expressions.constantTruth(condition);
    if (truth.isPresent()) {
      return truth.get() ? input : empty(input.schema());
    }
    if (isEmpty(input)) {
      return input;
    }
    if (input instanceof Plan.Union union) {
      return union(
          union.inputs().stream().map(branch -> filter(branch, condition)).toList(),
          union.schema());
    }
    if (input instanceof Plan.Constant constant) {
      List<List<Expression.Literal>> truths = computed(constant, List.of(condition));
      if (truths != null) {
        List<List<Expression.Literal>> rows = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
          if (Expressions.isLiteral(truths.get(i).get(0), true)) {
            rows.add(constant.rows().get(i));
          }
        }
        return new Plan.Constant(constant.schema(), rows);
      }
    }
    if (input instanceof Plan.Calc calc && mergeable(calc, List.of(condition))) {
      Expression merged = over(condition, calc.projections());
      List<Expression> terms = new ArrayList<>();
      calc.condition().ifPresent(terms::add);
      terms.add(merged);
      Expression all = Expressions.and(terms);
      return Expressions.constantTruth(all).isPresent()
          ? filter(
              new Plan.Calc(calc.input(), Optional.empty(), calc.projections(), calc.schema()), all)
          : new Plan.Calc(calc.input(), Optional.of(all), calc.projections(), calc.schema());
    }
    return new Plan.Calc(input, Optional.of(condition), references(input.schema()), input.schema());
  }

  /**
   * Computes columns.
   *
   * @param names one for each projection
   */
  Plan project(Plan input, List<Expression> projections, List<String> names) {
    RowSchema schema = schema(projections, names);
    if (isEmpty(input)) {
      return empty(schema);
    }
    if (input instanceof Plan.Union union) {
      return union(
          union.inputs().stream().map(branch -> project(branch, projections, names)).toList(),
          schema);
    }
    if (input instanceof Plan.Constant constant) {
      List<List<Expression.Literal>> rows = computed(constant, projections);
      if (rows != null) {
        return new Plan.Constant(schema, rows);
      }
    }
    if (input instanceof Plan.Calc calc && mergeable(calc, projections)) {
      return new Plan.Calc(
          calc.input(),
          calc.condition(),
          projections.stream().map(projection -> over(projection, calc.projections())).toList(),
          schema);
    }
    return new Plan.Calc(input, Optional.empty(), projections, schema);
  }

  /**
   * Expressions over constant rows; null if they differ each time, or if one fails: that belongs to
   * the run, where a filter may yet take the row away.
   */
  private @Nullable List<List<Expression.Literal>> computed(
      Plan.Constant constant, List<Expression> columns) {
    if (!columns.stream().allMatch(Expressions::deterministic)) {
      return null;
    }
    List<List<Expression.Literal>> rows = new ArrayList<>();
    try {
      for (List<Expression.Literal> row : constant.rows()) {
        List<Expression> typed = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          typed.add(new Expression.Literal(row.get(i).value(), constant.schema().type(i)));
        }
        rows.add(
            columns.stream().map(column -> expressions.evaluate(over(column, typed))).toList());
      }
    } catch (LeatException failure) {
      return null;
    }
    return rows;
  }

  Plan limit(Plan input, long offset, long fetch) {
    if (fetch == 0 || isEmpty(input)) {
      return empty(input.schema());
    }
    return offset == 0 && fetch < 0 ? input : new Plan.Limit(input, offset, fetch);
  }

  /** UNION ALL; each input gets the types of {@code schema}. */
  Plan union(List<Plan> inputs, RowSchema schema) {
    List<Plan> branches = new ArrayList<>();
    List<List<Expression.Literal>> rows = new ArrayList<>();
    for (Plan input : inputs) {
      Plan branch = conform(input, schema);
      if (branch instanceof Plan.Union nested) {
        branches.addAll(nested.inputs());
      } else if (branch instanceof Plan.Constant constant) {
        rows.addAll(constant.rows());
      } else {
        branches.add(branch);
      }
    }
    if (!rows.isEmpty() || branches.isEmpty()) {
      branches.add(new Plan.Constant(schema, rows));
    }
    return branches.size() == 1 ? branches.get(0) : new Plan.Union(branches, schema);
  }

  /** Casts columns whose type is not that of {@code schema}; nullability may differ. */
  private Plan conform(Plan input, RowSchema schema) {
    List<Expression> columns = new ArrayList<>();
    boolean same = true;
    for (int i = 0; i < schema.size(); i++) {
      Expression column = new Expression.InputRef(i, input.schema().type(i));
      Expression converted = expressions.cast(column, schema.type(i), false);
      same &= converted.equals(column);
      columns.add(converted);
    }
    return same
        ? input
        : project(input, columns, schema.fields().stream().map(RowSchema.Field::name).toList());
  }

  /**
   * Whether expressions over a calc may be written over its input instead: nothing that is costly
   * or differs each time would be computed twice.
   */
  private static boolean mergeable(Plan.Calc calc, List<Expression> above) {
    int[] uses = new int[calc.projections().size()];
    above.forEach(expression -> Expressions.countUses(expression, uses));
    for (int i = 0; i < uses.length; i++) {
      Expression projection = calc.projections().get(i);
      boolean trivial =
          projection instanceof Expression.InputRef || projection instanceof Expression.Literal;
      if (!trivial && (!Expressions.deterministic(projection) || isShared(uses[i], above))) {
        return false;
      }
    }
    return true;
  }

  /** A filter keeps the projections beside itself: the generated loop computes them once. */
  private static boolean isShared(int uses, List<Expression> above) {
    return uses > (above.size() == 1 ? 2 : 1);
  }

  private Expression over(Expression expression, List<? extends Expression> columns) {
    return expressions.replace(
        expression, reference -> columns.get(((Expression.InputRef) reference).index()));
  }

  static List<Expression> references(RowSchema schema) {
    List<Expression> references = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      references.add(new Expression.InputRef(i, schema.type(i)));
    }
    return references;
  }

  private static RowSchema schema(List<Expression> projections, List<String> names) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < projections.size(); i++) {
      DataType type = projections.get(i).type();
      fields.add(new RowSchema.Field(names.get(i), type));
    }
    return new RowSchema(fields);
  }
}
