package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.function.user.UserAccumulation;
import io.leat.runtime.function.user.UserOverload;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.validate.AggregateFunction;
import io.leat.sql.validate.AggregateSignature;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/** GROUP BY: what the calls need is computed below them, constants stand in the calls. */
final class AggregateLowering {
  private final RelLowering relations;
  private final PlanBuilder plans;
  private final Expressions expressions;

  AggregateLowering(RelLowering relations, PlanBuilder plans, Expressions expressions) {
    this.relations = relations;
    this.plans = plans;
    this.expressions = expressions;
  }

  Lowered lower(Aggregate aggregate, @Nullable Domain domain) {
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw LeatException.notSupported("GROUPING SETS", "combine queries with UNION ALL");
    }
    Lowered input = relations.present(relations.lower(aggregate.getInput(), domain), domain);
    Frame frame = new Frame(input, domain, Set.of());
    Columns columns = new Columns(input.plan());
    List<Integer> keys = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      columns.add(frame.column(key));
      keys.add(keys.size());
    }
    int groups = keys.size();
    for (Expression column : frame.domainColumns()) {
      columns.add(column);
      keys.add(keys.size());
    }
    List<io.leat.runtime.circuit.AggregateCall> calls = new ArrayList<>();
    List<RelDataType> types =
        aggregate.getRowType().getFieldList().stream().map(field -> field.getType()).toList();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      AggregateCall call = aggregate.getAggCallList().get(i);
      DataType type = TypeMapping.toDataType(types.get(groups + i));
      calls.add(call(call, type, aggregate.getInput(), frame, columns));
      names.add(aggregate.getRowType().getFieldNames().get(groups + i));
    }
    Plan grouped =
        plans.aggregate(
            plans.project(input.plan(), columns.columns(), columns.names()),
            keys,
            calls,
            names,
            lifetimes(aggregate));
    return arranged(aggregate, grouped, groups, keys.size() - groups, domain);
  }

  /** How long groups are kept: a hint is about what the rows are read of, once for each set. */
  private static Lifetimes lifetimes(Aggregate aggregate) {
    RelNode input = aggregate.getInput();
    return Lifetimes.of(
        input instanceof Union union && union.all && GroupingSets.isRepetition(union)
            ? union.getInput(0)
            : input);
  }

  /** Groups, results, then the domain's columns. */
  private Lowered arranged(
      Aggregate aggregate, Plan grouped, int groups, int outer, @Nullable Domain domain) {
    int width = aggregate.getRowType().getFieldCount();
    List<Expression> columns = new ArrayList<>();
    List<String> names = new ArrayList<>(aggregate.getRowType().getFieldNames());
    for (int i = 0; i < groups; i++) {
      columns.add(PlanBuilder.reference(grouped, i));
    }
    for (int i = groups; i < width; i++) {
      columns.add(PlanBuilder.reference(grouped, i + outer));
    }
    for (int i = 0; i < outer; i++) {
      columns.add(PlanBuilder.reference(grouped, groups + i));
      names.add(grouped.schema().name(groups + i));
    }
    Plan plan = plans.project(grouped, columns, names);
    if (groups > 0) {
      return new Lowered(plan, width);
    }
    if (domain == null) {
      return new Lowered(plan, width, Lowered.Rows.ONE, null);
    }
    List<Expression> row = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      DataType type = plan.schema().type(i);
      AggregateFunction function =
          (AggregateFunction) aggregate.getAggCallList().get(i).getAggregation();
      Object value = function.signature().countsNothing() ? (Long) 0L : null;
      CatalogFunction.Java user = function.user();
      if (user != null) {
        value = UserAccumulation.ofNothing(user.overloads().get(0).method(), type);
      }
      row.add(Expressions.literal(value, type));
    }
    return new Lowered(plan, width, Lowered.Rows.AT_MOST_ONE, new Lowered.Absent(row));
  }

  /** The columns that an aggregate reads, each once. */
  private static final class Columns {
    private final Plan input;
    private final List<Expression> columns = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Columns(Plan input) {
      this.input = input;
    }

    List<Expression> columns() {
      if (columns.isEmpty()) {
        add(Expressions.literal(true, Expressions.TRUTH));
      }
      return columns;
    }

    List<String> names() {
      return names;
    }

    void add(Expression column) {
      names.add(
          column instanceof Expression.InputRef reference
              ? input.schema().name(reference.index())
              : "f" + columns.size());
      columns.add(column);
    }

    int find(Expression column) {
      int index = columns.indexOf(column);
      if (index < 0) {
        index = columns.size();
        add(column);
      }
      return index;
    }
  }

  private io.leat.runtime.circuit.AggregateCall call(
      AggregateCall call, DataType type, RelNode input, Frame frame, Columns columns) {
    if (!(call.getAggregation() instanceof AggregateFunction function)) {
      throw LeatException.notSupported(
          "the aggregate function " + call.getAggregation().getName(), "SHOW FUNCTIONS lists them");
    }
    AggregateSignature signature = function.signature();
    CatalogFunction.Java user = function.user();
    List<Expression> given = new ArrayList<>();
    for (int argument : call.getArgList()) {
      Expression constant = constant(input, argument, frame);
      given.add(constant == null ? frame.column(argument) : constant);
    }
    AggregateSignature.Resolution resolution =
        signature.resolve(given.stream().map(Expression::type).toList());
    if (resolution == null) {
      throw new AssertionError("not valid: " + call);
    }
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Expression argument = expressions.cast(given.get(i), resolution.parameters().get(i), false);
      if (isSetting(signature, i)) {
        if (!(argument instanceof Expression.Literal)) {
          throw LeatException.notSupported(
              "a second argument of " + signature.name() + " that is not constant",
              "write the constant");
        }
        arguments.add(argument);
      } else {
        int column = columns.find(argument);
        arguments.add(new Expression.InputRef(column, argument.type()));
      }
    }
    if (signature.name().equals("LISTAGG") && arguments.size() == 1) {
      arguments.add(Expressions.literal(",", ScalarType.STRING));
    }
    String option = function.option();
    if (option != null) {
      arguments.add(Expressions.literal(option, ScalarType.STRING));
    }
    List<SortKey> order = new ArrayList<>();
    for (RelFieldCollation collation : call.getCollation().getFieldCollations()) {
      SortKey key = RelLowering.sortKey(collation);
      RelLowering.requireOrder(frame.column(key.column()).type());
      int column = columns.find(frame.column(key.column()));
      order.add(new SortKey(column, key.descending(), key.nullsFirst()));
    }
    OptionalInt filter =
        call.hasFilter()
            ? OptionalInt.of(columns.find(frame.column(call.filterArg)))
            : OptionalInt.empty();
    return new io.leat.runtime.circuit.AggregateCall(
        user == null ? signature.name() : user.name().name(),
        arguments,
        call.isDistinct(),
        filter,
        order,
        type,
        Optional.ofNullable(user == null ? null : method(user, resolution.parameters())));
  }

  /** The method {@code accumulate} of a user's function for arguments of these types. */
  static UserMethod method(CatalogFunction.Java function, List<DataType> arguments) {
    return Objects.requireNonNull(UserOverload.resolve(function.overloads(), arguments))
        .overload()
        .method();
  }

  /** Whether an argument is the same for all rows: a separator or a fraction. */
  static boolean isSetting(AggregateSignature signature, int argument) {
    return argument == 1
        && (signature.name().equals("LISTAGG") || signature.name().startsWith("PERCENTILE"));
  }

  /** The constant that a column is for all rows; null if it is none. */
  private @Nullable Expression constant(RelNode rel, int column, Frame frame) {
    if (rel instanceof Filter filter) {
      return constant(filter.getInput(), column, frame);
    }
    if (rel instanceof Union union) {
      Expression first = constant(union.getInput(0), column, frame);
      boolean same =
          first != null
              && union.getInputs().stream()
                  .allMatch(input -> first.equals(constant(input, column, frame)));
      return same ? first : null;
    }
    if (rel instanceof Project project) {
      RexNode value = project.getProjects().get(column);
      if (value instanceof RexInputRef reference) {
        return constant(project.getInput(), reference.getIndex(), frame);
      }
      if (RexUtil.isConstant(value)) {
        Expression lowered = relations.lowerAll(List.of(value), frame).get(0);
        return lowered instanceof Expression.Literal ? lowered : null;
      }
    }
    return null;
  }
}
