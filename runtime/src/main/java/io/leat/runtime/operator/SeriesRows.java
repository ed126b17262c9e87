package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.Temporals;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.TypeKind;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * {@code GENERATE_SERIES(start, stop [, step])}: start, start + step, … up to stop, which is the
 * last value if it is met. Integers, or dates and timestamps with an interval as step. The step is
 * 1, of dates a day, if it is not given. Of a NULL argument there are no rows.
 */
final class SeriesRows implements FunctionRows {
  private final int firstArgument;
  private final int argumentCount;
  private final TypeKind kind;
  private final boolean months;
  private final boolean intervalOverDays;
  private final ZoneId zone;
  private final long[] values = new long[ChangeBatch.MAX_ROWS];
  private final boolean[] nulls = new boolean[ChangeBatch.MAX_ROWS];
  private Column[] columns = {};
  private long next;
  private long stop;
  private long step;

  /** How many values are left, as an unsigned number; with a step of months, whether any is. */
  private long left;

  SeriesRows(int firstArgument, List<DataType> arguments, DataType type, ZoneId zone) {
    this.firstArgument = firstArgument;
    this.argumentCount = arguments.size();
    this.zone = zone;
    kind = type.kind();
    boolean time =
        kind == TypeKind.DATE || kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
    if (type.physical() == Physical.WIDE || !(kind.isInteger() || time)) {
      throw LeatException.notSupported(
          "GENERATE_SERIES over " + type.sqlName(),
          time
              ? "Cast its arguments to a precision of at most 6"
              : "Use integers, dates or timestamps, and multiply");
    }
    TypeKind stepKind = argumentCount > 2 ? arguments.get(2).kind() : kind;
    months = stepKind == TypeKind.INTERVAL_YEAR_MONTH;
    intervalOverDays = kind == TypeKind.DATE && stepKind == TypeKind.INTERVAL_DAY_TIME;
  }

  @Override
  public void bind(ChangeBatch arguments) {
    columns = new Column[argumentCount];
    for (int i = 0; i < argumentCount; i++) {
      columns[i] = arguments.column(firstArgument + i);
    }
  }

  @Override
  public void start(int row) {
    left = 0;
    for (Column column : columns) {
      if (column.isNull(row)) {
        return;
      }
    }
    next = value(columns[0], row);
    stop = value(columns[1], row);
    step = argumentCount > 2 ? value(columns[2], row) : 1;
    if (intervalOverDays) {
      if (step % Temporals.MICROS_PER_DAY != 0) {
        throw wrong("The step of GENERATE_SERIES over dates must be whole days");
      }
      step /= Temporals.MICROS_PER_DAY;
    }
    if (step == 0) {
      throw wrong("The step of GENERATE_SERIES must not be 0");
    }
    if (step > 0 ? next > stop : next < stop) {
      return;
    }
    // Differences and −step may pass 2⁶³ and are right as unsigned numbers.
    left =
        months
            ? 1
            : step > 0
                ? Long.divideUnsigned(stop - next, step) + 1
                : Long.divideUnsigned(next - stop, -step) + 1;
    if (left == 0) {
      throw wrong("GENERATE_SERIES has too many values");
    }
  }

  private static RowException wrong(String message) {
    return new RowException(SqlState.INVALID_PARAMETER_VALUE, message);
  }

  private static long value(Column column, int row) {
    return column instanceof IntColumn ints ? ints.get(row) : ((LongColumn) column).get(row);
  }

  @Override
  public int take(int at, int most) {
    int count = 0;
    while (count < most && left != 0) {
      values[at + count] = next;
      nulls[at + count] = false;
      count++;
      if (months) {
        addMonths();
      } else {
        next += step;
        left--;
      }
    }
    return count;
  }

  private void addMonths() {
    try {
      next =
          switch (kind) {
            case DATE -> Temporals.dateAddMonths((int) next, (int) step);
            case TIMESTAMP_LTZ -> Temporals.addMonthsInZone(next, (int) step, zone);
            default -> Temporals.addMonths(next, (int) step);
          };
    } catch (RowException outOfRange) {
      // Past the last year there is: past any stop, too.
      left = 0;
    }
    if (step > 0 ? next > stop : next < stop) {
      left = 0;
    }
  }

  @Override
  public void takeNull(int at) {
    nulls[at] = true;
  }

  @Override
  public void append(int count, Column[] targets) {
    Column target = targets[0];
    for (int i = 0; i < count; i++) {
      if (nulls[i]) {
        target.appendNull();
      } else if (target instanceof IntColumn ints) {
        ints.append((int) values[i]);
      } else {
        ((LongColumn) target).append(values[i]);
      }
    }
    Arrays.fill(nulls, 0, count, false);
  }
}
