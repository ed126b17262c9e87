package io.leat.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** {@code SET (c, d) = (SELECT a, b …)}: the query of one row as one query for each column. */
public final class RowQuery {
  private RowQuery() {}

  /**
   * A query for each of the named columns.
   *
   * @throws SyntaxError if the query does not list as many columns, or they cannot be told apart
   */
  public static List<SqlNode> columns(SqlNode query, SqlNodeList names) {
    SqlSelect select = select(query);
    SqlNodeList items = select.getSelectList();
    boolean star = items.stream().anyMatch(RowQuery::isStar);
    if (star || select.isDistinct() || hasPosition(select.getGroup()) || orderedByPosition(query)) {
      throw refused(query);
    }
    if (items.size() != names.size()) {
      throw SyntaxError.at(
          "SET names as many columns as it gives values", names.getParserPosition());
    }
    List<SqlNode> queries = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      SqlNode copy = Objects.requireNonNull(query.accept(new Copy()), "copy");
      SqlSelect copied = select(copy);
      copied.setSelectList(SqlNodeList.of(copied.getSelectList().get(i)));
      queries.add(copy);
    }
    return queries;
  }

  private static SqlSelect select(SqlNode query) {
    if (query instanceof SqlOrderBy ordered) {
      return select(ordered.query);
    }
    if (query instanceof SqlWith with) {
      return select(with.body);
    }
    if (query instanceof SqlSelect select) {
      return select;
    }
    throw refused(query);
  }

  private static boolean isStar(SqlNode item) {
    return item instanceof SqlIdentifier name && name.isStar();
  }

  private static boolean orderedByPosition(SqlNode query) {
    return query instanceof SqlOrderBy ordered && hasPosition(ordered.orderList);
  }

  private static boolean hasPosition(@Nullable SqlNodeList list) {
    return list != null && list.stream().anyMatch(RowQuery::isPosition);
  }

  private static boolean isPosition(SqlNode item) {
    return item instanceof SqlNumericLiteral
        || (item instanceof SqlCall call
            && call.operandCount() == 1
            && isPosition(call.operand(0)));
  }

  private static SyntaxError refused(SqlNode query) {
    return SyntaxError.unsupported(
        "SET of several columns by a query of this shape is not supported",
        "write a query for each column: SET c = (SELECT …), d = (SELECT …)",
        query.getParserPosition());
  }

  /** Copies all of a tree, so that what is done to one copy does not show in another. */
  private static final class Copy extends SqlShuttle {
    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      CallCopyingArgHandler copied = new CallCopyingArgHandler(call, true);
      call.getOperator().acceptCall(this, call, false, copied);
      return copied.result();
    }
  }
}
