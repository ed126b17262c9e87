package io.leat.sql.statement;

import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * INSERT … ON CONFLICT DO UPDATE as a query: the rows to insert, called {@code EXCLUDED}, joined
 * with the rows of the table that have their keys.
 */
final class UpsertQuery {
  static final String EXCLUDED = "EXCLUDED";

  private final ChangedTable table;
  private final RowSchema physical;
  private final List<Integer> key;

  /**
   * A query over a table.
   *
   * @param key the columns of a key; where a row is met, none of them is NULL
   */
  UpsertQuery(SqlIdentifier name, RowSchema physical, List<Integer> key) {
    this.table = new ChangedTable(name, null);
    this.physical = physical;
    this.key = key;
  }

  /** The row met, the row to insert, then the values that DO UPDATE assigns. */
  SqlSelect select(List<SqlNode> assigned, @Nullable SqlNode condition) {
    List<SqlNode> items = table.columns(physical);
    physical.fields().forEach(field -> items.add(excluded(field.name())));
    items.addAll(assigned);
    SqlNode from =
        new SqlJoin(
            SqlParserPos.ZERO,
            new SqlIdentifier(EXCLUDED, SqlParserPos.ZERO),
            SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
            JoinType.LEFT.symbol(SqlParserPos.ZERO),
            table.from(),
            JoinConditionType.ON.symbol(SqlParserPos.ZERO),
            sameKey());
    return ChangedTable.selectFrom(items, from, condition == null ? null : absentOr(condition));
  }

  /** The place of an assigned value in what {@link #select} gives. */
  int assigned(int index) {
    return 2 * physical.size() + index;
  }

  private static SqlIdentifier excluded(String column) {
    return new SqlIdentifier(List.of(EXCLUDED, column), SqlParserPos.ZERO);
  }

  private SqlNode sameKey() {
    SqlNode all = null;
    for (int column : key) {
      SqlNode same =
          SqlStdOperatorTable.EQUALS.createCall(
              SqlParserPos.ZERO,
              table.column(physical.name(column)),
              excluded(physical.name(column)));
      all = all == null ? same : SqlStdOperatorTable.AND.createCall(SqlParserPos.ZERO, all, same);
    }
    if (all == null) {
      throw new AssertionError("a key without columns");
    }
    return all;
  }

  private SqlNode absentOr(SqlNode condition) {
    return SqlStdOperatorTable.OR.createCall(
        SqlParserPos.ZERO,
        SqlStdOperatorTable.IS_NULL.createCall(
            SqlParserPos.ZERO, table.column(physical.name(key.get(0)))),
        condition);
  }

  /** Whether a row is met, that row, the row that becomes of it, and the checks. */
  RelNode rows(RelNode joined, WrittenRows written, List<Integer> assigned) {
    RexBuilder rex = joined.getCluster().getRexBuilder();
    RexNode exists =
        rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, WrittenRows.column(joined, key.get(0)));
    int size = physical.size();
    List<RexNode> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    values.add(exists);
    names.add("exists");
    for (int i = 0; i < size; i++) {
      values.add(WrittenRows.column(joined, i));
    }
    names.addAll(written.names("old "));
    for (int i = 0; i < size; i++) {
      RexNode inserted = WrittenRows.column(joined, size + i);
      int place = assigned.indexOf(i);
      RexNode updated =
          place < 0
              ? WrittenRows.column(joined, i)
              : written.typed(joined, WrittenRows.column(joined, assigned(place)), i);
      RelDataType type = rex.getTypeFactory().createTypeWithNullability(inserted.getType(), true);
      values.add(rex.makeCall(type, SqlStdOperatorTable.CASE, List.of(exists, updated, inserted)));
    }
    names.addAll(written.names(""));
    return written.rows(joined, values, names, 1 + size);
  }
}
