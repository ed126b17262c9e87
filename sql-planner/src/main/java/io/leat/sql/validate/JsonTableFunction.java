package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * What {@link JsonTableRewriter} makes of JSON_TABLE: for each level of rows a value and its
 * number. The arguments are those of {@code Node.TableFunction}.
 */
public final class JsonTableFunction extends SqlFunction implements SqlTableFunction {
  public static final String NAME = "JSON_TABLE";

  static final JsonTableFunction INSTANCE = new JsonTableFunction();

  private JsonTableFunction() {
    super(
        NAME,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
  }

  /** The name of the column with a level's values. */
  static String item(int level) {
    return "item " + level;
  }

  /** The name of the column with the values' numbers. */
  static String number(int level) {
    return "number " + level;
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return JsonTableFunction::rowType;
  }

  private static RelDataType rowType(SqlOperatorBinding binding) {
    DataType document = TypeMapping.toDataType(binding.getOperandType(0));
    if (!document.kind().isCharacter()
        && document.kind() != TypeKind.VARIANT
        && document.kind() != TypeKind.NULL) {
      throw new LeatException(
              SqlState.DATATYPE_MISMATCH,
              "JSON_TABLE reads JSON text or a VARIANT, not " + document.sqlName())
          .withHint("make JSON of it: JSON_STRING(…)");
    }
    RelDataTypeFactory.Builder columns = binding.getTypeFactory().builder();
    for (int level = 0; 2 * level + 2 < binding.getOperandCount(); level++) {
      columns.add(item(level), TypeMapping.toRelType(ScalarType.STRING, binding.getTypeFactory()));
      columns.add(
          number(level),
          TypeMapping.toRelType(
              ScalarType.INTEGER.withNullable(level > 0), binding.getTypeFactory()));
    }
    return columns.build();
  }

  /** Takes the types of the arguments as they are. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      validator.setValidatedNodeType(operand, validator.deriveType(scope, operand));
    }
    return validateOperands(validator, scope, call);
  }
}
