package io.leat.sql.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link QueryRewriter} that sees USING and NATURAL: such a join gets a condition, and
 * the bare name of a common column, wherever the join is in scope, becomes what it stands for.
 */
final class CommonColumns {
  /** The operands of a join that tell how its rows meet. */
  private static final int NATURAL = 1;

  private static final int CONDITION_TYPE = 4;
  private static final int CONDITION = 5;

  private final QueryColumns queries;

  /** The relations that names are looked up in, innermost first. */
  private final Deque<Scope> scopes = new ArrayDeque<>();

  CommonColumns(QueryColumns queries) {
    this.queries = queries;
  }

  /** What one place in a query sees. */
  private static final class Scope {
    final @Nullable SqlNode from;

    /** Names that stand for something else here. */
    final Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private @Nullable FromColumns columns;

    Scope(@Nullable SqlNode from) {
      this.from = from;
    }

    FromColumns columns(QueryColumns queries) {
      if (columns == null) {
        columns = from == null ? new FromColumns(List.of(), true) : FromColumns.of(from, queries);
      }
      return columns;
    }
  }

  /** Names are looked up in these relations until {@link #leave}. */
  void enter(@Nullable SqlNode from) {
    scopes.push(new Scope(from));
  }

  /** As {@link #enter}, for what a query is ordered by: names of its result come first. */
  void enterOrder(SqlSelect select) {
    Scope scope = new Scope(select.getFrom());
    for (SqlNode column : select.getSelectList()) {
      if (column.getKind() == SqlKind.AS
          && ((SqlCall) column).operand(1) instanceof SqlIdentifier alias) {
        scope.hidden.add(alias.getSimple());
      }
    }
    scopes.push(scope);
  }

  void leave() {
    scopes.pop();
  }

  /** Gives a join by names its condition; its sides have been prepared. */
  void join(SqlJoin join) {
    if (!FromColumns.isByName(join)) {
      return;
    }
    FromColumns left = FromColumns.of(join.getLeft(), queries);
    FromColumns right = FromColumns.of(join.getRight(), queries);
    FromColumns.Joined joined = FromColumns.joined(join, left, right);
    queries.remember(join, joined.columns());
    SqlParserPos pos = join.getParserPosition();
    join.setOperand(NATURAL, SqlLiteral.createBoolean(false, pos));
    join.setOperand(CONDITION_TYPE, JoinConditionType.ON.symbol(pos));
    join.setOperand(CONDITION, joined.condition());
  }

  /** What the name stands for if it is a common column's, else the name. */
  SqlNode resolve(SqlIdentifier name) {
    if (!name.isSimple() || !queries.hasCommon()) {
      return name;
    }
    for (Scope scope : scopes) {
      if (scope.hidden.contains(name.getSimple())) {
        return name;
      }
      FromColumns columns = scope.columns(queries);
      FromColumns.Column common = columns.common(name.getSimple());
      if (common != null) {
        return FromColumns.at(common, name);
      }
      if (columns.find(name.getSimple()) > 0 || !columns.complete()) {
        return name;
      }
    }
    return name;
  }

  /** The columns of SELECT: {@code *} is written out if it has common columns. */
  SqlNodeList selected(SqlNodeList columns) {
    if (!queries.hasCommon()) {
      return columns;
    }
    List<SqlNode> items = new ArrayList<>();
    for (SqlNode column : columns) {
      if (!(column instanceof SqlIdentifier name)) {
        items.add(column);
      } else if (name.isStar() && name.names.size() == 1) {
        items.addAll(all(name));
      } else {
        SqlNode value = resolve(name);
        items.add(value == name ? name : named(value, name.getSimple()));
      }
    }
    return new SqlNodeList(items, columns.getParserPosition());
  }

  private List<SqlNode> all(SqlIdentifier star) {
    FromColumns columns = scopes.element().columns(queries);
    if (!columns.hasCommon()) {
      return List.of(star);
    }
    List<SqlNode> items = new ArrayList<>();
    for (FromColumns.Column column : columns.columns()) {
      SqlNode value = FromColumns.at(column, star);
      items.add(column.common() ? named(value, column.name()) : value);
    }
    return items;
  }

  private static SqlNode named(SqlNode value, String name) {
    SqlParserPos pos = value.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(pos, value, new SqlIdentifier(name, pos));
  }
}
