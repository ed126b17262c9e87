package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * The values of a statement's {@code ?}, and which of them a plan leaves open: of these it knows
 * the types only, so that it serves other values too. For one thread.
 */
public final class StatementParameters {
  /** Of a text that has no parameters, or none with values yet. */
  public static final StatementParameters NONE = new StatementParameters(List.of());

  private final List<@Nullable Object> values;
  private final BitSet open = new BitSet();

  /**
   * All values are known to the plan.
   *
   * @param values boxed; empty leaves parameters to be inferred
   */
  public StatementParameters(List<? extends @Nullable Object> values) {
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** Leaves open the values that a statement has at places where their types are enough. */
  public void leaveOpen(SqlNode statement) {
    open.or(ParameterPlaces.open(statement));
    for (int i = 0; i < values.size(); i++) {
      if (typeOf(values.get(i)).isEmpty()) {
        open.clear(i);
      }
    }
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** How many values are given. */
  public int size() {
    return values.size();
  }

  /** Whether the plan does not know the value. */
  public boolean isOpen(int index) {
    return open.get(index);
  }

  /**
   * The type, NOT NULL, of a value by itself; absent if it is NULL or its value decides on the
   * type.
   */
  public static Optional<DataType> typeOf(@Nullable Object value) {
    return Optional.ofNullable(ParameterLiteral.typeOf(value));
  }

  /** The parameter as an expression. */
  SqlNode expression(SqlDynamicParam param) {
    if (values.isEmpty()) {
      return param;
    }
    Object value = value(param);
    int index = param.getIndex();
    if (param instanceof TypedParameter typed) {
      if (isOpen(index) && !ParameterLiteral.fitsAlways(value, typed.type())) {
        open.clear(index);
      }
      return ParameterLiteral.in(typed, value, constant(value, typed));
    }
    return constant(value, param);
  }

  private SqlNode constant(@Nullable Object value, SqlDynamicParam param) {
    return isOpen(param.getIndex())
        ? ParameterOperator.call(
            param.getIndex(), typeOf(value).orElseThrow(), param.getParserPosition())
        : ParameterLiteral.of(value, param);
  }

  /** The number in LIMIT or OFFSET. */
  SqlNode rowCount(SqlDynamicParam param) {
    return values.isEmpty() ? param : ParameterLiteral.ofRowCount(value(param), param);
  }

  private @Nullable Object value(SqlDynamicParam param) {
    if (param.getIndex() >= values.size()) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "parameter " + (param.getIndex() + 1) + " has no value",
          Positions.of(param),
          "give as many values as there are question marks",
          null);
    }
    return values.get(param.getIndex());
  }
}
