package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** What makes nested values or looks into them; the types of its operands decide on its own. */
abstract class NestedOperator extends SqlFunction {

  NestedOperator(String name, @Nullable SqlOperandTypeInference inference) {
    super(
        name, SqlKind.OTHER_FUNCTION, null, inference, new Unchecked(), SqlFunctionCategory.SYSTEM);
  }

  /**
   * The result's type.
   *
   * @throws LeatException without position, if the operands do not fit
   */
  abstract DataType type(List<DataType> operands);

  /** Checks what the operands' types do not tell. */
  void check(SqlCall call, List<DataType> operands) {}

  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    List<DataType> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      RelDataType type = validator.deriveType(scope, operand);
      validator.setValidatedNodeType(operand, type);
      operands.add(TypeMapping.toDataType(type));
    }
    try {
      check(call, operands);
      RelDataType type = TypeMapping.toRelType(type(operands), validator.getTypeFactory());
      validator.setValidatedNodeType(call, type);
      return type;
    } catch (LeatException e) {
      throw e.at(Positions.of(call));
    }
  }

  @Override
  public RelDataType inferReturnType(SqlOperatorBinding binding) {
    List<DataType> operands = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      operands.add(TypeMapping.toDataType(binding.getOperandType(i)));
    }
    return TypeMapping.toRelType(type(operands), binding.getTypeFactory());
  }

  static String names(List<DataType> types) {
    return types.stream().map(DataType::sqlName).distinct().collect(Collectors.joining(", "));
  }

  /** {@link #deriveType} has checked. */
  private record Unchecked() implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      return true;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return name;
    }
  }
}
