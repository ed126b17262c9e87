package io.leat.runtime.codegen;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.util.List;

/** {@code FLOOR} and {@code CEIL} of times to a unit, and {@code DATE_TRUNC}. */
final class TemporalUnitCode {
  private final ExpressionCode code;

  TemporalUnitCode(ExpressionCode code) {
    this.code = code;
  }

  /**
   * @param method of TemporalFunctions: {@code floor}, {@code ceil} or {@code truncate}
   */
  Operand generate(String method, DataType type, Operand time, Operand unit, Block block) {
    String memo = code.classText().field("m", "UnitMemo", "new UnitMemo()");
    TypeKind kind = time.type().kind();
    String micros =
        time.form() == JavaForm.INSTANT ? "Boxing.micros(" + time.value() + ")" : time.value();
    String local =
        switch (kind) {
          case DATE -> micros + " * 86400000000L";
          case TIME -> micros + " / 1000L";
          case TIMESTAMP_LTZ -> "Temporals.toLocal(" + micros + ", zone)";
          default -> micros;
        };
    String call =
        "TemporalFunctions." + method + "(" + memo + ", " + local + ", " + unit.value() + ")";
    String result =
        switch (kind) {
          case DATE -> "Temporals.dateOf(" + call + ")";
          case TIME -> "Temporals.timeAddMicros(0L, " + call + ")";
          case TIMESTAMP_LTZ -> "Temporals.fromLocal(" + call + ", zone)";
          default -> call;
        };
    if (JavaForm.of(type) == JavaForm.INSTANT) {
      result = "Boxing.instant(" + result + ")";
    }
    return code.strict(type, List.of(time, unit), result, block);
  }
}
