package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts each row beside the rows that a table function gives for it, with its weight. A calc before
 * it computes the arguments, behind the input's columns.
 */
public final class TableFunctionOperator extends StatelessOperator {
  private final int inputCount;
  private final boolean outer;
  private final CalcOperator arguments;
  private final FunctionRows function;
  private final Column[] inputColumns;
  private final Column[] functionColumns;
  private final ChangeBatch result;
  private final int[] rows = new int[ChangeBatch.MAX_ROWS];
  private long[] weights = {};
  private int pending;
  private @Nullable OperatorContext context;

  public TableFunctionOperator(Node.TableFunction node, RowSchema input, ZoneId zone) {
    inputCount = input.size();
    outer = node.outer();
    arguments = new CalcOperator(withArguments(node, input), input, zone);
    List<DataType> columnTypes = node.schema().types();
    List<DataType> functionTypes = columnTypes.subList(inputCount, columnTypes.size());
    function = function(node, inputCount, functionTypes, zone);
    List<Column> columns = columnTypes.stream().map(Column::of).toList();
    inputColumns = columns.subList(0, inputCount).toArray(new Column[0]);
    functionColumns = columns.subList(inputCount, columns.size()).toArray(new Column[0]);
    result = new ChangeBatch(columns, 0, null);
  }

  /** A calc that passes the input's columns and adds the arguments. */
  private static Node.Calc withArguments(Node.TableFunction node, RowSchema input) {
    List<Expression> projections = new ArrayList<>();
    List<RowSchema.Field> fields = new ArrayList<>(input.fields());
    for (int i = 0; i < input.size(); i++) {
      projections.add(new Expression.InputRef(i, input.type(i)));
    }
    for (Expression argument : node.arguments()) {
      projections.add(argument);
      fields.add(new RowSchema.Field("argument" + fields.size(), argument.type()));
    }
    return new Node.Calc(
        node.id(), node.input(), Optional.empty(), projections, new RowSchema(fields));
  }

  private static FunctionRows function(
      Node.TableFunction node, int inputCount, List<DataType> columns, ZoneId zone) {
    List<DataType> arguments = node.arguments().stream().map(Expression::type).toList();
    return switch (node.function()) {
      case "UNNEST" -> new UnnestRows(inputCount, arguments, columns, false);
      case "UNNEST WITH ORDINALITY" -> new UnnestRows(inputCount, arguments, columns, true);
      case "GENERATE_SERIES" -> new SeriesRows(inputCount, arguments, columns.get(0), zone);
      case JsonTableRows.FUNCTION -> JsonTableRows.of(inputCount, node.arguments());
      default ->
          throw LeatException.notSupported(
              "The table function " + node.function(), "Use UNNEST or GENERATE_SERIES");
    };
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
    arguments.open(newContext);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    arguments.process(input, delta, batch -> expand(batch, output));
  }

  private void expand(ChangeBatch batch, Output output) {
    function.bind(batch);
    for (int row = 0; row < batch.size(); row++) {
      if (!start(batch, row)) {
        continue;
      }
      boolean any = false;
      while (true) {
        int most = ChangeBatch.MAX_ROWS - pending;
        int count = function.take(pending, most);
        Arrays.fill(rows, pending, pending + count, row);
        pending += count;
        any |= count > 0;
        if (count < most) {
          break;
        }
        flush(batch, output);
      }
      if (!any && outer) {
        function.takeNull(pending);
        rows[pending++] = row;
      }
      if (pending == ChangeBatch.MAX_ROWS) {
        flush(batch, output);
      }
    }
    flush(batch, output);
  }

  private boolean start(ChangeBatch batch, int row) {
    try {
      function.start(row);
      return true;
    } catch (RowException e) {
      OperatorContext running = context;
      if (running == null) {
        throw new IllegalStateException("not open", e);
      }
      running.rowFailed(batch, row, e);
      return false;
    }
  }

  private void flush(ChangeBatch batch, Output output) {
    int count = pending;
    pending = 0;
    if (count == 0) {
      return;
    }
    for (int i = 0; i < inputCount; i++) {
      if (inputColumns[i] instanceof BytesColumn slices) {
        slices.selectSlices((BytesColumn) batch.column(i), rows, count);
      } else {
        inputColumns[i].clear();
        inputColumns[i].append(batch.column(i), rows, count);
      }
    }
    for (Column column : functionColumns) {
      column.clear();
    }
    function.append(count, functionColumns);
    result.reset(count, weights(batch, count));
    output.emit(result);
  }

  private long @Nullable [] weights(ChangeBatch batch, int count) {
    if (batch.weights() == null) {
      return null;
    }
    if (weights.length < count) {
      weights = new long[Math.max(64, count)];
    }
    for (int i = 0; i < count; i++) {
      weights[i] = batch.weight(rows[i]);
    }
    return weights;
  }

  @Override
  public void close() {
    arguments.close();
  }
}
