package io.leat.sql.validate;

import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a query for validation: table names are completed, functions of special syntax become
 * calls of the registry, and what cannot run is refused by its name and place. Changes the tree it
 * is given.
 */
final class QueryRewriter {
  private final NameScope scope;
  private final ExpressionRewriter expressions;
  private final ExpressionRewriter declarations;
  private final Map<ObjectName, Relation> relations = new LinkedHashMap<>();
  private final List<SqlIdentifier> tableNames = new ArrayList<>();

  /** Names defined by WITH, innermost first. */
  private final Deque<Set<String>> commonTables = new ArrayDeque<>();

  QueryRewriter(NameScope scope, List<@Nullable Object> parameters) {
    this.scope = scope;
    this.expressions = new ExpressionRewriter(parameters, this);
    this.declarations = new ExpressionRewriter(parameters, null);
  }

  /** The tables and views that have been named. */
  Map<ObjectName, Relation> relations() {
    return relations;
  }

  /** Where tables and views have been named, as written. */
  List<SqlIdentifier> tableNames() {
    return tableNames;
  }

  /** An expression of a table's declaration, which sees one row. */
  SqlNode declared(SqlNode expression) {
    return declarations.rewrite(expression);
  }

  private SqlNode expression(SqlNode expression) {
    return expressions.rewrite(expression);
  }

  private SqlNodeList expressions(SqlNodeList list) {
    SqlNodeList rewritten = new SqlNodeList(list.getParserPosition());
    for (SqlNode item : list) {
      rewritten.add(expression(item));
    }
    return rewritten;
  }

  SqlNode query(SqlNode node) {
    switch (node.getKind()) {
      case SELECT -> select((SqlSelect) node);
      case VALUES -> values((SqlCall) node);
      case UNION, INTERSECT, EXCEPT -> setOperation((SqlCall) node);
      case WITH -> with((SqlWith) node);
      case ORDER_BY -> {
        SqlOrderBy orderBy = (SqlOrderBy) node;
        return new SqlOrderBy(
            orderBy.getParserPosition(),
            query(orderBy.query),
            expressions(OrderItems.distinct(orderBy.query, orderBy.orderList)),
            number(orderBy.offset),
            number(orderBy.fetch));
      }
      case EXPLICIT_TABLE -> {
        SqlCall call = (SqlCall) node;
        call.setOperand(0, table((SqlIdentifier) call.operand(0)));
      }
      default -> {
        throw refused("this kind of query (" + node.getKind() + ")", "use SELECT or VALUES", node);
      }
    }
    return node;
  }

  private @Nullable SqlNode number(@Nullable SqlNode node) {
    return node == null ? null : expressions.rowCount(node);
  }

  private void setOperation(SqlCall operation) {
    for (int i = 0; i < operation.operandCount(); i++) {
      operation.setOperand(i, query(operation.operand(i)));
    }
  }

  private void values(SqlCall values) {
    for (int i = 0; i < values.operandCount(); i++) {
      values.setOperand(i, expression(values.operand(i)));
    }
  }

