package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows beside their windows: pass by pass one window of each row, which mostly is the same for
 * all rows of the batch. Columns that are passed on whole are not copied.
 */
public final class WindowAssignOperator extends StatelessOperator {
  /** An error of rows has no stack trace that would belong to the first one. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  private static final RowException NO_TIME =
      new RowException(
          SqlState.NULL_NOT_ALLOWED, "the time attribute is NULL, so the row is in no window");

  private final Node.WindowAssign node;
  private final RowSchema input;
  private final WindowBorders borders;
  private final LocalTimes clock;
  private final long unitMicros;

  /** The windows that a row must have open ones of; null if none are closed. */
  private final @Nullable WindowBorders closing;

  private final long latenessMicros;

  /** Whether windows that have closed are not assigned. */
  private final boolean onlyOpen;

  private OperatorContext context = OperatorContext.NOT_OPEN;

  // The rows that have windows, and what the clock showed at their times.
  private final int[] rows = new int[ChangeBatch.MAX_ROWS];
  private final long[] locals = new long[ChangeBatch.MAX_ROWS];

  // Those of a pass.
  private final int[] selected = new int[ChangeBatch.MAX_ROWS];
  private final LongColumn starts = new LongColumn();
  private final LongColumn ends = new LongColumn();
  private final LongColumn times = new LongColumn();
  private final List<Column> copies;

  public WindowAssignOperator(Node.WindowAssign node, RowSchema input, ZoneId zone) {
    this.node = node;
    this.input = input;
    this.borders = new WindowBorders(node.window());
    this.clock = LocalTimes.of(input.type(node.time()), zone);
    this.unitMicros = EventTime.unitMicros(input.type(node.time()));
    Window closingWindow = node.closing().map(Node.Closing::window).orElse(null);
    this.closing = closingWindow == null ? null : new WindowBorders(closingWindow);
    this.latenessMicros = node.closing().map(Node.Closing::latenessMicros).orElse(0L);
    this.onlyOpen = node.window().equals(closingWindow);
    this.copies = input.types().stream().map(Column::of).toList();
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
  }

  @Override
  public void process(int inputIndex, ChangeBatch delta, Output output) {
    LongColumn column = (LongColumn) delta.column(node.time());
    // The ends of windows that are kept no more are at most this.
    long gone =
        closing == null ? EventTime.NONE : EventTime.behind(context.bound(), latenessMicros);
    int count = 0;
    boolean anyGone = false;
    for (int row = 0; row < delta.size(); row++) {
      if (column.isNull(row)) {
        context.rowFailed(delta, row, NO_TIME);
        continue;
      }
      long time = column.get(row);
      long local = clock.local(time);
      if (time < gone) {
        if (isLate(local, gone)) {
          context.rowLate(input, delta, row, input.type(node.time()), time);
          continue;
        }
        anyGone = true;
      }
      rows[count] = row;
      locals[count++] = local;
    }
    borders.open(locals, count);
    for (int pass = 0; pass < borders.passes(); pass++) {
      if (!assign(delta, pass, count, onlyOpen && anyGone ? gone : EventTime.NONE, output)) {
        return;
      }
    }
  }

  /** Whether the last of a row's windows is gone. */
  private boolean isLate(long local, long gone) {
    if (closing == null) {
      return false;
    }
    long end = closing.lastEnd(local);
    return end > local && clock.border(end) <= gone;
  }

  /** Emits the rows that have a window of that number; whether there may be more of any. */
  private boolean assign(ChangeBatch delta, int pass, int count, long gone, Output output) {
    long[] start = starts.reserve(count);
    long[] end = ends.reserve(count);
    int size = borders.windows(pass, locals, count, selected, start, end);
    boolean more = size > 0 || pass + 1 < borders.certainPasses();
    long[] time = times.reserve(size);
    long lastEnd = Long.MIN_VALUE;
    long lastTime = Long.MIN_VALUE;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (end[i] != lastEnd) {
        lastEnd = end[i];
        lastTime = clock.border(lastEnd) - unitMicros;
      }
      if (lastTime + unitMicros > gone) {
        selected[kept] = rows[selected[i]];
        start[kept] = start[i];
        end[kept] = lastEnd;
        time[kept++] = lastTime;
      }
    }
    if (kept > 0) {
      emit(delta, kept, output);
    }
    return more;
  }

  private void emit(ChangeBatch delta, int count, Output output) {
    starts.setSize(count);
    ends.setSize(count);
    times.setSize(count);
    List<Column> columns = new ArrayList<>(copies.size() + 3);
    boolean whole = count == delta.size();
    for (int i = 0; i < copies.size(); i++) {
      Column column = delta.column(i);
      if (!whole) {
        Column copy = copies.get(i);
        copy.clear();
        copy.append(column, selected, count);
        column = copy;
      }
      columns.add(column);
    }
    columns.add(starts);
    columns.add(ends);
    columns.add(times);
    long[] weights = delta.weights();
    if (weights != null && !whole) {
      weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = delta.weight(selected[i]);
      }
    }
    output.emit(new ChangeBatch(columns, count, weights));
  }
}
