package io.leat.server.oracle;

import io.leat.server.oracle.RandomExpressions.Column;
import io.leat.server.oracle.Sql.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random keys of groups, and calls of aggregates. */
final class RandomAggregates {
  private final Random random;
  private final RandomExpressions expressions;

  RandomAggregates(Random random, RandomExpressions expressions) {
    this.random = random;
    this.expressions = expressions;
  }

  /**
   * Columns and expressions to group by.
   *
   * @param some whether there has to be one
   */
  List<Column> keys(List<Column> columns, boolean some) {
    List<Column> keys = new ArrayList<>();
    int count = some ? 1 + random.nextInt(2) : random.nextInt(3);
    for (int i = count; i > 0; i--) {
      Column key = expressions.pick(columns);
      if (expressions.chance(20)) {
        Sql expression = expressions.value(key.sort(), columns, 2);
        if (expression.text().indexOf('{') >= 0 && expression.toString().contains(".")) {
          key = new Column(expression.toString(), key.sort());
        }
      }
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /**
   * The clause; empty without keys.
   *
   * @param sets whether there are several sets of keys
   */
  String by(List<Column> keys, boolean sets) {
    if (keys.isEmpty()) {
      return "";
    }
    String names = keys.stream().map(Column::name).collect(Collectors.joining(", "));
    return " GROUP BY "
        + switch (sets ? random.nextInt(3) : 3) {
          case 0 -> "ROLLUP (" + names + ")";
          case 1 -> "CUBE (" + names + ")";
          case 2 -> "GROUPING SETS ((" + names + "), (" + keys.get(0).name() + "), ())";
          default -> names;
        };
  }

  /** A call of an aggregate. */
  Sql value(Sort sort, List<Column> columns) {
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

  /** A condition on groups. */
  Sql condition(List<Column> columns) {
    return expressions.comparison(value(Sort.INT, columns), expressions.literal(Sort.INT));
  }
}
