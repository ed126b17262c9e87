package io.leat.sql.statement;

import io.leat.runtime.function.Functions;
import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.validate.RegistryFunction;
import io.leat.sql.validate.TypeMapping;
import java.math.BigDecimal;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/** A value on its way into a column: in the column's type, and refused where CAST would cut it. */
final class StoredValue {
  private StoredValue() {}

  /** The value in the column's type, nullable as the value is. */
  static RexNode of(RexBuilder rex, RexNode value, DataType column) {
    RelDataType type = TypeMapping.toRelType(column.withNullable(true), rex.getTypeFactory());
    RelDataType target =
        rex.getTypeFactory().createTypeWithNullability(type, value.getType().isNullable());
    if (value.getType().equals(target)) {
      return value;
    }
    return rex.makeAbstractCast(target, fitting(rex, value, column), false);
  }

  private static RexNode fitting(RexBuilder rex, RexNode value, DataType column) {
    DataType given = TypeMapping.toDataType(value.getType());
    boolean text = column.kind().isCharacter() && given.kind().isCharacter();
    boolean bytes = column.kind().isBinary() && given.kind().isBinary();
    if (!(text || bytes) || length(given) <= length(column)) {
      return value;
    }
    ScalarFunction fit =
        Objects.requireNonNull(Functions.find(text ? "FIT_TEXT" : "FIT_BYTES"), "function");
    return rex.makeCall(
        new RegistryFunction(fit), value, rex.makeExactLiteral(BigDecimal.valueOf(length(column))));
  }

  private static int length(DataType type) {
    return ((ScalarType) type).precision();
  }
}
