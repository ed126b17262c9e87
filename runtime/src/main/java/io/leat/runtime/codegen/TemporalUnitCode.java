package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.function.TimeUnit;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code FLOOR} and {@code CEIL} of times to a unit, {@code DATE_TRUNC} and {@code EXTRACT}. A
 * constant unit is named in the code, so that the JIT compiler sees which one it is.
 */
final class TemporalUnitCode {
  private final ExpressionCode code;

  TemporalUnitCode(ExpressionCode code) {
    this.code = code;
  }

  /**
   * @param method of TemporalUnits: {@code floor}, {@code ceil} or {@code truncate}
   */
  Operand rounded(
      String method,
      DataType type,
      Expression unitExpression,
      Operand unit,
      Operand time,
      Block block) {
    String of =
        switch (time.type().kind()) {
          case DATE -> method + "Date";
          case TIME -> method + "Time";
          default -> method;
        };
    String zone = time.type().kind() == TypeKind.TIMESTAMP_LTZ ? ", zone" : "";
    String arguments = unit(unitExpression, unit) + ", " + time.value() + zone;
    return code.strict(
        type, List.of(time, unit), "TemporalUnits." + of + "(" + arguments + ")", block);
  }

  Operand extracted(
      DataType type, Expression unitExpression, Operand unit, Operand time, Block block) {
    String method =
        switch (time.type().kind()) {
          case DATE -> "ofDate";
          case TIME -> "ofTime";
          case INTERVAL_DAY_TIME -> "ofDuration";
          case INTERVAL_YEAR_MONTH -> "ofPeriod";
          default -> "ofTimestamp";
        };
    String arguments = unit(unitExpression, unit) + ", " + local(unitExpression, time);
    return code.strict(
        type, List.of(unit, time), "TemporalParts." + method + "(" + arguments + ")", block);
  }

  /**
   * A wall clock as an instant, or an instant as a wall clock, in the zone named or the session's.
   */
  Operand inZone(DataType type, List<Operand> arguments, Block block) {
    String zone =
        arguments.size() == 1
            ? "zone"
            : code.classText().field("m", "ZoneMemo", "new ZoneMemo()")
                + (".zone(" + arguments.get(1).value() + ")");
    boolean toInstant = type.kind() == TypeKind.TIMESTAMP_LTZ;
    String method = toInstant ? "Temporals.fromLocal(" : "Temporals.timestamp(Temporals.toLocal(";
    String call = method + arguments.get(0).value() + ", " + zone + (toInstant ? ")" : "))");
    return code.strict(type, arguments, call, block);
  }

  /** The wall clock in the session's zone, but for the seconds since 1970, which know no zone. */
  private static String local(Expression unit, Operand time) {
    boolean zoned = time.type().kind() == TypeKind.TIMESTAMP_LTZ;
    return zoned && constant(unit) != TimeUnit.EPOCH
        ? "Temporals.toLocal(" + time.value() + ", zone)"
        : time.value();
  }

  private String unit(Expression expression, Operand unit) {
    TimeUnit constant = constant(expression);
    return constant != null
        ? "TimeUnit." + constant.name()
        : code.classText().field("m", "UnitMemo", "new UnitMemo()") + ".unit(" + unit.value() + ")";
  }

  private static @Nullable TimeUnit constant(Expression expression) {
    return expression instanceof Expression.Literal literal
            && literal.value() instanceof String name
        ? TimeUnit.find(name)
        : null;
  }
}
