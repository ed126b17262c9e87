package io.leat.server.oracle;

import io.leat.runtime.types.DataType;
import io.leat.server.oracle.RandomExpressions.Column;
import io.leat.server.oracle.Sql.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Random queries over tables: joins, groups, subqueries, set operations, windows, distincts and
 * tops, nested to a bounded depth. Their answers depend on nothing but the tables: every order that
 * matters is total. References to outer queries occur in WHERE only.
 */
final class RandomQueries {
  private static final int DEPTH = 3;
  private static final List<String> DIRECTIONS =
      List.of("", " DESC", " NULLS LAST", " DESC NULLS FIRST");

  private final Random random;
  private final RandomExpressions expressions;
  private final List<Relation> relations = new ArrayList<>();
  private int aliases;

  /**
   * How many set operations around what is written name outer columns. DuckDB 2.0 loses there the
   * one row that an aggregate without keys gives for no rows, so every group has a key.
   */
  private int correlatedArms;

  /** Something with a name that can be read. */
  private record Relation(String name, List<Column> columns) {}

  /** What a FROM clause reads, and the columns that it shows. */
  private record From(Sql sql, List<Column> columns) {}

  RandomQueries(Random random, List<OracleTable> tables) {
    this.random = random;
    this.expressions = new RandomExpressions(random);
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
    List<Sort> sorts = sorts();
    if (!expressions.chance(12)) {
      return query(sorts, DEPTH, List.of());
    }
    List<Sort> named = sorts();
    Sql definition = query(named, DEPTH - 2, List.of());
    Relation relation = new Relation("w", outputs("", named));
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

  private List<Sort> sorts() {
    List<Sort> sorts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      sorts.add(expressions.anySort());
    }
    return sorts;
  }

