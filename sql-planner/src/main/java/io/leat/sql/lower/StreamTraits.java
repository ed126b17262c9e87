package io.leat.sql.lower;

import java.util.List;
import java.util.Set;

/**
 * What is known of the rows that a node emits.
 *
 * @param width the number of columns
 * @param appendOnly whether no row is ever taken back
 * @param bounded whether there is a last row
 * @param placement on which shards the rows are
 * @param keys sets of columns that no two rows have in common; the empty set says that there is one
 *     row at most
 * @param settled whether of each row, or of those with the same values of a key, an epoch takes one
 *     back and brings one at most
 */
record StreamTraits(
    int width,
    boolean appendOnly,
    boolean bounded,
    Placement placement,
    Set<Set<Integer>> keys,
    boolean settled) {

  /** Which shard has a row. */
  sealed interface Placement {}

  /** Nothing is known. */
  record Anywhere() implements Placement {}

  /** All rows are on the shard that owns key group 0. */
  record OneShard() implements Placement {}

  /** Rows equal in these columns are on one shard, found by the hash of them in this order. */
  record ByHash(List<Integer> columns) implements Placement {}

  /** Whether rows that are equal in all these columns are on one shard. */
  boolean together(Set<Integer> columns) {
    return placement instanceof OneShard
        || (placement instanceof ByHash hash && columns.containsAll(hash.columns()));
  }

  /** Whether no two rows are equal in all these columns. */
  boolean unique(Set<Integer> columns) {
    return keys.stream().anyMatch(columns::containsAll);
  }
}
