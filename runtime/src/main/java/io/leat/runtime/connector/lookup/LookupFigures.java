package io.leat.runtime.connector.lookup;

/**
 * What has been looked up in a table so far.
 *
 * @param hits keys answered from what was kept
 * @param misses keys that the table was asked for
 * @param lookups requests to the table: of several keys, or of the whole table
 * @param failures of these that failed, retries counted
 * @param rows that are kept now
 */
public record LookupFigures(long hits, long misses, long lookups, long failures, long rows) {
  @Override
  public String toString() {
    return "hits="
        + hits
        + ", misses="
        + misses
        + ", lookups="
        + lookups
        + ", failures="
        + failures
        + ", rows="
        + rows;
  }
}
