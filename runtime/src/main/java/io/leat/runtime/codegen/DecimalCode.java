package io.leat.runtime.codegen;

import io.leat.runtime.scalar.Decimals;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic and comparison where a DECIMAL takes part: {@code long} where 18 digits suffice, else
 * 128 bits ({@link io.leat.runtime.scalar.Wide}), and BigDecimal for what is rarer.
 */
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
    String wide = isLong(type) ? null : wide(name, type, a, b);
    return code.strict(
        type, arguments, wide == null ? byBigDecimal(name, type, a, b) : wide, block);
  }

  /** In 128 bits; null where that is not simple: digits are cut, or there may be too many. */
  private @Nullable String wide(String name, ScalarType type, Operand a, Operand b) {
    int scale = type.scale();
    int up = Math.max(scale(a), scale(b));
    String limits = ", " + type.precision() + ", " + scale + ")";
    boolean longs = isLong(a.type()) && isLong(b.type());
    return switch (name) {
      case "+", "-" ->
          scale == up && fits(a, scale) && fits(b, scale)
              ? code.classText().wide()
                  + (name.equals("+") ? ".sum(" : ".difference(")
                  + (wide(a, scale) + ", " + wide(b, scale) + limits)
              : null;
      case "*" ->
          scale != scale(a) + scale(b)
              ? null
              : code.classText().wide()
                  + ".product("
                  + (longs ? a.value() + ", " + b.value() : wide(a, scale(a)) + ", " + wide(b, scale(b)))
                  + limits;
      case "/" -> {
        int power = scale + scale(b) - scale(a);
        yield longs && power >= 0 && power <= ScalarType.MAX_LONG_DECIMAL_PRECISION && digits(a) < 19
                && digits(b) < 19
            ? code.classText().wide()
                + (".quotient(" + a.value() + ", " + b.value() + ", " + power + limits)
            : null;
      }
      default -> null;
    };
  }

  private String byBigDecimal(String name, ScalarType type, Operand a, Operand b) {
    String x = bigDecimal(a);
    String y = bigDecimal(b);
    String exact =
        switch (name) {
          case "+" -> x + ".add(" + y + ")";
          case "-" -> x + ".subtract(" + y + ")";
          case "*" -> x + ".multiply(" + y + ")";
          case "/" -> "Decimals.divide(" + x + ", " + y + ", " + type.scale() + ")";
          default -> "Decimals.remainder(" + x + ", " + y + ")";
        };
    return fitted(exact, type);
  }

  /** Rounds a BigDecimal expression to the type and gives its form. */
  String fitted(String bigDecimal, ScalarType type) {
    String limits = "(" + bigDecimal + ", " + type.precision() + ", " + type.scale() + ")";
    return isLong(type)
        ? "Decimals.fitLong" + limits
        : code.classText().wide() + ".set(Decimals.fit" + limits + ")";
  }

  /** A number in another DECIMAL type. */
  String rescaled(Operand operand, ScalarType type) {
    boolean simple =
        !isLong(type) && type.scale() >= scale(operand) && fits(operand, type.scale());
    return simple
        ? wide(operand, type.scale()) + ".check(" + type.precision() + ", " + type.scale() + ")"
        : fitted(bigDecimal(operand), type);
  }

  /** The value at a scale not below its own, as a Wide. */
  private String wide(Operand operand, int scale) {
    int up = scale - scale(operand);
    if (operand.form() == JavaForm.WIDE) {
      return up == 0
          ? operand.value()
          : code.classText().wide() + ".scaled(" + operand.value() + ", " + up + ")";
    }
    String own = code.classText().wide();
    if (up <= ScalarType.MAX_LONG_DECIMAL_PRECISION) {
      return own
          + (up == 0
              ? ".set((long) " + operand.value() + ")"
              : ".scaled((long) " + operand.value() + ", " + up + ")");
    }
    return own + ".scaled(" + own + ".set((long) " + operand.value() + "), " + up + ")";
  }

  private static boolean fits(Operand operand, int scale) {
    return digits(operand) + scale - scale(operand) <= ScalarType.MAX_DECIMAL_PRECISION;
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
    if (fits(a, scale) && fits(b, scale)) {
      return "Wide.compare(" + wide(a, scale) + ", " + wide(b, scale) + ") " + operator + " 0";
    }
    return bigDecimal(a) + ".compareTo(" + bigDecimal(b) + ") " + operator + " 0";
  }

  /** The value as a BigDecimal; integers have scale 0. */
  static String bigDecimal(Operand operand) {
    return operand.form() == JavaForm.WIDE
        ? "Wide.decimal(" + operand.value() + ", " + scale(operand) + ")"
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
