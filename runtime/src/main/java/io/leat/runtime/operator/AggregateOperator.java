package io.leat.runtime.operator;

import io.leat.runtime.aggregate.AggregateState;
import io.leat.runtime.aggregate.RowFailures;
import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.aggregate.ValueEquality;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.Room;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups rows and aggregates each group. Once per epoch a group that was touched gives −1 of the
 * row that it had and +1 of the one that it has, and nothing if these are equal. A group whose
 * result does not fit its type has no row until it fits; that is reported once.
 */
public final class AggregateOperator implements WindowBody, Forgetful {
  /** Touched groups that are emitted together: an old and a new row of each fill a batch. */
  private static final int BLOCK = ChangeBatch.MAX_ROWS / 2;

  /** Blocks whose arrays are kept for the next epoch. */
  private static final int KEPT_BLOCKS = 16;

  // Words of a group, if groups are forgotten: when it was last touched, and one for a while.
  private static final int TICK = 0;
  private static final int ROWS = 1;

  private static final int NO_ROW = -1;
  private static final int FAILED = -2;

  private final RowSchema schema;
  private final int keyCount;
  private final boolean global;
  private final AggregateState state;
  private final Lifetimes lifetimes;
  private final boolean forgets;

  private final RowNumbers touched = new RowNumbers();

  /**
   * Of each touched group the place of its old row among those of its block; {@link #NO_ROW}, or
   * {@link #FAILED} where it would have had one.
   */
  private final RowNumbers oldPlaces = new RowNumbers();

  /** The old results of each {@link #BLOCK} of touched groups. */
  private final List<List<Column>> oldResults = new ArrayList<>();

  private final RowNumbers fresh = new RowNumbers();
  private final RowNumbers emptied = new RowNumbers();
  private final List<Column> results;
  private final RowFailures failures = new RowFailures();
  private int[] selected = {};
  private int[] oldRows = {};
  private int[] newRows = {};
  private boolean[] equal = {};
  private int[] emittedGroups = {};
  private long[] weights = {};
  private final List<Column> columns;
  private final ChangeBatch batch;
  private boolean pinned;
  private boolean globalExists;
  private @Nullable OperatorContext context;

  public AggregateOperator(Node.Aggregate node, RowSchema input) {
    this(node, input, Lifetimes.ENDLESS);
  }

  AggregateOperator(Node.Aggregate node, RowSchema input, Lifetimes lifetimes) {
    this.schema = node.schema();
    this.keyCount = node.keys().size();
    this.global = keyCount == 0;
    this.lifetimes = lifetimes;
    this.forgets = lifetimes.end(0) && !global;
    this.state = new AggregateState(node, input, forgets ? 2 : 0);
    this.results = emptyResults();
    this.columns = List.of(Column.of(schema.types()));
    this.batch = new ChangeBatch(columns, 0, null);
  }

  private List<Column> emptyResults() {
    List<Column> empty = new ArrayList<>();
    for (int i = keyCount; i < schema.size(); i++) {
      empty.add(Column.of(schema.type(i)));
    }
    return empty;
  }

  @Override
  public void open(OperatorContext operatorContext) {
    context = operatorContext;
    pinned = operatorContext.keyGroups().contains(KeyGroups.PINNED);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    state.find(delta, fresh);
    rememberFresh();
    if (forgets) {
      state.setOwn(TICK, lifetimes.tick(0), delta.size());
      state.add(state.withoutDebts(delta, ROWS));
    } else {
      state.add(delta);
    }
  }

  @Override
  public void forget() {
    if (forgets) {
      state.forget(TICK, tick -> lifetimes.isOver(0, tick));
    }
  }

  /** Keeps the results of groups that are touched for the first time in this epoch. */
  private void rememberFresh() {
    int[] groups = fresh.array();
    for (int from = 0; from < fresh.size(); ) {
      int to = Math.min(fresh.size(), from + BLOCK - touched.size() % BLOCK);
      remember(groups, from, to);
      from = to;
    }
    fresh.clear();
  }

  private void remember(int[] groups, int from, int to) {
    int block = touched.size() / BLOCK;
    if (block == oldResults.size()) {
      oldResults.add(emptyResults());
    }
    List<Column> old = oldResults.get(block);
    int first = old.isEmpty() ? 0 : old.get(0).size();
    selected = Room.of(selected, to - from);
    int count = 0;
    for (int i = from; i < to; i++) {
      touched.add(groups[i]);
      boolean row = hasRow(groups[i]);
      oldPlaces.add(row ? first + count : NO_ROW);
      if (row) {
        selected[count++] = groups[i];
      }
    }
    if (count == 0) {
      return;
    }
    failures.clear();
    state.results(selected, count, old, failures);
    if (failures.any()) {
      int start = oldPlaces.size() - (to - from);
      for (int i = start; i < oldPlaces.size(); i++) {
        int place = oldPlaces.get(i);
        if (place >= 0 && failures.get(place - first) != null) {
          oldPlaces.set(i, FAILED);
        }
      }
    }
  }

  /** Whether a group had a row at the end of the last epoch, or has one at the end of this. */
  private boolean hasRow(int group) {
    return global ? globalExists : state.rowCount(group) > 0;
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    if (global && pinned && !globalExists) {
      if (touched.size() == 0) {
        state.findGlobal(fresh);
        rememberFresh();
      }
      globalExists = true;
    }
    state.settle();
    if (touched.size() == 0) {
      return;
    }
    for (int from = 0; from < touched.size(); from += BLOCK) {
      emit(from, Math.min(touched.size(), from + BLOCK), output);
    }
    forgetOld();
  }

