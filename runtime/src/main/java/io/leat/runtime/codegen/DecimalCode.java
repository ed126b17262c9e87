package io.leat.runtime.codegen;

import io.leat.runtime.scalar.Decimals;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.List;

/** Arithmetic and comparison where a DECIMAL takes part: {@code long} where 18 digits suffice. */
final class DecimalCode {
  private final ExpressionCode code;

  DecimalCode(ExpressionCode code) {
    this.code = code;
  }

  Operand arithmetic(String name, ScalarType type, List<Operand> arguments, Block block) {
    Operand a = arguments.get(0);
    Operand b = arguments.get(1);
    int scale = type.scale();
    if (isLong(type) && isLong(a.type()) && isLong(b.type())) {
      int maxScale = Math.max(scale(a), scale(b));
      if ((name.equals("+") || name.equals("-"))
          && scale == maxScale
          && canScale(a, scale)
          && canScale(b, scale)) {
        String sum = scaled(a, scale) + " " + name + " " + scaled(b, scale);
        return code.strict(type, arguments, checked(sum, type), block);
      }
      if (name.equals("*") && scale == scale(a) + scale(b) && digits(a) + digits(b) <= 18) {
        String product = a.value() + " * " + b.value();
        return code.strict(type, arguments, checked(widen(a, product), type), block);
      }
    }
    String x = bigDecimal(a);
    String y = bigDecimal(b);
    String exact =
        switch (name) {
          case "+" -> x + ".add(" + y + ")";
          case "-" -> x + ".subtract(" + y + ")";
          case "*" -> x + ".multiply(" + y + ")";
          case "/" -> "Decimals.divide(" + x + ", " + y + ")";
          default -> "Decimals.remainder(" + x + ", " + y + ")";
        };
    return code.strict(type, arguments, fitted(exact, type), block);
  }

  /** Rounds a BigDecimal expression to the type and gives its form. */
  static String fitted(String bigDecimal, ScalarType type) {
    String method = isLong(type) ? "fitLong" : "fit";
    return "Decimals."
        + (method + "(" + bigDecimal + ", " + type.precision() + ", " + type.scale() + ")");
  }

  private static String widen(Operand a, String product) {
    return a.form() == JavaForm.INT ? "(long) " + product : product;
  }

  private static String checked(String expression, ScalarType type) {
    return "Decimals.check(" + expression + ", " + type.precision() + ", " + type.scale() + ")";
  }

  /** A boolean Java expression; {@code operator} is Java's. */
  String compare(String operator, Operand a, Operand b) {
    int scale = Math.max(scale(a), scale(b));
    if (isLong(a.type()) && isLong(b.type()) && canScale(a, scale) && canScale(b, scale)) {
      return scaled(a, scale) + " " + operator + " " + scaled(b, scale);
    }
    return bigDecimal(a) + ".compareTo(" + bigDecimal(b) + ") " + operator + " 0";
  }

  /** The value as a BigDecimal; integers have scale 0. */
  static String bigDecimal(Operand operand) {
    return operand.form() == JavaForm.BIG_DECIMAL
        ? operand.value()
        : "BigDecimal.valueOf(" + operand.value() + ", " + scale(operand) + ")";
  }

  private static String scaled(Operand operand, int scale) {
    int up = scale - scale(operand);
    return up == 0 ? operand.value() : "(" + operand.value() + " * " + Decimals.power(up) + "L)";
  }

  /** Whether the value at a larger scale still has at most 18 digits. */
  private static boolean canScale(Operand operand, int scale) {
    return digits(operand) + scale - scale(operand) <= ScalarType.MAX_LONG_DECIMAL_PRECISION;
  }

  private static boolean isLong(DataType type) {
    return JavaForm.of(type) == JavaForm.LONG || JavaForm.of(type) == JavaForm.INT;
  }

  private static int scale(Operand operand) {
    return ((ScalarType) operand.type()).scale();
  }

  private static int digits(Operand operand) {
    TypeKind kind = operand.type().kind();
    return switch (kind) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      default -> ((ScalarType) operand.type()).precision();
    };
  }
}
