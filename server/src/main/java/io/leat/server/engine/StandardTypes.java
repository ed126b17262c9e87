package io.leat.server.engine;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.Catalog;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types in the words of PostgreSQL's information_schema. */
final class StandardTypes {
  private static final int BINARY_RADIX = 2;
  private static final int DECIMAL_RADIX = 10;
  private static final int MOST_BYTES = 1 << 30;

  private StandardTypes() {}

  /** The standard's name, such as {@code double precision}. */
  static String name(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "boolean";
      case TINYINT -> "tinyint";
      case SMALLINT -> "smallint";
      case INTEGER -> "integer";
      case BIGINT -> "bigint";
      case FLOAT -> "real";
      case DOUBLE -> "double precision";
      case DECIMAL -> "numeric";
      case CHAR -> "character";
      case VARCHAR -> unbounded(type) ? "text" : "character varying";
      case BINARY, VARBINARY -> "bytea";
      case DATE -> "date";
      case TIME -> "time without time zone";
      case TIMESTAMP -> "timestamp without time zone";
      case TIMESTAMP_LTZ -> "timestamp with time zone";
      case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> "interval";
      case ARRAY -> "ARRAY";
      default -> "USER-DEFINED";
    };
  }

  /** PostgreSQL's own name, such as {@code float8}; Leat's where it has none. */
  static String shortName(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "bool";
      case SMALLINT -> "int2";
      case INTEGER -> "int4";
      case BIGINT -> "int8";
      case FLOAT -> "float4";
      case DOUBLE -> "float8";
      case CHAR -> "bpchar";
      case VARCHAR -> unbounded(type) ? "text" : "varchar";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMP_LTZ -> "timestamptz";
      case ARRAY -> "_" + shortName(((ArrayType) type).element());
      case MAP, MULTISET, ROW, NULL -> type.withNullable(true).sqlName();
      default -> name(type);
    };
  }

  private static boolean unbounded(DataType type) {
    return ((ScalarType) type).precision() == ScalarType.UNBOUNDED;
  }

  /** Fills in what information_schema.columns says of a column's type. */
  static void describe(DataType type, Map<String, Object> column) {
    column.put("data_type", name(type));
    column.put("udt_catalog", Catalog.DEFAULT_CATALOG);
    column.put("udt_schema", Catalog.SYSTEM_DATABASE);
    column.put("udt_name", shortName(type));
    switch (type.kind()) {
      case CHAR, VARCHAR -> {
        column.put("character_octet_length", MOST_BYTES);
        if (!unbounded(type)) {
          int length = ((ScalarType) type).precision();
          column.put("character_maximum_length", length);
          column.put("character_octet_length", (int) Math.min(4L * length, MOST_BYTES));
        }
      }
      case TINYINT -> number(column, Byte.SIZE, BINARY_RADIX, 0);
      case SMALLINT -> number(column, Short.SIZE, BINARY_RADIX, 0);
      case INTEGER -> number(column, Integer.SIZE, BINARY_RADIX, 0);
      case BIGINT -> number(column, Long.SIZE, BINARY_RADIX, 0);
      case FLOAT -> number(column, 24, BINARY_RADIX, null);
      case DOUBLE -> number(column, 53, BINARY_RADIX, null);
      case DECIMAL ->
          number(
              column, ((ScalarType) type).precision(), DECIMAL_RADIX, ((ScalarType) type).scale());
      case DATE -> column.put("datetime_precision", 0);
      case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
          column.put("datetime_precision", ((ScalarType) type).precision());
      case INTERVAL_YEAR_MONTH -> column.put("interval_type", "YEAR TO MONTH");
      case INTERVAL_DAY_TIME -> column.put("interval_type", "DAY TO SECOND");
      default -> {}
    }
  }

  private static void number(
      Map<String, Object> column, int precision, int radix, @Nullable Integer scale) {
    column.put("numeric_precision", precision);
    column.put("numeric_precision_radix", radix);
    if (scale != null) {
      column.put("numeric_scale", scale);
    }
  }
}
