package io.leat.server.oracle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A query whose answer after the last epoch of a history was wrong.
 *
 * @param what expected and got, or the error
 */
record Mismatch(
    OracleQuery query,
    List<OracleTable> tables,
    History history,
    boolean bounded,
    Layout layout,
    String what) {
  static final String WRONG_ROWS = "wrong rows";

  Mismatch with(History newHistory, String newWhat) {
    return new Mismatch(query, tables, newHistory, bounded, layout, newWhat);
  }

  Mismatch with(OracleQuery newQuery) {
    return new Mismatch(newQuery, tables, history, bounded, layout, what);
  }

  Mismatch with(List<OracleTable> newTables) {
    return new Mismatch(query, newTables, history, bounded, layout, what);
  }

  Mismatch with(Layout newLayout) {
    return new Mismatch(query, tables, history, bounded, newLayout, what);
  }

  /** Whether this may be the same fault in other clothes. */
  boolean resembles(Mismatch other) {
    return kind().equals(other.kind());
  }

  /** What went wrong, in few words. */
  String kind() {
    String first = what.lines().findFirst().orElse("");
    return first.startsWith("missing: ")
        ? WRONG_ROWS
        : first.replaceAll("-[0-9a-f]{16}|[0-9]+", "").replaceAll("[\\[{'`].*", "");
  }

  /** A script that a person can follow. */
  @Override
  public String toString() {
    return "-- "
        + query.name()
        + (bounded ? ", bounded" : "")
        + ", on "
        + layout
        + "\n"
        + tables.stream()
            .map(table -> table.leatDeclaration(bounded) + ";\n")
            .collect(Collectors.joining())
        + query.sql()
        + ";\n"
        + (query.duckSql().equals(query.sql()) ? "" : "-- duckdb: " + query.duckSql() + "\n")
        + history
        + "\n"
        + what;
  }
}
