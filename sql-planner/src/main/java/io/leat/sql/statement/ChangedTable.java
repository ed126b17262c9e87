package io.leat.sql.statement;

import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
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

  SqlSelect select(List<SqlNode> items, @Nullable SqlNode where) {
    return select(items, from(), where);
  }

  static SqlSelect select(List<SqlNode> items, SqlNode from, @Nullable SqlNode where) {
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
