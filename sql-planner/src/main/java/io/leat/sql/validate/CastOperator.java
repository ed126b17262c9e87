package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCastFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/** CAST and TRY_CAST with the conversions that {@link CastRules} allow. */
public final class CastOperator extends SqlCastFunction {
  static final CastOperator CAST = new CastOperator("CAST", SqlKind.CAST);
  static final CastOperator TRY_CAST = new CastOperator("TRY_CAST", SqlKind.SAFE_CAST);

  private CastOperator(String name, SqlKind kind) {
    super(name, kind);
  }

  /** Whether a conversion that fails gives NULL. */
  public boolean safe() {
    return kind == SqlKind.SAFE_CAST;
  }

  @Override
  public RelDataType inferReturnType(SqlOperatorBinding binding) {
    RelDataType from = binding.getOperandType(0);
    boolean nullable = safe() || from.isNullable() || from.getSqlTypeName() == SqlTypeName.VARIANT;
    RelDataType result =
        binding.getTypeFactory().createTypeWithNullability(binding.getOperandType(1), nullable);
    if (binding instanceof SqlCallBinding call) {
      SqlNode argument = call.operand(0);
      if (argument instanceof SqlDynamicParam || SqlUtil.isNullLiteral(argument, false)) {
        call.getValidator().setValidatedNodeType(argument, result);
      }
    }
    return result;
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    DataType from = TypeMapping.toDataType(binding.getOperandType(0));
    DataType to = TypeMapping.toDataType(binding.getOperandType(1));
    if (from.kind() == TypeKind.NULL || CastRules.explicit(from, to)) {
      return true;
    }
    if (throwOnFailure) {
      throw new LeatException(
              SqlState.DATATYPE_MISMATCH,
              "cannot convert " + from.sqlName() + " to " + to.sqlName())
          .at(Positions.of(binding.getCall()));
    }
    return false;
  }
}
