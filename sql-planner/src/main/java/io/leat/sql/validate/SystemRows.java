package io.leat.sql.validate;

import com.google.common.collect.ImmutableList;
import io.leat.sql.catalog.SystemTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** What a system table holds now as a relational expression: constants, cast to its types. */
final class SystemRows {
  private SystemRows() {}

  static RelNode of(SystemTable table, RelOptCluster cluster) {
    RexBuilder builder = cluster.getRexBuilder();
    RelDataType rowType = TypeMapping.toRelType(table.schema(), cluster.getTypeFactory());
    RelDataType text =
        cluster
            .getTypeFactory()
            .createTypeWithNullability(
                cluster
                    .getTypeFactory()
                    .createSqlType(SqlTypeName.VARCHAR, RelDataType.PRECISION_NOT_SPECIFIED),
                true);
    RelDataType constants =
        cluster
            .getTypeFactory()
            .createStructType(
                table.schema().types().stream().map(type -> text).toList(),
                rowType.getFieldNames());
    List<ImmutableList<RexLiteral>> rows = new ArrayList<>();
    for (List<? extends @Nullable Object> row : table.rows().get()) {
      List<RexLiteral> literals = new ArrayList<>();
      for (Object value : row) {
        literals.add(
            value == null
                ? builder.makeNullLiteral(text)
                : builder.makeCharLiteral(new NlsString(value.toString(), null, null)));
      }
      rows.add(ImmutableList.copyOf(literals));
    }
    RelNode values = LogicalValues.create(cluster, constants, ImmutableList.copyOf(rows));
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < table.schema().size(); i++) {
      columns.add(
          builder.makeAbstractCast(
              rowType.getFieldList().get(i).getType(), builder.makeInputRef(values, i), false));
    }
    return LogicalProject.create(values, List.of(), columns, rowType.getFieldNames(), Set.of());
  }
}
