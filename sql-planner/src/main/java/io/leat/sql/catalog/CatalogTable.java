package io.leat.sql.catalog;

import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table as it was declared.
 *
 * @param columns in the order declared
 * @param options the WITH options in the order declared
 */
public record CatalogTable(
    ObjectName name,
    List<Column> columns,
    Optional<Watermark> watermark,
    List<String> primaryKey,
    List<String> partitionKeys,
    Map<String, String> options,
    String comment) {

  /** A column; {@code expression} is the text of a computed column's definition. */
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
