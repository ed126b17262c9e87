package io.leat.sql.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/**
 * The names that the columns of queries and of relations in FROM have, as far as the text tells
 * them: before a query is validated, and with no types.
 */
final class QueryColumns {
  private final NameScope scope;

  /** The columns of joins by names that have been given a condition. */
  private final IdentityHashMap<SqlNode, FromColumns> joins = new IdentityHashMap<>();

  /** What WITH defines, innermost first; a name whose columns are not known has none. */
  private final Deque<Map<String, List<String>>> withTables = new ArrayDeque<>();

  QueryColumns(NameScope scope) {
    this.scope = scope;
  }

  /** A relation of FROM. */
  record Item(@Nullable String alias, @Nullable List<String> columns) {}

  /** Keeps what the columns of a join by names are. */
  void remember(SqlJoin join, FromColumns columns) {
    joins.put(join, columns);
  }

  @Nullable FromColumns remembered(SqlJoin join) {
    return joins.get(join);
  }

  /** Whether there is any join by names. */
  boolean hasCommon() {
    return !joins.isEmpty();
  }

  /** Begins the names of a WITH. */
  void enterWith() {
    withTables.push(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
  }

  void leaveWith() {
    withTables.pop();
  }

  void define(String name, List<String> columns) {
    withTables.element().put(name, columns);
  }

  /** Makes a name of WITH known, before or after its query has been prepared. */
  void define(SqlWithItem item) {
    SqlNodeList list = item.columnList;
    List<String> columns = list == null ? of(item.query) : names(list);
    withTables.element().put(item.name.getSimple(), columns == null ? List.of() : columns);
  }

  /** The names of a query's columns; null where they are not known. */
  @Nullable List<String> of(SqlNode query) {
    if (query instanceof SqlSelect select) {
      return selected(select);
    }
    if (query instanceof SqlOrderBy ordered) {
      return of(ordered.query);
    }
    if (query instanceof SqlWith with) {
      enterWith();
      with.withList.forEach(item -> define((SqlWithItem) item));
      List<String> columns = of(with.body);
      leaveWith();
      return columns;
    }
    return switch (query.getKind()) {
      case UNION, INTERSECT, EXCEPT -> of(((SqlCall) query).operand(0));
      case VALUES -> numbered(((SqlCall) ((SqlCall) query).operand(0)).operandCount());
      case EXPLICIT_TABLE -> table(((SqlCall) query).operand(0));
      default -> null;
    };
  }

  private @Nullable List<String> selected(SqlSelect select) {
    List<String> columns = new ArrayList<>();
    for (SqlNode column : select.getSelectList()) {
      if (column instanceof SqlIdentifier name && name.isStar()) {
        String table = name.names.size() < 2 ? null : name.names.get(name.names.size() - 2);
        List<String> all = all(select.getFrom(), table);
        if (all == null) {
          return null;
        }
        columns.addAll(all);
      } else {
        columns.add(nameOf(column, columns.size()));
      }
    }
    return columns;
  }

  private static String nameOf(SqlNode column, int position) {
    SqlNode name = column.getKind() == SqlKind.AS ? ((SqlCall) column).operand(1) : column;
    return name instanceof SqlIdentifier identifier
        ? identifier.names.get(identifier.names.size() - 1)
        : SqlUtil.deriveAliasFromOrdinal(position);
  }

  /** The columns that {@code *}, or {@code table.*}, stands for. */
  private @Nullable List<String> all(@Nullable SqlNode from, @Nullable String table) {
    if (from == null) {
      return null;
    }
    if (table == null) {
      FromColumns columns = FromColumns.of(from, this);
      return columns.complete() ? columns.names() : null;
    }
    for (Item item : items(from)) {
      if (table.equalsIgnoreCase(item.alias())) {
        return item.columns();
      }
    }
    return null;
  }

  /** The relations of FROM, from left to right. */
  private List<Item> items(SqlNode from) {
    if (from.getKind() != SqlKind.JOIN) {
      return List.of(item(from));
    }
    List<Item> items = new ArrayList<>(items(((SqlCall) from).operand(0)));
    items.addAll(items(((SqlCall) from).operand(3)));
    return items;
  }

  /** One relation of FROM. */
  Item item(SqlNode from) {
    return switch (from.getKind()) {
      case IDENTIFIER -> {
        SqlIdentifier name = (SqlIdentifier) from;
        yield new Item(name.names.get(name.names.size() - 1), table(name));
      }
      case TABLE_REF -> item(((SqlTableRef) from).operand(0));
      case AS -> {
        SqlCall as = (SqlCall) from;
        String alias = ((SqlIdentifier) as.operand(1)).getSimple();
        List<SqlNode> operands = as.getOperandList();
        yield new Item(
            alias,
            operands.size() > 2
                ? names(operands.subList(2, operands.size()))
                : item(as.operand(0)).columns());
      }
      case LATERAL -> item(((SqlCall) from).operand(0));
      default -> new Item(null, QueryConverter.isQuery(from) ? of(from) : null);
    };
  }

  private @Nullable List<String> table(SqlIdentifier name) {
    if (name.isSimple()) {
      for (Map<String, List<String>> tables : withTables) {
        List<String> columns = tables.get(name.getSimple());
        if (columns != null) {
          return columns.isEmpty() ? null : columns;
        }
      }
    }
    return scope
        .find(scope.resolve(name))
        .map(relation -> relation.schema().fields().stream().map(field -> field.name()).toList())
        .orElse(null);
  }

  private static List<String> names(List<? extends @Nullable SqlNode> identifiers) {
    List<String> names = new ArrayList<>();
    for (SqlNode identifier : identifiers) {
      if (identifier instanceof SqlIdentifier name) {
        names.add(name.getSimple());
      }
    }
    return names;
  }

  private static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(SqlUtil.deriveAliasFromOrdinal(i));
    }
    return names;
  }
}
