package io.leat.runtime.aggregate;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.function.user.UserAccumulation;
import io.leat.runtime.function.user.UserValues;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate function of a user. The members of a group are what is kept of it, so that rows can
 * be taken back whether the function can do that or not, and state is frozen and restored without
 * knowing the function's accumulators; a value is computed from all members, in their order.
 */
final class UserResult extends AggregateResult {
  private final Members members;
  private final UserAccumulation function;
  private final List<DataType> types;
  private final DataType resultType;
  private final List<Column> columns = new ArrayList<>();

  UserResult(
      Members members, UserAccumulation function, List<DataType> types, DataType resultType) {
    this.members = members;
    this.function = function;
    this.types = types;
    this.resultType = resultType;
    types.forEach(type -> columns.add(Column.of(type)));
  }

  @Override
  void close() {
    function.close();
  }

  @Override
  void append(int group, Column target) {
    BoxedValues.append(target, resultType, value(group));
  }

  private @Nullable Object value(int group) {
    int size = members.size(group);
    int[] rows = size == 0 ? new int[0] : members.rows(group);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).clear();
      members.table().append(i, rows, size, columns.get(i));
    }
    try {
      Object accumulator = function.create();
      for (int row = 0; row < size; row++) {
        @Nullable Object[] arguments = new @Nullable Object[columns.size()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = BoxedValues.get(columns.get(i), row, types.get(i));
        }
        if (function.takes(arguments)) {
          for (long times = members.times(rows[row]); times > 0; times--) {
            function.accumulate(accumulator, arguments);
          }
        }
      }
      return UserValues.value(function.name(), function.value(accumulator), resultType);
    } catch (RowException known) {
      throw known;
    } catch (Throwable thrown) {
      throw UserValues.failure(function.name(), thrown);
    }
  }
}
