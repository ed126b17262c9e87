package io.leat.server.oracle;

/**
 * A query in Leat's words and in the other engine's.
 *
 * @param refused what Leat's refusal must name; empty if the query runs
 */
record OracleQuery(String name, String sql, String duckSql, String refused) {

  OracleQuery(String name, String sql) {
    this(name, sql, DuckText.query(sql), "");
  }
}
