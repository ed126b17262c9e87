package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowFailures;
import io.leat.runtime.aggregate.SessionGroups;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.TimeQueue;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aggregates of sessions, which are given when event time has passed their end. Rows so old that a
 * session of them alone would have ended before their epoch wait for its end: those that are then
 * not near a session that there is, nor near a row that is, are late.
 */
public final class SessionAggregateOperator implements Operator {
  private static final int STATE_VERSION = 2;

  private final Node.SessionAggregate node;
  private final RowSchema reported;
  private final RowSchema keySchema;
  private final long gap;
  private final DataType timeType;
  private final SessionTimes times;
  private final SessionGroups sessions;
  private final TimeQueue queue = new TimeQueue();

  /** Rows of this epoch that may be late. */
  private final List<ChangeBatch> suspects = new ArrayList<>();

  private final int[] kept = new int[ChangeBatch.MAX_ROWS];
  private final int[] suspected = new int[ChangeBatch.MAX_ROWS];
  private final int[] closing = new int[ChangeBatch.MAX_ROWS];
  private final int[] given = new int[ChangeBatch.MAX_ROWS];
  private final int[] places = new int[ChangeBatch.MAX_ROWS];
  private final List<Column> results;
  private final List<Column> columns;
  private final ChangeBatch batch;
  private final RowFailures failures = new RowFailures();
  private OperatorContext context = OperatorContext.NOT_OPEN;

  public SessionAggregateOperator(Node.SessionAggregate node, RowSchema input, ZoneId zone) {
    this.node = node;
    this.reported = input.select(IntStream.range(0, node.reported()).boxed().toList());
    this.gap = node.gapMicros();
    this.timeType = input.type(node.time());
    this.times = new SessionTimes(input, node.time(), zone);
    this.sessions = new SessionGroups(node, input, times.column());
    RowSchema schema = node.schema();
    this.keySchema = new RowSchema(schema.fields().subList(0, node.keys().size()));
    this.results =
        schema.types().subList(node.keys().size(), schema.size()).stream().map(Column::of).toList();
    this.columns = schema.types().stream().map(Column::of).toList();
    this.batch = new ChangeBatch(columns, 0, null);
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
  }

  @Override
  public void process(int inputIndex, ChangeBatch delta, Output output) {
    ChangeBatch timed = times.rows(delta);
    LongColumn instants = (LongColumn) delta.column(node.time());
    long[] values = ((LongColumn) timed.column(times.column())).values();
    long bound = context.bound();
    int count = 0;
    int suspectCount = 0;
    for (int row = 0; row < delta.size(); row++) {
      if (instants.isNull(row)) {
        context.rowFailed(delta, row, ClosingSessionsOperator.NO_TIME);
      } else if (instants.get(row) < bound && times.over(values[row] + gap) <= bound) {
        suspected[suspectCount++] = row;
      } else {
        kept[count++] = row;
      }
    }
    if (suspectCount > 0) {
      suspects.add(Selection.copy(Selection.of(timed, suspected, suspectCount)));
    }
    if (count > 0) {
      add(count == delta.size() ? timed : Selection.of(timed, kept, count));
    }
  }

  private void add(ChangeBatch rows) {
    sessions.add(rows, this::begun);
  }

  /** The bound from which on no row can belong to a session. */
  private long over(int session) {
    return times.over(sessions.last(session) + gap);
  }

  private void begun(int session) {
    queue.add(over(session) - 1, session);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    judgeSuspects();
    int due = queue.advance(bound);
    int count = 0;
    for (int i = 0; i < due; i++) {
      int session = queue.due(i);
      if (sessions.isOpen(session) && over(session) > bound) {
        queue.add(over(session) - 1, session);
        continue;
      }
      closing[count++] = session;
      if (count == closing.length) {
        close(count, output);
        count = 0;
      }
    }
    close(count, output);
    return times.boundOfResult(bound);
  }

  private record Suspect(ChangeBatch batch, int row, long value) {}

