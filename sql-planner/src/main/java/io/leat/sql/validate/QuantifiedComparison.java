package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code value = ANY (array)} and the like, over the elements; over anything else than an array it
 * is a comparison with the only member of the list.
 */
public final class QuantifiedComparison extends NestedOperator {
  private final String comparison;
  private final boolean all;

  private QuantifiedComparison(SqlKind comparison, boolean all) {
    super(comparison.sql + (all ? " ALL" : " ANY"), null);
    this.comparison = comparison.sql;
    this.all = all;
  }

  /** The symbol: {@code =}, {@code <}, … */
  public String comparison() {
    return comparison;
  }

  /** Whether all elements must fit, not any. */
  public boolean all() {
    return all;
  }

  /** The comparison with a list of one value that is no group; null if the call is none. */
  static @Nullable SqlCall of(SqlCall call) {
    if (!(call.getOperator() instanceof SqlQuantifyOperator quantifier)
        || !(call.operand(1) instanceof SqlNodeList list)
        || list.size() != 1
        || list.get(0).getKind() == SqlKind.ROW) {
      return null;
    }
    SqlNode value = call.operand(0);
    return new QuantifiedComparison(quantifier.comparisonKind, quantifier.kind == SqlKind.ALL)
        .createCall(call.getParserPosition(), value, list.get(0));
  }

  @Override
  DataType type(List<DataType> operands) {
    DataType value = operands.get(0);
    DataType other = operands.get(1);
    boolean nullable = value.nullable() || other.nullable();
    if (other instanceof ArrayType array) {
      other = array.element();
      nullable |= other.nullable();
    }
    DataType common = TypeInference.common(List.of(value, other));
    if (common == null) {
      throw new LeatException(
              SqlState.DATATYPE_MISMATCH,
              "cannot compare " + value.sqlName() + " with " + other.sqlName())
          .withHint("convert one side with CAST");
    }
    ComparisonOperator.requireOrder(comparison, common);
    return ScalarType.BOOLEAN.withNullable(nullable);
  }
}
