package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeInference;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.jspecify.annotations.Nullable;

/** {@code + - * / %} with the operand and result types of {@link TypeInference}. */
public final class ArithmeticOperator extends SqlBinaryOperator {
  private static final int ADDITIVE = 40;
  private static final int MULTIPLICATIVE = 60;

  private static final Map<String, ArithmeticOperator> ALL =
      Map.of(
          "+", new ArithmeticOperator("+", SqlKind.PLUS, ADDITIVE),
          "-", new ArithmeticOperator("-", SqlKind.MINUS, ADDITIVE),
          "*", new ArithmeticOperator("*", SqlKind.TIMES, MULTIPLICATIVE),
          "/", new ArithmeticOperator("/", SqlKind.DIVIDE, MULTIPLICATIVE),
          "%", new ArithmeticOperator("%", SqlKind.MOD, MULTIPLICATIVE));

  private ArithmeticOperator(String symbol, SqlKind kind, int precedence) {
    super(
        symbol,
        kind,
        precedence,
        true,
        binding -> resultType(symbol, binding),
        ParameterInference.ofArithmetic(symbol),
        new Operands(symbol));
  }

  /** The operator with that symbol, or null. */
  public static @Nullable ArithmeticOperator of(String symbol) {
    return ALL.get(symbol);
  }

  private static @Nullable DataType infer(String symbol, SqlOperatorBinding binding) {
    DataType result =
        TypeInference.arithmetic(
            symbol,
            TypeMapping.toDataType(binding.getOperandType(0)),
            TypeMapping.toDataType(binding.getOperandType(1)));
    return result == null ? null : ShiftedType.of(result, binding);
  }

  private static RelDataType resultType(String symbol, SqlOperatorBinding binding) {
    DataType result = infer(symbol, binding);
    if (result == null) {
      throw mismatch(symbol, binding);
    }
    return TypeMapping.toRelType(result, binding.getTypeFactory());
  }

  private static LeatException mismatch(String symbol, SqlOperatorBinding binding) {
    return new LeatException(
            SqlState.DATATYPE_MISMATCH,
            "operator "
                + symbol
                + " does not take "
                + TypeMapping.toDataType(binding.getOperandType(0)).sqlName()
                + " and "
                + TypeMapping.toDataType(binding.getOperandType(1)).sqlName())
        .withHint("convert one side with CAST");
  }

  private record Operands(String symbol) implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      if (infer(symbol, binding) != null) {
        return true;
      }
      if (throwOnFailure) {
        throw mismatch(symbol, binding).at(Positions.of(binding.getCall()));
      }
      return false;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(2);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return "number " + symbol + " number";
    }
  }
}