  private static List<Column> outputs(String qualifier, List<Sort> sorts) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      columns.add(new Column(qualifier + "c" + i, sorts.get(i)));
    }
    return columns;
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
    return select(sorts, depth, outer);
  }

  private Sql top(List<Sort> sorts, int depth, List<Column> outer) {
    String alias = alias();
    List<Column> columns = outputs(alias + ".", sorts);
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
      return grouped(sorts, from, where);
    }
    Window window = window(from.columns());
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      Sql value =
          kind < 52
              ? over(sorts.get(i), from.columns(), window)
              : kind < 60 && depth > 0 && sorts.get(i) == Sort.INT && outer.isEmpty()
                  ? scalar(from.columns(), depth - 1)
                  : expressions.value(sorts.get(i), from.columns(), 2);
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

  private From from(int depth, List<Column> outer) {
    From from = relation(depth, outer);
    int joins = random.nextInt(100);
    for (int i = 0; i < (joins < 45 ? 0 : joins < 85 ? 1 : 2) && depth > 0; i++) {
      from = join(from, depth, outer);
    }
    return from;
  }

  private From relation(int depth, List<Column> outer) {
    String alias = alias();
    if (depth > 0 && expressions.chance(25)) {
      List<Sort> sorts = sorts();
      List<Column> visible = expressions.chance(20) ? outer : List.of();
      return new From(
          Sql.of(Sort.FROM, "({0}) AS " + alias, query(sorts, depth - 1, visible)),
          outputs(alias + ".", sorts));
    }
    Relation relation = expressions.pick(relations);
    return new From(
        Sql.of(Sort.FROM, relation.name() + " AS " + alias),
        relation.columns().stream()
            .map(column -> new Column(alias + "." + column.name(), column.sort()))
            .toList());
  }

  private From join(From left, int depth, List<Column> outer) {
    if (expressions.chance(8) && depth > 1) {
      String alias = alias();
      List<Sort> sorts = sorts();
      Sql query = query(sorts, depth - 2, left.columns());
      List<Column> both = new ArrayList<>(left.columns());
      both.addAll(outputs(alias + ".", sorts));
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
    From right = relation(depth - 1, outer);
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
            on(left.columns(), right.columns(), type.equals("FULL JOIN"))),
        both);
  }

  private Sql on(List<Column> left, List<Column> right, boolean full) {
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
    List<Column> seen = expressions.chance(60) ? visible : List.of();
    Sort sort = expressions.pick(columns).sort();
    Sql value = expressions.value(sort, columns, 0);
    return switch (random.nextInt(7)) {
      case 0, 1 ->
          Sql.of(
              Sort.BOOLEAN,
              expressions.chance(60) ? "EXISTS ({0})" : "NOT EXISTS ({0})",
              query(sorts(), depth, seen));
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
      default ->
          expressions.comparison(expressions.value(Sort.INT, columns, 0), scalar(seen, depth));
    };
  }

  /** A query of one row and one number. */
  private Sql scalar(List<Column> seen, int depth) {
    From from = from(Math.min(depth, 1), List.of());
    Sql where =
        seen.isEmpty()
            ? Sql.of(Sort.CLAUSE, "")
            : Sql.of(Sort.CLAUSE, " WHERE {0}", where(from.columns(), seen, 0));
    return Sql.of(
        Sort.INT,
        "(SELECT {0} FROM {1}{2})",
        aggregate(Sort.INT, from.columns()),
        from.sql(),
        where);
  }

  private Sql grouped(List<Sort> sorts, From from, Sql where) {
    List<Column> keys = new ArrayList<>();
    int count = correlatedArms > 0 ? 1 + random.nextInt(2) : random.nextInt(3);
    for (int i = count; i > 0; i--) {
      Column key = expressions.pick(from.columns());
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      List<Column> fitting = RandomExpressions.of(sorts.get(i), keys);
      Sql value =
          !fitting.isEmpty() && expressions.chance(60)
              ? expressions.column(expressions.pick(fitting))
              : aggregate(sorts.get(i), from.columns());
      items.add(Sql.of(value.sort(), "{0} AS c" + i, value));
    }
    String names = keys.stream().map(Column::name).collect(Collectors.joining(", "));
    String by =
        keys.isEmpty()
            ? ""
            : " GROUP BY "
                + switch (correlatedArms > 0 ? 7 : random.nextInt(8)) {
                  case 0 -> "ROLLUP (" + names + ")";
                  case 1 -> "CUBE (" + names + ")";
                  case 2 -> "GROUPING SETS ((" + names + "), (" + keys.get(0).name() + "), ())";
                  default -> names;
                };
    Sql having =
        expressions.chance(20)
            ? Sql.of(
                Sort.CLAUSE,
                " HAVING {0}",
                expressions.comparison(
                    aggregate(Sort.INT, from.columns()), expressions.literal(Sort.INT)))
            : Sql.of(Sort.CLAUSE, "");
    return Sql.of(
        Sort.QUERY,
        "SELECT {0} FROM {1}{2}" + by + "{3}",
        Sql.list(items),
        from.sql(),
        where,
        having);
  }

  private Sql aggregate(Sort sort, List<Column> columns) {
    Sql argument = expressions.value(sort, columns, 1);
    Sql filter =
        expressions.chance(15)
            ? Sql.of(Sort.CLAUSE, " FILTER (WHERE {0})", expressions.condition(columns, 1))
            : Sql.of(Sort.CLAUSE, "");
    String call =
        switch (sort) {
          case INT ->
              switch (random.nextInt(7)) {
                case 0 -> "COUNT(*)";
                case 1 -> "COUNT(DISTINCT {0})";
                case 2 -> "COUNT({0})";
                case 3 -> "SUM(DISTINCT {0})";
                case 4 -> "MIN({0})";
                case 5 -> "MAX({0})";
                default -> "SUM({0})";
              };
          case DECIMAL -> expressions.pick(List.of("SUM({0})", "MIN({0})", "MAX({0})"));
          case BOOLEAN -> expressions.pick(List.of("BOOL_AND({0})", "BOOL_OR({0})"));
          case TEXT ->
              random.nextInt(3) > 0 || argument.text().startsWith("'")
                  ? expressions.pick(List.of("MIN({0})", "MAX({0})"))
                  : "STRING_AGG({0}, ',' ORDER BY {0})";
          default -> expressions.pick(List.of("MIN({0})", "MAX({0})"));
        };
    return Sql.of(sort, call + "{1}", argument, filter);
  }

  /**
   * The one window of a query whose order is total: with two of them it would be open which of the
   * results belong to one of several equal rows.
   */
  private record Window(String partition, String order, String peers) {}

  private Window window(List<Column> columns) {
    String partition =
        expressions.chance(60) ? "PARTITION BY " + expressions.pick(columns).name() + " " : "";
    List<String> total = new ArrayList<>();
    total.add(expressions.pick(columns).name() + expressions.pick(DIRECTIONS));
    columns.forEach(column -> total.add(column.name()));
    return new Window(
        partition, "ORDER BY " + String.join(", ", total), "ORDER BY " + total.get(0));
  }

  private Sql over(Sort sort, List<Column> columns, Window total) {
    String rows = total.partition() + total.order();
    Window other = window(columns);
    String peers = other.partition() + other.peers();
    String frame =
        expressions.pick(
            List.of(
                "",
                " ROWS UNBOUNDED PRECEDING",
                " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
                " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
                " ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING"));
    Sql argument = expressions.value(sort, columns, 1);
    String call =
        switch (random.nextInt(sort == Sort.INT ? 10 : 5)) {
          case 0 -> "LAG({0}) OVER (" + rows + ")";
          case 1 -> "LEAD({0}, 2) OVER (" + rows + ")";
          case 2 -> "FIRST_VALUE({0}) OVER (" + rows + frame + ")";
          case 3 -> extreme(sort) + " OVER (" + rows + frame + ")";
          case 4 -> extreme(sort) + " OVER (" + other.partition() + ")";
          case 5 -> "ROW_NUMBER() OVER (" + rows + ")";
          case 6 -> "RANK() OVER (" + peers + ")";
          case 7 -> "DENSE_RANK() OVER (" + peers + ")";
          case 8 -> "SUM({0}) OVER (" + rows + frame + ")";
          default -> "COUNT({0}) OVER (" + peers + ")";
        };
    return Sql.of(sort, call, argument);
  }

  private String extreme(Sort sort) {
    return sort == Sort.BOOLEAN
        ? expressions.pick(List.of("BOOL_AND({0})", "BOOL_OR({0})"))
        : expressions.pick(List.of("MIN({0})", "MAX({0})"));
  }

  private String alias() {
    return "q" + ++aliases;
  }
}
