package io.leat.sql.statement;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.parse.StatementParser;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Values as a statement gives them to columns of a table, where the column tells what they are:
 * {@code ?} has its type, {@code DEFAULT} is its default.
 */
final class GivenValues {
  private final WrittenRows table;

  GivenValues(WrittenRows table) {
    this.table = table;
  }

  /** A source of INSERT: rows of VALUES, or what SELECT gives. */
  SqlNode source(SqlNode source, List<Integer> columns) {
    if (source instanceof SqlOrderBy ordered) {
      return new SqlOrderBy(
          ordered.getParserPosition(),
          source(ordered.query, columns),
          ordered.orderList,
          ordered.offset,
          ordered.fetch);
    }
    if (source instanceof SqlSelect select) {
      SqlNodeList items = select.getSelectList();
      for (int i = 0; i < items.size() && i < columns.size(); i++) {
        SqlNode item = items.get(i);
        items.set(
            i,
            item instanceof SqlDynamicParam
                ? value(item, columns.get(i))
                : SmallNumber.in(table.physical().type(columns.get(i)), item));
      }
    } else if (source.getKind() == SqlKind.VALUES) {
      SqlCall values = (SqlCall) source;
      for (int row = 0; row < values.operandCount(); row++) {
        set(values, row, row(values.operand(row), columns));
      }
    }
    return source;
  }

  /** To set an operand copies all of them: of long lists it is not done for nothing. */
  @SuppressWarnings("ReferenceEquality") // What is unchanged is the same object.
  private static void set(SqlCall call, int operand, SqlNode other) {
    if (call.operand(operand) != other) {
      call.setOperand(operand, other);
    }
  }

  /** DEFAULT VALUES: one row of defaults. */
  SqlNode defaults(SqlNode source, List<Integer> columns) {
    SqlParserPos pos = source.getParserPosition();
    List<SqlNode> row = new ArrayList<>();
    for (int column : columns) {
      row.add(value(SqlStdOperatorTable.DEFAULT.createCall(pos), column));
    }
    return SqlStdOperatorTable.VALUES.createCall(
        pos, SqlStdOperatorTable.ROW.createCall(pos, row.toArray(SqlNode[]::new)));
  }

  private SqlNode row(SqlNode row, List<Integer> columns) {
    if (row instanceof SqlCall call && call.getKind() == SqlKind.ROW) {
      for (int i = 0; i < call.operandCount(); i++) {
        SqlNode given = call.operand(i);
        if (i < columns.size()) {
          call.setOperand(i, value(given, columns.get(i)));
        } else if (given.getKind() == SqlKind.DEFAULT) {
          // There is no such column, which is said when the values are counted.
          call.setOperand(i, SqlLiteral.createNull(given.getParserPosition()));
        }
      }
      return call;
    }
    return value(row, columns.get(0));
  }

  /** One value for a column. */
  SqlNode value(SqlNode given, int column) {
    DataType type = table.physical().type(column);
    if (given instanceof SqlDynamicParam) {
      return cast(given, open(type));
    }
    if (given.getKind() != SqlKind.DEFAULT) {
      return SmallNumber.in(type, given);
    }
    CatalogTable.Column declared = table.declared(column);
    SqlNode value =
        declared
            .defaultValue()
            .map(StatementParser::parseExpression)
            .orElseGet(() -> SqlLiteral.createNull(given.getParserPosition()));
    return declared.defaultValue().isPresent() || type.nullable() ? cast(value, type) : value;
  }

  /** Text of any length, so that too long ones are not cut in silence. */
  private static DataType open(DataType type) {
    return switch (type.kind()) {
      case CHAR, VARCHAR -> ScalarType.STRING;
      case BINARY, VARBINARY -> new ScalarType(TypeKind.VARBINARY, ScalarType.UNBOUNDED, 0, true);
      default -> type;
    };
  }

  private static SqlNode cast(SqlNode value, DataType type) {
    return SqlStdOperatorTable.CAST.createCall(
        value.getParserPosition(),
        value,
        StatementParser.parseDataType(type.withNullable(true).toString()));
  }
}
