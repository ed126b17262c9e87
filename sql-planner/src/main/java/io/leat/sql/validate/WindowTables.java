package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Window table functions as queries: {@code TUMBLE(TABLE t, DESCRIPTOR(ts), size)} is {@code SELECT
 * *, window_start, window_end, window_time FROM t}, where the last three are {@link WindowColumn}s.
 */
final class WindowTables {
  private static final String EMIT_ONLY_ON_UPDATE = "EMITONLYONUPDATE";

  private final WindowKind kind;
  private final SqlCall call;
  private final List<@Nullable SqlNode> intervals = new ArrayList<>();
  private final List<SqlNode> partition = new ArrayList<>();
  private @Nullable SqlNode data;
  private @Nullable SqlNode time;

  private WindowTables(WindowKind kind, SqlCall call) {
    this.kind = kind;
    this.call = call;
    kind.intervals().forEach(unused -> intervals.add(null));
  }

  /** The query that a call in FROM stands for; null if it is no window table function. */
  static @Nullable SqlSelect query(SqlNode function) {
    WindowKind kind =
        function instanceof SqlCall call ? WindowKind.of(call.getOperator().getName()) : null;
    if (kind == null) {
      return null;
    }
    WindowTables tables = new WindowTables(kind, (SqlCall) function);
    tables.readArguments();
    return tables.select();
  }

  private LeatException wrong(String message, SqlNode at) {
    return new LeatException(
        SqlState.UNDEFINED_FUNCTION, message, Positions.of(at), "write " + kind.signature(), null);
  }

  private void readArguments() {
    boolean named = false;
    int place = 0;
    for (SqlNode operand : call.getOperandList()) {
      if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
        named = true;
        SqlCall assignment = (SqlCall) operand;
        argument(((SqlIdentifier) assignment.operand(1)).getSimple(), assignment.operand(0));
      } else {
        if (named) {
          throw wrong("an argument without a name stands behind one with a name", operand);
        }
        positional(place++, operand);
      }
    }
    if (data == null) {
      throw wrong(kind + " needs a table", call);
    }
    if (time == null) {
      throw wrong(kind + " needs DESCRIPTOR(…) with the column of time", call);
    }
    for (int i = 0; i < kind.required(); i++) {
      if (intervals.get(i) == null) {
        throw wrong(kind + " needs an interval " + kind.intervals().get(i), call);
      }
    }
  }

  private void positional(int place, SqlNode operand) {
    // SESSION once took what it partitions by as a second descriptor.
    boolean keys = kind == WindowKind.SESSION && place == 2 && isDescriptor(operand);
    int interval = place - 2 - (place > 2 && isDescriptor(call.operand(2)) ? 1 : 0);
    if (place == 0) {
      argument("DATA", operand);
    } else if (place == 1) {
      argument("TIMECOL", operand);
    } else if (keys) {
      argument("KEY", operand);
    } else if (interval < intervals.size()) {
      argument(kind.intervals().get(interval), operand);
    } else {
      refuseEmitOnlyOnUpdate(kind == WindowKind.CUMULATE && interval == intervals.size(), operand);
      throw wrong(kind + " takes no more arguments", operand);
    }
  }

  private static void refuseEmitOnlyOnUpdate(boolean asked, SqlNode at) {
    if (asked) {
      throw QueryRewriter.refused(
          "the argument emitOnlyOnUpdate of CUMULATE",
          "leave it out: then each step gives a result; TUMBLE of the step gives those with rows",
          at);
    }
  }

  private void argument(String name, SqlNode value) {
    switch (name.toUpperCase(Locale.ROOT)) {
      case "DATA" -> {
        requireFirst(data, name, value);
        data(value);
      }
      case "TIMECOL" -> {
        requireFirst(time, name, value);
        List<SqlNode> columns = descriptor(value);
        if (columns.size() != 1) {
          throw wrong("the DESCRIPTOR of " + kind + " names one column of time", value);
        }
        time = columns.get(0);
      }
      case "KEY" -> {
        if (kind != WindowKind.SESSION) {
          throw wrong(kind + " has no argument KEY", value);
        }
        partition.addAll(descriptor(value));
      }
      default -> {
        int place = kind.intervals().indexOf(name.toUpperCase(Locale.ROOT));
        if (place < 0) {
          refuseEmitOnlyOnUpdate(
              kind == WindowKind.CUMULATE && name.equalsIgnoreCase(EMIT_ONLY_ON_UPDATE), value);
          throw wrong(kind + " has no argument " + name.toUpperCase(Locale.ROOT), value);
        }
        requireFirst(intervals.get(place), name, value);
        intervals.set(place, value);
      }
    }
  }

  private void requireFirst(@Nullable SqlNode before, String name, SqlNode value) {
    if (before != null) {
      throw wrong("argument " + name.toUpperCase(Locale.ROOT) + " is given twice", value);
    }
  }

  private static boolean isDescriptor(SqlNode value) {
    return value instanceof SqlCall named
        && named.getOperator().getName().equalsIgnoreCase("DESCRIPTOR");
  }

  private List<SqlNode> descriptor(SqlNode value) {
    if (!isDescriptor(value)) {
      throw wrong("a column of " + kind + " is named by DESCRIPTOR(…)", value);
    }
    return ((SqlCall) value).getOperandList();
  }

  private void data(SqlNode value) {
    if (value.getKind() == SqlKind.SET_SEMANTICS_TABLE) {
      SqlCall table = (SqlCall) value;
      SqlNodeList keys = table.operand(1);
      SqlNodeList order = table.operand(2);
      if (kind != WindowKind.SESSION && !keys.isEmpty()) {
        throw QueryRewriter.refused(
            "PARTITION BY in " + kind, "leave it out: only sessions have keys", keys);
      }
      if (!order.isEmpty()) {
        throw QueryRewriter.refused("ORDER BY in " + kind, "leave it out", order);
      }
      keys.forEach(partition::add);
      data(table.operand(0));
    } else if (value.getKind() == SqlKind.EXPLICIT_TABLE) {
      data = ((SqlCall) value).operand(0);
    } else if (QueryConverter.isQuery(value)) {
      data = value;
    } else {
      throw wrong(kind + " reads TABLE name or a query in parentheses", value);
    }
  }

  private SqlSelect select() {
    SqlParserPos pos = call.getParserPosition();
    int given = 0;
    List<SqlNode> operands = new ArrayList<>();
    operands.add(required(time));
    for (SqlNode interval : intervals) {
      if (interval != null) {
        operands.add(interval);
        given++;
      }
    }
    operands.addAll(partition);
    SqlNodeList columns = new SqlNodeList(pos);
    columns.add(SqlIdentifier.star(pos));
    for (WindowColumn.Part part : WindowColumn.Part.values()) {
      List<SqlNode> own = new ArrayList<>();
      operands.forEach(operand -> own.add(operand.clone(operand.getParserPosition())));
      WindowColumn column = new WindowColumn(kind, part, given, Positions.of(call));
      columns.add(
          SqlStdOperatorTable.AS.createCall(
              pos, new SqlBasicCall(column, own, pos), new SqlIdentifier(part.column(), pos)));
    }
    return new SqlSelect(
        pos, null, columns, required(data), null, null, null, null, null, null, null, null, null);
  }

  private static SqlNode required(@Nullable SqlNode node) {
    if (node == null) {
      throw new IllegalStateException("arguments have been checked");
    }
    return node;
  }
}
