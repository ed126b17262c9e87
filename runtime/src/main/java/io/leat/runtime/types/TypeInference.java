package io.leat.runtime.types;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result types of arithmetic, and the type that several values have in common. */
public final class TypeInference {
  /** Digits after the point that a result of too many digits keeps, if it had them. */
  private static final int MIN_KEPT_SCALE = 6;

  private TypeInference() {}

  /**
   * The type of {@code a op b}, for {@code + - * / %}; null if there is no such operation. A result
   * is nullable if an argument is.
   */
  public static @Nullable DataType arithmetic(String op, DataType a, DataType b) {
    DataType result = a.kind() == TypeKind.NULL ? nullOperand(b) : plain(op, a, b);
    return result == null ? null : result.withNullable(a.nullable() || b.nullable());
  }

  private static @Nullable DataType nullOperand(DataType other) {
    return other.kind().isNumeric() || other.kind().isInterval() ? other : null;
  }

  private static @Nullable DataType plain(String op, DataType a, DataType b) {
    if (b.kind() == TypeKind.NULL) {
      return nullOperand(a);
    }
    if (!(a instanceof ScalarType left) || !(b instanceof ScalarType right)) {
      return null;
    }
    if (left.kind().isNumeric() && right.kind().isNumeric()) {
      if (left.kind().isInteger() && right.kind().isInteger()) {
        return wider(left, right);
      }
      if (isFloating(left) || isFloating(right)) {
        return floating(left, right);
      }
      return decimalArithmetic(op, asDecimal(left), asDecimal(right));
    }
    return temporal(op, left, right);
  }

  private static ScalarType decimalArithmetic(String op, ScalarType a, ScalarType b) {
    int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
    int scale = Math.max(a.scale(), b.scale());
    return switch (op) {
      case "*" -> capped(a.precision() + b.precision() + 1, a.scale() + b.scale());
      case "/" -> {
        int quotientScale = Math.max(MIN_KEPT_SCALE, a.scale() + b.precision() + 1);
        yield capped(a.precision() - a.scale() + b.scale() + quotientScale, quotientScale);
      }
      case "%" -> {
        int digits = Math.min(a.precision() - a.scale(), b.precision() - b.scale());
        yield capped(Math.max(1, digits + scale), scale);
      }
      default -> capped(whole + scale + 1, scale);
    };
  }

  /** Gives up digits after the point before digits in front of it. */
  private static ScalarType capped(int precision, int scale) {
    int max = ScalarType.MAX_DECIMAL_PRECISION;
    if (precision <= max) {
      return ScalarType.decimal(precision, scale);
    }
    int kept = Math.max(max - (precision - scale), Math.min(scale, MIN_KEPT_SCALE));
    return ScalarType.decimal(max, Math.min(kept, max));
  }

  private static @Nullable ScalarType temporal(String op, ScalarType a, ScalarType b) {
    boolean plus = op.equals("+");
    boolean minus = op.equals("-");
    if (a.kind().isInterval() && b.kind().isInterval()) {
      return (plus || minus) && a.kind() == b.kind() ? morePrecise(a, b) : null;
    }
    if (a.kind().isInterval() && b.kind().isNumeric()) {
      return op.equals("*") || op.equals("/") ? a : null;
    }
    if (a.kind().isNumeric() && b.kind().isInterval()) {
      return op.equals("*") ? b : null;
    }
    if (plus && a.kind().isInterval()) {
      return shifted(b, a);
    }
    if ((plus || minus) && b.kind().isInterval()) {
      return shifted(a, b);
    }
    if ((plus || minus) && a.kind() == TypeKind.DATE && b.kind().isInteger()) {
      return a;
    }
    if (plus && a.kind().isInteger() && b.kind() == TypeKind.DATE) {
      return b;
    }
    if (!minus) {
      return null;
    }
    if (a.kind() == TypeKind.DATE && b.kind() == TypeKind.DATE) {
      return ScalarType.INTEGER;
    }
    if (a.kind() == TypeKind.TIME && b.kind() == TypeKind.TIME) {
      return ScalarType.intervalDayTime(Math.min(6, Math.max(a.precision(), b.precision())));
    }
    if (isDateOrTimestamp(a) && isDateOrTimestamp(b)) {
      return ScalarType.intervalDayTime(Math.min(6, Math.max(a.precision(), b.precision())));
    }
    return null;
  }

  /** A point in time, moved by an interval: its own type, with the fraction that both need. */
  private static @Nullable ScalarType shifted(ScalarType point, ScalarType interval) {
    boolean months = interval.kind() == TypeKind.INTERVAL_YEAR_MONTH;
    return switch (point.kind()) {
      case DATE -> point;
      case TIME -> months ? null : point;
      case TIMESTAMP, TIMESTAMP_LTZ -> point;
      default -> null;
    };
  }

  private static boolean isDateOrTimestamp(ScalarType type) {
    return switch (type.kind()) {
      case DATE, TIMESTAMP, TIMESTAMP_LTZ -> true;
      default -> false;
    };
  }

