package io.leat.runtime.circuit;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Map;

/**
 * A table as the runtime sees it: of a connector, or stored by the engine itself, which managed
 * tables and materialized views are.
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

  /** Whether the engine keeps the rows; then there is no connector. */
  public boolean isStored() {
    return !options.containsKey("connector");
  }

  public String connector() {
    return options.getOrDefault("connector", "");
  }
}
