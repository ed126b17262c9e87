package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/** {@code array[index]}, counted from 1, and {@code map[key]}; NULL where there is nothing. */
public final class ItemOperator extends NestedOperator {
  static final ItemOperator INSTANCE = new ItemOperator();

  private ItemOperator() {
    super("ITEM", null);
  }

  @Override
  DataType type(List<DataType> operands) {
    DataType collection = operands.get(0);
    DataType key = operands.get(1);
    if (collection instanceof ArrayType array) {
      if (!key.kind().isInteger() && key.kind() != TypeKind.NULL) {
        throw new LeatException(
            SqlState.DATATYPE_MISMATCH, "an index is an integer, not " + key.sqlName());
      }
      return array.element().withNullable(true);
    }
    if (collection instanceof MapType map) {
      if (TypeInference.common(List.of(map.key(), key)) == null) {
        throw new LeatException(
            SqlState.DATATYPE_MISMATCH,
            "a key of " + collection.sqlName() + " is no " + key.sqlName());
      }
      return map.value().withNullable(true);
    }
    if (collection.kind() == TypeKind.VARIANT) {
      if (!key.kind().isInteger() && !key.kind().isCharacter() && key.kind() != TypeKind.NULL) {
        throw new LeatException(
            SqlState.DATATYPE_MISMATCH,
            "an element of VARIANT has a name or a number, not " + key.sqlName());
      }
      return ScalarType.VARIANT;
    }
    throw new LeatException(
            SqlState.DATATYPE_MISMATCH, collection.sqlName() + " has no elements to name by […]")
        .withHint(
            collection.kind() == TypeKind.ROW
                ? "name the field: row.field"
                : "arrays, maps and VARIANT take an index or a key in brackets");
  }

  /** A constant index below 1 is a mistake; one that is computed finds nothing. */
  @Override
  void check(SqlCall call, List<DataType> operands) {
    SqlNode index = call.operand(1);
    boolean negative = index.getKind() == SqlKind.MINUS_PREFIX;
    SqlNode number = negative ? ((SqlCall) index).operand(0) : index;
    if (operands.get(0).kind() == TypeKind.ARRAY
        && number instanceof SqlNumericLiteral literal
        && (negative || literal.getValueAs(BigDecimal.class).signum() <= 0)) {
      throw new LeatException(SqlState.ARRAY_SUBSCRIPT_ERROR, "the index of an array begins at 1");
    }
  }
}
