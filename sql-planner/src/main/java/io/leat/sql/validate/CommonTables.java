package io.leat.sql.validate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

/** The names that WITH defines, seen from within one query. */
final class CommonTables {
  private final UnaryOperator<SqlNode> queries;
  private final QueryColumns columns;

  /** Innermost first. */
  private final Deque<Scope> scopes = new ArrayDeque<>();

  /**
   * The names of a query.
   *
   * @param queries prepares a query that stands in WITH
   * @param columns learns which columns the names have
   */
  CommonTables(UnaryOperator<SqlNode> queries, QueryColumns columns) {
    this.queries = queries;
    this.columns = columns;
  }

  /** One WITH: how often each name that it has defined so far was read. */
  private static final class Scope {
    final Map<String, Integer> reads = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Names of WITH RECURSIVE that are defined after the query that is being prepared. */
    final Set<String> later = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  }

  /** Prepares the queries of WITH; its names hold until {@link #leave}. */
  void enter(SqlWith with) {
    Scope scope = new Scope();
    scopes.push(scope);
    columns.enterWith();
    Set<SqlWithItem> recursive = new HashSet<>();
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      if (item.recursive.booleanValue()) {
        recursive.add(item);
        scope.later.add(item.name.getSimple());
      }
    }
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      String name = item.name.getSimple();
      scope.later.remove(name);
      if (recursive.contains(item)) {
        scope.reads.put(name, 0);
        columns.define(item);
        item.query =
            new RecursionRewriter(queries, () -> scope.reads.getOrDefault(name, 0)).rewrite(item);
      } else {
        item.query = queries.apply(item.query);
        columns.define(item);
        scope.reads.put(name, 0);
      }
    }
  }

  /** Makes one name known, as if WITH had defined it; it holds until {@link #leave}. */
  void enter(String name, List<String> columnNames) {
    Scope scope = new Scope();
    scope.reads.put(name, 0);
    scopes.push(scope);
    columns.enterWith();
    columns.define(name, columnNames);
  }

  void leave() {
    columns.leaveWith();
    scopes.pop();
  }

  /** Whether the name is one of WITH; it is then counted as read. */
  boolean defines(SqlIdentifier identifier) {
    if (!identifier.isSimple()) {
      return false;
    }
    String name = identifier.getSimple();
    for (Scope scope : scopes) {
      if (scope.later.contains(name)) {
        throw QueryRewriter.refused(
            "reading '" + name + "' before WITH RECURSIVE defines it (mutual recursion)",
            "put the queries in order, or make them one that tells its rows apart by a column",
            identifier);
      }
      if (scope.reads.containsKey(name)) {
        scope.reads.merge(name, 1, Integer::sum);
        return true;
      }
    }
    return false;
  }
}
