package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
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
import org.jspecify.annotations.Nullable;

/** The table function {@code GENERATE_SERIES(first, last [, step])}: one column, both ends in. */
public final class SeriesFunction extends SqlFunction implements SqlTableFunction {
  public static final String NAME = "GENERATE_SERIES";

  static final SeriesFunction INSTANCE = new SeriesFunction();

  private SeriesFunction() {
    super(
        NAME,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
  }

  /** The type of the values; both ends are converted to it. Null if there is no such series. */
  public static @Nullable DataType valueType(List<DataType> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      return null;
    }
    DataType common = TypeInference.common(arguments.subList(0, 2));
    if (common == null) {
      return null;
    }
    if (common.kind().isInteger()) {
      boolean whole = arguments.stream().allMatch(type -> type.kind().isInteger());
      DataType value =
          arguments.stream().anyMatch(type -> type.kind() == TypeKind.BIGINT)
              ? ScalarType.BIGINT
              : ScalarType.INTEGER;
      return whole ? value.withNullable(false) : null;
    }
    boolean interval =
        arguments.size() == 3
            && (arguments.get(2).kind() == TypeKind.INTERVAL_DAY_TIME
                || arguments.get(2).kind() == TypeKind.INTERVAL_YEAR_MONTH);
    return switch (common.kind()) {
      case TIMESTAMP, TIMESTAMP_LTZ -> interval ? common.withNullable(false) : null;
      case DATE ->
          interval
              ? ScalarType.timestamp(6).withNullable(false)
              : arguments.size() == 2 ? common.withNullable(false) : null;
      default -> null;
    };
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return SeriesFunction::rowType;
  }

  /** The values are never NULL, but an outer join may make them so. */
  private static RelDataType rowType(SqlOperatorBinding binding) {
    List<DataType> arguments = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      arguments.add(TypeMapping.toDataType(binding.getOperandType(i)));
    }
    DataType value = valueType(arguments);
    if (value == null) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          NAME + " does not take these arguments",
          null,
          "valid: GENERATE_SERIES(first, last [, step]) with whole numbers,"
              + " with dates, or with times and an INTERVAL",
          null);
    }
    return binding
        .getTypeFactory()
        .builder()
        .add(
            "generate_series",
            TypeMapping.toRelType(value.withNullable(true), binding.getTypeFactory()))
        .build();
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
