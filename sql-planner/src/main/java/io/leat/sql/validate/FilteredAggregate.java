package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate with FILTER in a window, where Calcite knows no FILTER: its last argument is the
 * condition.
 */
public final class FilteredAggregate extends SqlAggFunction {
  private final AggregateFunction aggregate;

  FilteredAggregate(AggregateFunction aggregate) {
    super(
        aggregate.getName() + " FILTER",
        null,
        SqlKind.OTHER_FUNCTION,
        binding -> resultType(aggregate, binding),
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        Optionality.FORBIDDEN);
    this.aggregate = aggregate;
  }

  public AggregateFunction aggregate() {
    return aggregate;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FilteredAggregate that && aggregate.equals(that.aggregate);
  }

  @Override
  public int hashCode() {
    return aggregate.hashCode() + 1;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      validator.setValidatedNodeType(operand, validator.deriveType(scope, operand));
    }
    return validateOperands(validator, scope, call);
  }

  private static RelDataType resultType(AggregateFunction aggregate, SqlOperatorBinding binding) {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      types.add(TypeMapping.toDataType(binding.getOperandType(i)));
    }
    DataType condition = types.remove(types.size() - 1);
    if (condition.kind() != TypeKind.BOOLEAN && condition.kind() != TypeKind.NULL) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH, "FILTER needs a condition (BOOLEAN)", null, null, null);
    }
    AggregateSignature.Resolution resolution = aggregate.signature().resolve(types);
    if (resolution == null) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "function " + aggregate.getName() + " does not take these arguments");
    }
    return TypeMapping.toRelType(
        resolution.result().withNullable(!aggregate.signature().countsNothing()),
        binding.getTypeFactory());
  }
}
