package io.leat.server.oracle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A query whose answer after the last epoch of a history was wrong.
 *
 * @param layout the seed of how it was driven
 */
record Mismatch(
    OracleQuery query,
    List<OracleTable> tables,
    History history,
    boolean bounded,
    long layout,
    String what) {

  /** A script that a person can follow. */
  @Override
  public String toString() {
    return "-- "
        + query.name()
        + (bounded ? ", bounded" : "")
        + ", layout "
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
