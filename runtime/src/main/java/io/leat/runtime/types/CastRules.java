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
    if (source == TypeKind.VARIANT || target == TypeKind.VARIANT) {
      return source == target || (source == TypeKind.VARIANT ? variant(to) : variant(target));
    }
    if (source.isCharacter()) {
      return true;
    }
    if (source.isNested() || target.isNested()) {
      return false;
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

  /**
   * Whether a value may be stored in a column without CAST: what is converted by itself, and
   * numbers of a wider type, which fail if the value does not fit.
   */
  public static boolean storable(DataType from, DataType to) {
    return implicit(from, to)
        || (from.kind().isInteger() && to.kind().isInteger())
        || (from.kind() == TypeKind.DOUBLE && to.kind() == TypeKind.FLOAT);
  }

  /** Whether a conversion leaves every boxed value as it is, NULLs inside included. */
  public static boolean keepsValues(DataType from, DataType to) {
    if (from instanceof ScalarType a && to instanceof ScalarType b) {
      return keepsScalars(a, b);
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return keepsParts(a.element(), b.element());
    }
    if (from instanceof MultisetType a && to instanceof MultisetType b) {
      return keepsParts(a.element(), b.element());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return keepsParts(a.key(), b.key()) && keepsParts(a.value(), b.value());
    }
    if (!(from instanceof RowType a) || !(to instanceof RowType b)) {
      return false;
    }
    boolean keeps = a.schema().size() == b.schema().size();
    for (int i = 0; keeps && i < a.schema().size(); i++) {
      keeps = keepsParts(a.schema().type(i), b.schema().type(i));
    }
    return keeps;
  }

  private static boolean keepsParts(DataType from, DataType to) {
    return (to.nullable() || !from.nullable()) && keepsValues(from, to);
  }

  private static boolean keepsScalars(ScalarType from, ScalarType to) {
    if (from.withNullable(true).equals(to.withNullable(true))) {
      return true;
    }
    boolean widens = from.precision() <= to.precision();
    return switch (to.kind()) {
      case VARCHAR -> from.kind().isCharacter() && widens;
      case VARBINARY -> from.kind().isBinary() && widens;
      case TIME, TIMESTAMP, TIMESTAMP_LTZ -> from.kind() == to.kind() && widens;
      case INTERVAL_DAY_TIME -> from.kind() == TypeKind.INTERVAL_DAY_TIME;
      default -> false;
    };
  }

  /** Whether a VARIANT can hold a value of the type, or text that is one, and so at all depths. */
  private static boolean variant(DataType target) {
    if (target instanceof ArrayType array) {
      return explicit(ScalarType.VARIANT, array.element());
    }
    if (target instanceof MapType map) {
      return explicit(ScalarType.STRING, map.key()) && explicit(ScalarType.VARIANT, map.value());
    }
    if (target instanceof RowType row) {
      return row.schema().types().stream().allMatch(type -> explicit(ScalarType.VARIANT, type));
    }
    return variant(target.kind());
  }

  private static boolean variant(TypeKind target) {
    return !target.isNested()
        && target != TypeKind.VARIANT
        && !target.isBinary()
        && !target.isInterval();
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
