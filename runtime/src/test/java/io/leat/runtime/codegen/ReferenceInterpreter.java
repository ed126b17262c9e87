package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.runtime.types.ValueCast;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Evaluates expressions one boxed value at a time: slow and obvious, what compiled code must equal.
 */
final class ReferenceInterpreter {
  private final ZoneId zone;

  ReferenceInterpreter(ZoneId zone) {
    this.zone = zone;
  }

  Object evaluate(Expression expression, List<Object> row) {
    if (expression instanceof Expression.InputRef ref) {
      return row.get(ref.index());
    }
    if (expression instanceof Expression.Literal literal) {
      return literal.value();
    }
    if (expression instanceof Expression.Cast cast) {
      return cast(cast, evaluate(cast.argument(), row));
    }
    if (expression instanceof Expression.Case choice) {
      for (Expression.Case.Branch branch : choice.branches()) {
        if (Boolean.TRUE.equals(evaluate(branch.condition(), row))) {
          return evaluate(branch.result(), row);
        }
      }
      return evaluate(choice.otherwise(), row);
    }
    return call((Expression.Call) expression, row);
  }

  private Object cast(Expression.Cast cast, Object value) {
    try {
      return ValueCast.cast(value, cast.argument().type(), cast.type(), zone);
    } catch (RowException e) {
      if (cast.safe()) {
        return null;
      }
      throw e;
    }
  }

  private Object call(Expression.Call call, List<Object> row) {
    switch (call.function()) {
      case "AND", "OR" -> {
        boolean deciding = call.function().equals("OR");
        boolean unknown = false;
        for (Expression argument : call.arguments()) {
          Object value = evaluate(argument, row);
          if (value == null) {
            unknown = true;
          } else if ((Boolean) value == deciding) {
            return deciding;
          }
        }
        return unknown ? null : !deciding;
      }
      case "COALESCE" -> {
        for (Expression argument : call.arguments()) {
          Object value = evaluate(argument, row);
          if (value != null) {
            return value;
          }
        }
        return null;
      }
      default -> {
        List<Object> values = new ArrayList<>();
        for (Expression argument : call.arguments()) {
          values.add(evaluate(argument, row));
        }
        return strict(call, values);
      }
    }
  }

  private static Object strict(Expression.Call call, List<Object> values) {
    Object a = values.get(0);
    switch (call.function()) {
      case "IS NULL":
        return a == null;
      case "IS NOT NULL":
        return a != null;
      case "IS TRUE":
        return Boolean.TRUE.equals(a);
      case "IS NOT FALSE":
        return !Boolean.FALSE.equals(a);
      case "IS DISTINCT FROM":
        Object b = values.get(1);
        return a == null || b == null ? a != b : compare(a, b) != 0;
      default:
        return values.contains(null) ? null : notNull(call, values);
    }
  }

  private static Object notNull(Expression.Call call, List<Object> values) {
    Object a = values.get(0);
    Object b = values.size() > 1 ? values.get(1) : null;
    return switch (call.function()) {
      case "NOT" -> !(Boolean) a;
      case "=" -> compare(a, b) == 0;
      case "<>" -> compare(a, b) != 0;
      case "<" -> compare(a, b) < 0;
      case "<=" -> compare(a, b) <= 0;
      case ">" -> compare(a, b) > 0;
      case ">=" -> compare(a, b) >= 0;
      case "+", "-", "*", "/", "%" -> arithmetic(call.function(), a, b, call.type());
      case "NEGATE" -> arithmetic("-", 0, a, call.type());
      case "UPPER" -> ((String) a).toUpperCase(Locale.ROOT);
      case "LOWER" -> ((String) a).toLowerCase(Locale.ROOT);
      case "CHAR_LENGTH" -> ((String) a).codePointCount(0, ((String) a).length());
      case "REVERSE" -> new StringBuilder((String) a).reverse().toString();
      case "LEFT" -> {
        String text = (String) a;
        int points = Math.min(Math.max(0, (Integer) b), text.codePointCount(0, text.length()));
        yield text.substring(0, text.offsetByCodePoints(0, points));
      }
      case "||" -> (String) a + b;
      case "REPLACE" ->
          ((String) b).isEmpty() ? a : ((String) a).replace((String) b, (String) values.get(2));
      case "STARTSWITH" -> ((String) a).startsWith((String) b);
      default -> throw new IllegalArgumentException(call.function());
    };
  }

  private static int compare(Object a, Object b) {
    if (a instanceof String text) {
      return java.util.Arrays.compare(
          text.codePoints().toArray(), ((String) b).codePoints().toArray());
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x == 0 && y == 0 ? 0 : x.compareTo(y);
    }
    if (a instanceof Boolean x) {
      return x.compareTo((Boolean) b);
    }
    return a instanceof Number ? exact(a).compareTo(exact(b)) : compareAny(a, b);
  }

  @SuppressWarnings("unchecked")
  private static int compareAny(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  private static Object arithmetic(String op, Object a, Object b, DataType type) {
    if (type.kind() == TypeKind.DOUBLE) {
      double x = ((Number) a).doubleValue();
      double y = ((Number) b).doubleValue();
      return switch (op) {
        case "+" -> x + y;
        case "-" -> a instanceof Integer ? -y : x - y;
        case "*" -> x * y;
        case "/" -> x / y;
        default -> x % y;
      };
    }
    BigDecimal x = exact(a);
    BigDecimal y = exact(b);
    if ((op.equals("/") || op.equals("%")) && y.signum() == 0) {
      throw new RowException(SqlState.DIVISION_BY_ZERO, "");
    }
    boolean integer = type.kind().isInteger();
    BigDecimal exact =
        switch (op) {
          case "+" -> x.add(y);
          case "-" -> x.subtract(y);
          case "*" -> x.multiply(y);
          case "/" ->
              integer
                  ? new BigDecimal(x.toBigInteger().divide(y.toBigInteger()))
                  : x.divide(y, 60, RoundingMode.HALF_UP);
          default -> x.remainder(y);
        };
    if (integer) {
      BigInteger whole = exact.toBigIntegerExact();
      int bits =
          switch (type.kind()) {
            case TINYINT -> 7;
            case SMALLINT -> 15;
            case INTEGER -> 31;
            default -> 63;
          };
      if (whole.bitLength() > bits) {
        throw new RowException(SqlState.NUMERIC_OUT_OF_RANGE, "");
      }
      return switch (type.kind()) {
        case TINYINT -> (Object) whole.byteValue();
        case SMALLINT -> whole.shortValue();
        case INTEGER -> whole.intValue();
        default -> whole.longValue();
      };
    }
    ScalarType decimal = (ScalarType) type;
    BigDecimal rounded = exact.setScale(decimal.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > decimal.precision()) {
      throw new RowException(SqlState.NUMERIC_OUT_OF_RANGE, "");
    }
    return rounded;
  }

  private static BigDecimal exact(Object number) {
    return number instanceof BigDecimal decimal
        ? decimal
        : BigDecimal.valueOf(((Number) number).longValue());
  }
}
