package io.leat.server.oracle;

import io.leat.server.oracle.RandomExpressions.Column;
import io.leat.server.oracle.Sql.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random calls over the windows of one query. One window, whose order is total, serves all calls
 * whose answer depends on the order of equal rows: with two of them it would be open which of the
 * results belong to one of several equal rows.
 */
final class RandomWindows {
  private static final List<String> FRAMES =
      List.of(
          "",
          " ROWS UNBOUNDED PRECEDING",
          " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
          " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
          " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
          " ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING",
          " ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING");

  private static final List<String> RANGES =
      List.of(
          "",
          " RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
          " RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
          " RANGE CURRENT ROW");

  private static final List<String> DISTANCES =
      List.of(
          " RANGE 2 PRECEDING",
          " RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING",
          " RANGE BETWEEN 1 FOLLOWING AND 3 FOLLOWING",
          " RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
          " RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING");

  private final Random random;
  private final RandomExpressions expressions;
  private final List<Column> columns;
  private final Window total;

  /** Where the order is not total, only peers together may be told apart. */
  private record Window(String partition, String order, String peers) {}

  RandomWindows(Random random, RandomExpressions expressions, List<Column> columns) {
    this.random = random;
    this.expressions = expressions;
    this.columns = columns;
    this.total = window();
  }

  private Window window() {
    String partition =
        expressions.chance(60) ? "PARTITION BY " + expressions.pick(columns).name() + " " : "";
    List<String> order = new ArrayList<>();
    order.add(expressions.pick(columns).name() + expressions.pick(RandomQueries.DIRECTIONS));
    columns.forEach(column -> order.add(column.name()));
    return new Window(
        partition, "ORDER BY " + String.join(", ", order), "ORDER BY " + order.get(0));
  }

  Sql over(Sort sort) {
    return over(sort, expressions.value(sort, columns, 1));
  }

  /** A call of a sort over its argument. */
  Sql over(Sort sort, Sql argument) {
    String rows = total.partition() + total.order();
    String frame = expressions.pick(FRAMES);
    Window other = window();
    String peers = other.partition() + other.peers();
    String call =
        switch (random.nextInt(sort == Sort.INT ? 15 : 9)) {
          case 0 -> "LAG({0}) OVER (" + rows + ")";
          case 1 -> "LEAD({0}, 2) OVER (" + rows + ")";
          case 2 -> "FIRST_VALUE({0}) OVER (" + rows + frame + ")";
          case 3 -> extreme(sort) + " OVER (" + rows + frame + ")";
          case 4 -> extreme(sort) + " OVER (" + other.partition() + ")";
          case 5 ->
              expressions.pick(List.of("LAST_VALUE", "FIRST_VALUE"))
                  + "({0}) IGNORE NULLS OVER ("
                  + rows
                  + frame
                  + ")";
          case 6 ->
              expressions.pick(List.of("LAG", "LEAD")) + "({0}) IGNORE NULLS OVER (" + rows + ")";
          case 7 -> extreme(sort) + " OVER (" + ranged() + ")";
          case 8 -> "NTH_VALUE({0}, 2) OVER (" + rows + frame + ")";
          case 9 -> "ROW_NUMBER() OVER (" + rows + ")";
          case 10 -> "RANK() OVER (" + peers + ")";
          case 11 -> "DENSE_RANK() OVER (" + peers + ")";
          case 12 -> "SUM({0}) OVER (" + rows + frame + ")";
          case 13 -> "NTILE(3) OVER (" + rows + ")";
          default -> expressions.pick(List.of("COUNT", "SUM")) + "({0}) OVER (" + ranged() + ")";
        };
    return Sql.of(sort, call, argument);
  }

  /** A partition and an order whose frame begins and ends between peers. */
  private String ranged() {
    Window other = window();
    List<Column> numbers = RandomExpressions.of(Sort.INT, columns);
    if (numbers.isEmpty() || expressions.chance(40)) {
      return other.partition() + other.peers() + expressions.pick(RANGES);
    }
    return other.partition()
        + "ORDER BY "
        + expressions.pick(numbers).name()
        + expressions.pick(RandomQueries.DIRECTIONS)
        + expressions.pick(DISTANCES);
  }

  /** A rank of rows, with an order that tells all different rows apart where it has to. */
  String rank() {
    return switch (random.nextInt(3)) {
      case 0 -> "RANK() OVER (" + total.partition() + total.peers() + ")";
      case 1 -> "DENSE_RANK() OVER (" + total.partition() + total.peers() + ")";
      default -> "ROW_NUMBER() OVER (" + total.partition() + total.order() + ")";
    };
  }

  private String extreme(Sort sort) {
    return sort == Sort.BOOLEAN
        ? expressions.pick(List.of("BOOL_AND({0})", "BOOL_OR({0})"))
        : expressions.pick(List.of("MIN({0})", "MAX({0})"));
  }
}
