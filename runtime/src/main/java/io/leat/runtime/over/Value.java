package io.leat.runtime.over;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import org.jspecify.annotations.Nullable;

/** An argument of a window function: a column of a row, or a constant. */
final class Value {
  private final int column;
  private final DataType type;
  private final @Nullable Object constant;

  private Value(int column, DataType type, @Nullable Object constant) {
    this.column = column;
    this.type = type;
    this.constant = constant;
  }

  static Value of(Expression argument) {
    if (argument instanceof Expression.InputRef input) {
      return new Value(input.index(), input.type(), null);
    }
    if (argument instanceof Expression.Literal literal) {
      return new Value(-1, literal.type(), literal.value());
    }
    throw LeatException.notSupported(
        "An expression as argument of a window function", "Compute it in a subquery");
  }

  boolean isConstant() {
    return column < 0;
  }

  boolean isNull(RowTable table, int row) {
    return column < 0 ? constant == null : table.isNull(row, column);
  }

  void append(RowTable table, int row, Column target) {
    if (column < 0) {
      BoxedValues.append(target, type, constant);
    } else {
      table.append(column, row, target);
    }
  }

  /** The value as a whole number. */
  @Nullable Long whole(RowTable table, int row) {
    if (column < 0) {
      return constant == null ? null : ((Number) constant).longValue();
    }
    return table.isNull(row, column) ? null : table.word(row, column);
  }
}
