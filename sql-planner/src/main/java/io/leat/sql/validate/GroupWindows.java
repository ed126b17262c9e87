package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * {@code GROUP BY TUMBLE(ts, size)} as grouping by the columns of a window that has been put beside
 * the rows in FROM; {@code TUMBLE_START(ts, size)} and the like are these columns.
 */
final class GroupWindows {
  private static final Set<String> ENDINGS = Set.of("START", "END", "ROWTIME", "PROCTIME");

  private final WindowKind kind;
  private final SqlCall call;

  private GroupWindows(WindowKind kind, SqlCall call) {
    this.kind = kind;
    this.call = call;
  }

  /** Changes a query that groups by windows; leaves others as they are. */
  static void rewrite(SqlSelect select) {
    SqlNodeList group = select.getGroup();
    if (group == null) {
      return;
    }
    GroupWindows window = null;
    for (SqlNode item : group) {
      WindowKind kind = item instanceof SqlCall call ? kind(call) : null;
      if (kind != null && window != null) {
        throw QueryRewriter.refused("GROUP BY of two windows", "group by one", item);
      }
      if (kind != null) {
        window = new GroupWindows(kind, (SqlCall) item);
      }
    }
    if (window != null) {
      window.apply(select, group);
    }
  }

  private static @Nullable WindowKind kind(SqlCall call) {
    String name = call.getOperator().getName().replace("$", "");
    WindowKind kind = WindowKind.of(name);
    return kind == WindowKind.CUMULATE ? null : kind;
  }

  private void apply(SqlSelect select, SqlNodeList group) {
    int required = kind.required();
    if (call.operandCount() != 1 + required) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          kind + " in GROUP BY takes " + (1 + required) + " arguments",
          Positions.of(call),
          "write "
              + kind
              + "(ts, "
              + String.join(", ", kind.intervals().subList(0, required)).toLowerCase(Locale.ROOT)
              + "), or use the table function, which takes an offset too",
          null);
    }
    SqlNodeList columns = new SqlNodeList(group.getParserPosition());
    List<SqlNode> keys = new ArrayList<>();
    for (SqlNode item : group) {
      if (item == call) {
        for (WindowColumn.Part part : WindowColumn.Part.values()) {
          columns.add(column(part, call.getParserPosition()));
        }
      } else {
        keys.add(item);
        columns.add(item);
      }
    }
    select.setFrom(windows(select, keys));
    select.setWhere(null);
    select.setGroupBy(columns);
    select.setSelectList(selected(select.getSelectList()));
    SqlNode having = select.getHaving();
    if (having != null) {
      select.setHaving(replaced(having));
    }
  }

  private static String hidden(WindowColumn.Part part) {
    return "$" + part.column();
  }

  private static SqlIdentifier column(WindowColumn.Part part, SqlParserPos pos) {
    return new SqlIdentifier(hidden(part), pos);
  }

  /** The rows that are grouped, each beside its windows; sessions are those of the other keys. */
  private SqlNode windows(SqlSelect select, List<SqlNode> keys) {
    SqlParserPos pos = call.getParserPosition();
    SqlNode from = select.getFrom();
    if (from == null || from.getKind() == SqlKind.JOIN) {
      throw QueryRewriter.refused(
          kind + " in GROUP BY of a join", "join in a query in FROM, and group its rows", call);
    }
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    if (kind == WindowKind.SESSION) {
      operands.addAll(keys);
    }
    SqlNodeList columns = new SqlNodeList(pos);
    columns.add(SqlIdentifier.star(pos));
    for (WindowColumn.Part part : WindowColumn.Part.values()) {
      List<SqlNode> own = new ArrayList<>();
      operands.forEach(operand -> own.add(operand.clone(operand.getParserPosition())));
      WindowColumn window = new WindowColumn(kind, part, kind.required(), Positions.of(call));
      columns.add(
          SqlStdOperatorTable.AS.createCall(
              pos, new SqlBasicCall(window, own, pos), column(part, pos)));
    }
    SqlSelect rows =
        new SqlSelect(
            pos,
            null,
            columns,
            from,
            select.getWhere(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    String alias = alias(from);
    return alias == null
        ? rows
        : SqlStdOperatorTable.AS.createCall(pos, rows, new SqlIdentifier(alias, pos));
  }

  private static @Nullable String alias(SqlNode from) {
    return switch (from.getKind()) {
      case IDENTIFIER -> last((SqlIdentifier) from);
      case AS -> last(((SqlCall) from).operand(1));
      case TABLE_REF -> alias(((SqlCall) from).operand(0));
      default -> null;
    };
  }

  private static String last(SqlIdentifier name) {
    return name.names.get(name.names.size() - 1);
  }

  private SqlNodeList selected(SqlNodeList list) {
    SqlNodeList columns = new SqlNodeList(list.getParserPosition());
    for (SqlNode item : list) {
      SqlNode column = replaced(item);
      boolean named = column == item || column.getKind() == SqlKind.AS;
      columns.add(
          named || !(column instanceof SqlIdentifier)
              ? column
              : SqlStdOperatorTable.AS.createCall(
                  item.getParserPosition(),
                  column,
                  new SqlIdentifier(
                      SqlUtil.deriveAliasFromOrdinal(columns.size()), item.getParserPosition())));
    }
    return columns;
  }

  private SqlNode replaced(SqlNode expression) {
    SqlNode result =
        expression.accept(
            new SqlShuttle() {
              @Override
              public @Nullable SqlNode visit(SqlCall inner) {
                SqlNode column = QueryConverter.isQuery(inner) ? inner : ofWindow(inner);
                return column == null ? super.visit(inner) : column;
              }
            });
    return result == null ? expression : result;
  }

  /** The column that a function of the window is; null if it is none. */
  private @Nullable SqlNode ofWindow(SqlCall inner) {
    String name = inner.getOperator().getName().toUpperCase(Locale.ROOT).replace("$", "");
    int end = name.indexOf('_');
    WindowKind of = end < 0 ? null : WindowKind.of(name.substring(0, end));
    if (of == null || !ENDINGS.contains(name.substring(end + 1))) {
      return null;
    }
    boolean same = of == kind && inner.operandCount() == call.operandCount();
    for (int i = 0; same && i < call.operandCount(); i++) {
      same = inner.operand(i).equalsDeep(call.operand(i), Litmus.IGNORE);
    }
    if (!same) {
      throw unmatched(name, inner);
    }
    return column(
        switch (name.substring(end + 1)) {
          case "START" -> WindowColumn.Part.WINDOW_START;
          case "END" -> WindowColumn.Part.WINDOW_END;
          default -> WindowColumn.Part.WINDOW_TIME;
        },
        inner.getParserPosition());
  }

  /** Refuses a function of a window that nothing is grouped by. */
  static void refuse(String name, SqlCall call) {
    int end = name.indexOf('_');
    WindowKind of = end < 0 ? WindowKind.of(name) : WindowKind.of(name.substring(0, end));
    if (of != null && of != WindowKind.CUMULATE) {
      if (end < 0) {
        throw QueryRewriter.refused(
            name + " here", "put it into GROUP BY, or use the table function in FROM", call);
      }
      if (ENDINGS.contains(name.substring(end + 1))) {
        throw unmatched(name, call);
      }
    }
  }

  private static LeatException unmatched(String name, SqlCall call) {
    String window = name.substring(0, name.indexOf('_'));
    return new LeatException(
        SqlState.WINDOWING_ERROR,
        name + " needs GROUP BY " + window + "(…) with the same arguments",
        Positions.of(call),
        "or use the table function " + window + ", which adds window_start and window_end",
        null);
  }
}
