package io.leat.sql.validate;

import io.leat.runtime.types.DataType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** A {@code ?} whose value the plan leaves open: a constant of a known type. */
public final class ParameterOperator extends SqlFunction {
  private final int index;
  private final DataType type;

  private ParameterOperator(int index, DataType type) {
    super(
        "?" + index,
        SqlKind.OTHER_FUNCTION,
        binding -> TypeMapping.toRelType(type, binding.getTypeFactory()),
        null,
        OperandTypes.NILADIC,
        SqlFunctionCategory.SYSTEM);
    this.index = index;
    this.type = type;
  }

  /**
   * A parameter as an expression.
   *
   * @param type NOT NULL
   */
  static SqlNode call(int index, DataType type, SqlParserPos pos) {
    return new SqlBasicCall(new ParameterOperator(index, type), List.of(), pos);
  }

  /** Which parameter of the statement it is, from 0. */
  public int index() {
    return index;
  }

  public DataType type() {
    return type;
  }

  /** No operator table has it. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    RelDataType derived = TypeMapping.toRelType(type, validator.getTypeFactory());
    validator.setValidatedNodeType(call, derived);
    return derived;
  }
}
