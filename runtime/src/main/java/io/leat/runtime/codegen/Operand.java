package io.leat.runtime.codegen;

import io.leat.runtime.types.DataType;

/**
 * The result of generated code: Java expressions without side effects for "is it NULL" and for the
 * value, which means nothing where it is NULL.
 */
record Operand(DataType type, String isNull, String value) {

  static final String NEVER = "false";

  static Operand notNull(DataType type, String value) {
    return new Operand(type, NEVER, value);
  }

  /** The same, never NULL if the other one is not. */
  Operand orNotNull(Operand other) {
    return other.nullable() ? this : notNull(type, value);
  }

  JavaForm form() {
    return JavaForm.of(type);
  }

  boolean nullable() {
    return !isNull.equals(NEVER);
  }

  /** A boolean Java expression: the value is TRUE, neither FALSE nor NULL. */
  String isTrue() {
    return nullable() ? "(!" + isNull + " && " + value + ")" : value;
  }

  /** A boolean Java expression: the value is FALSE, neither TRUE nor NULL. */
  String isFalse() {
    return nullable() ? "(!" + isNull + " && !" + value + ")" : "!" + value;
  }
}
