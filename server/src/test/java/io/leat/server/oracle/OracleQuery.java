package io.leat.server.oracle;

/**
 * A query in Leat's words and in the other engine's.
 *
 * @param refused what Leat's refusal names where it refuses the query; empty if it never does
 */
record OracleQuery(String name, String sql, String duckSql, String refused) {

  OracleQuery(String name, String sql) {
    this(name, sql, DuckText.query(sql), "");
  }
}
