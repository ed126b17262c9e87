package io.leat.sql.statement;

import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A table that a statement changes, as its expressions name it. */
final class ChangedTable {
  private final SqlIdentifier name;
  private final @Nullable SqlIdentifier alias;

  ChangedTable(SqlIdentifier name, @Nullable SqlIdentifier alias) {
    this.name = name;
    this.alias = alias;
  }

  /** The table's columns, each an item of SELECT. */
  List<SqlNode> columns(RowSchema physical) {
    List<SqlNode> columns = new ArrayList<>();
    physical.fields().forEach(field -> columns.add(column(field.name())));
    return columns;
  }

  SqlIdentifier column(String column) {
    String qualifier = alias == null ? name.names.get(name.names.size() - 1) : alias.getSimple();
    return new SqlIdentifier(List.of(qualifier, column), SqlParserPos.ZERO);
  }

  /** What stands in FROM. */
  SqlNode from() {
    return alias == null
        ? name
        : SqlStdOperatorTable.AS.createCall(name.getParserPosition(), name, alias);
  }

  /**
   * Items of the table's rows.
   *
   * @param joined what stands beside the table in FROM, in which its rows may be several times;
   *     each different row of the result comes once then
   */
  SqlSelect select(List<SqlNode> items, @Nullable SqlNode joined, @Nullable SqlNode where) {
    if (joined == null) {
      return selectFrom(items, from(), where);
    }
    SqlNode both =
        new SqlJoin(
            SqlParserPos.ZERO,
            from(),
            SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
            JoinType.CROSS.symbol(SqlParserPos.ZERO),
            joined,
            JoinConditionType.NONE.symbol(SqlParserPos.ZERO),
            null);
    SqlSelect select = selectFrom(items, both, where);
    select.setOperand(0, SqlNodeList.of(SqlSelectKeyword.DISTINCT.symbol(SqlParserPos.ZERO)));
    return select;
  }

  static SqlSelect selectFrom(List<SqlNode> items, SqlNode from, @Nullable SqlNode where) {
    SqlNodeList list = new SqlNodeList(SqlParserPos.ZERO);
    for (int i = 0; i < items.size(); i++) {
      // Names of their own, so that equal columns do not meet.
      list.add(
          SqlStdOperatorTable.AS.createCall(
              items.get(i).getParserPosition(),
              items.get(i),
              new SqlIdentifier("item " + i, SqlParserPos.ZERO)));
    }
    return new SqlSelect(
        SqlParserPos.ZERO, null, list, from, where, null, null, null, null, null, null, null, null);
  }
}
