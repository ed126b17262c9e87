package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
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

/**
 * {@code ||}: text with text or what has a text, or bytes with bytes, as STRING or BYTES; NULL if
 * one side is.
 */
final class ConcatOperator extends SqlBinaryOperator {
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
    boolean binary = left.kind().isBinary() || right.kind().isBinary();
    DataType type = binary ? ScalarType.BYTES : ScalarType.STRING;
    return TypeMapping.toRelType(
        type.withNullable(left.nullable() || right.nullable()), binding.getTypeFactory());
  }

  private record Operands() implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      TypeKind left = TypeMapping.toDataType(binding.getOperandType(0)).kind();
      TypeKind right = TypeMapping.toDataType(binding.getOperandType(1)).kind();
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
