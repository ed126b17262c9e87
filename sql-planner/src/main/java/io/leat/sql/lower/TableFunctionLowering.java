package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.validate.JavaUserFunction;
import io.leat.sql.validate.JsonTableFunction;
import io.leat.sql.validate.SeriesFunction;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/** UNNEST and table functions. */
final class TableFunctionLowering {
  private static final Plan ONE_ROW = oneRow();

  private final RelLowering relations;
  private final PlanBuilder plans;
  private final Expressions expressions;
  private final UserFunctionLowering userFunctions;

  TableFunctionLowering(
      RelLowering relations,
      PlanBuilder plans,
      Expressions expressions,
      UserFunctionLowering userFunctions) {
    this.userFunctions = userFunctions;
    this.relations = relations;
    this.plans = plans;
    this.expressions = expressions;
  }

  private static Plan oneRow() {
    DataType type = ScalarType.INTEGER.withNullable(false);
    return new Plan.Constant(
        RowSchema.of(new RowSchema.Field("one", type)),
        List.of(List.of(new Expression.Literal(1, type))));
  }

  /** What a function is and gives, with its arguments over some rows. */
  private record Applied(String function, List<Expression> arguments, RowSchema columns) {

    Applied named(List<String> names) {
      return new Applied(function, arguments, schema(names, columns.types()));
    }

    /** A column that is never NULL, or -1. */
    int neverNull() {
      for (int i = 0; i < columns.size(); i++) {
        if (!columns.type(i).nullable()) {
          return i;
        }
      }
      return -1;
    }

    Plan.TableFunction to(Plan input, boolean outer) {
      List<RowSchema.Field> fields = new ArrayList<>(input.schema().fields());
      for (RowSchema.Field field : columns.fields()) {
        DataType type = field.type();
        fields.add(new RowSchema.Field(field.name(), outer ? type.withNullable(true) : type));
      }
      return new Plan.TableFunction(input, function, arguments, outer, new RowSchema(fields));
    }
  }

  /** The rows of UNNEST or a table function, for each of the outer values. */
  Lowered lower(RelNode rel, @Nullable Domain domain) {
    return rel instanceof Uncollect uncollect
        ? unnest(uncollect, domain)
        : scan((TableFunctionScan) rel, domain);
  }

  private Lowered unnest(Uncollect uncollect, @Nullable Domain domain) {
    Lowered input = relations.present(relations.lower(uncollect.getInput(), domain), domain);
    Frame frame = new Frame(input, domain, Set.of());
    List<Expression> collections = new ArrayList<>();
    for (int i = 0; i < input.width(); i++) {
      collections.add(frame.column(i));
    }
    return functionOnly(frame, unnest(uncollect, collections));
  }

  private Lowered scan(TableFunctionScan scan, @Nullable Domain domain) {
    Frame frame =
        new Frame(
            domain == null ? new Lowered(ONE_ROW, 1) : new Lowered(domain.values(), 0),
            domain,
            Set.of());
    return functionOnly(frame, applied(scan, frame));
  }

  /** The function's columns, then those of the domain. */
  private Lowered functionOnly(Frame frame, Applied applied) {
    Plan plan = applied.to(frame.plan(), false);
    int start = frame.plan().schema().size();
    List<Expression> columns = new ArrayList<>();
    for (int i = start; i < plan.schema().size(); i++) {
      columns.add(PlanBuilder.reference(plan, i));
    }
    columns.addAll(frame.domainColumns());
    return new Lowered(plans.project(plan, columns), applied.columns().size());
  }

  private Applied unnest(Uncollect uncollect, List<Expression> collections) {
    List<String> names = uncollect.getRowType().getFieldNames();
    List<DataType> types = new ArrayList<>();
    for (Expression collection : collections) {
      types.addAll(elements(collection.type()));
    }
    if (collections.size() > 1) {
      types.replaceAll(type -> type.withNullable(true));
    }
    if (uncollect.withOrdinality) {
      types.add(ScalarType.INTEGER.withNullable(false));
    }
    return new Applied(
        uncollect.withOrdinality ? "UNNEST WITH ORDINALITY" : "UNNEST",
        collections,
        schema(names, types));
  }

