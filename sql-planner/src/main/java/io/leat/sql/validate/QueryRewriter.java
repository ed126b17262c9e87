package io.leat.sql.validate;

import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlWith;
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
  private final Map<ObjectName, Relation> relations = new LinkedHashMap<>();
  private final List<SqlIdentifier> tableNames = new ArrayList<>();

  private final CommonTables commonTables = new CommonTables(this::query);

  QueryRewriter(NameScope scope, List<@Nullable Object> parameters) {
    this.scope = scope;
    this.expressions = new ExpressionRewriter(parameters);
  }

  /** The tables and views that have been named. */
  Map<ObjectName, Relation> relations() {
    return relations;
  }

  /** Where tables and views have been named, as written. */
  List<SqlIdentifier> tableNames() {
    return tableNames;
  }

  SqlNode expression(SqlNode expression) {
    return expressions.rewrite(expression);
  }

  SqlNode query(SqlNode node) {
    switch (node.getKind()) {
      case SELECT -> select((SqlSelect) node);
      case VALUES -> values((SqlCall) node);
      case UNION -> union((SqlCall) node);
      case INTERSECT -> throw refused("INTERSECT", "combine queries with UNION ALL", node);
      case EXCEPT -> throw refused("EXCEPT", "combine queries with UNION ALL", node);
      case WITH -> with((SqlWith) node);
      case ORDER_BY -> {
        SqlOrderBy orderBy = (SqlOrderBy) node;
        if (!orderBy.orderList.isEmpty()) {
          throw refused("ORDER BY", "leave it out: rows come as they are made", orderBy.orderList);
        }
        return new SqlOrderBy(
            orderBy.getParserPosition(),
            query(orderBy.query),
            orderBy.orderList,
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

  private void union(SqlCall union) {
    if (!union.getOperator().getName().equals("UNION ALL")) {
      throw refused("UNION, which removes duplicates,", "use UNION ALL", union);
    }
    for (int i = 0; i < union.operandCount(); i++) {
      union.setOperand(i, query(union.operand(i)));
    }
  }

  private void values(SqlCall values) {
    for (int i = 0; i < values.operandCount(); i++) {
      values.setOperand(i, expression(values.operand(i)));
    }
  }

  private void with(SqlWith with) {
    commonTables.enter(with);
    with.body = query(with.body);
    commonTables.leave();
  }

  private void select(SqlSelect select) {
    if (select.isDistinct()) {
      throw refused("SELECT DISTINCT", "leave DISTINCT out", select);
    }
    SqlNodeList group = select.getGroup();
    if (group != null) {
      throw refused("GROUP BY", "select the rows themselves", group.isEmpty() ? select : group);
    }
    refuseClause("HAVING", select.getHaving());
    refuseClause("QUALIFY", select.getQualify());
    if (!select.getWindowList().isEmpty()) {
      throw refused("WINDOW", "leave the clause out", select.getWindowList());
    }
    SqlNode from = select.getFrom();
    if (from != null) {
      select.setFrom(from(from));
    }
    SqlNodeList items = new SqlNodeList(select.getSelectList().getParserPosition());
    for (SqlNode item : select.getSelectList()) {
      items.add(expression(item));
    }
    select.setSelectList(items);
    SqlNode where = select.getWhere();
    if (where != null) {
      select.setWhere(expression(where));
    }
  }

  private static void refuseClause(String name, @Nullable SqlNode clause) {
    if (clause != null) {
      throw refused(name, "filter rows with WHERE", clause);
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
        SqlJoin join = (SqlJoin) node;
        throw refused(
            join.getJoinType().name().equals("COMMA") ? "a join (the comma in FROM)" : "JOIN",
            "read one table, or combine tables with UNION ALL",
            join.getRight());
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

  private SqlIdentifier table(SqlIdentifier identifier) {
    if (commonTables.defines(identifier)) {
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
