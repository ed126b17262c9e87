package io.leat.sql.validate;

import io.leat.sql.parse.ast.ConflictClause;
import io.leat.sql.parse.ast.InsertStatement;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@code ?} of a statement whose types are all that its plan depends on: operands of
 * comparisons, arithmetic and the like, and values to write. Everywhere else the value may decide:
 * a number in ORDER BY is a column's place, a digit count decides on ROUND's type, a path or a
 * format is prepared, LIMIT shapes operators; such a statement is planned for each value.
 */
final class ParameterPlaces {
  private static final Set<SqlKind> TRANSPARENT =
      EnumSet.of(
          SqlKind.VALUES,
          SqlKind.ROW,
          SqlKind.AS,
          SqlKind.UNION,
          SqlKind.EXCEPT,
          SqlKind.INTERSECT,
          SqlKind.SCALAR_QUERY,
          SqlKind.EXISTS,
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IS_DISTINCT_FROM,
          SqlKind.IS_NOT_DISTINCT_FROM,
          SqlKind.BETWEEN,
          SqlKind.IN,
          SqlKind.NOT_IN,
          SqlKind.LIKE,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_TRUE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_FALSE,
          SqlKind.PLUS,
          SqlKind.MINUS,
          SqlKind.TIMES,
          SqlKind.DIVIDE,
          SqlKind.MOD,
          SqlKind.MINUS_PREFIX,
          SqlKind.CASE,
          SqlKind.CAST);

  /** Functions whose result depends on an argument's value in no other way than row by row. */
  private static final Set<String> TRANSPARENT_FUNCTIONS =
      Set.of("||", "COALESCE", "NULLIF", "IFNULL", "ABS", "LOWER", "UPPER", "CONCAT");

  private final BitSet open = new BitSet();

  private ParameterPlaces() {}

  /** The indexes of such parameters. */
  static BitSet open(SqlNode statement) {
    ParameterPlaces places = new ParameterPlaces();
    places.statement(statement);
    return places.open;
  }

  private void statement(SqlNode statement) {
    if (statement instanceof InsertStatement insert) {
      visit(insert.getSource());
      ConflictClause conflict = insert.conflict();
      if (conflict != null) {
        visit(conflict.values());
        visit(conflict.condition());
      }
    } else if (statement instanceof SqlUpdate update) {
      visit(update.getSourceExpressionList());
      visit(update.getCondition());
    } else if (statement instanceof SqlDelete delete) {
      visit(delete.getCondition());
    } else if (QueryConverter.isQuery(statement)) {
      visit(statement);
    }
  }

  private void visit(@Nullable SqlNode node) {
    if (node instanceof SqlDynamicParam param) {
      open.set(param.getIndex());
    } else if (node instanceof SqlNodeList list) {
      list.forEach(this::visit);
    } else if (node instanceof SqlOrderBy ordered) {
      visit(ordered.query);
    } else if (node instanceof SqlWith with) {
      visit(with.withList);
      visit(with.body);
    } else if (node instanceof SqlWithItem item) {
      visit(item.query);
    } else if (node instanceof SqlSelect select) {
      visit(select.getSelectList());
      visit(select.getFrom());
      visit(select.getWhere());
      visit(select.getHaving());
    } else if (node instanceof SqlJoin join) {
      visit(join.getLeft());
      visit(join.getRight());
      visit(join.getCondition());
    } else if (node instanceof SqlCall call && isTransparent(call)) {
      call.getOperandList().forEach(this::visit);
    }
  }

  private static boolean isTransparent(SqlCall call) {
    return TRANSPARENT.contains(call.getKind())
        || TRANSPARENT_FUNCTIONS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT));
  }
}
