package io.leat.sql.validate;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * {@code x IN (a, b, …)} of numbers that no DECIMAL holds all of. A list is compared in one type,
 * which would round some of them; one by one they are compared as they are.
 */
final class ExactMembership {
  private ExactMembership() {}

  /** Whether values are numbers without a floating point, or NULL. */
  static boolean isNumber(RelDataType type) {
    return SqlTypeName.EXACT_TYPES.contains(type.getSqlTypeName())
        || type.getSqlTypeName() == SqlTypeName.NULL;
  }

  /**
   * Whether one type for all of them has too few digits for some.
   *
   * @param types of numbers as {@link #isNumber} tells
   */
  static boolean isNeeded(List<DataType> types) {
    int whole = 0;
    int scale = 0;
    for (DataType type : types) {
      if (type.kind() == TypeKind.NULL) {
        continue;
      }
      ScalarType number = (ScalarType) type;
      scale = Math.max(scale, number.kind() == TypeKind.DECIMAL ? number.scale() : 0);
      whole = Math.max(whole, wholeDigits(number));
    }
    return whole + scale > ScalarType.MAX_DECIMAL_PRECISION;
  }

  private static int wholeDigits(ScalarType type) {
    if (type.kind() == TypeKind.DECIMAL) {
      return type.precision() - type.scale();
    }
    return switch (type.kind()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      default -> 19;
    };
  }

  /** Makes the call compare one by one: halves of halves, so that long lists are not deep. */
  static void rewrite(SqlBasicCall call, SqlNode value, List<? extends SqlNode> members) {
    boolean negated = call.getKind() == SqlKind.NOT_IN;
    SqlOperator comparison = Objects.requireNonNull(ComparisonOperator.of(negated ? "<>" : "="));
    SqlOperator chain = negated ? SqlStdOperatorTable.AND : SqlStdOperatorTable.OR;
    int half = members.size() / 2;
    if (half == 0) {
      call.setOperator(comparison);
      call.setOperand(0, value);
      call.setOperand(1, members.get(0));
      return;
    }
    call.setOperator(chain);
    call.setOperand(0, part(comparison, chain, value, members.subList(0, half)));
    call.setOperand(1, part(comparison, chain, value, members.subList(half, members.size())));
  }

  private static SqlNode part(
      SqlOperator comparison, SqlOperator chain, SqlNode value, List<? extends SqlNode> members) {
    SqlParserPos pos = members.get(0).getParserPosition();
    int half = members.size() / 2;
    return half == 0
        ? comparison.createCall(pos, value, members.get(0))
        : chain.createCall(
            pos,
            part(comparison, chain, value, members.subList(0, half)),
            part(comparison, chain, value, members.subList(half, members.size())));
  }
}