  private void with(SqlWith with) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    commonTables.push(names);
    for (int i = 0; i < with.withList.size(); i++) {
      SqlWithItem item = (SqlWithItem) with.withList.get(i);
      if (item.recursive.booleanValue()) {
        throw refused("WITH RECURSIVE", "write the steps as views", item);
      }
      item.query = query(item.query);
      names.add(item.name.getSimple());
    }
    with.body = query(with.body);
    commonTables.pop();
  }

  private void select(SqlSelect select) {
    SqlNode qualify = select.getQualify();
    if (qualify != null) {
      throw refused("QUALIFY", "filter rows with WHERE", qualify);
    }
    if (!select.getWindowList().isEmpty()) {
      throw refused("WINDOW", "leave the clause out", select.getWindowList());
    }
    SqlNode from = select.getFrom();
    if (from != null) {
      select.setFrom(from(from));
    }
    select.setSelectList(expressions(select.getSelectList()));
    SqlNode where = select.getWhere();
    if (where != null) {
      select.setWhere(expression(where));
    }
    SqlNodeList group = select.getGroup();
    if (group != null) {
      for (SqlNode item : group) {
        refuseGroupingSet(item);
      }
      select.setGroupBy(expressions(group));
    }
    SqlNode having = select.getHaving();
    if (having != null) {
      select.setHaving(expression(having));
    }
  }

  private static void refuseGroupingSet(SqlNode item) {
    switch (item.getKind()) {
      case GROUPING_SETS, ROLLUP, CUBE, GROUP_BY_DISTINCT ->
          throw refused(
              "GROUP BY " + item.getKind().name().replace('_', ' '),
              "combine queries with UNION ALL",
              item);
      default -> {}
    }
  }

  private SqlNode from(SqlNode node) {
    switch (node.getKind()) {
      case IDENTIFIER -> {
        return table((SqlIdentifier) node);
      }
      case AS -> {
        SqlCall as = (SqlCall) node;
        as.setOperand(0, from(as.operand(0)));
        return as;
      }
      case TABLE_REF -> {
        SqlTableRef reference = (SqlTableRef) node;
        SqlNodeList hints = reference.operand(1);
        if (!hints.isEmpty()) {
          throw refused(
              "the hint " + hints.get(0), "declare the table with these options", hints.get(0));
        }
        return from(reference.operand(0));
      }
      case JOIN -> {
        return join((SqlJoin) node);
      }
      case LATERAL -> throw refused("LATERAL", "read one table", node);
      case UNNEST -> throw refused("UNNEST", "read elements by index: a[1]", node);
      case COLLECTION_TABLE ->
          throw refused("a table function in FROM", "read a table, a view or VALUES", node);
      case MATCH_RECOGNIZE -> throw refused("MATCH_RECOGNIZE", "read a table", node);
      case PIVOT -> throw refused("PIVOT", "read a table", node);
      case UNPIVOT -> throw refused("UNPIVOT", "read a table", node);
      case TABLESAMPLE -> throw refused("TABLESAMPLE", "filter rows with WHERE", node);
      case SNAPSHOT -> throw refused("FOR SYSTEM_TIME AS OF", "read the table as it is", node);
      default -> {
        if (QueryConverter.isQuery(node)) {
          return query(node);
        }
        throw refused("this in FROM (" + node.getKind() + ")", "read a table or a view", node);
      }
    }
  }

  private SqlNode join(SqlJoin join) {
    join.setLeft(from(join.getLeft()));
    join.setRight(from(join.getRight()));
    switch (join.getJoinType()) {
      case INNER, COMMA, CROSS, LEFT, RIGHT, FULL -> {}
      default -> throw refused(join.getJoinType() + " JOIN", "use EXISTS or LEFT JOIN", join);
    }
    SqlNode condition = join.getCondition();
    if (condition != null && join.getConditionType() == JoinConditionType.ON) {
      join.setOperand(5, expression(condition));
    }
    return join;
  }

  private SqlIdentifier table(SqlIdentifier identifier) {
    if (identifier.isSimple()
        && commonTables.stream().anyMatch(names -> names.contains(identifier.getSimple()))) {
      return identifier;
    }
    Relation relation = scope.require(identifier);
    if (relation instanceof CatalogTable table) {
      requireReadable(table, identifier);
    }
    ObjectName name = relation.name();
    relations.put(name, relation);
    tableNames.add(identifier);
    SqlParserPos pos = identifier.getParserPosition();
    return new SqlIdentifier(
        List.of(name.catalog(), name.database(), name.name()), null, pos, List.of(pos, pos, pos));
  }

  static LeatException refused(String what, String instead, SqlNode at) {
    return LeatException.notSupported(what, instead).at(Positions.of(at));
  }

  private static void requireReadable(CatalogTable table, SqlIdentifier at) {
    Connector connector = Connectors.find(table.definition().connector());
    if (connector != null && !connector.isSource()) {
      throw new LeatException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "table '"
              + table.name().name()
              + "' cannot be read: connector '"
              + connector.name()
              + "' only writes",
          Positions.of(at),
          "read a table with another connector, such as 'datagen'",
          null);
    }
    table.columns().stream()
        .filter(
            column ->
                column.kind() != CatalogTable.Column.Kind.PHYSICAL
                    && column.kind() != CatalogTable.Column.Kind.COMPUTED)
        .findFirst()
        .ifPresent(
            column -> {
              throw refused(
                  "reading a table with a METADATA column ('" + column.name() + "')",
                  "declare the table without it",
                  at);
            });
  }
}