  /** The columns that the elements of a collection make. */
  private static List<DataType> elements(DataType collection) {
    if (collection instanceof MapType map) {
      return List.of(map.key(), map.value());
    }
    DataType element =
        collection instanceof ArrayType array
            ? array.element()
            : ((MultisetType) collection).element();
    return element instanceof RowType row
        ? row.schema().types().stream()
            .map(type -> type.withNullable(type.nullable() || element.nullable()))
            .toList()
        : List.of(element);
  }

  private static RowSchema schema(List<String> names, List<DataType> types) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new RowSchema.Field(names.get(i), types.get(i)));
    }
    return new RowSchema(fields);
  }

  private Applied applied(TableFunctionScan scan, Frame frame) {
    RexCall call = (RexCall) scan.getCall();
    List<Expression> given = relations.lowerAll(call.getOperands(), frame);
    if (call.getOperator() instanceof JavaUserFunction function) {
      Expression rows = userFunctions.rows(function, given);
      return new Applied(
          "UNNEST",
          List.of(rows),
          schema(scan.getRowType().getFieldNames(), elements(rows.type())));
    }
    if (call.getOperator() instanceof JsonTableFunction) {
      List<DataType> types =
          scan.getRowType().getFieldList().stream()
              .map(field -> TypeMapping.toDataType(field.getType()))
              .toList();
      List<Expression> arguments = new ArrayList<>(given);
      if (given.get(0).type().kind() == TypeKind.NULL) {
        arguments.set(0, expressions.cast(given.get(0), ScalarType.STRING, false));
      }
      return new Applied(
          JsonTableFunction.NAME, arguments, schema(scan.getRowType().getFieldNames(), types));
    }
    DataType value = SeriesFunction.valueType(given.stream().map(Expression::type).toList());
    if (value == null) {
      throw new AssertionError("not valid: " + call);
    }
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      boolean interval = i == 2 && !value.kind().isInteger();
      arguments.add(interval ? given.get(i) : expressions.cast(given.get(i), value, false));
    }
    return new Applied(
        SeriesFunction.NAME, arguments, schema(scan.getRowType().getFieldNames(), List.of(value)));
  }

  /**
   * A join of rows with a function of them, as that function beside each row; null if the function
   * is but a part of what the rows are joined with.
   */
  @Nullable Lowered lateral(Correlate correlate, @Nullable Domain domain) {
    Steps steps = Steps.of(correlate.getRight());
    boolean outer = correlate.getJoinType() == JoinRelType.LEFT;
    if (steps == null
        || (outer && !steps.onlyProject())
        || (!outer && correlate.getJoinType() != JoinRelType.INNER)) {
      return null;
    }
    Lowered left = relations.present(relations.lower(correlate.getLeft(), domain), domain);
    CorrelationId id = correlate.getCorrelationId();
    Frame frame = new Frame(left, domain, Set.of(id));
    Applied applied =
        steps.function() instanceof Uncollect uncollect
            ? unnest(
                uncollect,
                relations.lowerAll(((Project) uncollect.getInput()).getProjects(), frame))
            : applied((TableFunctionScan) steps.function(), frame);
    boolean marked = outer && !steps.passOn();
    int marker = applied.neverNull();
    if (marked && marker < 0) {
      return null;
    }
    Plan plan = applied.named(steps.names()).to(frame.plan(), outer);
    int before = frame.plan().schema().size();
    List<Expression> order = new ArrayList<>();
    for (int i = before; i < plan.schema().size(); i++) {
      order.add(PlanBuilder.reference(plan, i));
    }
    int width = order.size();
    order.addAll(PlanBuilder.references(frame.plan().schema()));
    if (marked) {
      order.add(PlanBuilder.reference(plan, before + marker));
    }
    Rows rows = new Rows(plans.project(plan, order), width, marked);
    for (int i = steps.above().size() - 1; i >= 0; i--) {
      rows = step(steps.above().get(i), rows, left.width(), domain, id);
    }
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < left.width(); i++) {
      columns.add(PlanBuilder.reference(rows.plan(), rows.width() + i));
    }
    for (int i = 0; i < rows.width(); i++) {
      columns.add(PlanBuilder.reference(rows.plan(), i));
    }
    int end = rows.plan().schema().size() - (marked ? 1 : 0);
    for (int i = rows.width() + left.width(); i < end; i++) {
      columns.add(PlanBuilder.reference(rows.plan(), i));
    }
    return new Lowered(plans.project(rows.plan(), columns), left.width() + rows.width());
  }

  /**
   * Rows of the right side in the first {@code width} columns, then their left row.
   *
   * @param marked whether the last column is NULL where the right side has no row and its columns
   *     are to be NULL
   */
  private record Rows(Plan plan, int width, boolean marked) {

    Expression marker() {
      return PlanBuilder.reference(plan, plan.schema().size() - 1);
    }
  }

  private Rows step(RelNode rel, Rows rows, int left, @Nullable Domain domain, CorrelationId id) {
    Frame frame = new Frame(new Lowered(rows.plan(), rows.width() + left), domain, Set.of());
    frame.own(id, -rows.width());
    if (rel instanceof Filter filter) {
      Expression condition = relations.lowerAll(List.of(filter.getCondition()), frame).get(0);
      return new Rows(plans.filter(rows.plan(), condition), rows.width(), rows.marked());
    }
    List<Expression> columns =
        new ArrayList<>(relations.lowerAll(((Project) rel).getProjects(), frame));
    int width = columns.size();
    if (rows.marked()) {
      columns.replaceAll(column -> whereMarked(column, rows));
    }
    for (int i = rows.width(); i < rows.plan().schema().size(); i++) {
      columns.add(PlanBuilder.reference(rows.plan(), i));
    }
    return new Rows(plans.project(rows.plan(), columns), width, rows.marked());
  }

  /** NULL where there is no row; the function's own columns are that already. */
  private Expression whereMarked(Expression column, Rows rows) {
    if (column instanceof Expression.InputRef reference && reference.index() < rows.width()) {
      return column;
    }
    DataType type = column.type().withNullable(true);
    Expression missing =
        expressions.call(
            "IS NULL", List.of(rows.marker()), ScalarType.BOOLEAN.withNullable(false));
    return expressions.choose(
        List.of(new Expression.Case.Branch(missing, Expressions.literal(null, type))),
        column,
        type);
  }

  /**
   * A function of one row and what is done with each row that it gives.
   *
   * @param above outermost first
   */
  private record Steps(List<RelNode> above, RelNode function) {

    /** Null if the relation is more than that. */
    static @Nullable Steps of(RelNode relation) {
      List<RelNode> above = new ArrayList<>();
      RelNode rel = relation;
      while (rel instanceof Project || rel instanceof Filter) {
        List<RexNode> used =
            rel instanceof Project project
                ? project.getProjects()
                : List.of(((Filter) rel).getCondition());
        if (!plain(used)) {
          return null;
        }
        above.add(rel);
        rel = rel.getInput(0);
      }
      boolean unnest =
          rel instanceof Uncollect
              && rel.getInput(0) instanceof Project project
              && plain(project.getProjects())
              && project.getInput() instanceof Values values
              && values.getTuples().size() == 1;
      boolean scan =
          rel instanceof TableFunctionScan function
              && function.getInputs().isEmpty()
              && plain(List.of(function.getCall()));
      return unnest || scan ? new Steps(above, rel) : null;
    }

    private static boolean plain(List<RexNode> nodes) {
      return SubqueryLowering.findAll(nodes).isEmpty()
          && nodes.stream().noneMatch(RexOver::containsOver);
    }

    /** The function's columns as the query names them. */
    List<String> names() {
      RelNode first = above.isEmpty() ? function : above.get(above.size() - 1);
      boolean renames =
          first instanceof Project project
              && RexUtil.isIdentity(project.getProjects(), function.getRowType());
      return (renames ? first : function).getRowType().getFieldNames();
    }

    /** Whether all the function's rows are given. */
    boolean onlyProject() {
      return above.stream().allMatch(Project.class::isInstance);
    }

    /** Whether the function's columns are given as they are, and all its rows. */
    boolean passOn() {
      return above.stream()
          .allMatch(
              rel ->
                  rel instanceof Project project
                      && project.getProjects().stream().allMatch(RexInputRef.class::isInstance));
    }
  }
}
