package io.leat.runtime.codegen;

import io.leat.runtime.data.Slice;
import io.leat.runtime.scalar.Boxing;
import io.leat.runtime.scalar.Wide;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;

/** How generated code holds a value of a type in a local variable. */
enum JavaForm {
  BOOLEAN("boolean", "false"),
  INT("int", "0"),
  LONG("long", "0L"),
  FLOAT("float", "0f"),
  DOUBLE("double", "0d"),
  /** Text and bytes. */
  SLICE("Slice", "null"),
  /** DECIMAL of more than 18 digits. */
  WIDE("Wide", "null"),
  /** TIMESTAMP (its wall clock taken as UTC) and TIMESTAMP_LTZ of more than 6 digits. */
  INSTANT("Instant", "null"),
  /** Nested types, as {@link DataType} lists their boxed values. */
  OBJECT("Object", "null");

  final String javaType;
  final String zero;

  JavaForm(String javaType, String zero) {
    this.javaType = javaType;
    this.zero = zero;
  }

  static JavaForm of(DataType type) {
    return switch (type.physical()) {
      case BOOLEAN -> BOOLEAN;
      case INT -> INT;
      case LONG -> LONG;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case WIDE -> type.kind() == TypeKind.DECIMAL ? WIDE : INSTANT;
      case BYTES -> SLICE;
      case ARRAY, MAP, ROW -> OBJECT;
    };
  }

  /** A boxed value as generated code takes it from its list of constants. */
  Object constant(Object value) {
    return switch (this) {
      case BOOLEAN, FLOAT, DOUBLE, OBJECT -> value;
      case INT -> Boxing.toInt(value);
      case LONG -> Boxing.toLong(value);
      case SLICE ->
          value instanceof byte[] bytes ? Slice.constant(bytes) : Slice.constant((String) value);
      case WIDE -> Wide.of((BigDecimal) value);
      case INSTANT -> Boxing.toInstant(value);
    };
  }

  boolean isPrimitive() {
    return switch (this) {
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> true;
      default -> false;
    };
  }
}
