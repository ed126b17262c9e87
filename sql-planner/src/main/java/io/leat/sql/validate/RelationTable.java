package io.leat.sql.validate;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TemporalTable;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A relation in the validator's name space, and what it stands for in a plan. */
final class RelationTable extends AbstractTable implements TemporalTable, TranslatableTable {

  /** Gives the plan that stands in the place of the relation's name. */
  @FunctionalInterface
  interface Expansion {
    RelNode expand();
  }

  private final RowSchema schema;
  private final @Nullable TableDefinition scanned;
  private final @Nullable Expansion expansion;

  private RelationTable(
      RowSchema schema, @Nullable TableDefinition scanned, @Nullable Expansion expansion) {
    this.schema = schema;
    this.scanned = scanned;
    this.expansion = expansion;
  }

  /** The physical columns of a table. */
  static RelationTable scan(RowSchema schema, TableDefinition table) {
    return new RelationTable(schema, table, null);
  }

  /** A view, or a table with computed columns. */
  static RelationTable expanded(RowSchema schema, Expansion expansion) {
    return new RelationTable(schema, null, expansion);
  }

  /** Columns that expressions may name, though no rows are behind them. */
  static RelationTable columns(RowSchema schema) {
    return new RelationTable(schema, null, null);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return TypeMapping.toRelType(schema, typeFactory);
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    return type.isInstance(scanned) ? type.cast(scanned) : super.unwrap(type);
  }

  /** Every relation can be read as of a time; these columns are not asked for. */
  @Override
  public String getSysStartFieldName() {
    return "";
  }

  @Override
  public String getSysEndFieldName() {
    return "";
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return expansion == null
        ? LogicalTableScan.create(context.getCluster(), table, context.getTableHints())
        : expansion.expand();
  }
}