  /** Keeps the memory of small epochs. */
  private void forgetOld() {
    if (oldResults.size() > KEPT_BLOCKS) {
      oldResults.subList(KEPT_BLOCKS, oldResults.size()).clear();
    }
    int used = Math.min(oldResults.size(), (touched.size() + BLOCK - 1) / BLOCK);
    for (int block = 0; block < used; block++) {
      for (Column column : oldResults.get(block)) {
        column.clear();
      }
    }
    touched.clear();
    oldPlaces.clear();
  }

  private void emit(int from, int to, Output output) {
    int count = to - from;
    reserve(count);
    int[] groups = touched.array();
    int live = 0;
    for (int i = 0; i < count; i++) {
      boolean row = hasRow(groups[from + i]);
      oldRows[i] = oldPlaces.get(from + i);
      newRows[i] = row ? live : NO_ROW;
      if (row) {
        selected[live++] = groups[from + i];
      }
    }
    failures.clear();
    for (Column column : results) {
      column.clear();
    }
    state.results(selected, live, results, failures);
    if (failures.any()) {
      leaveOutFailed(count);
    }
    Arrays.fill(equal, 0, count, true);
    List<Column> old = oldResults.get(from / BLOCK);
    for (int i = 0; i < old.size(); i++) {
      ValueEquality.compare(old.get(i), oldRows, results.get(i), newRows, count, equal);
    }
    finish(from, count);
    emitChanges(from, count, old, output);
    state.remove(emptied.array(), emptied.size());
    emptied.clear();
  }

  /** Makes room for the old and the new rows of so many groups. */
  private void reserve(int count) {
    selected = Room.of(selected, count);
    oldRows = Room.of(oldRows, count);
    newRows = Room.of(newRows, count);
    equal = Room.of(equal, count);
    emittedGroups = Room.of(emittedGroups, 2 * count);
    weights = Room.of(weights, 2 * count);
  }

  private void leaveOutFailed(int count) {
    for (int i = 0; i < count; i++) {
      RowException error = newRows[i] < 0 ? null : failures.get(newRows[i]);
      if (error != null) {
        if (oldRows[i] != FAILED) {
          report(selected[newRows[i]], error);
        }
        newRows[i] = FAILED;
      }
    }
  }

  private void report(int group, RowException error) {
    RowSchema keySchema = new RowSchema(schema.fields().subList(0, keyCount));
    List<Column> key = List.of(Column.of(keySchema.types()));
    state.keys(new int[] {group}, 1, key);
    if (context != null) {
      context.rowFailed(keySchema, new ChangeBatch(key, 1, null), 0, error);
    }
  }

  /** Old rows of what has changed, then new ones. */
  private void emitChanges(int from, int count, List<Column> old, Output output) {
    int[] groups = touched.array();
    int deletes = 0;
    int inserts = 0;
    for (int i = 0; i < count; i++) {
      boolean changed = oldRows[i] < 0 || newRows[i] < 0 || !equal[i];
      if (changed && oldRows[i] >= 0) {
        emittedGroups[deletes] = groups[from + i];
        oldRows[deletes++] = oldRows[i];
      }
      if (changed && newRows[i] >= 0) {
        selected[inserts] = groups[from + i];
        newRows[inserts++] = newRows[i];
      }
    }
    int size = deletes + inserts;
    if (size == 0) {
      return;
    }
    System.arraycopy(selected, 0, emittedGroups, deletes, inserts);
    Arrays.fill(weights, 0, deletes, -1);
    Arrays.fill(weights, deletes, size, 1);
    for (Column column : columns) {
      column.clear();
    }
    state.keys(emittedGroups, size, columns.subList(0, keyCount));
    for (int i = 0; i < results.size(); i++) {
      Column target = columns.get(keyCount + i);
      if (deletes > 0) {
        target.append(old.get(i), oldRows, deletes);
      }
      target.append(results.get(i), newRows, inserts);
    }
    batch.reset(size, deletes == 0 ? null : weights);
    output.emit(batch);
  }

  private void finish(int from, int count) {
    int[] groups = touched.array();
    for (int i = 0; i < count; i++) {
      int group = groups[from + i];
      state.release(group);
      if (newRows[i] == NO_ROW && state.isEmpty(group)) {
        emptied.add(group);
      }
    }
  }

  @Override
  public FrozenState freeze() {
    return state.freeze(state.version());
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    restore(reader, false);
  }

  private void restore(StateReader reader, boolean open) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, state.version());
    state.restore(reader, fresh, open);
    globalExists = global;
    for (int i = 0; i < fresh.size(); i++) {
      if (touched.size() / BLOCK == oldResults.size()) {
        oldResults.add(emptyResults());
      }
      touched.add(fresh.get(i));
      oldPlaces.add(NO_ROW);
    }
    fresh.clear();
  }

  @Override
  public void restoreOpen(int keyGroup, StateReader reader) {
    restore(reader, true);
  }

  @Override
  public void reset() {
    state.clear();
    forgetOld();
    globalExists = false;
  }

  @Override
  public long stateRows() {
    return state.size();
  }

  /** How many groups there are. */
  public int groupCount() {
    return state.size();
  }

  @Override
  public long memoryBytes() {
    return state.memoryBytes();
  }

  @Override
  public void close() {
    state.close();
  }
}
