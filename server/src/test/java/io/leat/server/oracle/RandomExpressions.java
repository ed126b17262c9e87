package io.leat.server.oracle;

import io.leat.server.oracle.Sql.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random expressions over columns: numbers stay small, so that none overflows. */
final class RandomExpressions {
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final Random random;

  /** A column that can be named in an expression. */
  record Column(String name, Sort sort) {}

  RandomExpressions(Random random) {
    this.random = random;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  Sql column(Column column) {
    return Sql.of(column.sort(), column.name());
  }

  Sort anySort() {
    return pick(
        List.of(
            Sort.INT,
            Sort.INT,
            Sort.INT,
            Sort.INT,
            Sort.TEXT,
            Sort.TEXT,
            Sort.DECIMAL,
            Sort.DATE,
            Sort.BOOLEAN));
  }

  /** The columns of a sort. */
  static List<Column> of(Sort sort, List<Column> columns) {
    return columns.stream().filter(column -> column.sort() == sort).toList();
  }

  Sql value(Sort sort, List<Column> columns, int depth) {
    List<Column> fitting = of(sort, columns);
    if (!fitting.isEmpty() && (depth == 0 || chance(55))) {
      return column(pick(fitting));
    }
    if (depth == 0 || chance(fitting.isEmpty() ? 30 : 10)) {
      return literal(sort);
    }
    if (chance(3)) {
      return missing(sort);
    }
    if (chance(6)) {
      Sort other = anySort();
      return Sql.of(
          sort,
          "CASE {0} WHEN {1} THEN {2} WHEN {3} THEN {4} END",
          value(other, columns, 0),
          literal(other),
          value(sort, columns, depth - 1),
          value(other, columns, 0),
          value(sort, columns, depth - 1));
    }
    if (chance(15)) {
      return Sql.of(
          sort,
          "CASE WHEN {0} THEN {1} ELSE {2} END",
          condition(columns, depth - 1),
          value(sort, columns, depth - 1),
          value(sort, columns, depth - 1));
    }
    if (chance(15)) {
      return Sql.of(
          sort,
          "COALESCE({0}, {1})",
          value(sort, columns, depth - 1),
          value(sort, columns, depth - 1));
    }
    return composed(sort, columns, depth - 1);
  }

  private Sql composed(Sort sort, List<Column> columns, int depth) {
    Sql first = sort == Sort.BOOLEAN ? condition(columns, depth) : value(sort, columns, depth);
    return switch (sort) {
      case INT ->
          switch (random.nextInt(11)) {
            case 5 -> Sql.of(sort, "({0} / 2)", first);
            case 6 -> Sql.of(sort, "CAST(FLOOR({0}) AS INT)", value(Sort.DECIMAL, columns, depth));
            case 7 -> Sql.of(sort, "CAST({0} AS INT)", condition(columns, depth));
            case 8 -> Sql.of(sort, "EXTRACT(DAY FROM {0})", value(Sort.DATE, columns, depth));
            case 9 -> Sql.of(sort, "POSITION('x' IN {0})", value(Sort.TEXT, columns, depth));
            case 10 -> Sql.of(sort, "(- {0})", first);
            case 0 -> Sql.of(sort, "({0} + {1})", first, value(sort, columns, depth));
            case 1 -> Sql.of(sort, "({0} - {1})", first, value(sort, columns, depth));
            case 2 -> Sql.of(sort, "MOD({0}, 3)", first);
            case 3 -> Sql.of(sort, "ABS({0})", first);
            case 4 -> Sql.of(sort, "CHAR_LENGTH({0})", value(Sort.TEXT, columns, depth));
            default -> Sql.of(sort, "NULLIF({0}, {1})", first, literal(sort));
          };
      case DECIMAL ->
          chance(40)
              ? Sql.of(
                  sort,
                  pick(List.of("({0} + {1})", "({0} - {1})", "COALESCE({0}, {1})")),
                  first,
                  Sql.of(Sort.INT, "MOD({0}, 100)", value(Sort.INT, columns, depth)))
              : chance(50)
                  ? Sql.of(sort, "({0} + {1})", first, value(sort, columns, depth))
                  : Sql.of(sort, "({0} * 2)", first);
      case TEXT ->
          switch (random.nextInt(6)) {
            case 2 -> Sql.of(sort, "CAST({0} AS STRING)", value(Sort.INT, columns, depth));
            case 3 -> Sql.of(sort, "SUBSTRING({0} FROM 2)", first);
            case 4 -> Sql.of(sort, "TRIM({0})", first);
            case 0 -> Sql.of(sort, "UPPER({0})", first);
            case 1 -> Sql.of(sort, "({0} || {1})", first, value(sort, columns, depth));
            default -> Sql.of(sort, "NULLIF({0}, {1})", first, literal(sort));
          };
      case DATE ->
          chance(50)
              ? Sql.of(sort, "NULLIF({0}, {1})", first, literal(sort))
              : Sql.of(
                  sort,
                  pick(
                      List.of(
                          "CAST({0} + INTERVAL '1' DAY AS DATE)",
                          "CAST({0} - INTERVAL '1' MONTH AS DATE)")),
                  first);
      default -> first;
    };
  }

  /** NULL, of a sort. */
  Sql missing(Sort sort) {
    return Sql.of(
        sort,
        switch (sort) {
          case INT -> "CAST(NULL AS INT)";
          case DECIMAL -> "CAST(NULL AS DECIMAL(6, 2))";
          case TEXT -> "CAST(NULL AS STRING)";
          case DATE -> "CAST(NULL AS DATE)";
          default -> "CAST(NULL AS BOOLEAN)";
        });
  }

  Sql literal(Sort sort) {
    return Sql.of(
        sort,
        switch (sort) {
          case INT -> String.valueOf(random.nextInt(7));
          case DECIMAL -> pick(List.of("0.00", "1.50", "2.25"));
          case TEXT -> pick(List.of("''", "'x'", "'X'", "'yz'"));
          case DATE -> pick(List.of("DATE '2024-02-29'", "DATE '2024-03-01'"));
          default -> pick(List.of("TRUE", "FALSE"));
        });
  }

  /** A condition without a query in it. */
  Sql condition(List<Column> columns, int depth) {
    int kind = random.nextInt(depth == 0 ? 60 : 100);
    Sort sort = columns.isEmpty() ? Sort.INT : pick(columns).sort();
    Sql left = value(sort == Sort.BOOLEAN ? Sort.INT : sort, columns, Math.min(depth, 1));
    if (kind < 25) {
      return comparison(left, value(left.sort(), columns, 0));
    }
    if (kind < 40) {
      return rarer(left, columns);
    }
    if (kind < 46) {
      return Sql.of(Sort.BOOLEAN, chance(50) ? "{0} IS NULL" : "{0} IS NOT NULL", left);
    }
    if (kind < 52) {
      List<Sql> list = new ArrayList<>(List.of(literal(left.sort()), literal(left.sort())));
      return Sql.of(
          Sort.BOOLEAN, chance(70) ? "{0} IN ({1})" : "{0} NOT IN ({1})", left, Sql.list(list));
    }
    if (kind < 56) {
      return Sql.of(
          Sort.BOOLEAN,
          chance(50) ? "{0} IS DISTINCT FROM {1}" : "{0} IS NOT DISTINCT FROM {1}",
          left,
          value(left.sort(), columns, 0));
    }
    if (kind < 60) {
      return value(Sort.BOOLEAN, columns, 0);
    }
    Sql first = condition(columns, depth - 1);
    if (kind < 75) {
      return Sql.of(Sort.BOOLEAN, "({0} AND {1})", first, condition(columns, depth - 1));
    }
    if (kind < 90) {
      return Sql.of(Sort.BOOLEAN, "({0} OR {1})", first, condition(columns, depth - 1));
    }
    return Sql.of(
        Sort.BOOLEAN,
        pick(List.of("NOT ({0})", "({0}) IS TRUE", "({0}) IS NOT FALSE", "({0}) IS UNKNOWN")),
        first);
  }

  private Sql rarer(Sql left, List<Column> columns) {
    Sort sort = left.sort();
    return switch (random.nextInt(6)) {
      case 0 ->
          Sql.of(
              Sort.BOOLEAN,
              pick(List.of("{0} BETWEEN {1} AND {2}", "{0} NOT BETWEEN {1} AND {2}")),
              left,
              value(sort, columns, 0),
              value(sort, columns, 0));
      case 1 ->
          Sql.of(
              Sort.BOOLEAN,
              pick(List.of("{0} LIKE ", "{0} NOT LIKE ")) + pick(List.of("'x%'", "'_'", "'%z'")),
              value(Sort.TEXT, columns, 1));
      case 2 -> comparison(value(Sort.INT, columns, 1), value(Sort.DECIMAL, columns, 0));
      case 3 ->
          Sql.of(
              Sort.BOOLEAN,
              chance(50) ? "{0} IN ({1})" : "{0} NOT IN ({1})",
              left,
              Sql.list(List.of(literal(sort), missing(sort), literal(sort))));
      case 4 ->
          Sql.of(
              Sort.BOOLEAN,
              chance(50) ? "{0} IN ({1})" : "{0} NOT IN ({1})",
              left,
              Sql.list(List.of(value(sort, columns, 0), value(sort, columns, 1))));
      default ->
          // A range, several ranges, or a contradiction of one column.
          Sql.of(
              Sort.BOOLEAN,
              "({0} "
                  + pick(COMPARISONS)
                  + " {1} "
                  + pick(List.of("AND", "OR", "AND NOT"))
                  + " {0} "
                  + pick(COMPARISONS)
                  + " {2})",
              left,
              literal(sort),
              literal(sort));
    };
  }

  Sql comparison(Sql left, Sql right) {
    return Sql.of(Sort.BOOLEAN, "{0} " + pick(COMPARISONS) + " {1}", left, right);
  }
}
