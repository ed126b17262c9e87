package io.leat.runtime.over;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.function.user.UserAccumulation;
import io.leat.runtime.function.user.UserValues;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate function of a user over a frame, whose rows it takes in the order of the window. As
 * long as rows only enter, one accumulator takes them; after one has left, a new one takes all that
 * are still in.
 */
final class UserAggregate extends FrameAccumulator {
  private final RowTable table;
  private final UserAccumulation function;
  private final OverCall call;
  private final int filter;

  /** The rows that have been in the frame; those before {@code first} have left. */
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  private int first;

  /** How many rows the accumulator has taken; −1 if there is none. */
  private int taken = -1;

  private @Nullable Object accumulator;

  UserAggregate(RowTable table, OverCall call, UserMethod method) {
    this.table = table;
    this.function = new UserAccumulation(method);
    this.call = call;
    this.filter = call.filter().orElse(-1);
  }

  @Override
  void close() {
    function.close();
  }

  @Override
  void reset() {
    rows.clear();
    first = 0;
    taken = -1;
    accumulator = null;
  }

  @Override
  void add(int row) {
    if (WindowFunction.passes(table, filter, row)) {
      rows.add(arguments(row));
    }
  }

  @Override
  void remove(int row) {
    if (WindowFunction.passes(table, filter, row)) {
      rows.set(first++, new Object[0]);
      taken = -1;
      if (first > rows.size() / 2) {
        rows.subList(0, first).clear();
        first = 0;
      }
    }
  }

  private @Nullable Object[] arguments(int row) {
    @Nullable Object[] values = new @Nullable Object[call.arguments().size()];
    int[] rowOnly = {row};
    for (int i = 0; i < values.length; i++) {
      Expression argument = call.arguments().get(i);
      if (argument instanceof Expression.InputRef reference) {
        Column value = Column.of(reference.type());
        table.append(reference.index(), rowOnly, 1, value);
        values[i] = BoxedValues.get(value, 0, reference.type());
      } else {
        values[i] = ((Expression.Literal) argument).value();
      }
    }
    return values;
  }

  @Override
  void append(Column target) {
    DataType type = call.type();
    try {
      if (taken < 0) {
        accumulator = function.create();
        taken = first;
      }
      while (taken < rows.size()) {
        @Nullable Object[] arguments = rows.get(taken);
        taken++;
        if (function.takes(arguments)) {
          function.accumulate(accumulator, arguments);
        }
      }
      BoxedValues.append(
          target, type, UserValues.value(function.name(), function.value(accumulator), type));
    } catch (RowException known) {
      taken = -1;
      throw known;
    } catch (Throwable thrown) {
      taken = -1;
      throw UserValues.failure(function.name(), thrown);
    }
  }
}