  /**
   * Adds those rows that are near a session, or a row that is: passing by them in the order of time
   * there and back finds all.
   */
  private void judgeSuspects() {
    if (suspects.isEmpty()) {
      return;
    }
    List<Suspect> rest = new ArrayList<>();
    for (ChangeBatch rows : suspects) {
      LongColumn values = (LongColumn) rows.column(times.column());
      IntStream.range(0, rows.size())
          .forEach(row -> rest.add(new Suspect(rows, row, values.get(row))));
    }
    suspects.clear();
    rest.sort(Comparator.comparingLong(Suspect::value).reversed());
    rest.removeIf(this::joins);
    rest.sort(Comparator.comparingLong(Suspect::value));
    rest.removeIf(this::joins);
    for (Suspect suspect : rest) {
      List<Column> row = new ArrayList<>();
      for (int i = 0; i < reported.size(); i++) {
        row.add(suspect.batch().column(i));
      }
      ChangeBatch rows = new ChangeBatch(row, suspect.batch().size(), suspect.batch().weights());
      long time = ((LongColumn) rows.column(node.time())).get(suspect.row());
      context.rowLate(reported, rows, suspect.row(), timeType, time);
    }
  }

  private boolean joins(Suspect suspect) {
    if (!sessions.touchesAny(suspect.batch(), suspect.row())) {
      return false;
    }
    add(Selection.of(suspect.batch(), new int[] {suspect.row()}, 1));
    return true;
  }

  /** Gives the sessions that have ended and are nobody else's part, and forgets them. */
  private void close(int count, Output output) {
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (sessions.isOpen(closing[i])) {
        given[size++] = closing[i];
      }
    }
    if (size > 0) {
      give(size, output);
    }
    sessions.remove(closing, count);
  }

  private void give(int size, Output output) {
    columns.forEach(Column::clear);
    results.forEach(Column::clear);
    failures.clear();
    sessions.results(given, size, results, failures);
    int live = size;
    if (failures.any()) {
      live = 0;
      for (int i = 0; i < size; i++) {
        RowException error = failures.get(i);
        if (error == null) {
          given[live] = given[i];
          places[live++] = i;
        } else {
          report(given[i], error);
        }
      }
    }
    appendKeys(given, live, columns);
    for (int i = 0; i < results.size(); i++) {
      Column target = columns.get(keySchema.size() + i);
      if (live == size) {
        target.append(results.get(i), 0, size);
      } else {
        target.append(results.get(i), places, live);
      }
    }
    if (live > 0) {
      batch.reset(live, null);
      output.emit(batch);
    }
  }

  private void appendKeys(int[] of, int count, List<Column> targets) {
    for (int i = 0; i < keySchema.size(); i++) {
      int key = node.keys().get(i);
      if (key >= 0) {
        sessions.key(key, of, count, targets.get(i));
        continue;
      }
      long[] values = ((LongColumn) targets.get(i)).reserve(count);
      for (int row = 0; row < count; row++) {
        long end = sessions.last(of[row]) + gap;
        values[row] =
            switch (key) {
              case Node.SessionAggregate.START -> times.shown(sessions.first(of[row]));
              case Node.SessionAggregate.END -> times.shown(end);
              default -> times.lastMoment(end);
            };
      }
      targets.get(i).setSize(count);
    }
  }

  private void report(int session, RowException error) {
    List<Column> key = keySchema.types().stream().map(Column::of).toList();
    appendKeys(new int[] {session}, 1, key);
    context.rowFailed(keySchema, new ChangeBatch(key, 1, null), 0, error);
  }

  @Override
  public FrozenState freeze() {
    return sessions.freeze(STATE_VERSION);
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    sessions.restore(reader, this::begun);
  }

  @Override
  public long stateRows() {
    return sessions.size();
  }

  @Override
  public long memoryBytes() {
    return sessions.memoryBytes() + queue.memoryBytes();
  }

  @Override
  public void close() {
    sessions.close();
  }
}
