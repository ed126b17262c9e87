package io.leat.runtime.codegen;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;

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

  boolean isPrimitive() {
    return switch (this) {
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> true;
      default -> false;
    };
  }
}
