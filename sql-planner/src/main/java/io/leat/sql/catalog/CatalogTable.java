package io.leat.sql.catalog;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table as it was declared.
 *
 * @param columns in the order declared
 * @param options the WITH options in the order declared
 * @param functions the users' functions that computed columns and the watermark call
 */
public record CatalogTable(
    ObjectName name,
    List<Column> columns,
    Optional<Watermark> watermark,
    List<String> primaryKey,
    List<String> partitionKeys,
    Map<String, String> options,
    String comment,
    Set<ObjectName> functions)
    implements Relation {

  public CatalogTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    partitionKeys = List.copyOf(partitionKeys);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    functions = Set.copyOf(functions);
  }

  /** All columns, computed ones too: what {@code SELECT *} gives. */
  public RowSchema schema() {
    return new RowSchema(
        columns.stream().map(column -> new RowSchema.Field(column.name(), column.type())).toList());
  }

  /** The columns that the connector reads or writes. */
  public RowSchema physicalSchema() {
    return new RowSchema(
        columns.stream()
            .filter(column -> column.kind() == Column.Kind.PHYSICAL)
            .map(column -> new RowSchema.Field(column.name(), column.type()))
            .toList());
  }

  /** The table as its connector sees it. */
  public TableDefinition definition() {
    RowSchema physical = physicalSchema();
    return new TableDefinition(
        name.toString(),
        physical,
        options,
        primaryKey.stream().map(physical::indexOf).filter(index -> index >= 0).toList());
  }

  /**
   * A column.
   *
   * @param expression the text of a computed column's definition; of a METADATA column, the key it
   *     is read from if that is not its name
   */
  public record Column(
      String name, DataType type, Kind kind, Optional<String> expression, String comment) {
    /** Where the column's values come from. */
    public enum Kind {
      PHYSICAL,
      COMPUTED,
      METADATA,
      METADATA_VIRTUAL
    }
  }

  /** {@code WATERMARK FOR column AS expression}. */
  public record Watermark(String column, String expression) {}
}
