package io.leat.server.oracle;

import io.leat.runtime.types.DataType;
import io.leat.server.oracle.RandomExpressions.Column;
import io.leat.server.oracle.RandomRelations.From;
import io.leat.server.oracle.RandomRelations.Relation;
import io.leat.server.oracle.Sql.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Random queries over tables: joins, groups, subqueries, set operations, windows, distincts, ranks,
 * tops and recursions, nested to a bounded depth. Their answers depend on nothing but the tables:
 * every order that matters is total. Left out is what DuckDB takes otherwise: rows that are
 * compared as values; and columns of outer queries in joins on the right that stand in parentheses.
 */
final class RandomQueries {
  private static final int DEPTH = 3;
  static final List<String> DIRECTIONS = List.of("", " DESC", " NULLS LAST", " DESC NULLS FIRST");

  private final Random random;
  private final RandomExpressions expressions;
  private final RandomRelations relations;
  private final RandomAggregates aggregates;

  /**
   * How many set operations around what is written name outer columns. DuckDB 2.0 loses there the
   * one row that an aggregate without keys gives for no rows, so every group has a key.
   */
  private int correlatedArms;

  RandomQueries(Random random, List<OracleTable> tables) {
    this.random = random;
    this.expressions = new RandomExpressions(random);
    this.relations = new RandomRelations(random, expressions);
    this.aggregates = new RandomAggregates(random, expressions);
    for (OracleTable table : tables) {
      relations.add(
          new Relation(
              table.name(),
              table.columns().stream()
                  .map(column -> new Column(column.name(), sort(column.type())))
                  .toList()));
    }
  }

  private static Sort sort(DataType type) {
    return switch (type.kind()) {
      case VARCHAR -> Sort.TEXT;
      case DECIMAL -> Sort.DECIMAL;
      case BOOLEAN -> Sort.BOOLEAN;
      case DATE -> Sort.DATE;
      default -> Sort.INT;
    };
  }

  Sql next() {
    List<Sort> sorts = relations.sorts();
    if (expressions.chance(6)) {
      return recursive(sorts);
    }
    if (!expressions.chance(12)) {
      return query(sorts, DEPTH, List.of());
    }
    List<Sort> named = relations.sorts();
    Sql definition = query(named, DEPTH - 2, List.of());
    Relation relation = new Relation("w", RandomRelations.outputs("", named));
    relations.add(relation);
    Sql body = query(sorts, DEPTH - 1, List.of());
    relations.remove(relation);
    return Sql.of(Sort.QUERY, "WITH w AS ({0}) {1}", definition, body);
  }

  /** A query with columns {@code c0, c1, …} of the sorts that a table's have. */
  Sql next(OracleTable columns) {
    List<Sort> sorts = columns.columns().stream().map(column -> sort(column.type())).toList();
    return query(sorts, DEPTH, List.of());
  }

