package io.leat.server.oracle;

import io.leat.server.oracle.RandomExpressions.Column;
import io.leat.server.oracle.Sql.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** What random queries read, apart from queries: relations, constants, elements of arrays. */
final class RandomRelations {
  private final Random random;
  private final RandomExpressions expressions;
  private final List<Relation> relations = new ArrayList<>();
  private int aliases;

  /** Something with a name that can be read. */
  record Relation(String name, List<Column> columns) {}

  /** What a FROM clause reads, and the columns that it shows. */
  record From(Sql sql, List<Column> columns) {}

  RandomRelations(Random random, RandomExpressions expressions) {
    this.random = random;
    this.expressions = expressions;
  }

  /** Makes a relation known until it is removed. */
  void add(Relation relation) {
    relations.add(relation);
  }

  void remove(Relation relation) {
    relations.remove(relation);
  }

  Relation any() {
    return expressions.pick(relations);
  }

  String alias() {
    return "q" + ++aliases;
  }

  /** The sorts of one to three columns. */
  List<Sort> sorts() {
    List<Sort> sorts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      sorts.add(expressions.anySort());
    }
    return sorts;
  }

  /** Columns {@code c0, c1, …} of these sorts. */
  static List<Column> outputs(String qualifier, List<Sort> sorts) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      columns.add(new Column(qualifier + "c" + i, sorts.get(i)));
    }
    return columns;
  }

  static List<Column> both(List<Column> first, List<Column> second) {
    List<Column> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  /** A relation by another name. */
  static From named(Relation relation, String alias) {
    return new From(
        Sql.of(Sort.FROM, relation.name() + " AS " + alias),
        relation.columns().stream()
            .map(column -> new Column(alias + "." + column.name(), column.sort()))
            .toList());
  }

  /** Rows of VALUES. */
  From constants(String alias) {
    List<Sort> sorts = sorts();
    List<Sql> rows = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      List<Sql> values = new ArrayList<>();
      for (Sort sort : sorts) {
        values.add(expressions.chance(20) ? expressions.missing(sort) : expressions.literal(sort));
      }
      rows.add(Sql.of(Sort.ROW, "({0})", Sql.list(values)));
    }
    String names = outputs("", sorts).stream().map(Column::name).collect(Collectors.joining(", "));
    return new From(
        Sql.of(Sort.FROM, "(VALUES {0}) AS " + alias + " (" + names + ")", Sql.list(rows)),
        outputs(alias + ".", sorts));
  }

  /** A join of two relations by a column of both, which has a name without a table then. */
  From using() {
    Relation left = any();
    Relation right = any();
    String type = expressions.pick(List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
    List<Column> common =
        left.columns().stream().filter(column -> right.columns().contains(column)).toList();
    if (common.isEmpty()) {
      return named(left, alias());
    }
    Column by = expressions.pick(common);
    From first = named(left, alias());
    From second = named(right, alias());
    List<Column> columns = both(first.columns(), second.columns());
    columns.add(by);
    columns.add(by);
    return new From(
        Sql.of(
            Sort.FROM, "{0} " + type + " {1} USING (" + by.name() + ")", first.sql(), second.sql()),
        columns);
  }

  /** The elements of an array of columns, beside each row. */
  From unnested(From left) {
    String alias = alias();
    Sort sort = expressions.pick(List.of(Sort.INT, Sort.TEXT));
    boolean numbered = expressions.chance(30);
    List<Sql> elements = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      elements.add(expressions.value(sort, left.columns(), 1));
    }
    List<Column> columns = new ArrayList<>(left.columns());
    columns.add(new Column(alias + ".c0", sort));
    if (numbered) {
      columns.add(new Column(alias + ".c1", Sort.INT));
    }
    return new From(
        Sql.of(
            Sort.FROM,
            "{0} CROSS JOIN UNNEST(ARRAY[{1}])"
                + (numbered ? " WITH ORDINALITY AS " : " AS ")
                + alias
                + (numbered ? " (c0, c1)" : " (c0)"),
            left.sql(),
            Sql.list(elements)),
        columns);
  }
}
