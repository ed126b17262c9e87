package io.leat.runtime.circuit;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Map;

/**
 * A table as the runtime sees it: one of a connector, or a stored relation.
 *
 * @param name the full name, {@code catalog.database.table}
 * @param schema the physical columns, which the connector reads or writes
 * @param options the WITH options as written, {@code connector} included
 * @param primaryKey indexes of the key's columns; empty if there is none
 */
public record TableDefinition(
    String name, RowSchema schema, Map<String, String> options, List<Integer> primaryKey) {
  public TableDefinition {
    options = Map.copyOf(options);
    primaryKey = List.copyOf(primaryKey);
  }

  /** Whether the engine itself keeps its rows: a managed table or a materialized view. */
  public boolean isStored() {
    return !options.containsKey("connector");
  }

  public String connector() {
    return options.getOrDefault("connector", "");
  }
}
