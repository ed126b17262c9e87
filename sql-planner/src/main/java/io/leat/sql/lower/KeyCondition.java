package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition that compares a column with constants of its type.
 *
 * @param operator {@code =} (with any of the values), or {@code < <= > >=} (with the only one)
 */
record KeyCondition(int column, String operator, List<Expression.Literal> values) {
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

  /** The condition that an expression is exactly; absent if it is none. */
  static Optional<KeyCondition> of(Expression expression) {
    if (!(expression instanceof Expression.Call call)) {
      return Optional.empty();
    }
    return switch (call.function()) {
      case "=", "<", "<=", ">", ">=" ->
          comparison(call.arguments().get(0), call.function(), call.arguments().get(1));
      case "OR" -> anyOf(call.arguments());
      default -> Optional.empty();
    };
  }

  private static Optional<KeyCondition> comparison(
      Expression left, String operator, Expression right) {
    if (left instanceof Expression.Literal) {
      return right instanceof Expression.Literal
          ? Optional.empty()
          : comparison(right, flipped(operator), left);
    }
    Expression column = column(left);
    if (!(column instanceof Expression.InputRef reference)
        || !(right instanceof Expression.Literal literal)) {
      return Optional.empty();
    }
    return inType(literal, reference.type())
        .map(value -> new KeyCondition(reference.index(), operator, List.of(value)));
  }

  /** The column, if need be below a conversion from one integer type to a wider one. */
  private static Expression column(Expression expression) {
    boolean widened =
        expression instanceof Expression.Cast cast
            && cast.argument() instanceof Expression.InputRef
            && bits(cast.type()) > 0
            && bits(cast.argument().type()) > 0
            && bits(cast.argument().type()) <= bits(cast.type());
    return widened ? ((Expression.Cast) expression).argument() : expression;
  }

  private static String flipped(String operator) {
    return switch (operator.charAt(0)) {
      case '<' -> ">" + operator.substring(1);
      case '>' -> "<" + operator.substring(1);
      default -> operator;
    };
  }

  /** Equalities of one column: IN. */
  private static Optional<KeyCondition> anyOf(List<Expression> terms) {
    List<Expression.Literal> values = new ArrayList<>();
    int column = -1;
    for (Expression term : terms) {
      Optional<KeyCondition> condition = of(term);
      if (condition.isEmpty() || !condition.get().isEquality()) {
        return Optional.empty();
      }
      if (column >= 0 && column != condition.get().column()) {
        return Optional.empty();
      }
      column = condition.get().column();
      for (Expression.Literal value : condition.get().values()) {
        if (!values.contains(value)) {
          values.add(value);
        }
      }
    }
    return Optional.of(new KeyCondition(column, "=", values));
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

  /** The same value as one of the column's type; absent if that type may compare otherwise. */
  private static Optional<Expression.Literal> inType(Expression.Literal literal, DataType column) {
    Object value = literal.value();
    if (value == null) {
      return Optional.empty();
    }
    TypeKind given = literal.type().kind();
    Object converted = null;
    if (bits(column) > 0 && bits(literal.type()) > 0) {
      converted = integer(((Number) value).longValue(), column.kind());
    } else if (column.kind() == TypeKind.DECIMAL && given == TypeKind.DECIMAL) {
      converted = decimal((BigDecimal) value, (ScalarType) column);
    } else if (column.kind() == TypeKind.VARCHAR
        && (given == TypeKind.VARCHAR || given == TypeKind.CHAR)) {
      converted = value;
    } else if (column.kind() == given && value instanceof LocalDate) {
      converted = value;
    } else if (column.kind() == given && value instanceof LocalDateTime time) {
      converted = hasDigits(time, ((ScalarType) column).precision()) ? value : null;
    } else if (column.kind() == TypeKind.BOOLEAN && given == TypeKind.BOOLEAN) {
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
