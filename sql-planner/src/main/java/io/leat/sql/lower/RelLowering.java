package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.validate.KeptInput;
import io.leat.sql.validate.Recursion;
import io.leat.sql.validate.StateLifetime;
import io.leat.sql.validate.TypeMapping;
import io.leat.sql.validate.WatermarkedTable;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's relational expressions as physical plans. A query inside another one that names its
 * columns is lowered with a {@link Domain}.
 */
final class RelLowering {
  private final Expressions expressions;
  private final PlanBuilder plans;
  private final LiteralLowering literals;
  private final SubqueryLowering subqueries;
  private final JoinLowering joins;
  private final AggregateLowering aggregates;
  private final TableFunctionLowering functions;
  private final RecursionLowering recursions;
  private final UserFunctionLowering userFunctions;
  private final TemporalJoinLowering temporalJoins;
  private final WindowLowering windowTables;
  private @Nullable RexBuilder rexBuilder;

  /** What hints have said, so that none is passed over. */
  private final Set<StateLifetime> hints = new LinkedHashSet<>();

  /** What grouping sets read, which is one plan for all of them. */
  private final IdentityHashMap<RelNode, Lowered> shared = new IdentityHashMap<>();

  RelLowering(ZoneId zone, DerivedConstants derived) {
    this.expressions = new Expressions(zone, derived);
    this.plans = new PlanBuilder(expressions);
    this.literals = new LiteralLowering(zone);
    this.subqueries = new SubqueryLowering(this, plans, expressions);
    this.joins = new JoinLowering(this, subqueries, plans, expressions);
    this.temporalJoins = new TemporalJoinLowering(this, plans.joins());
    this.windowTables = new WindowLowering(this, plans, expressions);
    this.aggregates = new AggregateLowering(this, plans, expressions);
    this.userFunctions =
        new UserFunctionLowering(
            expressions, (node, frame) -> lowerAll(List.of(node), frame).get(0));
    this.functions = new TableFunctionLowering(this, plans, expressions, userFunctions);
    this.recursions = new RecursionLowering(expressions, plans, this::lower);
  }

  PlanBuilder plans() {
    return plans;
  }

  Expressions expressions() {
    return expressions;
  }

  /** What hints say of the inputs of all that has been lowered. */
  Set<StateLifetime> hints() {
    return hints;
  }

  Plan lower(RelNode rel) {
    rexBuilder = rel.getCluster().getRexBuilder();
    return lower(HavingOwners.complete(rel), null).plan();
  }

  /** The plan of a relation, for each of the outer values of the domain if there is one. */
  Lowered lower(RelNode rel, @Nullable Domain domain) {
    if (domain != null && !uses(rel, domain)) {
      return crossed(lower(rel, null), domain);
    }
    Lowered known = domain == null ? shared.get(rel) : null;
    if (known != null) {
      return known;
    }
    if (rel instanceof KeptInput kept) {
      hints.add(kept.lifetime());
      return lower(kept.getInput(), domain);
    }
    if (rel instanceof TableScan scan) {
      if (Recursion.isStep(scan)) {
        Plan relation = recursions.relation(scan);
        return new Lowered(relation, relation.schema().size());
      }
      Plan plan =
          new Plan.Scan(
              Objects.requireNonNull(
                  scan.getTable().unwrap(TableDefinition.class), "scanned table"));
      return new Lowered(plan, plan.schema().size());
    }
    if (rel instanceof WatermarkedTable table) {
      return windowTables.watermark(table);
    }
    if (rel instanceof Project project) {
      return WindowLowering.addsWindows(project)
          ? windowTables.lower(project, domain)
          : project(project, domain);
    }
    if (rel instanceof Filter filter) {
      return filter(filter, domain);
    }
    if (rel instanceof Join join) {
      Lowered temporal = temporalJoins.lower(join, domain);
      return temporal == null ? joins.lower(join, domain) : temporal;
    }
    if (rel instanceof Correlate correlate) {
      Lowered temporal = temporalJoins.lower(correlate, domain);
      if (temporal != null) {
        return temporal;
      }
      Lowered beside = functions.lateral(correlate, domain);
      return beside == null ? joins.lower(correlate, domain) : beside;
    }
    if (rel instanceof Uncollect || rel instanceof TableFunctionScan) {
      return functions.lower(rel, domain);
    }
    if (rel instanceof Aggregate aggregate) {
      if (GroupingSets.isSimple(aggregate)) {
        return aggregates.lower(aggregate, domain);
      }
      if (domain == null) {
        shared.put(aggregate.getInput(), lower(aggregate.getInput(), null));
      }
      return lower(GroupingSets.expand(aggregate), domain);
    }
    if (rel instanceof Recursion recursion) {
      if (domain != null) {
        throw LeatException.notSupported(
            "WITH RECURSIVE that names columns of a query around it", "join with its result");
      }
      Plan plan = recursions.lower(recursion);
      return new Lowered(plan, plan.schema().size());
    }
    if (rel instanceof SetOp operation) {
      return setOperation(operation, domain);
    }
    if (rel instanceof Values values) {
      Plan plan = values(values);
      int count = values.getTuples().size();
      Lowered.Rows rows =
          count == 1 ? Lowered.Rows.ONE : count == 0 ? Lowered.Rows.AT_MOST_ONE : Lowered.Rows.ANY;
      return new Lowered(plan, plan.schema().size(), rows, null);
    }
    if (rel instanceof Sort sort) {
      return sort(sort, domain);
    }
    if (rel instanceof Snapshot) {
      throw LeatException.notSupported(
          "FOR SYSTEM_TIME AS OF outside of a join's right side",
          "join with the relation: FROM a JOIN b FOR SYSTEM_TIME AS OF a.time ON …");
    }
    throw LeatException.notSupported(
        "the operation " + rel.getRelTypeName(), "use SELECT, joins, GROUP BY and set operations");
  }

