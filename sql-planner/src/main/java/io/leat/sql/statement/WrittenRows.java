package io.leat.sql.statement;

import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.Functions;
import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.RowViolation;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.RegistryFunction;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The rows that a statement writes to a managed table, as a relational expression: each column in
 * the table's type, with the table's checks behind them.
 */
final class WrittenRows {
  /** A DEFAULT names no column. */
  private static final RowSchema NO_COLUMNS =
      RowSchema.of(new RowSchema.Field("", ScalarType.INTEGER));

  private final QueryConverter converter;
  private final CatalogTable table;
  private final RowSchema physical;

  WrittenRows(QueryConverter converter, CatalogTable table) {
    this.converter = converter;
    this.table = table;
    this.physical = table.physicalSchema();
  }

  RowSchema physical() {
    return physical;
  }

  private static RexBuilder rex(RelNode rel) {
    return rel.getCluster().getRexBuilder();
  }

  /** A column of a relation. */
  static RexNode column(RelNode rel, int index) {
    return rex(rel).makeInputRef(rel, index);
  }

  /** A value in the type of a column of the table, nullable as the value is. */
  RexNode typed(RelNode rel, RexNode value, int column) {
    return StoredValue.of(rex(rel), value, physical.type(column));
  }

  /** What a column gets where a statement gives no value: its DEFAULT, or else NULL. */
  RexNode defaultValue(RelNode rel, int column) {
    return declared(column).defaultValue().isPresent()
        ? typed(
            rel, converter.expression(declared(column).defaultValue().get(), NO_COLUMNS), column)
        : rex(rel)
            .makeNullLiteral(
                TypeMapping.toRelType(
                    physical.type(column).withNullable(true), rex(rel).getTypeFactory()));
  }

  /** The declaration of a physical column. */
  CatalogTable.Column declared(int column) {
    return table.columns().stream()
        .filter(found -> found.name().equals(physical.name(column)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Values, then the checks.
   *
   * @param start where among the values the new columns of the table begin; −1 if there are none
   */
  RelNode rows(RelNode input, List<RexNode> values, List<String> names, int start) {
    RelNode rows = LogicalProject.create(input, List.of(), values, names, Set.of());
    if (start < 0 || table.checks().isEmpty()) {
      return rows;
    }
    List<RexNode> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      all.add(column(rows, i));
    }
    List<String> allNames = new ArrayList<>(names);
    RexShuttle moved =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            RexNode column = column(rows, reference.getIndex() + start);
            return column.getType().equals(reference.getType())
                ? column
                : rex(rows).makeAbstractCast(reference.getType(), column, false);
          }
        };
    RowSchema nullable =
        new RowSchema(
            physical.fields().stream()
                .map(field -> new RowSchema.Field(field.name(), field.type().withNullable(true)))
                .toList());
    for (CatalogTable.Check check : table.checks()) {
      all.add(converter.expression(check.expression(), nullable).accept(moved));
      allNames.add("check " + (allNames.size() - names.size() + 1));
    }
    return LogicalProject.create(rows, List.of(), all, allNames, Set.of());
  }

  /**
   * The rows of an INSERT that the table lets in: another one is an error of that row.
   *
   * @param rows as {@link #rows} gives them
   */
  RelNode requiring(RelNode rows) {
    RexBuilder rex = rex(rows);
    List<RexNode> all = new ArrayList<>();
    for (int i = 0; i < physical.size(); i++) {
      RexNode column = column(rows, i);
      if (!physical.type(i).nullable() && column.getType().isNullable()) {
        all.add(
            required(
                rex,
                rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, column),
                SqlState.NOT_NULL_VIOLATION,
                RowViolation.isNull(table, i)));
      }
    }
    List<String> checks = checks();
    for (int i = 0; i < checks.size(); i++) {
      all.add(
          required(
              rex,
              rex.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, column(rows, physical.size() + i)),
              SqlState.CHECK_VIOLATION,
              RowViolation.check(table, checks.get(i))));
    }
    return all.isEmpty() ? rows : LogicalFilter.create(rows, RexUtil.composeConjunction(rex, all));
  }

  private static RexNode required(RexBuilder rex, RexNode holds, String state, String message) {
    ScalarFunction require = Objects.requireNonNull(Functions.find("REQUIRE_ROW"), "function");
    return rex.makeCall(
        new RegistryFunction(require), holds, rex.makeLiteral(state), rex.makeLiteral(message));
  }

  /** The names of the physical columns, behind a word. */
  List<String> names(String before) {
    return physical.fields().stream().map(field -> before + field.name()).toList();
  }

  /** How messages call the checks, in the order in which {@link #rows} gives them. */
  List<String> checks() {
    return table.checks().stream().map(CatalogTable.Check::label).toList();
  }
}
