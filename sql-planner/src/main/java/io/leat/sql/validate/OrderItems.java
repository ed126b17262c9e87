package io.leat.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.util.Litmus;

/** ORDER BY a name that several columns of the result have, which are all the same. */
final class OrderItems {
  private OrderItems() {}

  /** The items, with the place of the first column instead of a name that several have. */
  static SqlNodeList distinct(SqlNode query, SqlNodeList order) {
    if (!(query instanceof SqlSelect select)) {
      return order;
    }
    List<SqlNode> items = new ArrayList<>();
    for (SqlNode item : order) {
      items.add(item(select, item));
    }
    return new SqlNodeList(items, order.getParserPosition());
  }

  private static SqlNode item(SqlSelect select, SqlNode item) {
    return switch (item.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
        SqlCall call = (SqlCall) item;
        yield new SqlBasicCall(
            call.getOperator(), List.of(item(select, call.operand(0))), call.getParserPosition());
      }
      case IDENTIFIER -> named(select, (SqlIdentifier) item);
      default -> item;
    };
  }

  private static SqlNode named(SqlSelect select, SqlIdentifier name) {
    int first = -1;
    int count = 0;
    List<SqlNode> columns = select.getSelectList();
    for (int i = 0; i < columns.size() && name.isSimple(); i++) {
      if (name.getSimple().equalsIgnoreCase(nameOf(columns.get(i)))) {
        count++;
        first = first < 0 ? i : first;
        if (!columns.get(first).equalsDeep(columns.get(i), Litmus.IGNORE)) {
          return name;
        }
      }
    }
    return count < 2
        ? name
        : SqlLiteral.createExactNumeric(Integer.toString(first + 1), name.getParserPosition());
  }

  private static String nameOf(SqlNode column) {
    SqlNode name = column.getKind() == SqlKind.AS ? ((SqlCall) column).operand(1) : column;
    if (name instanceof SqlIdentifier identifier && !identifier.isStar()) {
      return identifier.names.get(identifier.names.size() - 1);
    }
    return "";
  }
}
