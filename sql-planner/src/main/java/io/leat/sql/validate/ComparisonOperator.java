package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeInference;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Comparisons, which also take what has a type in common by {@link TypeInference}. */
final class ComparisonOperator extends SqlBinaryOperator {
  private static final Map<String, ComparisonOperator> ALL =
      Map.of(
          "=", new ComparisonOperator(SqlStdOperatorTable.EQUALS),
          "<>", new ComparisonOperator(SqlStdOperatorTable.NOT_EQUALS),
          "<", new ComparisonOperator(SqlStdOperatorTable.LESS_THAN),
          "<=", new ComparisonOperator(SqlStdOperatorTable.LESS_THAN_OR_EQUAL),
          ">", new ComparisonOperator(SqlStdOperatorTable.GREATER_THAN),
          ">=", new ComparisonOperator(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL));

  private ComparisonOperator(SqlBinaryOperator standard) {
    super(
        standard.getName(),
        standard.getKind(),
        standard.getLeftPrec(),
        true,
        ReturnTypes.BOOLEAN_NULLABLE,
        InferTypes.FIRST_KNOWN,
        new Operands(standard));
  }

  /** The operator with that symbol, or null. */
  static @Nullable ComparisonOperator of(String symbol) {
    return ALL.get(symbol);
  }

  @Override
  public @Nullable SqlOperator reverse() {
    return switch (kind) {
      case LESS_THAN -> of(">");
      case LESS_THAN_OR_EQUAL -> of(">=");
      case GREATER_THAN -> of("<");
      case GREATER_THAN_OR_EQUAL -> of("<=");
      default -> this;
    };
  }

  /** Refuses {@code <} and the like for maps, multisets and what holds them. */
  static void requireOrder(String symbol, DataType type) {
    if (!type.hasOrder() && !symbol.equals("=") && !symbol.equals("<>")) {
      throw LeatException.notSupported(
          "the operator " + symbol + " on " + type.sqlName(),
          "maps, multisets and VARIANT have no order: compare with = or <>");
    }
  }

  private record Operands(SqlOperator standard) implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      SqlOperandTypeChecker rule = standard.getOperandTypeChecker();
      boolean rows = binding.operand(0).getKind() == SqlKind.ROW;
      DataType common = rows ? null : commonType(binding);
      if (common != null) {
        requireOrder(standard.getName(), common, binding);
        return true;
      }
      if (!rows && comparesVariant(binding)) {
        if (!throwOnFailure) {
          return false;
        }
        throw new LeatException(
                SqlState.DATATYPE_MISMATCH,
                "operator "
                    + standard.getName()
                    + " does not take "
                    + TypeMapping.toDataType(binding.getOperandType(0)).sqlName()
                    + " and "
                    + TypeMapping.toDataType(binding.getOperandType(1)).sqlName())
            .at(Positions.of(binding.getCall()))
            .withHint("convert the VARIANT with CAST: it equals its like only");
      }
      return rule == null || rule.checkOperandTypes(binding, throwOnFailure);
    }

    private static boolean comparesVariant(SqlCallBinding binding) {
      return binding.getOperandType(0).getSqlTypeName() == SqlTypeName.VARIANT
          || binding.getOperandType(1).getSqlTypeName() == SqlTypeName.VARIANT;
    }

    private static @Nullable DataType commonType(SqlCallBinding binding) {
      DataType left = TypeMapping.toDataType(binding.getOperandType(0));
      DataType right = TypeMapping.toDataType(binding.getOperandType(1));
      return TypeInference.common(List.of(left, right));
    }

    private static void requireOrder(String symbol, DataType type, SqlCallBinding binding) {
      try {
        ComparisonOperator.requireOrder(symbol, type);
      } catch (LeatException e) {
        throw e.at(Positions.of(binding.getCall()));
      }
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return standard.getOperandCountRange();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return "value " + name + " value";
    }
  }
}
