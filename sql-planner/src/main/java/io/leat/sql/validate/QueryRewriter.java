package io.leat.sql.validate;

import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.parse.ast.JsonTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
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
  private final FromFunctions functions;
  private final Map<ObjectName, Relation> relations = new LinkedHashMap<>();
  private final List<SqlIdentifier> tableNames = new ArrayList<>();

  private final CommonColumns commonColumns;
  private final CommonTables commonTables;
  private final LookupHints lookupHints = new LookupHints();

  QueryRewriter(
      NameScope scope, StatementParameters parameters, UserFunctions.Calls userFunctions) {
    this.scope = scope;
    this.expressions = new ExpressionRewriter(parameters, userFunctions, this);
    this.declarations = new ExpressionRewriter(parameters, userFunctions, null);
    this.functions = new FromFunctions(expressions, userFunctions);
    QueryColumns columns = new QueryColumns(scope);
    this.commonColumns = new CommonColumns(columns);
    this.commonTables = new CommonTables(this::query, columns);
  }

  /** The tables and views that have been named. */
  Map<ObjectName, Relation> relations() {
    return relations;
  }

  /** Tables that stand beside those, as hints say that they are to be read. */
  Map<ObjectName, Relation> hintedTables() {
    return lookupHints.tables();
  }

  /** Where tables and views have been named, as written. */
  List<SqlIdentifier> tableNames() {
    return tableNames;
  }

  /** What a column's name stands for at the place that is being prepared. */
  SqlNode column(SqlIdentifier name) {
    SqlNode value = SessionValues.of(name, scope.session());
    return value != null ? value : commonColumns.resolve(name);
  }

  /** What a call asks of the session; null if it asks something else. */
  @Nullable SqlNode sessionValue(SqlCall call, List<SqlNode> operands) {
    return SessionValues.of(call, operands, scope.session());
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

  /** A query that sees a relation by a name that is in no catalog. */
  SqlNode queryOver(String name, List<String> columns, SqlNode query) {
    commonTables.enter(name, columns);
    SqlNode rewritten = query(query);
    commonTables.leave();
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
        if (!QueryConverter.isQuery(orderBy.query)) {
          throw new LeatException(
              SqlState.SYNTAX_ERROR,
              "ORDER BY and LIMIT stand behind a query, or ORDER BY in an aggregate",
              Positions.of(orderBy.orderList.isEmpty() ? orderBy : orderBy.orderList),
              null,
              null);
        }
        SqlNode ordered = query(orderBy.query);
        return new SqlOrderBy(
            orderBy.getParserPosition(),
            ordered,
            order(OrderItems.distinct(ordered, orderBy.orderList), ordered),
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

  /** What a query is ordered by, which may use its windows. */
  private SqlNodeList order(SqlNodeList order, SqlNode query) {
    if (!(query instanceof SqlSelect select)) {
      return expressions(order);
    }
    commonColumns.enterOrder(select);
    expressions.windows().enter(select);
    SqlNodeList rewritten = expressions(order);
    expressions.windows().leave();
    commonColumns.leave();
    return rewritten;
  }

  private @Nullable SqlNode number(@Nullable SqlNode node) {
    return node == null ? null : expressions.rowCount(node);
  }

  private void setOperation(SqlCall operation) {
    for (int i = 0; i < operation.operandCount(); i++) {
      set(operation, i, query(operation.operand(i)));
    }
  }

  /** To set an operand copies all of them: of long lists it is not done for nothing. */
  @SuppressWarnings("ReferenceEquality") // What is unchanged is the same object.
  private static void set(SqlCall call, int operand, SqlNode other) {
    if (call.operand(operand) != other) {
      call.setOperand(operand, other);
    }
  }

  private void values(SqlCall values) {
    for (int i = 0; i < values.operandCount(); i++) {
      expressions.rowGroups().add(values.operand(i));
      set(values, i, expression(values.operand(i)));
    }
    TemporalRewriter.unify(values);
  }

  private void with(SqlWith with) {
    commonTables.enter(with);
    with.body = query(with.body);
    commonTables.leave();
  }

  private void select(SqlSelect select) {
    lookupHints.enter(select);
    GroupWindows.rewrite(select);
    SqlNode from = select.getFrom();
    if (from != null) {
      select.setFrom(from(from));
    }
    lookupHints.requireUsed();
    StateHints.prepare(select);
    commonColumns.enter(from == null ? null : select.getFrom());
    expressions.windows().enter(select);
    select.setSelectList(expressions(commonColumns.selected(select.getSelectList())));
    SqlNode where = select.getWhere();
    if (where != null) {
      select.setWhere(expression(where));
    }
    SqlNodeList group = select.getGroup();
    if (group != null) {
      group.forEach(expressions.rowGroups()::add);
      select.setGroupBy(expressions(group));
    }
    SqlNode having = select.getHaving();
    if (having != null) {
      select.setHaving(expression(having));
    }
    SqlNode qualify = select.getQualify();
    if (qualify != null) {
      select.setQualify(expression(qualify));
    }
    expressions.windows().leave();
    commonColumns.leave();
    lookupHints.leave();
  }

  private SqlNode from(SqlNode node) {
    if (node instanceof JsonTable table) {
      return JsonTableRewriter.rewrite(table, expressions);
    }
    switch (node.getKind()) {
      case IDENTIFIER -> {
        return table((SqlIdentifier) node);
      }
      case AS -> {
        SqlCall as = (SqlCall) node;
        SqlNode named = as.operand(0);
        SqlNode relation =
            named instanceof SqlSnapshot snapshot
                ? snapshot(snapshot, as.operand(1).toString())
                : from(named);
        return FromFunctions.named(as, relation);
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
      case LATERAL -> {
        SqlNode relation = from(((SqlCall) node).operand(0));
        return relation.getKind() == SqlKind.LATERAL || relation.getKind() == SqlKind.UNNEST
            ? relation
            : SqlStdOperatorTable.LATERAL.createCall(node.getParserPosition(), relation);
      }
      case UNNEST -> {
        return functions.unnest((SqlCall) node);
      }
      case COLLECTION_TABLE -> {
        SqlSelect windows = WindowTables.query(((SqlCall) node).operand(0));
        return windows != null ? query(windows) : functions.tableFunction((SqlCall) node);
      }
      case MATCH_RECOGNIZE -> throw refused("MATCH_RECOGNIZE", "read a table", node);
      case PIVOT -> throw refused("PIVOT", "read a table", node);
      case UNPIVOT -> throw refused("UNPIVOT", "read a table", node);
      case TABLESAMPLE -> throw refused("TABLESAMPLE", "filter rows with WHERE", node);
      case SNAPSHOT -> {
        return snapshot((SqlSnapshot) node, null);
      }
      default -> {
        if (QueryConverter.isQuery(node)) {
          return query(node);
        }
        throw refused("this in FROM (" + node.getKind() + ")", "read a table or a view", node);
      }
    }
  }

  /** A relation as of a time; a table by its own name in the query also if a hint is for it. */
  private SqlNode snapshot(SqlSnapshot snapshot, @Nullable String alias) {
    if (!(snapshot.getTableRef() instanceof SqlIdentifier name)) {
      return SnapshotRewriter.rewrite(snapshot, from(snapshot.getTableRef()));
    }
    SqlIdentifier table = table(name);
    Relation relation = table == name ? null : scope.require(name);
    if (relation == null) {
      return SnapshotRewriter.rewrite(snapshot, table);
    }
    ObjectName told = lookupHints.lookedUp(relation, name, alias);
    if (told.equals(relation.name())) {
      return SnapshotRewriter.rewrite(snapshot, table);
    }
    SqlNode rewritten = SnapshotRewriter.rewrite(snapshot, identifier(told, name));
    if (alias != null) {
      return rewritten;
    }
    SqlParserPos at = name.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(
        at, rewritten, new SqlIdentifier(name.names.get(name.names.size() - 1), at));
  }

  private SqlNode join(SqlJoin join) {
    join.setLeft(from(join.getLeft()));
    commonColumns.enter(join.getLeft());
    join.setRight(from(join.getRight()));
    commonColumns.leave();
    switch (join.getJoinType()) {
      case INNER, COMMA, CROSS, LEFT, RIGHT, FULL -> {}
      default -> throw refused(join.getJoinType() + " JOIN", "use EXISTS or LEFT JOIN", join);
    }
    SqlNode condition = join.getCondition();
    if (condition != null && join.getConditionType() == JoinConditionType.ON) {
      commonColumns.enter(join);
      join.setOperand(5, expression(condition));
      commonColumns.leave();
    }
    commonColumns.join(join);
    return join;
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
    return identifier(name, identifier);
  }

  private static SqlIdentifier identifier(ObjectName name, SqlIdentifier at) {
    SqlParserPos pos = at.getParserPosition();
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
    if (connector != null && !connector.metadata().isEmpty()) {
      return;
    }
    table.columns().stream()
        .filter(CatalogTable.Column::isMetadata)
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
