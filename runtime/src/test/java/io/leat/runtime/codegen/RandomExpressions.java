package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Well-typed expressions and values by a seed. */
final class RandomExpressions {
  static final List<ScalarType> TYPES =
      List.of(
          ScalarType.BOOLEAN,
          ScalarType.TINYINT,
          ScalarType.INTEGER,
          ScalarType.BIGINT,
          ScalarType.DOUBLE,
          ScalarType.decimal(8, 2),
          ScalarType.decimal(30, 5),
          ScalarType.STRING,
          ScalarType.timestamp(3),
          ScalarType.timestamp(9));
  private static final String[] TEXTS = {
    "", "a", "Leat", "ÄÖ ß", "x😀y", "12", "-7", "1.50", "TRUE", "2020-02-29 12:00:00", "zz", "%"
  };

  /** Every type twice: nullable, and not. */
  static final RowSchema INPUT = input();

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  private static RowSchema input() {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (ScalarType type : TYPES) {
      fields.add(new RowSchema.Field("n" + fields.size(), type));
      fields.add(new RowSchema.Field("c" + fields.size(), type.withNullable(false)));
    }
    return new RowSchema(fields);
  }

  DataType type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  List<Object> row() {
    List<Object> row = new ArrayList<>();
    for (DataType type : INPUT.types()) {
      row.add(type.nullable() && random.nextInt(4) == 0 ? null : value(type));
    }
    return row;
  }

  Object value(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case TINYINT -> (byte) integer(7);
      case INTEGER -> (int) integer(31);
      case BIGINT -> integer(63);
      case DOUBLE -> {
        double[] special = {0, -0d, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1.5, -2.25};
        int pick = random.nextInt(special.length * 2);
        yield pick < special.length ? special[pick] : random.nextGaussian() * 100;
      }
      case DECIMAL -> {
        ScalarType decimal = (ScalarType) type;
        int digits = 1 + random.nextInt(decimal.precision());
        BigInteger unscaled = new BigInteger(128, random).mod(BigInteger.TEN.pow(digits));
        yield new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
      }
      case TIMESTAMP -> {
        int nano = random.nextInt(1_000_000_000);
        int unit = ((ScalarType) type).precision() == 3 ? 1_000_000 : 1;
        long second = (long) (random.nextGaussian() * 1e9);
        yield LocalDateTime.ofEpochSecond(second, nano / unit * unit, ZoneOffset.UTC);
      }
      default -> TEXTS[random.nextInt(TEXTS.length)];
    };
  }

  private long integer(int bits) {
    long max = (1L << bits) - 1;
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(7) - 3;
      case 1 -> max;
      case 2 -> -max - 1;
      default -> random.nextLong() >> (63 - bits + random.nextInt(bits));
    };
  }

  Expression expression(DataType type, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return leaf(type);
    }
    return switch (random.nextInt(6)) {
      case 0 ->
          new Expression.Case(
              List.of(
                  new Expression.Case.Branch(
                      expression(ScalarType.BOOLEAN, depth - 1), expression(type, depth - 1)),
                  new Expression.Case.Branch(
                      expression(ScalarType.BOOLEAN, depth - 1), expression(type, depth - 1))),
              expression(type, depth - 1),
              type);
      case 1 -> call("COALESCE", type, expression(type, depth - 1), expression(type, depth - 1));
      default -> operation(type, depth - 1);
    };
  }

  private Expression leaf(DataType type) {
    int at = TYPES.indexOf(type.withNullable(true)) * 2;
    int pick = random.nextInt(5);
    if (pick < 2) {
      return new Expression.InputRef(at, INPUT.type(at));
    }
    if (pick < 4) {
      return new Expression.InputRef(at + 1, INPUT.type(at + 1));
    }
    return random.nextInt(4) == 0
        ? new Expression.Literal(null, type)
        : new Expression.Literal(value(type), type.withNullable(false));
  }

  private Expression operation(DataType type, int depth) {
    switch (type.kind()) {
      case BOOLEAN -> {
        return condition(depth);
      }
      case DECIMAL -> {
        DataType a = decimal();
        DataType b = decimal();
        String op = "+-*/%".substring(random.nextInt(5)).substring(0, 1);
        Expression left = expression(a, depth);
        Expression right = expression(b, depth);
        DataType result = TypeInference.arithmetic(op, left.type(), right.type());
        Expression value = call(op, result, left, right);
        return new Expression.Cast(value, type, random.nextBoolean());
      }
      case TINYINT, INTEGER, BIGINT, DOUBLE -> {
        if (type.kind() == io.leat.runtime.types.TypeKind.INTEGER && random.nextInt(4) == 0) {
          return call("CHAR_LENGTH", type, expression(ScalarType.STRING, depth));
        }
        if (random.nextInt(3) == 0) {
          return new Expression.Cast(expression(castable(), depth), type, random.nextBoolean());
        }
        if (random.nextInt(5) == 0) {
          return call("NEGATE", type, expression(type, depth));
        }
        String op = "+-*/%".substring(random.nextInt(5)).substring(0, 1);
        return call(op, type, expression(type, depth), expression(type, depth));
      }
      case TIMESTAMP -> {
        return new Expression.Cast(
            expression(ScalarType.timestamp(random.nextBoolean() ? 3 : 9), depth), type, false);
      }
      default -> {
        return text(depth);
      }
    }
  }

  private Expression text(int depth) {
    DataType type = ScalarType.STRING;
    return switch (random.nextInt(7)) {
      case 0 -> call("UPPER", type, expression(type, depth));
      case 1 -> call("LOWER", type, expression(type, depth));
      case 2 -> call("REVERSE", type, expression(type, depth));
      case 3 -> call("||", type, expression(type, depth), expression(type, depth));
      case 4 ->
          call(
              "REPLACE",
              type,
              expression(type, depth),
              expression(type, depth),
              expression(type, depth));
      case 5 -> call("LEFT", type, expression(type, depth), expression(ScalarType.INTEGER, depth));
      default -> new Expression.Cast(expression(type(), depth), type, random.nextBoolean());
    };
  }

  private Expression condition(int depth) {
    DataType type = ScalarType.BOOLEAN;
    switch (random.nextInt(8)) {
      case 0 -> {
        return call("AND", type, condition(depth), expression(type, depth), condition(0));
      }
      case 1 -> {
        return call("OR", type, expression(type, depth), condition(depth), condition(0));
      }
      case 2 -> {
        return call("NOT", type, expression(type, depth));
      }
      case 3 -> {
        String[] tests = {"IS NULL", "IS NOT NULL"};
        return call(tests[random.nextInt(2)], type.withNullable(false), expression(type(), depth));
      }
      case 4 -> {
        String[] tests = {"IS TRUE", "IS NOT FALSE"};
        return call(tests[random.nextInt(2)], type.withNullable(false), expression(type, depth));
      }
      default -> {
        String[] operators = {"=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM"};
        DataType compared = type();
        return call(
            operators[random.nextInt(operators.length)],
            type,
            expression(compared, Math.max(0, depth - 1)),
            expression(compared, Math.max(0, depth - 1)));
      }
    }
  }

  private DataType decimal() {
    return random.nextBoolean() ? ScalarType.decimal(8, 2) : ScalarType.decimal(30, 5);
  }

  private DataType castable() {
    return TYPES.get(random.nextInt(8));
  }

  private static Expression call(String function, DataType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type);
  }
}