  /** A query with columns {@code c0, c1, …} of these sorts. */
  private Sql query(List<Sort> sorts, int depth, List<Column> outer) {
    if (depth > 0 && expressions.chance(14)) {
      String operation =
          expressions.pick(
              List.of("UNION ALL", "UNION", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"));
      correlatedArms += outer.isEmpty() ? 0 : 1;
      Sql first = query(sorts, depth - 1, outer);
      Sql second = query(sorts, depth - 1, outer);
      correlatedArms -= outer.isEmpty() ? 0 : 1;
      return Sql.of(Sort.QUERY, "({0}) " + operation + " ({1})", first, second);
    }
    if (depth > 0 && expressions.chance(10)) {
      return top(sorts, depth, outer);
    }
    if (depth > 0 && expressions.chance(6)) {
      return ranked(sorts, depth, outer);
    }
    return select(sorts, depth, outer);
  }

  /** The first rows of each part of a query, by a rank that is filtered. */
  private Sql ranked(List<Sort> sorts, int depth, List<Column> outer) {
    String alias = relations.alias();
    List<Column> columns = RandomRelations.outputs(alias + ".", sorts);
    String rank = new RandomWindows(random, expressions, columns).rank();
    String filter =
        expressions.pick(
            List.of(
                "rank <= 2",
                "rank < 3",
                "rank = 1",
                "rank = 2",
                "rank BETWEEN 2 AND 3",
                "rank > 1",
                "3 >= rank",
                "rank <= 2 AND rank <> 1"));
    String names =
        RandomRelations.outputs("", sorts).stream()
            .map(Column::name)
            .collect(Collectors.joining(", "));
    String shown = sorts.get(0) == Sort.INT && expressions.chance(30) ? "rank" : "c0";
    Sql inner = query(sorts, depth - 1, outer);
    if (expressions.chance(40)) {
      return Sql.of(
          Sort.QUERY,
          "SELECT "
              + names
              + " FROM ({0}) AS "
              + alias
              + " QUALIFY "
              + filter.replace("rank", rank),
          inner);
    }
    return Sql.of(
        Sort.QUERY,
        "SELECT "
            + (sorts.size() == 1 ? shown + " AS c0" : names)
            + " FROM (SELECT "
            + names
            + ", "
            + rank
            + " AS rank FROM ({0}) AS "
            + alias
            + ") AS "
            + relations.alias()
            + " WHERE "
            + filter
            + "{1}",
        inner,
        expressions.chance(30)
            ? Sql.of(
                Sort.CLAUSE,
                " AND {0}",
                expressions.condition(RandomRelations.outputs("", sorts), 1))
            : Sql.of(Sort.CLAUSE, ""));
  }

  /** What can be reached from some rows, of values that are few. */
  private Sql recursive(List<Sort> sorts) {
    boolean pair = expressions.chance(40);
    List<Sort> named = pair ? List.of(Sort.INT, Sort.INT) : List.of(Sort.INT);
    Relation relation = new Relation("w", RandomRelations.outputs("", named));
    String start = relations.alias();
    Sql definition =
        Sql.of(
            Sort.QUERY,
            "SELECT " + start + ".* FROM ({0}) AS " + start,
            query(named, 1, List.of()));
    From step = RandomRelations.named(relation, relations.alias());
    From other = relation(0, List.of());
    List<Column> columns = RandomRelations.both(step.columns(), other.columns());
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      items.add(Sql.of(Sort.INT, "MOD({0}, 5) AS c" + i, expressions.value(Sort.INT, columns, 2)));
    }
    Sql where =
        expressions.chance(50)
            ? Sql.of(Sort.CLAUSE, " WHERE {0}", expressions.condition(columns, 2))
            : Sql.of(Sort.CLAUSE, "");
    Sql recursion =
        Sql.of(
            Sort.QUERY,
            "SELECT {0} FROM {1} JOIN {2} ON {3}{4}",
            Sql.list(items),
            step.sql(),
            other.sql(),
            on(step.columns(), other.columns(), false, 0),
            where);
    relations.add(relation);
    Sql body = query(sorts, DEPTH - 2, List.of());
    relations.remove(relation);
    return Sql.of(
        Sort.QUERY,
        "WITH RECURSIVE w (" + (pair ? "c0, c1" : "c0") + ") AS ({0} UNION {1}) {2}",
        definition,
        recursion,
        body);
  }

  private Sql top(List<Sort> sorts, int depth, List<Column> outer) {
    String alias = relations.alias();
    List<Column> columns = RandomRelations.outputs(alias + ".", sorts);
    String items =
        columns.stream()
            .map(column -> column.name() + " AS " + column.name().substring(alias.length() + 1))
            .collect(Collectors.joining(", "));
    String order =
        columns.stream()
            .map(column -> column.name() + expressions.pick(DIRECTIONS))
            .collect(Collectors.joining(", "));
    return Sql.of(
        Sort.QUERY,
        "SELECT "
            + items
            + " FROM ({0}) AS "
            + alias
            + " ORDER BY "
            + order
            + " LIMIT "
            + (1 + random.nextInt(5))
            + (expressions.chance(30) ? " OFFSET " + random.nextInt(3) : ""),
        query(sorts, depth - 1, outer));
  }

  private Sql select(List<Sort> sorts, int depth, List<Column> outer) {
    From from = from(depth, outer);
    Sql where = Sql.of(Sort.CLAUSE, "");
    if (expressions.chance(outer.isEmpty() ? 55 : 85)) {
      where = Sql.of(Sort.CLAUSE, " WHERE {0}", where(from.columns(), outer, depth));
    }
    int kind = random.nextInt(100);
    if (kind < 35) {
      return grouped(sorts, from, where, outer, depth);
    }
    RandomWindows windows = new RandomWindows(random, expressions, from.columns());
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      Sql value =
          kind < 52 ? windows.over(sorts.get(i)) : item(sorts.get(i), from.columns(), outer, depth);
      items.add(Sql.of(value.sort(), "{0} AS c" + i, value));
    }
    return Sql.of(
        Sort.QUERY,
        "SELECT{0} {1} FROM {2}{3}",
        Sql.of(Sort.CLAUSE, expressions.chance(15) ? " DISTINCT" : ""),
        Sql.list(items),
        from.sql(),
        where);
  }

