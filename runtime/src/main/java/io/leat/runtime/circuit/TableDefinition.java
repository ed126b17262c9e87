package io.leat.runtime.circuit;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Map;

/**
 * A table as the runtime sees it: of a connector, or stored by the engine itself, which managed
 * tables and materialized views are.
 *
 * @param name the full name, {@code catalog.database.table}
 * @param schema the columns that the connector reads or writes: the physical ones, then those of
 *     metadata
 * @param options the WITH options as written, {@code connector} included
 * @param primaryKey indexes of the key's columns; empty if there is none
 * @param partitionKeys indexes of the PARTITIONED BY columns, in their order
 * @param metadata the keys of the METADATA columns, which are the last ones of the schema
 */
public record TableDefinition(
    String name,
    RowSchema schema,
    Map<String, String> options,
    List<Integer> primaryKey,
    List<Integer> partitionKeys,
    List<String> metadata) {
  /** A table without partitions and metadata. */
  public TableDefinition(
      String name, RowSchema schema, Map<String, String> options, List<Integer> primaryKey) {
    this(name, schema, options, primaryKey, List.of(), List.of());
  }

  public TableDefinition {
    partitionKeys = List.copyOf(partitionKeys);
    metadata = List.copyOf(metadata);
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
