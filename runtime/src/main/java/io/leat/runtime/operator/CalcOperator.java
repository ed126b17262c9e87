package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.codegen.CalcCompiler;
import io.leat.runtime.codegen.CompiledCalc;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.Room;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filters and projects, by generated loops. A row on which an expression fails is reported and
 * dropped; the other rows of its batch are not affected. Columns that are only passed on are not
 * copied when all rows are kept.
 */
public final class CalcOperator implements Operator {
  private final List<Expression> projections;
  private final boolean hasCondition;
  private final CompiledCalc calc;

  /**
   * The columns this operator fills, by projection; bare columns only once some rows are left out.
   */
  private final @Nullable Column[] owned;

  /** What the generated code fills: null at bare columns. */
  private final @Nullable Column[] computed;

  private final Column[] emitted;
  private int[] rows = {};
  private long[] weights = {};
  private @Nullable ChangeBatch batch;
  private @Nullable OperatorContext context;

  public CalcOperator(Node.Calc node, RowSchema input, ZoneId zone) {
    this(node, CalcCompiler.compile(node, input, zone));
  }

  /** One that is made for few rows. */
  public static CalcOperator ofFewRows(Node.Calc node, RowSchema input, ZoneId zone) {
    return new CalcOperator(node, CalcCompiler.compileShared(node, input, zone));
  }

  private CalcOperator(Node.Calc node, CompiledCalc calc) {
    projections = node.projections();
    hasCondition = node.condition().isPresent();
    this.calc = calc;
    owned = new @Nullable Column[projections.size()];
    computed = new Column[owned.length];
    emitted = new Column[owned.length];
    for (int i = 0; i < owned.length; i++) {
      Expression projection = projections.get(i);
      if (!(projection instanceof Expression.InputRef)) {
        owned[i] = Column.of(projection.type());
        computed[i] = owned[i];
      }
    }
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    OperatorContext running = context;
    if (running == null) {
      throw new IllegalStateException("not open");
    }
    calc.setNow(running.epoch().timeMicros());
    calc.setBound(running.bound());
    ChangeBatch current = delta;
    int[] origin = {};
    while (current.size() > 0) {
      FailedRows failed = new FailedRows();
      int count = compute(current, failed);
      if (failed.count == 0) {
        if (count > 0) {
          emit(current, count, output);
        }
        return;
      }
      int[] kept = failed.others(current.size());
      for (int i = 0; i < failed.count; i++) {
        int row = failed.rows[i];
        running.rowFailed(delta, origin.length == 0 ? row : origin[row], failed.errors[i]);
      }
      current = select(current, kept);
      origin = origin.length == 0 ? kept : compose(origin, kept);
    }
  }

  /** Fills the selection and the computed columns; gives the number of rows kept. */
  private int compute(ChangeBatch current, FailedRows failed) {
    for (Column column : owned) {
      if (column != null) {
        column.clear();
      }
    }
    calc.bind(current, computed);
    int size = current.size();
    int count = size;
    if (hasCondition) {
      if (rows.length < size) {
        rows = new int[Room.size(size)];
      }
      count = filter(size, failed);
    }
    for (int i = 0; i < computed.length; i++) {
      if (computed[i] != null) {
        project(i, count, failed);
      }
    }
    return count;
  }

  private int filter(int size, FailedRows failed) {
    int from = 0;
    int count = 0;
    while (true) {
      try {
        return calc.filter(rows, from, size, count);
      } catch (RowException e) {
        failed.add(calc.failedAt(), e);
        from = calc.failedAt() + 1;
        count = calc.selected();
      }
    }
  }

  private void project(int projection, int count, FailedRows failed) {
    int from = 0;
    while (true) {
      try {
        calc.project(projection, rows, from, count);
        return;
      } catch (RowException e) {
        int at = calc.failedAt();
        failed.add(hasCondition ? rows[at] : at, e);
        from = at + 1;
      }
    }
  }

  private void emit(ChangeBatch current, int count, Output output) {
    boolean all = count == current.size();
    boolean sameColumns = batch != null;
    for (int i = 0; i < owned.length; i++) {
      Column column = owned[i];
      if (projections.get(i) instanceof Expression.InputRef ref) {
        Column source = current.column(ref.index());
        if (all) {
          column = source;
        } else {
          column = column == null ? source.emptyLike() : column;
          owned[i] = column;
          select(source, count, column);
        }
      } else if (column == null) {
        throw new IllegalStateException("a column that is computed is its operator's");
      }
      sameColumns &= emitted[i] == column;
      emitted[i] = column;
    }
    long[] outWeights = all ? current.weights() : selectWeights(current.weights(), count);
    ChangeBatch out = batch;
    if (out == null || !sameColumns) {
      out = new ChangeBatch(List.of(emitted), count, outWeights);
      batch = out;
    } else {
      out.reset(count, outWeights);
    }
    output.emit(out);
  }

  private void select(Column source, int count, Column target) {
    if (target instanceof BytesColumn slices) {
      slices.selectSlices((BytesColumn) source, rows, count);
    } else {
      target.append(source, rows, count);
    }
  }

  private long @Nullable [] selectWeights(long @Nullable [] source, int count) {
    if (source == null) {
      return null;
    }
    if (weights.length < count) {
      weights = new long[Room.size(count)];
    }
    for (int i = 0; i < count; i++) {
      weights[i] = source[rows[i]];
    }
    return weights;
  }

  /** A batch of its own with some rows of another. */
  private static ChangeBatch select(ChangeBatch source, int[] kept) {
    Column[] columns = new Column[source.columnCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = source.column(i).emptyLike();
      columns[i].append(source.column(i), kept, kept.length);
    }
    long[] from = source.weights();
    long[] weights = from == null ? null : Arrays.stream(kept).mapToLong(r -> from[r]).toArray();
    return new ChangeBatch(List.of(columns), kept.length, weights);
  }

  private static int[] compose(int[] origin, int[] kept) {
    return Arrays.stream(kept).map(row -> origin[row]).toArray();
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {}

  @Override
  public FrozenState freeze() {
    return FrozenState.EMPTY;
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    throw new IllegalStateException("a calc has no state");
  }

  @Override
  public void close() {
    calc.close();
  }

  /** The rows of a batch that failed, each with its first error. */
  private static final class FailedRows {
    private int[] rows = {};
    private RowException[] errors = {};
    private int count;

    void add(int row, RowException error) {
      for (int i = 0; i < count; i++) {
        if (rows[i] == row) {
          return;
        }
      }
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, Math.max(16, count * 2));
        errors = Arrays.copyOf(errors, rows.length);
      }
      rows[count] = row;
      errors[count++] = error;
    }

    /** The rows of {@code 0 .. size} that are not among these, ascending. */
    int[] others(int size) {
      boolean[] failed = new boolean[size];
      for (int i = 0; i < count; i++) {
        failed[rows[i]] = true;
      }
      int[] others = new int[size - count];
      int at = 0;
      for (int row = 0; row < size; row++) {
        if (!failed[row]) {
          others[at++] = row;
        }
      }
      return others;
    }
  }
}
