package io.leat.runtime.types;

/**
 * A SQL data type. Equality includes nullability. Text forms are Flink's: {@code toString()} gives
 * {@code INT NOT NULL}.
 *
 * <p>Boxed values, as they appear in literals, in result rows and in connectors: Boolean, Byte,
 * Short, Integer, Long, Float, Double, BigDecimal (of exactly the type's scale), String, byte[],
 * LocalDate, LocalTime, LocalDateTime (TIMESTAMP), Instant (TIMESTAMP_LTZ), java.time.Period
 * (year-month interval, normalised), java.time.Duration (day-time interval), List (ARRAY, ROW), Map
 * (MAP in insertion order; MULTISET from element to Integer), String (VARIANT, its JSON text).
 */
public sealed interface DataType permits ScalarType, ArrayType, MapType, MultisetType, RowType {

  TypeKind kind();

  boolean nullable();

  DataType withNullable(boolean nullable);

  Physical physical();

  /** Whether values can be told which comes first: maps, multisets and what holds them cannot. */
  boolean hasOrder();

  /** The type's SQL text without {@code NOT NULL}. */
  String sqlName();
}
