package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.Position;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * One of the columns that a window table function adds to rows. All three are in one projection,
 * with equal operands: the time attribute, then the function's intervals, then, of SESSION, what
 * rows are partitioned by.
 */
public final class WindowColumn extends SqlFunction {
  /** Digits of a window's start and end at least. */
  private static final int MILLIS = 3;

  /** Digits of a time attribute at most. */
  private static final int MICROS = 6;

  /** The columns in their order. */
  public enum Part {
    WINDOW_START,
    WINDOW_END,
    WINDOW_TIME;

    /** The column's name. */
    String column() {
      return switch (this) {
        case WINDOW_START -> "window_start";
        case WINDOW_END -> "window_end";
        case WINDOW_TIME -> "window_time";
      };
    }
  }

  private final WindowKind window;
  private final Part part;
  private final int intervals;
  private final @Nullable Position position;

  /**
   * A column.
   *
   * @param intervals how many operands are intervals
   * @param position of the window function in the text
   */
  WindowColumn(WindowKind window, Part part, int intervals, @Nullable Position position) {
    super(
        part + " OF " + window + " " + intervals,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.ARG0,
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.SYSTEM);
    this.window = window;
    this.part = part;
    this.intervals = intervals;
    this.position = position;
  }

  public WindowKind window() {
    return window;
  }

  public Part part() {
    return part;
  }

  public int intervals() {
    return intervals;
  }

  /** Where errors of the window function are. */
  public @Nullable Position position() {
    return position;
  }

  @Override
  public RelDataType inferReturnType(SqlOperatorBinding binding) {
    DataType type = type(TypeMapping.toDataType(binding.getOperandType(0)));
    return TypeMapping.toRelType(type, binding.getTypeFactory());
  }

  /** The column's type for a time attribute of a type. */
  private DataType type(DataType time) {
    requireTime(time);
    int digits = Math.max(MILLIS, ((ScalarType) time).precision());
    boolean local = part == Part.WINDOW_TIME && time.kind() == TypeKind.TIMESTAMP_LTZ;
    return (local ? ScalarType.timestampLtz(digits) : ScalarType.timestamp(digits))
        .withNullable(false);
  }

  private void requireTime(DataType time) {
    if (time.kind() != TypeKind.TIMESTAMP && time.kind() != TypeKind.TIMESTAMP_LTZ) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          window + " needs a column of type TIMESTAMP or TIMESTAMP_LTZ, not " + time.sqlName(),
          position,
          "name the column that holds the time of a row in DESCRIPTOR(…)",
          null);
    }
    if (((ScalarType) time).precision() > MICROS) {
      throw new LeatException(
          SqlState.FEATURE_NOT_SUPPORTED,
          window + " over " + time.sqlName() + " is not supported",
          position,
          "CAST the column to " + time.sqlName().replaceAll("\\(\\d\\)", "(6)"),
          null);
    }
  }

  /** Takes the types of the operands as they are. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      validator.setValidatedNodeType(operand, validator.deriveType(scope, operand));
    }
    return validateOperands(validator, scope, call);
  }
}