  static boolean uses(RelNode rel, Domain domain) {
    return domain.sharesAny(OuterColumn.usedBy(rel));
  }

  /** Every row for each of the outer values. */
  private Lowered crossed(Lowered input, Domain domain) {
    Plan plan;
    if (input.plan() instanceof Plan.Constant constant && constant.rows().size() == 1) {
      List<Expression> columns = new ArrayList<>(constant.rows().get(0));
      columns.addAll(PlanBuilder.references(domain.values().schema()));
      List<String> names = PlanBuilder.names(constant.schema());
      names.addAll(PlanBuilder.names(domain.values().schema()));
      plan = plans.project(domain.values(), columns, names);
    } else {
      plan = plans.cross(input.plan(), domain.values());
    }
    return new Lowered(plan, input.width(), input.rows(), null);
  }

  /** The outer values that a query inside the frame is asked for; null if it names none. */
  @Nullable Domain domain(Frame frame, List<OuterColumn> columns) {
    if (columns.isEmpty()) {
      return null;
    }
    List<Expression> values = columns.stream().map(column -> required(frame, column)).toList();
    return new Domain(columns, plans.distinct(plans.project(frame.plan(), values)));
  }

  Expression required(Frame frame, OuterColumn column) {
    Expression found = frame.find(column);
    if (found == null) {
      throw LeatException.notSupported(
          "a query that names a column of a query around it in this place", "write it as a join");
    }
    return found;
  }

  List<Expression> lowerAll(List<RexNode> nodes, Frame frame) {
    ExpressionLowering lowering =
        new ExpressionLowering(
            frame,
            expressions,
            Objects.requireNonNull(rexBuilder, "builder"),
            literals,
            userFunctions);
    return nodes.stream().map(lowering::lower).toList();
  }

  /** The relation with a row of its own for all outer values that have one. */
  Lowered present(Lowered lowered, @Nullable Domain domain) {
    Lowered.Absent absent = lowered.absent();
    if (absent == null || domain == null) {
      return lowered;
    }
    Expression.Literal found = Expressions.literal(true, Expressions.TRUTH);
    List<Expression> columns = new ArrayList<>(PlanBuilder.references(lowered.plan().schema()));
    columns.add(found);
    Plan marked = plans.project(lowered.plan(), columns);
    Plan values = domain.values();
    int outer = domain.size();
    List<Expression> same = new ArrayList<>();
    for (int i = 0; i < outer; i++) {
      int right = lowered.width() + i;
      same.add(
          plans.same(
              PlanBuilder.reference(values, i),
              new Expression.InputRef(outer + right, marked.schema().type(right))));
    }
    Plan joined = plans.join(JoinType.LEFT, values, marked, Expressions.and(same));
    Expression has =
        expressions.predicate(
            "IS NOT NULL", List.of(PlanBuilder.reference(joined, joined.schema().size() - 1)));
    List<Expression> own = new ArrayList<>();
    for (int i = 0; i < lowered.width(); i++) {
      Expression value = PlanBuilder.reference(joined, outer + i);
      Expression otherwise = absent.row().get(i);
      own.add(
          Expressions.isLiteral(otherwise, null)
              ? value
              : expressions.choose(
                  List.of(new Expression.Case.Branch(has, value)),
                  expressions.cast(otherwise, value.type(), false),
                  value.type()));
    }
    List<String> names =
        new ArrayList<>(PlanBuilder.names(lowered.plan().schema()).subList(0, lowered.width()));
    for (int i = 0; i < outer; i++) {
      own.add(PlanBuilder.reference(joined, i));
      names.add(values.schema().name(i));
    }
    return new Lowered(plans.project(joined, own, names), lowered.width(), Lowered.Rows.ONE, null);
  }

