package io.leat.runtime.circuit;

import java.util.List;

/**
 * That an input of a join is a stored relation whose rows can be found by the join's keys where
 * they are kept, so that the join need not keep them.
 *
 * @param table the relation
 * @param columns of the relation, those that the input has, in its order
 * @param key columns of the relation, in the order of the join's keys
 */
public record Arranged(TableDefinition table, List<Integer> columns, List<Integer> key) {
  public Arranged {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }
}
