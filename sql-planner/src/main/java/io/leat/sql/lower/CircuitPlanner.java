package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.TimeSettings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** Turns relational expressions into one circuit. Not safe for use by several threads. */
public final class CircuitPlanner {
  private final RelLowering lowering;
  private final CircuitEnds ends;
  private final TimedPlans times;
  private final Node.Emission emission;

  /**
   * A planner of one circuit.
   *
   * @param time when windows give results, and how long state is kept
   * @param orders by which rows of a stored table are found
   * @param derived takes what is made of the statement's parameters
   */
  public CircuitPlanner(
      ZoneId zone,
      TimeSettings time,
      Function<TableDefinition, List<KeyOrder>> orders,
      DerivedConstants derived) {
    this.lowering = new RelLowering(zone, derived);
    this.emission = new Node.Emission(time.earlyMicros(), time.latenessMicros());
    this.times = new TimedPlans(lowering.plans(), lowering.expressions(), emission);
    this.ends =
        new CircuitEnds(lowering.expressions(), time.stateMicros(), lowering.hints(), orders);
  }

  /**
   * Adds a query whose rows go to the client.
   *
   * @param changes whether it shows its changes (EMIT CHANGES) rather than its final rows
   * @param ordered whether it has an ORDER BY itself, not only in a query inside it
   */
  public void addResult(RelNode query, List<String> names, boolean changes, boolean ordered) {
    addResult(query, names, changes ? CircuitEnds.Shown.CHANGES : CircuitEnds.Shown.ROWS, ordered);
  }

  /** Adds a query whose changes go, by their weights, to whom runs the circuit. */
  public void addChanges(RelNode query, List<String> names) {
    addResult(query, names, CircuitEnds.Shown.WEIGHTS, false);
  }

  private void addResult(
      RelNode query, List<String> names, CircuitEnds.Shown shown, boolean ordered) {
    Plan lowered = typed(lowering.lower(query));
    Plan plan = ordered ? lowered : PlanBuilder.unordered(lowered);
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(new RowSchema.Field(names.get(i), plan.schema().type(i)));
    }
    RowSchema schema = new RowSchema(fields);
    ends.result(optimized(plan), schema, shown);
  }

  /** No column of a result is without a type: a bare NULL becomes text. */
  private Plan typed(Plan plan) {
    RowSchema schema = plan.schema();
    if (schema.types().stream().noneMatch(type -> type.kind() == TypeKind.NULL)) {
      return plan;
    }
    List<Expression> projections = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      projections.add(
          schema.type(i).kind() == TypeKind.NULL
              ? Expressions.literal(null, ScalarType.STRING)
              : new Expression.InputRef(i, schema.type(i)));
    }
    return lowering
        .plans()
        .project(plan, projections, schema.fields().stream().map(RowSchema.Field::name).toList());
  }

  /**
   * Adds a query whose rows go to a table.
   *
   * @param columns for each physical column of the table the query's column; null for NULL
   */
  public void addSink(RelNode query, List<@Nullable Integer> columns, TableDefinition table) {
    Plan plan = lowering.lower(query);
    List<Expression> projections = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Integer column = columns.get(i);
      DataType type = table.schema().type(i);
      projections.add(
          column == null
              ? Expressions.literal(null, type)
              : lowering
                  .expressions()
                  .cast(new Expression.InputRef(column, plan.schema().type(column)), type, false));
    }
    ends.sink(
        optimized(
            lowering
                .plans()
                .project(
                    plan,
                    projections,
                    table.schema().fields().stream().map(RowSchema.Field::name).toList())),
        table);
  }

  /** Joins in a better order, windows found, columns that nothing reads gone. */
  private Plan optimized(Plan plan) {
    Plan ordered = new JoinOrder(lowering.plans(), lowering.expressions()).order(plan);
    Plan timed = new WindowClosings(emission).apply(times.apply(ordered));
    timed = new FieldReads(lowering.plans(), lowering.expressions()).apply(timed);
    timed = new UnusedWatermarks(lowering.plans()).remove(timed);
    timed = new FilterConstants(lowering.expressions()).apply(timed);
    return ColumnPruning.prune(timed, lowering.plans(), lowering.expressions());
  }

  /** Whether anything that has been added reads what has no end by itself. */
  public boolean readsUnbounded() {
    return ends.readsUnbounded();
  }

  /**
   * Sets of columns in which no two rows of the last result agree, by what the query does and what
   * the engine itself guards, not by what tables of connectors declare; after {@link #circuit}.
   */
  public Set<Set<Integer>> provenKeys() {
    return ends.provenKeys();
  }

  public Circuit circuit() {
    return ends.circuit();
  }
}