  private Lowered project(Project project, @Nullable Domain domain) {
    Lowered input = lower(project.getInput(), domain);
    List<RexOver> windows = OverLowering.findAll(project.getProjects());
    boolean asks = !SubqueryLowering.findAll(project.getProjects()).isEmpty();
    if (asks || !windows.isEmpty()) {
      input = present(input, domain);
    }
    Frame frame = new Frame(input, domain, project.getVariablesSet());
    subqueries.answer(frame, project.getProjects());
    if (!windows.isEmpty()) {
      new OverLowering(this, frame).answer(windows);
    }
    List<Expression> columns = new ArrayList<>(lowerAll(project.getProjects(), frame));
    int width = columns.size();
    Lowered.Absent before = input.absent();
    Lowered.Absent absent =
        before == null
            ? null
            : new Lowered.Absent(
                columns.stream().map(column -> inAbsence(column, frame.width(), before)).toList());
    columns.addAll(frame.domainColumns());
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
    frame.domainColumns().forEach(column -> names.add(name(frame.plan(), column)));
    return new Lowered(plans.project(frame.plan(), columns, names), width, input.rows(), absent);
  }

  /** An expression over the columns of the absent row, then those of the domain. */
  private Expression inAbsence(Expression expression, int width, Lowered.Absent absent) {
    return expressions.replace(
        expression,
        reference -> {
          int index = ((Expression.InputRef) reference).index();
          return index < width
              ? absent.row().get(index)
              : new Expression.InputRef(index - width, reference.type());
        });
  }

  private static String name(Plan plan, Expression column) {
    return plan.schema().name(((Expression.InputRef) column).index());
  }

  private Lowered filter(Filter filter, @Nullable Domain domain) {
    List<RexNode> conditions = RelOptUtil.conjunctions(filter.getCondition());
    if (domain != null && !uses(filter.getInput(), domain)) {
      Lowered bound = new DomainBinding(this, plans, expressions).bind(filter, conditions, domain);
      if (bound != null) {
        return bound;
      }
    }
    Lowered input = lower(filter.getInput(), domain);
    return filter(input, conditions, filter.getVariablesSet(), domain);
  }

  /** Keeps the rows for which all conditions are true. */
  Lowered filter(
      Lowered rows, List<RexNode> conditions, Set<CorrelationId> own, @Nullable Domain domain) {
    List<RexNode> plain =
        conditions.stream().filter(condition -> SubqueryLowering.find(condition) == null).toList();
    boolean asks = plain.size() < conditions.size();
    Lowered input = asks || keepsAbsent(rows, plain, domain) ? present(rows, domain) : rows;
    Frame frame = new Frame(input, domain, own);
    frame.replace(plans.filter(frame.plan(), Expressions.and(lowerAll(plain, frame))));
    if (asks) {
      for (RexNode asking : conditions) {
        if (SubqueryLowering.find(asking) != null && !subqueries.filter(frame, asking)) {
          subqueries.answer(frame, List.of(asking));
          frame.replace(plans.filter(frame.plan(), lowerAll(List.of(asking), frame).get(0)));
        }
      }
      int size = input.plan().schema().size();
      frame.replace(
          plans.project(
              frame.plan(), PlanBuilder.references(frame.plan().schema()).subList(0, size)));
    }
    Lowered.Rows count = input.rows() == Lowered.Rows.ONE ? Lowered.Rows.AT_MOST_ONE : input.rows();
    return new Lowered(frame.plan(), input.width(), count, null);
  }

  /** Whether conditions may be true of the row that belongs to outer values without a row. */
  private boolean keepsAbsent(Lowered rows, List<RexNode> conditions, @Nullable Domain domain) {
    Lowered.Absent absent = rows.absent();
    if (absent == null) {
      return false;
    }
    Frame frame = new Frame(rows, domain, Set.of());
    Expression condition = Expressions.and(lowerAll(conditions, frame));
    return Expressions.constantTruth(inAbsence(condition, frame.width(), absent)).orElse(true);
  }