  /** An item of a select list, which may hold a query and name outer columns. */
  private Sql item(Sort sort, List<Column> columns, List<Column> outer, int depth) {
    List<Column> visible = expressions.chance(25) ? RandomRelations.both(columns, outer) : columns;
    if (depth > 0 && sort == Sort.BOOLEAN && expressions.chance(30)) {
      return subquery(columns, RandomRelations.both(columns, outer), depth - 1);
    }
    if (depth > 0 && expressions.chance(12)) {
      Sql scalar = scalar(sort, RandomRelations.both(columns, outer), depth - 1);
      return expressions.chance(30)
          ? Sql.of(sort, "COALESCE({0}, {1})", scalar, expressions.value(sort, visible, 1))
          : scalar;
    }
    return expressions.value(sort, visible, 2);
  }

  /** Without the columns whose names have no relation: inside, they may be those of others. */
  private static List<Column> outside(List<Column> columns) {
    return columns.stream().filter(column -> column.name().contains(".")).toList();
  }

  private From from(int depth, List<Column> outer) {
    if (depth > 0 && expressions.chance(6)) {
      return relations.using();
    }
    From from = relation(depth, outer);
    int joins = random.nextInt(100);
    for (int i = 0; i < (joins < 45 ? 0 : joins < 85 ? 1 : 2) && depth > 0; i++) {
      from = join(from, depth, outer);
    }
    return from;
  }

  private From relation(int depth, List<Column> outer) {
    String alias = relations.alias();
    if (depth > 0 && expressions.chance(25)) {
      List<Sort> sorts = relations.sorts();
      List<Column> visible = expressions.chance(20) ? outer : List.of();
      return new From(
          Sql.of(Sort.FROM, "({0}) AS " + alias, query(sorts, depth - 1, visible)),
          RandomRelations.outputs(alias + ".", sorts));
    }
    if (expressions.chance(4)) {
      return relations.constants(alias);
    }
    return RandomRelations.named(relations.any(), alias);
  }

  private From join(From left, int depth, List<Column> outer) {
    if (expressions.chance(8) && depth > 1) {
      String alias = relations.alias();
      List<Sort> sorts = relations.sorts();
      Sql query = query(sorts, depth - 2, outside(left.columns()));
      List<Column> both = new ArrayList<>(left.columns());
      both.addAll(RandomRelations.outputs(alias + ".", sorts));
      return new From(
          Sql.of(
              Sort.FROM,
              expressions.chance(50)
                  ? "{0} CROSS JOIN LATERAL ({1}) AS " + alias
                  : "{0} LEFT JOIN LATERAL ({1}) AS " + alias + " ON TRUE",
              left.sql(),
              query),
          both);
    }
    if (expressions.chance(6) && depth > 0) {
      return relations.unnested(left);
    }
    From right = relation(depth - 1, outer);
    if (depth > 1 && expressions.chance(12)) {
      // At that depth, neither of its relations names columns of the other one.
      From nested = join(right, 0, outer);
      right = new From(Sql.of(Sort.FROM, "({0})", nested.sql()), nested.columns());
    }
    List<Column> both = new ArrayList<>(left.columns());
    both.addAll(right.columns());
    int kind = random.nextInt(20);
    if (kind == 0) {
      return new From(Sql.of(Sort.FROM, "{0} CROSS JOIN {1}", left.sql(), right.sql()), both);
    }
    String type =
        kind < 9 ? "JOIN" : kind < 14 ? "LEFT JOIN" : kind < 17 ? "RIGHT JOIN" : "FULL JOIN";
    return new From(
        Sql.of(
            Sort.FROM,
            "{0} " + type + " {1} ON {2}",
            left.sql(),
            right.sql(),
            on(left.columns(), right.columns(), type.equals("FULL JOIN"), depth)),
        both);
  }

