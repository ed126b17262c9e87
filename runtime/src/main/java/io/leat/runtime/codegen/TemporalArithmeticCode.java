package io.leat.runtime.codegen;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.List;

/** {@code + - * /} where dates, times or intervals take part. */
final class TemporalArithmeticCode {
  private final ExpressionCode code;

  TemporalArithmeticCode(ExpressionCode code) {
    this.code = code;
  }

  Operand generate(String operator, DataType type, List<Operand> arguments, Block block) {
    Operand a = arguments.get(0);
    Operand b = arguments.get(1);
    return code.strict(type, arguments, expression(operator, type, a, b), block);
  }

  private String expression(String operator, DataType type, Operand a, Operand b) {
    boolean leftInterval = a.type().kind().isInterval();
    boolean rightInterval = b.type().kind().isInterval();
    if (leftInterval && rightInterval) {
      return operator.equals("+") ? call("add", a, b) : call("subtract", a, b);
    }
    if (leftInterval && b.type().kind().isNumeric()) {
      return scaled(operator, type, a, b);
    }
    if (rightInterval && a.type().kind().isNumeric()) {
      return scaled(operator, type, b, a);
    }
    if (leftInterval) {
      return shifted("+", b, a);
    }
    if (a.type().kind().isInteger()) {
      return days(b, a, "addDays");
    }
    if (b.type().kind().isInteger()) {
      return days(a, b, operator.equals("+") ? "addDays" : "subtractDays");
    }
    return rightInterval ? shifted(operator, a, b) : difference(a, b);
  }

  private static String call(String method, Operand a, Operand b) {
    return "Arithmetic." + method + "(" + a.value() + ", " + b.value() + ")";
  }

  private static String scaled(String operator, DataType type, Operand interval, Operand number) {
    boolean months = type.kind() == TypeKind.INTERVAL_YEAR_MONTH;
    String method = operator.equals("*") ? "multiply" : "divide";
    String factor = number.value();
    if (number.type().kind() == TypeKind.DECIMAL) {
      factor = DecimalCode.bigDecimal(number) + ".doubleValue()";
    }
    return "Temporals."
        + (method + (months ? "Months(" : "Micros("))
        + (interval.value() + ", " + factor + ")");
  }

  private static String days(Operand date, Operand days, String method) {
    return "Temporals." + method + "(" + date.value() + ", " + days.value() + ")";
  }

  private static String shifted(String operator, Operand point, Operand interval) {
    String amount = interval.value();
    if (operator.equals("-")) {
      amount = "Arithmetic.negate(" + amount + ")";
    }
    boolean months = interval.type().kind() == TypeKind.INTERVAL_YEAR_MONTH;
    TypeKind kind = point.type().kind();
    String method =
        switch (kind) {
          case DATE -> months ? "dateAddMonths" : "dateAddMicros";
          case TIME -> "timeAddMicros";
          case TIMESTAMP -> months ? "addMonths" : "addMicros";
          case TIMESTAMP_LTZ -> months ? "addMonthsInZone" : "addMicros";
          default -> throw new IllegalArgumentException(point.type() + " " + operator);
        };
    String zone = method.equals("addMonthsInZone") ? ", zone" : "";
    return "Temporals." + method + "(" + point.value() + ", " + amount + zone + ")";
  }

  private static String difference(Operand a, Operand b) {
    if (a.type().kind() == TypeKind.DATE && b.type().kind() == TypeKind.DATE) {
      return a.value() + " - " + b.value();
    }
    if (a.type().kind() == TypeKind.TIME) {
      return "(" + a.value() + " - " + b.value() + ") / 1000L";
    }
    boolean local =
        a.type().kind() != TypeKind.TIMESTAMP_LTZ || b.type().kind() != TypeKind.TIMESTAMP_LTZ;
    return "Arithmetic.subtract(" + micros(a, local) + ", " + micros(b, local) + ")";
  }

  /** Microseconds since 1970; of the wall clock in the session's zone if {@code local}. */
  private static String micros(Operand point, boolean local) {
    ScalarType type = (ScalarType) point.type();
    if (type.kind() == TypeKind.DATE) {
      return point.value() + " * 86400000000L";
    }
    String micros =
        point.form() == JavaForm.INSTANT ? "Boxing.micros(" + point.value() + ")" : point.value();
    return local && type.kind() == TypeKind.TIMESTAMP_LTZ
        ? "Temporals.toLocal(" + micros + ", zone)"
        : micros;
  }
}
