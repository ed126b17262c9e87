package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query's rows, on the right of a join with the rows that ask: {@code width} columns of its own,
 * then those of the domain.
 */
final class AskedQuery {
  private static final Expression.Literal TRUE = Expressions.literal(true, ScalarType.BOOLEAN);

  private final RelLowering relations;
  private final Plan plan;
  private final int width;
  private final @Nullable Domain domain;

  AskedQuery(RelLowering relations, Plan plan, int width, @Nullable Domain domain) {
    this.relations = relations;
    this.plan = plan;
    this.width = width;
    this.domain = domain;
  }

  Plan plan() {
    return plan;
  }

  int width() {
    return width;
  }

  @Nullable Domain domain() {
    return domain;
  }

  List<OuterColumn> outer() {
    return domain == null ? List.of() : domain.columns();
  }

  AskedQuery with(Plan other) {
    return new AskedQuery(relations, other, width, domain);
  }

  boolean nullable() {
    return plan.schema().types().subList(0, width).stream().anyMatch(DataType::nullable);
  }

  Expression own(int index) {
    return PlanBuilder.reference(plan, index);
  }

  Expression shifted(int index, int by) {
    return new Expression.InputRef(index + by, plan.schema().type(index));
  }

  /** The domain's columns alone. */
  AskedQuery outerOnly() {
    return new AskedQuery(
        relations,
        relations
            .plans()
            .project(
                plan, PlanBuilder.references(plan.schema()).subList(width, width + outer().size())),
        0,
        domain);
  }

  /** Each combination of outer values for which there is a row, once. */
  AskedQuery distinctOuter() {
    List<Expression> columns = new ArrayList<>();
    columns.add(TRUE);
    columns.addAll(PlanBuilder.references(plan.schema()).subList(width, width + outer().size()));
    return new AskedQuery(
        relations, relations.plans().distinct(relations.plans().project(plan, columns)), 1, domain);
  }

  /** The frame's columns with the outer values. */
  List<Expression> outerOf(Frame frame) {
    List<Expression> columns = new ArrayList<>();
    for (OuterColumn column : outer()) {
      columns.add(relations.required(frame, column));
    }
    return columns;
  }

  /** That a row of this query belongs to a row of the frame. */
  Expression sameOuter(Frame frame) {
    int start = frame.plan().schema().size();
    return same(outerOf(frame), start);
  }

  Expression same(List<Expression> asking, int start) {
    List<Expression> terms = new ArrayList<>();
    for (int i = 0; i < asking.size(); i++) {
      terms.add(relations.plans().same(asking.get(i), shifted(width + i, start)));
    }
    return Expressions.and(terms);
  }

  /** That a row of this query belongs to a row of the frame and has these values. */
  List<Expression> matches(Frame frame, List<Expression> values, String operator) {
    int start = frame.plan().schema().size();
    List<Expression> terms = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      terms.add(
          relations
              .expressions()
              .predicate(
                  operator,
                  ExpressionLowering.comparable(
                      relations.expressions(), values.get(i), shifted(i, start))));
    }
    terms.add(same(outerOf(frame), start));
    return terms;
  }
}