  private Lowered setOperation(SetOp operation, @Nullable Domain domain) {
    RowSchema own = TypeMapping.toSchema(operation.getRowType());
    List<RowSchema.Field> fields = new ArrayList<>(own.fields());
    if (domain != null) {
      fields.addAll(domain.values().schema().fields());
    }
    RowSchema schema = new RowSchema(fields);
    List<Plan> inputs =
        operation.getInputs().stream()
            .map(input -> present(lower(input, domain), domain).plan())
            .toList();
    Plan plan;
    if (operation instanceof Union) {
      Plan union = plans.union(inputs, schema);
      plan = operation.all ? union : plans.distinct(union);
    } else if (operation instanceof Intersect || operation instanceof Minus) {
      boolean intersect = operation instanceof Intersect;
      Node.SetOperation.Kind kind =
          operation.all
              ? intersect ? Node.SetOperation.Kind.INTERSECT_ALL : Node.SetOperation.Kind.EXCEPT_ALL
              : intersect ? Node.SetOperation.Kind.INTERSECT : Node.SetOperation.Kind.EXCEPT;
      plan = plans.setOperation(kind, inputs, schema);
    } else {
      throw LeatException.notSupported(
          operation.getRelTypeName(), "use UNION, INTERSECT or EXCEPT");
    }
    return new Lowered(plan, own.size());
  }

  private Lowered sort(Sort sort, @Nullable Domain domain) {
    long offset = count(sort.offset, 0);
    long fetch = count(sort.fetch, -1);
    Lowered input = present(lower(sort.getInput(), domain), domain);
    List<SortKey> order =
        sort.getCollation().getFieldCollations().stream().map(RelLowering::sortKey).toList();
    order.forEach(key -> requireOrder(input.plan().schema().type(key.column())));
    if (domain == null) {
      Plan plan =
          order.isEmpty()
              ? plans.limit(input.plan(), offset, fetch)
              : plans.sort(input.plan(), order, offset, fetch);
      return new Lowered(plan, input.width(), rows(input.rows(), offset, fetch), null);
    }
    if (offset == 0 && fetch < 0) {
      return input;
    }
    List<Integer> partition =
        IntStream.range(input.width(), input.plan().schema().size()).boxed().toList();
    return new Lowered(
        plans.topN(input.plan(), partition, order, offset, fetch),
        input.width(),
        rows(input.rows(), offset, fetch),
        null);
  }

  private static Lowered.Rows rows(Lowered.Rows input, long offset, long fetch) {
    if (input == Lowered.Rows.ONE && offset == 0 && fetch != 0) {
      return input;
    }
    return input != Lowered.Rows.ANY || fetch == 0 || fetch == 1
        ? Lowered.Rows.AT_MOST_ONE
        : Lowered.Rows.ANY;
  }

  /** Refuses to order by what has no order. */
  static void requireOrder(DataType type) {
    if (!type.hasOrder()) {
      throw LeatException.notSupported(
          "ORDER BY of " + type.sqlName(),
          type.kind() == TypeKind.VARIANT
              ? "order by a CAST of it or of an element"
              : "order by MAP_KEYS(…), CARDINALITY(…) or an element");
    }
  }

  static SortKey sortKey(RelFieldCollation collation) {
    boolean descending = collation.getDirection().isDescending();
    boolean nullsFirst =
        switch (collation.nullDirection) {
          case FIRST -> true;
          case LAST -> false;
          case UNSPECIFIED -> !descending;
        };
    return new SortKey(collation.getFieldIndex(), descending, nullsFirst);
  }

  private Plan values(Values values) {
    RowSchema schema = TypeMapping.toSchema(values.getRowType());
    return new Plan.Constant(
        schema,
        values.getTuples().stream()
            .map(
                tuple -> {
                  List<Expression.Constant> row = new ArrayList<>();
                  for (int i = 0; i < tuple.size(); i++) {
                    row.add(
                        expressions.evaluate(
                            expressions.cast(literals.lower(tuple.get(i)), schema.type(i), false)));
                  }
                  return List.copyOf(row);
                })
            .toList());
  }

  private static long count(@Nullable RexNode count, long absent) {
    if (count == null) {
      return absent;
    }
    if (count instanceof RexLiteral literal) {
      return Objects.requireNonNull(literal.getValueAs(BigDecimal.class), "count").longValueExact();
    }
    throw LeatException.notSupported("LIMIT with an expression", "write the number");
  }
}
