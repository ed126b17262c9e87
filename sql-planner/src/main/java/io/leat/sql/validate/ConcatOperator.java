package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.Functions;
import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.jspecify.annotations.Nullable;

/**
 * {@code ||}: text with text or what has a text, bytes with bytes, as STRING or BYTES, NULL if one
 * side is; an array with an array or an element.
 */
public final class ConcatOperator extends SqlBinaryOperator {
  static final ConcatOperator INSTANCE = new ConcatOperator();

  private static final int PRECEDENCE = 60;

  private ConcatOperator() {
    super(
        "||",
        SqlKind.OTHER,
        PRECEDENCE,
        true,
        ConcatOperator::resultType,
        InferTypes.RETURN_TYPE,
        new Operands());
  }

  private static RelDataType resultType(SqlOperatorBinding binding) {
    DataType left = TypeMapping.toDataType(binding.getOperandType(0));
    DataType right = TypeMapping.toDataType(binding.getOperandType(1));
    ScalarFunction arrays = ofArrays(left, right);
    ScalarFunction.Resolution resolution = arrays == null ? null : resolve(arrays, left, right);
    if (resolution != null) {
      return TypeMapping.toRelType(resolution.result(), binding.getTypeFactory());
    }
    boolean binary = left.kind().isBinary() || right.kind().isBinary();
    DataType type = binary ? ScalarType.BYTES : ScalarType.STRING;
    return TypeMapping.toRelType(
        type.withNullable(left.nullable() || right.nullable()), binding.getTypeFactory());
  }

  /**
   * What the operator is where a side is an array: ARRAY_CONCAT, ARRAY_APPEND or ARRAY_PREPEND (of
   * the right side and the left one); null if it is none.
   */
  public static @Nullable ScalarFunction ofArrays(DataType left, DataType right) {
    if (left.kind() != TypeKind.ARRAY && right.kind() != TypeKind.ARRAY) {
      return null;
    }
    for (String name : List.of("ARRAY_CONCAT", "ARRAY_APPEND", "ARRAY_PREPEND")) {
      ScalarFunction function = Functions.find(name);
      if (function != null && resolve(function, left, right) != null) {
        return function;
      }
    }
    return null;
  }

  private static ScalarFunction.@Nullable Resolution resolve(
      ScalarFunction function, DataType left, DataType right) {
    return function.resolve(
        function.name().equals("ARRAY_PREPEND") ? List.of(right, left) : List.of(left, right));
  }

  private record Operands() implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      DataType leftType = TypeMapping.toDataType(binding.getOperandType(0));
      DataType rightType = TypeMapping.toDataType(binding.getOperandType(1));
      TypeKind left = leftType.kind();
      TypeKind right = rightType.kind();
      if (ofArrays(leftType, rightType) != null) {
        return true;
      }
      boolean text = isText(left, right) || isText(right, left);
      boolean binary = isNullOr(left, left.isBinary()) && isNullOr(right, right.isBinary());
      if (text || binary) {
        return true;
      }
      if (throwOnFailure) {
        throw new LeatException(
                SqlState.DATATYPE_MISMATCH,
                "operator || does not take "
                    + TypeMapping.toDataType(binding.getOperandType(0)).sqlName()
                    + " and "
                    + TypeMapping.toDataType(binding.getOperandType(1)).sqlName())
            .at(Positions.of(binding.getCall()))
            .withHint("convert with CAST");
      }
      return false;
    }

    /** NULL is text here, if the other side is no number or the like. */
    private static boolean isText(TypeKind text, TypeKind other) {
      return text.isCharacter() ? !other.isBinary() : text == other && text == TypeKind.NULL;
    }

    private static boolean isNullOr(TypeKind kind, boolean fits) {
      return fits || kind == TypeKind.NULL;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(2);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return "text || text";
    }
  }
}
