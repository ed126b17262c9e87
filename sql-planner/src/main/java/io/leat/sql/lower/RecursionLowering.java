package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.validate.Recursion;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/** WITH RECURSIVE as {@link Plan.Fixpoint}. */
final class RecursionLowering {
  private static final RowSchema.Field STEP =
      new RowSchema.Field("step", ScalarType.INTEGER.withNullable(false));

  private final Expressions expressions;
  private final PlanBuilder plans;
  private final Function<RelNode, Plan> lowering;

  /** The recursions whose steps are being lowered, innermost first. */
  private final Deque<Open> open = new ArrayDeque<>();

  private record Open(Recursion recursion, Plan.Relation relation) {}

  RecursionLowering(Expressions expressions, PlanBuilder plans, Function<RelNode, Plan> lowering) {
    this.expressions = expressions;
    this.plans = plans;
    this.lowering = lowering;
  }

  /** The relation that a step reads. */
  Plan relation(TableScan scan) {
    for (Open candidate : open) {
      if (Recursion.reads(scan, candidate.recursion().relation())) {
        return candidate.relation();
      }
    }
    throw new AssertionError("no recursion around " + scan);
  }

  Plan lower(Recursion recursion) {
    RowSchema schema = TypeMapping.toSchema(recursion.getRowType());
    Plan base = plans.union(List.of(lowering.apply(recursion.getLeft())), schema);
    open.push(new Open(recursion, new Plan.Relation(open.size(), schema)));
    Plan.Relation relation = open.element().relation();
    Plan step = plans.union(List.of(lowering.apply(recursion.getRight())), schema);
    open.pop();
    step = ColumnPruning.prune(step, plans, expressions);
    if (!reads(step, relation)) {
      Plan all = plans.union(List.of(base, step), schema);
      return recursion.all()
          ? all
          : new Plan.SetOperation(Node.SetOperation.Kind.DISTINCT, List.of(all), schema);
    }
    List<Plan> inputs = new ArrayList<>(List.of(base));
    Plan body = new Body(expressions, recursion.relation(), relation, inputs).counted(step);
    return new Plan.Fixpoint(inputs, body, !recursion.all(), schema);
  }

  private static boolean reads(Plan plan, Plan.Relation relation) {
    return plan.equals(relation) || plan.inputs().stream().anyMatch(in -> reads(in, relation));
  }

  /**
   * A step as the body of a fixpoint: the number of the step goes along with the rows as their last
   * column, and what does not read the relation comes in from outside.
   *
   * @param inputs the fixpoint's inputs, to which is added
   */
  private record Body(
      Expressions expressions, String name, Plan.Relation relation, List<Plan> inputs) {

    /** A plan that reads the relation, with the column. */
    Plan counted(Plan plan) {
      if (plan.equals(relation)) {
        return new Plan.Input(0, counted(relation.schema()));
      }
      if (plan instanceof Plan.Calc calc) {
        Plan input = counted(calc.input());
        List<Expression> projections = new ArrayList<>(calc.projections());
        projections.add(PlanBuilder.reference(input, input.schema().size() - 1));
        return merged(new Plan.Calc(input, calc.condition(), projections, counted(calc.schema())));
      }
      if (plan instanceof Plan.Union union
          && union.inputs().stream().allMatch(input -> reads(input, relation))) {
        return new Plan.Union(
            union.inputs().stream().map(this::counted).toList(), counted(union.schema()));
      }
      if (plan instanceof Plan.TableFunction function) {
        Plan input = counted(function.input());
        Plan applied =
            new Plan.TableFunction(
                input,
                function.function(),
                function.arguments(),
                function.outer(),
                inserted(function.schema(), input.schema().size() - 1));
        return stepLast(applied, input.schema().size() - 1);
      }
      if (plan instanceof Plan.Join join) {
        return join(join);
      }
      throw refused("this use of the recursive relation '" + name + "' (" + kind(plan) + ")");
    }

    private Plan join(Plan.Join join) {
      boolean left = reads(join.left(), relation);
      boolean right = reads(join.right(), relation);
      if (left && right) {
        throw refused("reading the recursive relation '" + name + "' twice in one query");
      }
      if (left ? join.type().keepsRight() : join.type().keepsLeft() || join.type().leftOnly()) {
        throw refused(
            "the recursive relation '"
                + name
                + "' on that side of a join of which all or no rows may match");
      }
      if (right) {
        return new Plan.Join(
            outside(join.left()),
            counted(join.right()),
            join.type(),
            join.keys(),
            join.condition(),
            counted(join.schema()));
      }
      Plan counted = counted(join.left());
      int step = counted.schema().size() - 1;
      Plan joined =
          new Plan.Join(
              counted,
              outside(join.right()),
              join.type(),
              join.keys(),
              join.condition().map(condition -> shifted(condition, step)),
              inserted(join.schema(), step));
      boolean last = join.type() == JoinType.SEMI || join.type() == JoinType.ANTI;
      return last ? joined : stepLast(joined, step);
    }

    /** The condition where a column has been added at the place. */
    private Expression shifted(Expression condition, int place) {
      return expressions.replace(
          condition,
          reference ->
              reference instanceof Expression.InputRef column && column.index() >= place
                  ? new Expression.InputRef(column.index() + 1, column.type())
                  : reference);
    }

    private Plan outside(Plan plan) {
      int known = inputs.subList(1, inputs.size()).indexOf(plan) + 1;
      if (known == 0) {
        inputs.add(plan);
        known = inputs.size() - 1;
      }
      return new Plan.Input(known, plan.schema());
    }

    /** Moves the step from its place to the end. */
    private static Plan stepLast(Plan plan, int place) {
      List<Expression> projections = new ArrayList<>(PlanBuilder.references(plan.schema()));
      projections.add(projections.remove(place));
      List<RowSchema.Field> fields = new ArrayList<>(plan.schema().fields());
      fields.add(fields.remove(place));
      return new Plan.Calc(plan, Optional.empty(), projections, new RowSchema(fields));
    }

    /** Without a calc below it that only puts columns in order. */
    private Plan merged(Plan.Calc calc) {
      if (!(calc.input() instanceof Plan.Calc inner)
          || inner.condition().isPresent()
          || !inner.projections().stream().allMatch(Expression.InputRef.class::isInstance)) {
        return calc;
      }
      UnaryOperator<Expression> below =
          reference -> inner.projections().get(((Expression.InputRef) reference).index());
      return new Plan.Calc(
          inner.input(),
          calc.condition().map(condition -> expressions.replace(condition, below)),
          calc.projections().stream()
              .map(projection -> expressions.replace(projection, below))
              .toList(),
          calc.schema());
    }

    private static RowSchema counted(RowSchema schema) {
      return inserted(schema, schema.size());
    }

    private static RowSchema inserted(RowSchema schema, int place) {
      List<RowSchema.Field> fields = new ArrayList<>(schema.fields());
      fields.add(place, STEP);
      return new RowSchema(fields);
    }

    private static String kind(Plan plan) {
      return plan.getClass().getSimpleName();
    }

    private static LeatException refused(String what) {
      return LeatException.notSupported(
          what, "join the relation with what it needs, once, and filter the result");
    }
  }
}
