package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The condition of a join beyond equal keys: a calc over the columns that it reads, which passes
 * the numbers of the pairs for which it is true. A pair on which it fails is reported as a row of
 * the left columns, then the right ones; whether it matches is not known.
 */
final class PairFilter implements AutoCloseable {
  private static final DataType NUMBER = ScalarType.INTEGER.withNullable(false);

  private final RowSchema pair;
  private final int leftCount;
  private final List<Integer> read = new ArrayList<>();
  private final CalcOperator calc;
  private final List<Column> columns = new ArrayList<>();
  private final IntColumn pairNumbers = new IntColumn();
  private final ChangeBatch candidates;
  private int input;
  private ChangeBatch batch = new ChangeBatch(List.of(), 0, null);
  private RowTable stored;
  private int[] batchRows = {};
  private int[] storedRows = {};
  private int matching;
  private int[] failedBatchRows = {};
  private int[] failedStoredRows = {};
  private int failed;

  PairFilter(
      Expression condition, RowSchema left, RowSchema right, RowTable anyStored, ZoneId zone) {
    leftCount = left.size();
    stored = anyStored;
    List<RowSchema.Field> fields = new ArrayList<>(left.fields());
    fields.addAll(right.fields());
    pair = new RowSchema(fields);
    Expression own = overColumnsRead(condition);
    List<RowSchema.Field> readFields = new ArrayList<>();
    for (int column : read) {
      readFields.add(pair.fields().get(column));
      columns.add(Column.of(pair.type(column)));
    }
    RowSchema.Field number = new RowSchema.Field("pair", NUMBER);
    readFields.add(number);
    columns.add(pairNumbers);
    candidates = new ChangeBatch(columns, 0, null);
    calc =
        new CalcOperator(
            new Node.Calc(
                "condition",
                0,
                Optional.of(own),
                List.of(new Expression.InputRef(read.size(), NUMBER)),
                RowSchema.of(number)),
            new RowSchema(readFields),
            zone);
  }

  /** The expression with its columns numbered in the order of {@link #read}. */
  private Expression overColumnsRead(Expression expression) {
    if (expression instanceof Expression.InputRef ref) {
      int at = read.indexOf(ref.index());
      if (at < 0) {
        at = read.size();
        read.add(ref.index());
      }
      return new Expression.InputRef(at, ref.type());
    } else if (expression instanceof Expression.Call call) {
      return new Expression.Call(
          call.function(),
          call.arguments().stream().map(this::overColumnsRead).toList(),
          call.type());
    } else if (expression instanceof Expression.Cast cast) {
      return new Expression.Cast(overColumnsRead(cast.argument()), cast.type(), cast.safe());
    } else if (expression instanceof Expression.Case choice) {
      return new Expression.Case(
          choice.branches().stream()
              .map(
                  branch ->
                      new Expression.Case.Branch(
                          overColumnsRead(branch.condition()), overColumnsRead(branch.result())))
              .toList(),
          overColumnsRead(choice.otherwise()),
          choice.type());
    } else if (expression instanceof Expression.UserCall call) {
      return new Expression.UserCall(
          call.method(),
          call.arguments().stream().map(this::overColumnsRead).toList(),
          call.rows(),
          call.type(),
          call.place());
    } else if (expression instanceof Expression.Let let) {
      return new Expression.Let(
          let.id(), overColumnsRead(let.value()), overColumnsRead(let.body()));
    }
    return expression;
  }

  void open(OperatorContext context) {
    calc.open(new PairContext(context));
  }

  /**
   * Keeps the pairs that match, at the beginning of both arrays, in order; behind them those on
   * which the condition {@link #failed}.
   *
   * @param newInput the input that the batch belongs to; the stored rows are the other's
   * @return how many match
   */
  int filter(
      int newInput,
      ChangeBatch newBatch,
      RowTable newStored,
      int[] newBatchRows,
      int[] newStoredRows,
      int count) {
    input = newInput;
    batch = newBatch;
    stored = newStored;
    batchRows = newBatchRows;
    storedRows = newStoredRows;
    for (int i = 0; i < read.size(); i++) {
      columns.get(i).clear();
      gather(read.get(i), batchRows, storedRows, count, columns.get(i));
    }
    while (pairNumbers.size() < count) {
      pairNumbers.append(pairNumbers.size());
    }
    candidates.reset(count, null);
    matching = 0;
    failed = 0;
    calc.process(0, candidates, this::keep);
    System.arraycopy(failedBatchRows, 0, batchRows, matching, failed);
    System.arraycopy(failedStoredRows, 0, storedRows, matching, failed);
    return matching;
  }

  /** On how many of the last pairs the condition failed. */
  int failed() {
    return failed;
  }

  private void fail(int batchRow, int storedRow) {
    if (failed == failedBatchRows.length) {
      failedBatchRows = Arrays.copyOf(failedBatchRows, Math.max(16, failed * 2));
      failedStoredRows = Arrays.copyOf(failedStoredRows, failedBatchRows.length);
    }
    failedBatchRows[failed] = batchRow;
    failedStoredRows[failed++] = storedRow;
  }

  private void keep(ChangeBatch passed) {
    IntColumn numbers = (IntColumn) passed.column(0);
    matching = passed.size();
    for (int i = 0; i < matching; i++) {
      int number = numbers.get(i);
      batchRows[i] = batchRows[number];
      storedRows[i] = storedRows[number];
    }
  }

  /** Appends a column of pairs. */
  private void gather(int column, int[] ofBatch, int[] ofStored, int count, Column target) {
    boolean isLeft = column < leftCount;
    int index = isLeft ? column : column - leftCount;
    if (isLeft == (input == 0)) {
      if (target instanceof BytesColumn slices) {
        slices.selectSlices((BytesColumn) batch.column(index), ofBatch, count);
      } else {
        target.append(batch.column(index), ofBatch, count);
      }
    } else {
      stored.append(index, ofStored, count, target);
    }
  }

  @Override
  public void close() {
    calc.close();
  }

  /** Reports a failed pair with all its columns. */
  private final class PairContext implements OperatorContext {
    private final OperatorContext context;

    PairContext(OperatorContext context) {
      this.context = context;
    }

    @Override
    public KeyGroups keyGroups() {
      return context.keyGroups();
    }

    @Override
    public Epoch epoch() {
      return context.epoch();
    }

    @Override
    public void rowFailed(ChangeBatch delta, int row, RowException error) {
      fail(batchRows[row], storedRows[row]);
      int[] ofBatch = {batchRows[row]};
      int[] ofStored = {storedRows[row]};
      List<Column> values = new ArrayList<>();
      for (int i = 0; i < pair.size(); i++) {
        Column value = Column.of(pair.type(i));
        gather(i, ofBatch, ofStored, 1, value);
        values.add(value);
      }
      long[] weight = {
        batch.weight(batchRows[row]) * stored.get(storedRows[row], JoinLayout.WEIGHT)
      };
      context.rowFailed(pair, new ChangeBatch(values, 1, weight), 0, error);
    }

    @Override
    public long bound() {
      return context.bound();
    }

    @Override
    public void rowLate(RowSchema schema, ChangeBatch rows, int row, DataType type, long time) {
      throw new IllegalStateException("a calc knows no time");
    }

    @Override
    public void wakeAt(long epochMicros) {
      context.wakeAt(epochMicros);
    }

    @Override
    public void rowFailed(RowSchema schema, ChangeBatch rows, int row, RowException error) {
      throw new IllegalStateException("a calc reports rows of its only input");
    }

    @Override
    public void finish() {
      context.finish();
    }
  }
}