  private Sql on(List<Column> left, List<Column> right, boolean full, int depth) {
    Column key = expressions.pick(left);
    List<Column> partners = RandomExpressions.of(key.sort(), right);
    if (partners.isEmpty()) {
      key = new Column("1", Sort.INT);
      partners = RandomExpressions.of(Sort.INT, right);
    }
    Sql first = expressions.column(key);
    Sql second =
        partners.isEmpty() ? Sql.of(Sort.INT, "1") : expressions.column(expressions.pick(partners));
    int kind = random.nextInt(10);
    Sql condition =
        kind < 8 || full
            ? Sql.of(Sort.BOOLEAN, "{0} = {1}", first, second)
            : kind < 9
                ? Sql.of(Sort.BOOLEAN, "{0} IS NOT DISTINCT FROM {1}", first, second)
                : expressions.comparison(first, second);
    if (expressions.chance(30)) {
      List<Column> both = new ArrayList<>(left);
      both.addAll(right);
      condition = Sql.of(Sort.BOOLEAN, "({0} AND {1})", condition, expressions.condition(both, 1));
    }
    if (depth > 1 && expressions.chance(8)) {
      List<Column> side = expressions.chance(50) ? left : right;
      condition = Sql.of(Sort.BOOLEAN, "({0} AND {1})", condition, subquery(side, side, depth - 2));
    }
    return condition;
  }

  private Sql where(List<Column> columns, List<Column> outer, int depth) {
    Sql condition;
    if (!outer.isEmpty()) {
      Column other = expressions.pick(outer);
      condition =
          Sql.of(
              Sort.BOOLEAN,
              "{0} "
                  + (expressions.chance(75) ? "=" : expressions.pick(List.of("<", "<>", ">=")))
                  + " {1}",
              expressions.value(other.sort(), columns, 0),
              expressions.column(other));
      if (expressions.chance(60)) {
        return condition;
      }
    } else {
      condition = expressions.condition(columns, 2);
    }
    if (depth > 0 && expressions.chance(35)) {
      List<Column> visible = new ArrayList<>(columns);
      visible.addAll(outer);
      condition =
          Sql.of(
              Sort.BOOLEAN,
              expressions.chance(70) ? "({0} AND {1})" : "({0} OR {1})",
              condition,
              subquery(columns, visible, depth - 1));
    }
    return condition;
  }

  /** A condition that holds a query, which may refer to what is visible around it. */
  private Sql subquery(List<Column> columns, List<Column> visible, int depth) {
    List<Column> seen = expressions.chance(60) ? outside(visible) : List.of();
    Sort sort = expressions.pick(columns).sort();
    Sql value = expressions.value(sort, columns, 0);
    return switch (random.nextInt(8)) {
      case 7 -> {
        Sort second = expressions.pick(columns).sort();
        yield Sql.of(
            Sort.BOOLEAN,
            expressions.chance(60) ? "({0}, {1}) IN ({2})" : "({0}, {1}) NOT IN ({2})",
            value,
            expressions.value(second, columns, 0),
            query(List.of(sort, second), depth, List.of()));
      }
      case 0, 1 ->
          Sql.of(
              Sort.BOOLEAN,
              expressions.chance(60) ? "EXISTS ({0})" : "NOT EXISTS ({0})",
              query(relations.sorts(), depth, seen));
      case 2, 3, 4 ->
          Sql.of(
              Sort.BOOLEAN,
              expressions.chance(60) ? "{0} IN ({1})" : "{0} NOT IN ({1})",
              value,
              query(List.of(sort), depth, seen));
      case 5 ->
          Sql.of(
              Sort.BOOLEAN,
              "{0} "
                  + expressions.pick(List.of("=", "<>", "<", ">="))
                  + (expressions.chance(50) ? " ANY ({1})" : " ALL ({1})"),
              value,
              query(List.of(sort), depth, seen));
      default -> expressions.comparison(value, scalar(sort, seen, depth));
    };
  }

