package io.leat.sql.statement;

import io.leat.runtime.types.DataType;
import io.leat.sql.validate.TypedParameter;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;

/** A {@code ?} that is inserted as it is has the type of the column that it goes into. */
final class InsertParameters {
  private InsertParameters() {}

  /**
   * The source with such parameters marked by their types.
   *
   * @param columns the types of the columns in the order in which the source gives them
   */
  static SqlNode typed(SqlNode source, List<DataType> columns) {
    if (source instanceof SqlSelect select) {
      SqlNodeList items = select.getSelectList();
      select.setSelectList(
          new SqlNodeList(typed(items.getList(), columns), items.getParserPosition()));
      return select;
    }
    if (source.getKind() == SqlKind.VALUES && source instanceof SqlCall values) {
      List<SqlNode> rows = new ArrayList<>();
      for (SqlNode row : values.getOperandList()) {
        rows.add(
            row.getKind() == SqlKind.ROW && row instanceof SqlCall call
                ? call.getOperator()
                    .createCall(call.getParserPosition(), typed(call.getOperandList(), columns))
                : row);
      }
      return values.getOperator().createCall(values.getParserPosition(), rows);
    }
    return source;
  }

  private static List<SqlNode> typed(List<SqlNode> items, List<DataType> columns) {
    List<SqlNode> typed = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      if (i >= columns.size()) {
        typed.add(item);
      } else if (item instanceof SqlDynamicParam param) {
        typed.add(new TypedParameter(param, columns.get(i)));
      } else {
        typed.add(SmallNumber.in(columns.get(i), item));
      }
    }
    return typed;
  }
}
