package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition that compares a column with constants of its type.
 *
 * @param operator {@code =} (with any of the values), or {@code < <= > >=} (with the only one)
 */
record KeyCondition(int column, String operator, List<Expression.Constant> values) {
  private static final int NANO_DIGITS = 9;

  boolean isEquality() {
    return operator.equals("=");
  }

  boolean isLower() {
    return operator.startsWith(">");
  }

  boolean isInclusive() {
    return operator.endsWith("=");
  }

  /**
   * The condition that an expression is exactly; absent if it is none.
   *
   * @param derived takes parameters in the type of the column
   */
  static Optional<KeyCondition> of(Expression expression, DerivedConstants derived) {
    if (!(expression instanceof Expression.Call call)) {
      return Optional.empty();
    }
    return switch (call.function()) {
      case "=", "<", "<=", ">", ">=" ->
          comparison(call.arguments().get(0), call.function(), call.arguments().get(1), derived);
      case "OR" -> anyOf(call.arguments(), derived);
      default -> Optional.empty();
    };
  }

  private static Optional<KeyCondition> comparison(
      Expression left, String operator, Expression right, DerivedConstants derived) {
    if (left instanceof Expression.Constant) {
      return right instanceof Expression.Constant
          ? Optional.empty()
          : comparison(right, flipped(operator), left, derived);
    }
    Expression column = column(left);
    if (!(column instanceof Expression.InputRef reference)
        || !(right instanceof Expression.Constant constant)) {
      return Optional.empty();
    }
    return inType(constant, reference.type(), derived)
        .map(value -> new KeyCondition(reference.index(), operator, List.of(value)));
  }

  /** The column, if need be below a conversion to a type that has all of its values. */
  private static Expression column(Expression expression) {
    return expression instanceof Expression.Cast cast
            && cast.argument() instanceof Expression.InputRef
            && isWider(cast.type(), cast.argument().type())
        ? cast.argument()
        : expression;
  }

  private static boolean isWider(DataType type, DataType column) {
    if (bits(column) > 0) {
      return bits(column) <= bits(type);
    }
    if (!(type instanceof ScalarType wide)
        || !(column instanceof ScalarType narrow)
        || wide.kind() != narrow.kind()) {
      return false;
    }
    return switch (column.kind()) {
      case DECIMAL ->
          wide.scale() >= narrow.scale()
              && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
      case TIMESTAMP -> wide.precision() >= narrow.precision();
      default -> false;
    };
  }

  private static String flipped(String operator) {
    return switch (operator.charAt(0)) {
      case '<' -> ">" + operator.substring(1);
      case '>' -> "<" + operator.substring(1);
      default -> operator;
    };
  }

  /** Equalities of one column: IN. */
  private static Optional<KeyCondition> anyOf(List<Expression> terms, DerivedConstants derived) {
    Set<Expression.Constant> values = new LinkedHashSet<>();
    int column = -1;
    for (Expression term : terms) {
      Optional<KeyCondition> condition = of(term, derived);
      if (condition.isEmpty() || !condition.get().isEquality()) {
        return Optional.empty();
      }
      if (column >= 0 && column != condition.get().column()) {
        return Optional.empty();
      }
      column = condition.get().column();
      values.addAll(condition.get().values());
    }
    return Optional.of(new KeyCondition(column, "=", List.copyOf(values)));
  }

  private static int bits(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> Byte.SIZE;
      case SMALLINT -> Short.SIZE;
      case INTEGER -> Integer.SIZE;
      case BIGINT -> Long.SIZE;
      default -> 0;
    };
  }

  static Optional<Expression.Constant> inType(
      Expression.Constant constant, DataType column, DerivedConstants derived) {
    if (constant instanceof Expression.Parameter parameter) {
      return comparesAlike(parameter.type(), column)
          ? Optional.of(derived.key(parameter, column))
          : Optional.empty();
    }
    return inType((Expression.Literal) constant, column).map(literal -> literal);
  }

  /** Whether values of the first type compare as those of the second that they are equal to. */
  private static boolean comparesAlike(DataType given, DataType column) {
    if (bits(column) > 0) {
      return bits(given) > 0;
    }
    return switch (column.kind()) {
      case VARCHAR -> given.kind() == TypeKind.VARCHAR || given.kind() == TypeKind.CHAR;
      case DECIMAL, DATE, TIMESTAMP, BOOLEAN -> given.kind() == column.kind();
      default -> false;
    };
  }

  /** The same value as one of the column's type; absent if that type may compare otherwise. */
  static Optional<Expression.Literal> inType(Expression.Literal literal, DataType column) {
    Object value = literal.value();
    if (value == null || !comparesAlike(literal.type(), column)) {
      return Optional.empty();
    }
    Object converted;
    if (bits(column) > 0) {
      converted = integer(((Number) value).longValue(), column.kind());
    } else if (value instanceof BigDecimal number) {
      converted = decimal(number, (ScalarType) column);
    } else if (value instanceof LocalDateTime time) {
      converted = hasDigits(time, ((ScalarType) column).precision()) ? value : null;
    } else {
      converted = value;
    }
    return Optional.ofNullable(converted)
        .map(found -> new Expression.Literal(found, column.withNullable(false)));
  }

  private static @Nullable Object integer(long value, TypeKind kind) {
    return switch (kind) {
      case TINYINT -> value == (byte) value ? (Object) (byte) value : null;
      case SMALLINT -> value == (short) value ? (Object) (short) value : null;
      case INTEGER -> value == (int) value ? (Object) (int) value : null;
      default -> value;
    };
  }

  private static @Nullable BigDecimal decimal(BigDecimal value, ScalarType column) {
    BigDecimal stripped = value.stripTrailingZeros();
    if (stripped.scale() > column.scale()) {
      return null;
    }
    BigDecimal scaled = value.setScale(column.scale(), RoundingMode.UNNECESSARY);
    return scaled.precision() <= column.precision() ? scaled : null;
  }

  /** Whether no more digits of the second than these are needed. */
  private static boolean hasDigits(LocalDateTime time, int digits) {
    int unit = 1;
    for (int i = digits; i < NANO_DIGITS; i++) {
      unit *= 10;
    }
    return time.get(ChronoField.NANO_OF_SECOND) % unit == 0;
  }
}
