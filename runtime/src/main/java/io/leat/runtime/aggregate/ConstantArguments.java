package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Constants that calls aggregate, as in {@code SUM(1)}: they become columns behind the input's.
 * Separators, fractions and options stay in the calls.
 */
final class ConstantArguments {
  private static final Set<String> TWO_VALUES =
      Set.of("COVAR_POP", "COVAR_SAMP", "CORR", "JSON_OBJECTAGG");

  private final List<Expression.Literal> constants = new ArrayList<>();
  private final List<AggregateCall> calls;
  private final List<Column> columns;
  private final RowSchema schema;

  ConstantArguments(List<AggregateCall> given, RowSchema input) {
    if (!anyIn(given)) {
      calls = given;
      columns = List.of();
      schema = input;
      return;
    }
    calls = new ArrayList<>();
    columns = new ArrayList<>();
    for (AggregateCall call : given) {
      calls.add(call.function().equals("COUNT") ? call : withColumns(call, input.size()));
    }
    List<RowSchema.Field> fields = new ArrayList<>(input.fields());
    for (Expression.Literal constant : constants) {
      fields.add(new RowSchema.Field("constant", constant.type()));
      Column column = Column.of(constant.type());
      for (int i = 0; i < ChangeBatch.MAX_ROWS; i++) {
        BoxedValues.append(column, constant.type(), constant.value());
      }
      columns.add(column);
    }
    schema = new RowSchema(fields);
  }

  private static boolean anyIn(List<AggregateCall> calls) {
    for (AggregateCall call : calls) {
      for (Expression argument : call.arguments()) {
        if (argument instanceof Expression.Literal) {
          return true;
        }
      }
    }
    return false;
  }

  private AggregateCall withColumns(AggregateCall call, int width) {
    int values =
        call.user().isPresent()
            ? call.arguments().size()
            : TWO_VALUES.contains(call.function()) ? 2 : 1;
    List<Expression> arguments = new ArrayList<>(call.arguments());
    for (int i = 0; i < values; i++) {
      if (arguments.get(i) instanceof Expression.Literal constant) {
        int known = constants.indexOf(constant);
        arguments.set(
            i,
            new Expression.InputRef(
                width + (known < 0 ? constants.size() : known), constant.type()));
        if (known < 0) {
          constants.add(constant);
        }
      }
    }
    return new AggregateCall(
        call.function(),
        arguments,
        call.distinct(),
        call.filter(),
        call.order(),
        call.type(),
        call.user());
  }

  List<AggregateCall> calls() {
    return calls;
  }

  /** The input's columns and the constants. */
  RowSchema schema() {
    return schema;
  }

  /** A batch of the input with the constants. */
  ChangeBatch with(ChangeBatch batch) {
    if (columns.isEmpty()) {
      return batch;
    }
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < batch.columnCount(); i++) {
      all.add(batch.column(i));
    }
    all.addAll(columns);
    return new ChangeBatch(all, batch.size(), batch.weights());
  }
}