  /**
   * The type that values of all these types are converted to: in CASE, COALESCE, UNION, IN, VALUES
   * and comparisons. Null if they have none in common; nullable if one of them is.
   */
  public static @Nullable DataType common(List<DataType> types) {
    DataType common = null;
    boolean nullable = false;
    for (DataType type : types) {
      nullable |= type.nullable() || type.kind() == TypeKind.NULL;
      if (common == null || common.kind() == TypeKind.NULL) {
        common = type;
      } else if (type.kind() != TypeKind.NULL) {
        common = common(common, type);
        if (common == null) {
          return null;
        }
      }
    }
    return common == null ? null : common.withNullable(nullable);
  }

  private static @Nullable DataType common(DataType a, DataType b) {
    if (a.withNullable(true).equals(b.withNullable(true))) {
      return a.withNullable(a.nullable() || b.nullable());
    }
    if (a instanceof ScalarType left && b instanceof ScalarType right) {
      return commonScalar(left, right);
    }
    if (a instanceof ArrayType left && b instanceof ArrayType right) {
      DataType element = common(List.of(left.element(), right.element()));
      return element == null ? null : new ArrayType(element, true);
    }
    if (a instanceof MultisetType left && b instanceof MultisetType right) {
      DataType element = common(List.of(left.element(), right.element()));
      return element == null ? null : new MultisetType(element, true);
    }
    if (a instanceof MapType left && b instanceof MapType right) {
      DataType key = common(List.of(left.key(), right.key()));
      DataType value = common(List.of(left.value(), right.value()));
      return key == null || value == null ? null : new MapType(key, value, true);
    }
    return a instanceof RowType left && b instanceof RowType right ? commonRow(left, right) : null;
  }

  private static @Nullable RowType commonRow(RowType a, RowType b) {
    if (a.schema().size() != b.schema().size()) {
      return null;
    }
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < a.schema().size(); i++) {
      DataType type = common(List.of(a.schema().type(i), b.schema().type(i)));
      if (type == null) {
        return null;
      }
      fields.add(new RowSchema.Field(a.schema().name(i), type));
    }
    return new RowType(new RowSchema(fields), true);
  }

  private static @Nullable ScalarType commonScalar(ScalarType a, ScalarType b) {
    TypeKind left = a.kind();
    TypeKind right = b.kind();
    if (left.isCharacter() && right.isCharacter()) {
      int length = Math.max(a.precision(), b.precision());
      boolean fixed = left == TypeKind.CHAR && right == TypeKind.CHAR && sameLength(a, b);
      return fixed ? ScalarType.character(length) : ScalarType.varchar(length);
    }
    if (left.isBinary() && right.isBinary()) {
      boolean fixed = left == TypeKind.BINARY && right == TypeKind.BINARY && sameLength(a, b);
      return new ScalarType(
          fixed ? TypeKind.BINARY : TypeKind.VARBINARY,
          Math.max(a.precision(), b.precision()),
          0,
          true);
    }
    if (left.isNumeric() && right.isNumeric()) {
      return commonNumber(a, b);
    }
    if (left == right) {
      return morePrecise(a, b);
    }
    if (isDateOrTimestamp(a) && isDateOrTimestamp(b)) {
      boolean zoned = left == TypeKind.TIMESTAMP_LTZ || right == TypeKind.TIMESTAMP_LTZ;
      int precision = Math.max(a.precision(), b.precision());
      return zoned ? ScalarType.timestampLtz(precision) : ScalarType.timestamp(precision);
    }
    return null;
  }

  private static ScalarType commonNumber(ScalarType a, ScalarType b) {
    if (a.kind().isInteger() && b.kind().isInteger()) {
      return wider(a, b);
    }
    if (isFloating(a) || isFloating(b)) {
      return floating(a, b);
    }
    ScalarType left = asDecimal(a);
    ScalarType right = asDecimal(b);
    int scale = Math.max(left.scale(), right.scale());
    int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
    return capped(whole + scale, scale);
  }

  private static ScalarType floating(ScalarType a, ScalarType b) {
    boolean isDouble =
        a.kind() == TypeKind.DOUBLE
            || b.kind() == TypeKind.DOUBLE
            || a.kind() == TypeKind.DECIMAL
            || b.kind() == TypeKind.DECIMAL;
    return isDouble ? ScalarType.DOUBLE : ScalarType.FLOAT;
  }

  private static boolean isFloating(ScalarType type) {
    return type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
  }

  private static boolean sameLength(ScalarType a, ScalarType b) {
    return a.precision() == b.precision();
  }

  private static ScalarType morePrecise(ScalarType a, ScalarType b) {
    return a.precision() >= b.precision() ? a : b;
  }

  private static ScalarType wider(ScalarType a, ScalarType b) {
    return a.kind().compareTo(b.kind()) >= 0 ? a : b;
  }

  /** An integer type as the DECIMAL that holds all its values. */
  public static ScalarType asDecimal(ScalarType type) {
    return switch (type.kind()) {
      case TINYINT -> ScalarType.decimal(3, 0);
      case SMALLINT -> ScalarType.decimal(5, 0);
      case INTEGER -> ScalarType.decimal(10, 0);
      case BIGINT -> ScalarType.decimal(19, 0);
      default -> type;
    };
  }

  /** Whether a DECIMAL type has every value of another one, or of a type of integers. */
  public static boolean holdsDigits(DataType decimal, DataType type) {
    ScalarType wide = (ScalarType) decimal;
    ScalarType narrow = asDecimal((ScalarType) type);
    return wide.scale() >= narrow.scale()
        && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
  }
}
