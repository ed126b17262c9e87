package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Lets sources that can do so read single fields of ROW columns: scans give, behind the columns of
 * their table, each field as a column of its own; where a field of such a column is asked for, that
 * one is read. Columns that nothing reads are taken away afterwards by {@link ColumnPruning}.
 */
final class FieldReads {
  private final PlanBuilder plans;
  private final Expressions expressions;
  private final IdentityHashMap<Plan, Spread> done = new IdentityHashMap<>();

  FieldReads(PlanBuilder plans, Expressions expressions) {
    this.plans = plans;
    this.expressions = expressions;
  }

  /**
   * A plan whose columns are those of the original one, then fields of some of them.
   *
   * @param fields by column, where its fields are, in order
   */
  private record Spread(Plan plan, Map<Integer, List<Integer>> fields) {}

  Plan apply(Plan root) {
    return asBefore(root);
  }

  /** The plan with the columns that it had. */
  private Plan asBefore(Plan plan) {
    Spread spread = spread(plan);
    int columns = plan.schema().size();
    return spread.plan().schema().size() == columns
        ? spread.plan()
        : plans.project(
            spread.plan(),
            PlanBuilder.references(spread.plan().schema()).subList(0, columns),
            PlanBuilder.names(plan.schema()));
  }

  private Spread spread(Plan plan) {
    Spread known = done.get(plan);
    if (known == null) {
      known = make(plan);
      done.put(plan, known);
    }
    return known;
  }

  private Spread make(Plan plan) {
    if (plan instanceof Plan.Scan scan) {
      return scan(scan);
    }
    if (plan instanceof Plan.Calc calc) {
      Spread input = spread(calc.input());
      return input.fields().isEmpty() ? replaced(plan, input.plan()) : calc(calc, input);
    }
    if (plan instanceof TimePlan.Watermark watermark) {
      Spread input = spread(watermark.input());
      return input.fields().isEmpty() ? replaced(plan, input.plan()) : watermark(watermark, input);
    }
    List<Plan> inputs = plan.inputs().stream().map(this::asBefore).toList();
    boolean same = true;
    for (int i = 0; i < inputs.size(); i++) {
      same &= isSame(inputs.get(i), plan.inputs().get(i));
    }
    return new Spread(same ? plan : plan.withInputs(inputs), Map.of());
  }

  private static Spread replaced(Plan plan, Plan input) {
    boolean same = isSame(input, plan.inputs().get(0));
    return new Spread(same ? plan : plan.withInputs(List.of(input)), Map.of());
  }

  @SuppressWarnings("ReferenceEquality") // What is unchanged is the same object.
  private static boolean isSame(Plan a, Plan b) {
    return a == b;
  }

  private static Spread scan(Plan.Scan scan) {
    TableDefinition table = scan.table();
    RowSchema schema = table.schema();
    Connector connector = table.isStored() ? null : Connectors.find(table.connector());
    boolean dotted = schema.fields().stream().anyMatch(column -> column.name().contains("."));
    if (connector == null || !connector.readsFields() || dotted || !table.metadata().isEmpty()) {
      return new Spread(scan, Map.of());
    }
    List<RowSchema.Field> columns = new ArrayList<>(schema.fields());
    Map<Integer, List<Integer>> fields = new HashMap<>();
    for (int i = 0; i < schema.size(); i++) {
      if (schema.type(i) instanceof RowType row) {
        List<Integer> places = new ArrayList<>();
        for (RowSchema.Field field : row.schema().fields()) {
          boolean nullable = row.nullable() || field.type().nullable();
          places.add(columns.size());
          columns.add(
              new RowSchema.Field(
                  schema.name(i) + "." + field.name(), field.type().withNullable(nullable)));
        }
        fields.put(i, places);
      }
    }
    TableDefinition wide =
        new TableDefinition(
            table.name(),
            new RowSchema(columns),
            table.options(),
            table.primaryKey(),
            table.partitionKeys(),
            List.of());
    return fields.isEmpty()
        ? new Spread(scan, Map.of())
        : new Spread(new Plan.Scan(wide, scan.range()), fields);
  }

  /** Fields of a column that is passed on are passed on too. */
  private Spread calc(Plan.Calc calc, Spread input) {
    List<Expression> projections = new ArrayList<>();
    List<RowSchema.Field> columns = new ArrayList<>(calc.schema().fields());
    calc.projections().forEach(projection -> projections.add(withFields(projection, input)));
    Map<Integer, List<Integer>> fields = new HashMap<>();
    for (int i = 0; i < calc.projections().size(); i++) {
      if (calc.projections().get(i) instanceof Expression.InputRef reference
          && input.fields().containsKey(reference.index())) {
        List<Integer> places = new ArrayList<>();
        for (int field : input.fields().get(reference.index())) {
          places.add(projections.size());
          projections.add(PlanBuilder.reference(input.plan(), field));
          columns.add(input.plan().schema().fields().get(field));
        }
        fields.put(i, places);
      }
    }
    return new Spread(
        new Plan.Calc(
            input.plan(),
            calc.condition().map(condition -> withFields(condition, input)),
            projections,
            new RowSchema(columns)),
        fields);
  }

  /** The watermark's value is the last column of what it reads, so that the fields go before it. */
  private Spread watermark(TimePlan.Watermark watermark, Spread input) {
    int value = watermark.schema().size();
    RowSchema wide = input.plan().schema();
    boolean hasValue = !watermark.byProcessingTime();
    List<RowSchema.Field> columns = new ArrayList<>(watermark.schema().fields());
    List<Expression> projections = new ArrayList<>(PlanBuilder.references(wide).subList(0, value));
    Map<Integer, Integer> moved = new HashMap<>();
    TreeSet<Integer> places = new TreeSet<>();
    input.fields().values().forEach(places::addAll);
    for (int place : places) {
      moved.put(place, columns.size());
      columns.add(wide.fields().get(place));
      projections.add(PlanBuilder.reference(input.plan(), place));
    }
    if (hasValue) {
      projections.add(PlanBuilder.reference(input.plan(), value));
    }
    Map<Integer, List<Integer>> fields = new HashMap<>();
    input
        .fields()
        .forEach((column, at) -> fields.put(column, at.stream().map(moved::get).toList()));
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.add(column.name()));
    if (hasValue) {
      names.add(wide.name(value));
    }
    return new Spread(
        new TimePlan.Watermark(
            plans.project(input.plan(), projections, names),
            watermark.times(),
            watermark.unitMicros(),
            watermark.idleMicros(),
            watermark.byProcessingTime(),
            watermark.alignment(),
            new RowSchema(columns)),
        fields);
  }

  private Expression withFields(Expression expression, Spread input) {
    if (expression instanceof Expression.Call call
        && call.function().equals("FIELD")
        && call.arguments().get(0) instanceof Expression.InputRef reference
        && input.fields().containsKey(reference.index())
        && call.arguments().get(1) instanceof Expression.Literal literal
        && literal.value() instanceof Integer field) {
      return PlanBuilder.reference(input.plan(), input.fields().get(reference.index()).get(field));
    }
    return expressions.rebuilt(expression, part -> withFields(part, input));
  }
}
