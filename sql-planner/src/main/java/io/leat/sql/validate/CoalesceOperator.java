package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeInference;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.fun.SqlCoalesceFunction;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.SqlOperandTypeInference;

/** COALESCE of all values that have a type in common: a DATE and a TIMESTAMP, too. */
final class CoalesceOperator extends SqlCoalesceFunction {
  static final CoalesceOperator INSTANCE = new CoalesceOperator();

  private CoalesceOperator() {}

  @Override
  public SqlOperandTypeInference getOperandTypeInference() {
    return InferTypes.FIRST_KNOWN;
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      types.add(TypeMapping.toDataType(binding.getOperandType(i)));
    }
    if (TypeInference.common(types) != null) {
      return true;
    }
    if (throwOnFailure) {
      throw new LeatException(
              SqlState.DATATYPE_MISMATCH, "the arguments of COALESCE have no type in common")
          .withHint("convert them with CAST")
          .at(Positions.of(binding.getCall()));
    }
    return false;
  }
}
