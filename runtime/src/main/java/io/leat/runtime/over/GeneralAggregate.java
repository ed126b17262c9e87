package io.leat.runtime.over;

import io.leat.runtime.aggregate.AggregateState;
import io.leat.runtime.aggregate.RowFailures;
import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.stream.IntStream;

/** Any aggregate function, by way of the aggregation operator's state of one group. */
final class GeneralAggregate extends FrameAccumulator {
  private final RowTable table;
  private final AggregateState state;
  private final int[] needed;
  private final Column[] columns;
  private final ChangeBatch batch;
  private final int[] rows = new int[ChangeBatch.MAX_ROWS];
  private final long[] weights = new long[ChangeBatch.MAX_ROWS];
  private final RowFailures failures = new RowFailures();
  private final RowNumbers touched = new RowNumbers();
  private final RowNumbers inside = new RowNumbers();
  private final int[] group = new int[1];
  private int insideFrom;
  private int pending;

  /**
   * @param input the schema of the first columns of the table
   */
  GeneralAggregate(RowTable table, RowSchema input, AggregateCall call) {
    this.table = table;
    this.state =
        new AggregateState(
            new Node.Aggregate(
                "window",
                0,
                List.of(),
                List.of(call),
                false,
                new RowSchema(List.of(new RowSchema.Field("result", call.type())))),
            input);
    this.needed =
        IntStream.concat(
                call.arguments().stream()
                    .filter(argument -> argument instanceof Expression.InputRef)
                    .mapToInt(argument -> ((Expression.InputRef) argument).index()),
                call.filter().stream())
            .distinct()
            .toArray();
    this.columns = input.types().stream().map(Column::of).toArray(Column[]::new);
    this.batch = new ChangeBatch(List.of(columns), 0, null);
    state.findGlobal(touched);
    group[0] = touched.get(0);
  }

  @Override
  void close() {
    state.close();
  }

  @Override
  void reset() {
    for (int i = insideFrom; i < inside.size(); i++) {
      change(inside.get(i), -1);
    }
    inside.clear();
    insideFrom = 0;
    apply();
  }

  @Override
  void add(int row) {
    inside.add(row);
    change(row, 1);
  }

  @Override
  void remove(int row) {
    insideFrom++;
    change(row, -1);
  }

  private void change(int row, long weight) {
    rows[pending] = row;
    weights[pending++] = weight;
    if (pending == rows.length) {
      apply();
    }
  }

  private void apply() {
    if (pending == 0) {
      return;
    }
    for (int column : needed) {
      columns[column].clear();
      table.append(column, rows, pending, columns[column]);
    }
    batch.reset(pending, weights);
    state.find(batch, touched);
    state.add(batch);
    state.settle();
    touched.clear();
    pending = 0;
  }

  @Override
  void append(Column target) {
    apply();
    state.results(group, 1, List.of(target), failures);
    RowException error = failures.get(0);
    if (error != null) {
      failures.clear();
      throw error;
    }
  }
}