  /** A query of at most one row with one value. */
  private Sql scalar(Sort sort, List<Column> visible, int depth) {
    List<Column> seen = outside(visible);
    if (expressions.chance(20)) {
      String alias = relations.alias();
      return Sql.of(
          sort,
          "(SELECT "
              + alias
              + ".c0 FROM ({0}) AS "
              + alias
              + " ORDER BY "
              + alias
              + ".c0"
              + expressions.pick(DIRECTIONS)
              + " LIMIT 1)",
          query(List.of(sort), Math.max(0, depth - 1), seen));
    }
    From from = from(Math.min(depth, 1), List.of());
    Sql where =
        seen.isEmpty()
            ? Sql.of(Sort.CLAUSE, "")
            : Sql.of(Sort.CLAUSE, " WHERE {0}", where(from.columns(), seen, 0));
    Sql having =
        expressions.chance(12)
            ? Sql.of(Sort.CLAUSE, " HAVING {0}", aggregates.condition(from.columns()))
            : Sql.of(Sort.CLAUSE, "");
    Sql value = aggregates.value(sort, from.columns());
    return Sql.of(
        sort,
        "(SELECT {0} FROM {1}{2}{3})",
        expressions.chance(20)
            ? Sql.of(sort, "COALESCE({0}, {1})", value, expressions.literal(sort))
            : value,
        from.sql(),
        where,
        having);
  }

  private Sql grouped(List<Sort> sorts, From from, Sql where, List<Column> outer, int depth) {
    List<Column> keys = aggregates.keys(from.columns(), correlatedArms > 0);
    boolean sets = !keys.isEmpty() && correlatedArms == 0 && expressions.chance(35);
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      Sql value = groupedItem(sorts.get(i), from.columns(), keys, sets, outer, depth);
      items.add(Sql.of(value.sort(), "{0} AS c" + i, value));
    }
    Sql having = Sql.of(Sort.CLAUSE, "");
    if (expressions.chance(20)) {
      Sql condition = aggregates.condition(from.columns());
      if (sets && expressions.chance(30)) {
        condition =
            Sql.of(
                Sort.BOOLEAN,
                "GROUPING(" + expressions.pick(keys).name() + ") = {0}",
                expressions.literal(Sort.INT));
      }
      if (depth > 0 && !keys.isEmpty() && expressions.chance(40)) {
        condition =
            Sql.of(
                Sort.BOOLEAN,
                expressions.chance(60) ? "({0} AND {1})" : "({0} OR {1})",
                condition,
                subquery(keys, RandomRelations.both(keys, outer), depth - 1));
      }
      having = Sql.of(Sort.CLAUSE, " HAVING {0}", condition);
    }
    return Sql.of(
        Sort.QUERY,
        "SELECT {0} FROM {1}{2}" + aggregates.by(keys, sets) + "{3}",
        Sql.list(items),
        from.sql(),
        where,
        having);
  }

  private Sql groupedItem(
      Sort sort,
      List<Column> columns,
      List<Column> keys,
      boolean sets,
      List<Column> outer,
      int depth) {
    List<Column> fitting = RandomExpressions.of(sort, keys);
    if (!fitting.isEmpty() && expressions.chance(55)) {
      return expressions.column(expressions.pick(fitting));
    }
    if (sets && sort == Sort.INT && expressions.chance(25)) {
      return Sql.of(
          sort,
          expressions.chance(50)
              ? "GROUPING(" + expressions.pick(keys).name() + ")"
              : "GROUPING("
                  + keys.stream().map(Column::name).collect(Collectors.joining(", "))
                  + ")");
    }
    if (depth > 0 && !keys.isEmpty() && expressions.chance(10)) {
      return scalar(sort, RandomRelations.both(keys, outer), depth - 1);
    }
    if (!sets && !keys.isEmpty() && expressions.chance(10)) {
      return new RandomWindows(random, expressions, keys)
          .over(sort, aggregates.value(sort, columns));
    }
    Sql aggregate = aggregates.value(sort, columns);
    return expressions.chance(10)
        ? Sql.of(sort, "COALESCE({0}, {1})", aggregate, expressions.literal(sort))
        : aggregate;
  }
}
