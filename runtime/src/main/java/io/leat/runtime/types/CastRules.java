package io.leat.runtime.types;

/** Which conversions exist: those that {@code CAST} does, and those that happen by themselves. */
public final class CastRules {
  private CastRules() {}

  /** Whether {@code CAST(from AS to)} exists; it may still fail on a value. */
  public static boolean explicit(DataType from, DataType to) {
    TypeKind source = from.kind();
    TypeKind target = to.kind();
    if (source == TypeKind.NULL) {
      return true;
    }
    if (target == TypeKind.NULL) {
      return false;
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return explicit(a.element(), b.element());
    }
    if (from instanceof MultisetType a && to instanceof MultisetType b) {
      return explicit(a.element(), b.element());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return explicit(a.key(), b.key()) && explicit(a.value(), b.value());
    }
    if (from instanceof RowType a && to instanceof RowType b) {
      return fields(a, b, true);
    }
    if (target.isCharacter()) {
      return true;
    }
    if (source.isNested() || target.isNested()) {
      return false;
    }
    if (source.isCharacter()) {
      return true;
    }
    return switch (target) {
      case BOOLEAN -> source == TypeKind.BOOLEAN || source.isInteger();
      case TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE, DECIMAL ->
          source.isNumeric() || source == TypeKind.BOOLEAN;
      case BINARY, VARBINARY -> source.isBinary();
      case DATE -> source == TypeKind.DATE || isTimestamp(source);
      case TIME -> source == TypeKind.TIME || isTimestamp(source);
      case TIMESTAMP, TIMESTAMP_LTZ ->
          source == TypeKind.DATE || source == TypeKind.TIME || isTimestamp(source);
      default -> source == target;
    };
  }

  /**
   * Whether a value is converted without being asked to: widening of numbers, lengths and
   * precisions, and between dates and timestamps.
   */
  public static boolean implicit(DataType from, DataType to) {
    TypeKind source = from.kind();
    TypeKind target = to.kind();
    if (source == TypeKind.NULL) {
      return true;
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return implicit(a.element(), b.element());
    }
    if (from instanceof MultisetType a && to instanceof MultisetType b) {
      return implicit(a.element(), b.element());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return implicit(a.key(), b.key()) && implicit(a.value(), b.value());
    }
    if (from instanceof RowType a && to instanceof RowType b) {
      return fields(a, b, false);
    }
    return switch (target) {
      case CHAR, VARCHAR -> source.isCharacter();
      case BINARY, VARBINARY -> source.isBinary();
      case TINYINT -> source == TypeKind.TINYINT;
      case SMALLINT -> source == TypeKind.SMALLINT || source == TypeKind.TINYINT;
      case INTEGER -> source.isInteger() && source != TypeKind.BIGINT;
      case BIGINT -> source.isInteger();
      case DECIMAL -> source.isInteger() || source == TypeKind.DECIMAL;
      case FLOAT -> source.isNumeric() && source != TypeKind.DOUBLE;
      case DOUBLE -> source.isNumeric();
      case TIMESTAMP, TIMESTAMP_LTZ -> source == TypeKind.DATE || isTimestamp(source);
      default -> source == target;
    };
  }

  private static boolean fields(RowType from, RowType to, boolean explicit) {
    if (from.schema().size() != to.schema().size()) {
      return false;
    }
    for (int i = 0; i < from.schema().size(); i++) {
      DataType source = from.schema().type(i);
      DataType target = to.schema().type(i);
      if (!(explicit ? explicit(source, target) : implicit(source, target))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTimestamp(TypeKind kind) {
    return kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
  }
}
