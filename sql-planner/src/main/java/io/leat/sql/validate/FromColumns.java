package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The columns of FROM in the order of {@code *}. A common column of USING or NATURAL is one column:
 * of the side that is always there, in a full join of the side that is there.
 *
 * @param columns the known columns; a relation whose columns are not known has one that stands for
 *     all of them
 * @param complete whether the columns of all relations are known
 */
record FromColumns(List<Column> columns, boolean complete) {

  /**
   * A column.
   *
   * @param value what the name stands for
   * @param common whether it is a common column of a join
   */
  record Column(String name, SqlNode value, boolean common) {}

  static FromColumns of(SqlNode from, QueryColumns queries) {
    if (from instanceof SqlJoin join) {
      FromColumns remembered = queries.remembered(join);
      if (remembered != null) {
        return remembered;
      }
      FromColumns left = of(join.getLeft(), queries);
      FromColumns right = of(join.getRight(), queries);
      return isByName(join)
          ? joined(join, left, right).columns()
          : left.and(right, List.of(), List.of());
    }
    QueryColumns.Item item = queries.item(from);
    List<Column> columns = new ArrayList<>();
    List<String> names = item.columns();
    for (String name : names == null ? List.of("") : names) {
      SqlParserPos pos = SqlParserPos.ZERO;
      List<String> path = item.alias() == null ? List.of(name) : List.of(item.alias(), name);
      columns.add(new Column(name, new SqlIdentifier(path, pos), false));
    }
    return new FromColumns(columns, names != null);
  }

  /** Whether the join has common columns. */
  static boolean isByName(SqlJoin join) {
    return join.isNatural() || join.getConditionType() == JoinConditionType.USING;
  }

  /** A join by names as one with a condition, and its columns. */
  record Joined(SqlNode condition, FromColumns columns) {}

  static Joined joined(SqlJoin join, FromColumns left, FromColumns right) {
    List<Column> common = new ArrayList<>();
    List<Column> merged = new ArrayList<>();
    SqlNode condition = null;
    for (SqlIdentifier name : names(join, left, right)) {
      Column fromLeft = left.require(name);
      Column fromRight = right.require(name);
      common.add(fromLeft);
      merged.add(fromRight);
      SqlNode equal =
          SqlStdOperatorTable.EQUALS.createCall(
              name.getParserPosition(), at(fromLeft, name), at(fromRight, name));
      condition =
          condition == null
              ? equal
              : SqlStdOperatorTable.AND.createCall(join.getParserPosition(), condition, equal);
    }
    FromColumns columns = left.and(right, common, merged).withCommon(join, common, merged);
    return new Joined(
        condition == null ? SqlLiteral.createBoolean(true, join.getParserPosition()) : condition,
        columns);
  }

  private static List<SqlIdentifier> names(SqlJoin join, FromColumns left, FromColumns right) {
    List<SqlIdentifier> names = new ArrayList<>();
    if (join.getConditionType() == JoinConditionType.USING
        && join.getCondition() instanceof SqlNodeList list) {
      list.forEach(name -> names.add((SqlIdentifier) name));
      return names;
    }
    if (!left.complete || !right.complete) {
      throw QueryRewriter.refused(
          "NATURAL JOIN of a relation whose columns have no written names",
          "name them: AS t(a, b), or use ON",
          join);
    }
    for (Column column : left.columns) {
      if (right.find(column.name) > 0) {
        names.add(new SqlIdentifier(column.name, join.getParserPosition()));
      }
    }
    return names;
  }

  private FromColumns withCommon(SqlJoin join, List<Column> left, List<Column> right) {
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      SqlNode value =
          switch (join.getJoinType()) {
            case RIGHT -> right.get(i).value;
            case FULL ->
                CoalesceOperator.INSTANCE.createCall(
                    SqlParserPos.ZERO, left.get(i).value, right.get(i).value);
            default -> left.get(i).value;
          };
      all.add(new Column(left.get(i).name, value, true));
    }
    all.addAll(columns);
    return new FromColumns(all, complete);
  }

  /** The columns of both sides but these. */
  private FromColumns and(FromColumns right, List<Column> butLeft, List<Column> butRight) {
    List<Column> all = new ArrayList<>(columns);
    all.removeAll(butLeft);
    List<Column> others = new ArrayList<>(right.columns);
    others.removeAll(butRight);
    all.addAll(others);
    return new FromColumns(all, complete && right.complete);
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** How many columns have the name. */
  int find(String name) {
    return (int) columns.stream().filter(column -> column.name.equalsIgnoreCase(name)).count();
  }

  /** The one common column of that name, or null. */
  @Nullable Column common(String name) {
    Column found = null;
    for (Column column : columns) {
      if (column.name.equalsIgnoreCase(name)) {
        if (found != null || !column.common) {
          return null;
        }
        found = column;
      }
    }
    return found;
  }

  boolean hasCommon() {
    return columns.stream().anyMatch(Column::common);
  }

  private Column require(SqlIdentifier name) {
    int count = find(name.getSimple());
    if (count > 1) {
      throw new LeatException(
          SqlState.AMBIGUOUS_COLUMN,
          "column '" + name.getSimple() + "' is more than once on one side of the join",
          Positions.of(name),
          "use ON with the names of the tables",
          null);
    }
    if (count == 0 && !complete) {
      throw QueryRewriter.refused(
          "USING with a relation whose columns have no written names",
          "name them: AS t(a, b), or use ON",
          name);
    }
    return columns.stream()
        .filter(column -> column.name.equalsIgnoreCase(name.getSimple()))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private LeatException unknown(SqlIdentifier name) {
    return new LeatException(
        SqlState.UNDEFINED_COLUMN,
        "unknown column '" + name.getSimple() + "'",
        Positions.of(name),
        NearestName.of(name.getSimple(), names())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("USING needs a column of this name on both sides"),
        null);
  }

  /** The column's value as if it stood where the name does. */
  static SqlNode at(Column column, SqlNode place) {
    return moved(column.value, place.getParserPosition());
  }

  private static SqlNode moved(SqlNode value, SqlParserPos pos) {
    if (value instanceof SqlIdentifier name) {
      return new SqlIdentifier(name.names, pos);
    }
    List<SqlNode> sides = new ArrayList<>();
    for (SqlNode side : ((SqlCall) value).getOperandList()) {
      sides.add(moved(side, pos));
    }
    return CoalesceOperator.INSTANCE.createCall(pos, sides);
  }
}
