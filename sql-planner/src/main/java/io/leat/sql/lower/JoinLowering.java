package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/** Joins, of independent relations or of one that names the other's columns (LATERAL). */
final class JoinLowering {
  private final RelLowering relations;
  private final SubqueryLowering subqueries;
  private final PlanBuilder plans;
  private final Expressions expressions;

  JoinLowering(
      RelLowering relations,
      SubqueryLowering subqueries,
      PlanBuilder plans,
      Expressions expressions) {
    this.relations = relations;
    this.subqueries = subqueries;
    this.plans = plans;
    this.expressions = expressions;
  }

  private static JoinType type(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinType.INNER;
      case LEFT -> JoinType.LEFT;
      case RIGHT -> JoinType.RIGHT;
      case FULL -> JoinType.FULL;
      default -> throw LeatException.notSupported(type + " JOIN", "use EXISTS or LEFT JOIN");
    };
  }

  /** A join whose right side is computed for each left row. */
  Lowered lower(Correlate correlate, @Nullable Domain domain) {
    if (!correlate.getCondition().isAlwaysTrue()) {
      throw LeatException.notSupported("this LATERAL join", "put its condition into the query");
    }
    Lowered left = relations.present(relations.lower(correlate.getLeft(), domain), domain);
    Frame frame = new Frame(left, domain, Set.of(correlate.getCorrelationId()));
    Domain asked = relations.domain(frame, List.copyOf(OuterColumn.usedBy(correlate.getRight())));
    Lowered right = relations.present(relations.lower(correlate.getRight(), asked), asked);
    int start = left.plan().schema().size();
    List<Expression> same = new ArrayList<>();
    for (int i = 0; asked != null && i < asked.size(); i++) {
      int column = right.width() + i;
      same.add(
          plans.same(
              relations.required(frame, asked.columns().get(i)),
              new Expression.InputRef(start + column, right.plan().schema().type(column))));
    }
    Plan joined =
        plans.join(
            type(correlate.getJoinType()),
            left.plan(),
            right.plan(),
            Expressions.and(same),
            Lifetimes.of(correlate.getLeft(), correlate.getRight()));
    return arranged(joined, left.width(), start, right.width(), domainColumns(left, domain, 0));
  }

  Lowered lower(Join join, @Nullable Domain domain) {
    List<RexNode> conditions = RelOptUtil.conjunctions(join.getCondition());
    if (join.getJoinType() == JoinRelType.INNER) {
      Lowered pairs = pairs(join, domain);
      return relations.filter(pairs, conditions, join.getVariablesSet(), domain);
    }
    JoinType type = type(join.getJoinType());
    if (asksAboutPairs(join, conditions)) {
      return outerByPairs(join, type, conditions, domain);
    }
    boolean leftUses = domain != null && RelLowering.uses(join.getLeft(), domain);
    boolean rightUses = domain != null && RelLowering.uses(join.getRight(), domain);
    boolean bothSides =
        type == JoinType.FULL
            || (domain != null && domain.sharesAny(OuterColumn.usedBy(join.getCondition())));
    Domain leftDomain = type.keepsLeft() || leftUses || bothSides ? domain : null;
    Domain rightDomain = type.keepsRight() || rightUses || bothSides ? domain : null;
    Lowered left = relations.present(relations.lower(join.getLeft(), leftDomain), leftDomain);
    Lowered right = relations.present(relations.lower(join.getRight(), rightDomain), rightDomain);
    Sides sides =
        new Sides(new Frame(left, leftDomain, Set.of()), new Frame(right, rightDomain, Set.of()));
    answer(join, conditions, sides);
    return outer(join, type, conditions, sides, domain, leftDomain, rightDomain);
  }

  private record Sides(Frame left, Frame right) {}

  /** All pairs of rows of an inner join, for the same outer values. */
  private Lowered pairs(Join join, @Nullable Domain domain) {
    boolean leftUses = domain != null && RelLowering.uses(join.getLeft(), domain);
    boolean rightUses = domain != null && RelLowering.uses(join.getRight(), domain);
    Domain leftDomain = leftUses || !rightUses ? domain : null;
    Domain rightDomain = rightUses ? domain : null;
    Lowered left = relations.present(relations.lower(join.getLeft(), leftDomain), leftDomain);
    Lowered right = relations.present(relations.lower(join.getRight(), rightDomain), rightDomain);
    int start = left.plan().schema().size();
    List<Expression> leftColumns = domainColumns(left, leftDomain, 0);
    List<Expression> rightColumns = domainColumns(right, rightDomain, start);
    List<Expression> same = new ArrayList<>();
    if (leftDomain != null && rightDomain != null) {
      for (int i = 0; i < leftColumns.size(); i++) {
        same.add(plans.same(leftColumns.get(i), rightColumns.get(i)));
      }
    }
    Plan joined =
        plans.join(
            JoinType.INNER,
            left.plan(),
            right.plan(),
            Expressions.and(same),
            Lifetimes.of(join.getLeft(), join.getRight()));
    Lowered pairs =
        arranged(
            joined,
            left.width(),
            start,
            right.width(),
            leftDomain == null ? rightColumns : leftColumns);
    boolean one = left.rows() == Lowered.Rows.ONE && right.rows() == Lowered.Rows.ONE;
    boolean few = left.rows() != Lowered.Rows.ANY && right.rows() != Lowered.Rows.ANY;
    return new Lowered(
        pairs.plan(),
        pairs.width(),
        one ? Lowered.Rows.ONE : few ? Lowered.Rows.AT_MOST_ONE : Lowered.Rows.ANY,
        null);
  }

  private static List<Expression> domainColumns(Lowered side, @Nullable Domain domain, int start) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; domain != null && i < domain.size(); i++) {
      int column = side.width() + i;
      columns.add(new Expression.InputRef(start + column, side.plan().schema().type(column)));
    }
    return columns;
  }

  /** Both sides' own columns, then those of the domain. */
  private Lowered arranged(
      Plan joined, int leftWidth, int start, int rightWidth, List<Expression> domain) {
    List<Expression> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < leftWidth; i++) {
      columns.add(PlanBuilder.reference(joined, i));
      names.add(joined.schema().name(i));
    }
    for (int i = 0; i < rightWidth; i++) {
      columns.add(PlanBuilder.reference(joined, start + i));
      names.add(joined.schema().name(start + i));
    }
    for (Expression column : domain) {
      columns.add(
          expressions.replace(
              column,
              reference ->
                  PlanBuilder.reference(joined, ((Expression.InputRef) reference).index())));
      names.add("outer" + names.size());
    }
    return new Lowered(plans.project(joined, columns, names), leftWidth + rightWidth);
  }

  /** Whether a sub-query in the condition names columns of both sides. */
  private static boolean asksAboutPairs(Join join, List<RexNode> conditions) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    for (RexSubQuery subQuery : SubqueryLowering.findAll(conditions)) {
      Set<Integer> used = columnsOf(subQuery, join.getVariablesSet());
      if (used.stream().anyMatch(column -> column < leftCount)
          && used.stream().anyMatch(column -> column >= leftCount)) {
        return true;
      }
    }
    return false;
  }

  /**
   * An outer join as its pairs, and beside them the rows that are in no pair: equal rows are in
   * pairs together or not at all.
   */
  private Lowered outerByPairs(
      Join join, JoinType type, List<RexNode> conditions, @Nullable Domain domain) {
    Lifetimes.of(join.getLeft(), join.getRight())
        .given()
        .findFirst()
        .ifPresent(
            hint -> {
              throw LeatException.notSupported(
                      "STATE_TTL of an outer join whose sub-query names columns of both sides",
                      "SET 'table.exec.state.ttl' before this statement")
                  .at(hint.position());
            });
    Lowered pairs =
        relations.filter(pairs(join, domain), conditions, join.getVariablesSet(), domain);
    int leftWidth = join.getLeft().getRowType().getFieldCount();
    List<RowSchema.Field> fields =
        new ArrayList<>(TypeMapping.toSchema(join.getRowType()).fields());
    if (domain != null) {
      fields.addAll(domain.values().schema().fields());
    }
    RowSchema schema = new RowSchema(fields);
    List<Plan> parts = new ArrayList<>();
    parts.add(pairs.plan());
    if (type.keepsLeft()) {
      parts.add(unpaired(join.getLeft(), 0, pairs, schema, domain));
    }
    if (type.keepsRight()) {
      parts.add(unpaired(join.getRight(), leftWidth, pairs, schema, domain));
    }
    return new Lowered(plans.union(parts, schema), pairs.width());
  }

  /** The rows of one side, whose columns begin at {@code start}, that are in no pair. */
  private Plan unpaired(
      RelNode side, int start, Lowered pairs, RowSchema schema, @Nullable Domain domain) {
    Lowered rows = relations.present(relations.lower(side, domain), domain);
    int all = rows.plan().schema().size();
    List<Expression> same = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      int inPairs = i < rows.width() ? start + i : pairs.width() + i - rows.width();
      same.add(
          plans.same(
              PlanBuilder.reference(rows.plan(), i),
              new Expression.InputRef(all + inPairs, pairs.plan().schema().type(inPairs))));
    }
    Plan alone = plans.join(JoinType.ANTI, rows.plan(), pairs.plan(), Expressions.and(same));
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      int own = i < pairs.width() ? i - start : rows.width() + i - pairs.width();
      boolean absent = i < pairs.width() && (own < 0 || own >= rows.width());
      columns.add(
          absent
              ? Expressions.literal(null, schema.type(i).withNullable(true))
              : PlanBuilder.reference(alone, own));
    }
    return plans.project(alone, columns, PlanBuilder.names(schema));
  }

  /** Gives each sub-query in an outer join's condition its value on the side that it asks about. */
  private void answer(Join join, List<RexNode> conditions, Sides sides) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    for (RexSubQuery subQuery : SubqueryLowering.findAll(conditions)) {
      Set<Integer> used = columnsOf(subQuery, join.getVariablesSet());
      boolean left = used.stream().allMatch(column -> column < leftCount);
      Frame frame = left ? sides.left() : sides.right();
      for (CorrelationId id : join.getVariablesSet()) {
        frame.own(id, left ? 0 : leftCount);
      }
      RexSubQuery moved =
          left
              ? subQuery
              : subQuery.clone(
                  subQuery.getType(), RexUtil.shift(subQuery.getOperands(), -leftCount));
      subqueries.answer(frame, List.of(moved));
      Expression value = frame.answer(moved);
      if (value != null) {
        frame.answer(subQuery, value);
      }
    }
  }

  private static Set<Integer> columnsOf(RexSubQuery subQuery, Set<CorrelationId> own) {
    Set<Integer> columns = new HashSet<>();
    RexShuttle references =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            columns.add(reference.getIndex());
            return reference;
          }
        };
    subQuery.getOperands().forEach(operand -> operand.accept(references));
    for (OuterColumn column : OuterColumn.usedBy((RexNode) subQuery)) {
      if (own.contains(column.query())) {
        columns.add(column.field());
      }
    }
    return columns;
  }

  private Lowered outer(
      Join join,
      JoinType type,
      List<RexNode> conditions,
      Sides sides,
      @Nullable Domain domain,
      @Nullable Domain leftDomain,
      @Nullable Domain rightDomain) {
    Plan left = sides.left().plan();
    Plan right = sides.right().plan();
    int leftWidth = sides.left().width();
    int rightWidth = sides.right().width();
    int start = left.schema().size();
    JoinFrame frame = new JoinFrame(join, sides, domain, leftDomain != null);
    List<Expression> terms = new ArrayList<>(frame.lower(conditions));
    List<Expression> leftColumns = sides.left().domainColumns();
    List<Expression> rightColumns = new ArrayList<>();
    for (Expression column : sides.right().domainColumns()) {
      rightColumns.add(
          new Expression.InputRef(start + ((Expression.InputRef) column).index(), column.type()));
    }
    if (leftDomain != null && rightDomain != null) {
      for (int i = 0; i < leftColumns.size(); i++) {
        terms.add(plans.same(leftColumns.get(i), rightColumns.get(i)));
      }
    }
    Plan joined =
        plans.join(
            type,
            left,
            right,
            Expressions.and(terms),
            Lifetimes.of(join.getLeft(), join.getRight()));
    List<Expression> outer =
        switch (type) {
          case FULL -> either(leftColumns, rightColumns);
          case RIGHT -> rightColumns;
          default -> leftColumns;
        };
    return arranged(joined, leftWidth, start, rightWidth, outer);
  }

  /** The outer values of a full join's row, which has one of its sides at least. */
  private List<Expression> either(List<Expression> left, List<Expression> right) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      columns.add(
          expressions.call(
              "COALESCE",
              List.of(left.get(i), right.get(i)),
              left.get(i).type().withNullable(true)));
    }
    return columns;
  }

  /** Lowers conditions over both sides of a join. */
  private final class JoinFrame {
    private final Frame pairs;
    private final List<Expression> places = new ArrayList<>();

    JoinFrame(Join join, Sides sides, @Nullable Domain domain, boolean domainLeft) {
      int leftWidth = sides.left().width();
      int rightWidth = sides.right().width();
      int start = sides.left().plan().schema().size();
      for (int i = 0; i < leftWidth; i++) {
        places.add(sides.left().column(i));
      }
      for (int i = 0; i < rightWidth; i++) {
        places.add(moved(sides.right().column(i), start));
      }
      List<Expression> outer =
          domainLeft
              ? sides.left().domainColumns()
              : sides.right().domainColumns().stream().map(c -> moved(c, start)).toList();
      places.addAll(outer);
      List<Expression> answers = new ArrayList<>();
      List<RexSubQuery> subQueries = SubqueryLowering.findAll(List.of(join.getCondition()));
      for (RexSubQuery subQuery : subQueries) {
        Expression left = sides.left().answer(subQuery);
        Expression right = sides.right().answer(subQuery);
        if (left != null) {
          answers.add(left);
        } else if (right != null) {
          answers.add(moved(right, start));
        }
      }
      int first = places.size();
      places.addAll(answers);
      List<RowSchema.Field> fields = new ArrayList<>();
      places.forEach(place -> fields.add(new RowSchema.Field("c" + fields.size(), place.type())));
      Plan columns = PlanBuilder.empty(new RowSchema(fields));
      pairs =
          new Frame(new Lowered(columns, leftWidth + rightWidth), domain, join.getVariablesSet());
      for (int i = 0; i < subQueries.size(); i++) {
        pairs.answer(subQueries.get(i), pairs.column(first + i));
      }
    }

    private Expression moved(Expression expression, int by) {
      return expressions.replace(
          expression,
          reference ->
              new Expression.InputRef(
                  ((Expression.InputRef) reference).index() + by, reference.type()));
    }

    List<Expression> lower(List<RexNode> conditions) {
      return relations.lowerAll(conditions, pairs).stream()
          .map(
              condition ->
                  expressions.replace(
                      condition,
                      reference -> places.get(((Expression.InputRef) reference).index())))
          .toList();
    }
  }
}
