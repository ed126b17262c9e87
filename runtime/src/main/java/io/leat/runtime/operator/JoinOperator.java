package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowLists;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins two Z-sets. A batch of one input meets the rows of the other as they are now, then becomes
 * part of its own input's rows: whatever the order of batches, each pair is met once, with the
 * product of the weights (the bilinear delta rule).
 *
 * <p>Rows that are given alone, by outer, semi and anti joins, depend on whether the sum of the
 * weights of their matches is 0: without a condition beyond equal keys that sum is the key's, else
 * each row has its own. After every batch, what has been emitted is a function of both inputs'
 * rows; a batch that takes a match away and brings another emits nothing for the rows that had one
 * before and after. A row that has no match but may have one, since the condition failed on a pair
 * with it, is not given.
 *
 * <p>If rows are forgotten, each row has a sum of its own too, in which those that are forgotten go
 * on to count: a row that was given in pairs is not given alone when these are out of reach.
 */
public final class JoinOperator implements Forgetful {
  private static final int STATE_VERSION = 1;

  /** Of rows whose sums of matches count pairs on which the condition failed. */
  private static final int FAILED_STATE_VERSION = 2;

  private final JoinLayout layout;
  private final Lifetimes lifetimes;
  private final MatchableRows[] matchable;
  private final KeyedRows keys;
  private final JoinSide[] sides;
  private final @Nullable PairFilter condition;
  private final JoinOutput result;
  private final Flips flips = new Flips();

  // By position in the batch.
  private long[] hashes = {};
  private int[] keyRows = {};
  private long[] matches = {};

  // Pairs, or rows given alone, on their way to the output.
  private final int[] batchRows = new int[ChangeBatch.MAX_ROWS];
  private final int[] storedRows = new int[ChangeBatch.MAX_ROWS];
  private final long[] signs = new long[ChangeBatch.MAX_ROWS];
  private int pending;

  /** What is to be met again as if it came in the first epoch. */
  private List<StoredInput> restoredOpen = List.of();

  public JoinOperator(Node.Join node, RowSchema left, RowSchema right, ZoneId zone) {
    this(node, left, right, zone, Lifetimes.ENDLESS);
  }

  JoinOperator(Node.Join node, RowSchema left, RowSchema right, ZoneId zone, Lifetimes lifetimes) {
    this.lifetimes = lifetimes;
    layout = new JoinLayout(node, lifetimes);
    matchable =
        new MatchableRows[] {
          new MatchableRows(node.keys(), layout.keyColumns(0)),
          new MatchableRows(node.keys(), layout.keyColumns(1))
        };
    List<Integer> leftKeys = node.keys().stream().map(JoinKey::left).toList();
    keys = new KeyedRows(left.select(leftKeys).types(), layout.keyWords());
    sides =
        new JoinSide[] {
          new JoinSide(layout, 0, left, keys, lifetimes),
          new JoinSide(layout, 1, right, keys, lifetimes),
        };
    condition =
        node.condition()
            .map(found -> new PairFilter(found, left, right, sides[0].rows(), zone))
            .orElse(null);
    result = new JoinOutput(node.schema(), left.size());
  }

  @Override
  public void open(OperatorContext context) {
    if (condition != null) {
      condition.open(context);
    }
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    ChangeBatch batch = withoutDebts(input, withoutNullKeys(input, delta, output));
    int count = batch.size();
    if (count == 0) {
      return;
    }
    reserve(count);
    JoinSide own = sides[input];
    JoinSide other = sides[1 - input];
    StableHash.hash(batch, own.keyColumns(), hashes);
    keys.findOrAdd(keyColumns(own, batch), count, hashes, keyRows);
    if (layout.matchesWord(input) >= 0) {
      java.util.Arrays.fill(matches, 0, count, 0);
    }
    if (layout.needsPairs()) {
      meet(input, batch, output);
    }
    if (layout.tracks(input)) {
      emitAlone(input, batch, output);
    }
    if (layout.totalWord(input) >= 0) {
      own.addTotals(batch, keyRows, flips);
    }
    own.add(batch, hashes, keyRows, matches);
    if (flips.count() > 0) {
      emitFlips(1 - input, output);
    }
    for (int i = own.sweep(hashes, keyRows) - 1; i >= 0; i--) {
      int at = own.emptied(i);
      int key = keyRows[at];
      if (keys.table().holds(key) && own.lacks(key) && other.lacks(key)) {
        keys.remove(key, hashes[at]);
      }
    }
  }

  private void reserve(int count) {
    if (hashes.length < count) {
      int capacity = Math.max(64, count);
      hashes = new long[capacity];
      keyRows = new int[capacity];
      matches = new long[capacity];
    }
  }

  private static Column[] keyColumns(JoinSide side, ChangeBatch batch) {
    int[] indexes = side.keyColumns();
    Column[] columns = new Column[indexes.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(indexes[i]);
    }
    return columns;
  }

  // Keys that match nothing.

  /** The rows whose key may match; the others are given alone or dropped, and need no state. */
  private ChangeBatch withoutNullKeys(int input, ChangeBatch delta, Output output) {
    boolean[] never = matchable[input].never(delta);
    if (never == null) {
      return delta;
    }
    if (layout.tracks(input) && layout.givesAlone(false)) {
      int alone = matchable[input].select(never, true, delta.size());
      result.alone(input, delta, matchable[input].selected(), alone, output);
    }
    return matchable[input].without(never, delta);
  }

  /** Without what is taken back of rows that have been forgotten. */
  private ChangeBatch withoutDebts(int input, ChangeBatch batch) {
    if (!layout.forgets() || layout.appendOnly(input) || batch.size() == 0) {
      return batch;
    }
    int count = batch.size();
    reserve(count);
    JoinSide own = sides[input];
    StableHash.hash(batch, own.keyColumns(), hashes);
    keys.find(keyColumns(own, batch), count, hashes, keyRows);
    own.find(batch, hashes, keyRows, storedRows);
    boolean[] never = new boolean[count];
    long[] paid = new long[count];
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < batch.columnCount(); i++) {
      columns.add(batch.column(i));
    }
    for (int i = 0; i < count; i++) {
      long held = storedRows[i] < 0 ? 0 : own.weight(storedRows[i]);
      paid[i] = Math.max(batch.weight(i), -held);
      never[i] = paid[i] == 0;
    }
    return matchable[input].without(never, new ChangeBatch(columns, count, paid));
  }

  // Pairs.

  private void meet(int input, ChangeBatch batch, Output output) {
    JoinSide other = sides[1 - input];
    RowLists lists = other.lists();
    for (int i = 0; i < batch.size(); i++) {
      long list = other.list(keyRows[i]);
      int length = lists.size(list);
      for (int from = 0; from < length; ) {
        int part = Math.min(length - from, ChangeBatch.MAX_ROWS - pending);
        lists.copy(list, from, part, storedRows, pending);
        java.util.Arrays.fill(batchRows, pending, pending + part, i);
        pending += part;
        from += part;
        if (pending == ChangeBatch.MAX_ROWS) {
          flushPairs(input, batch, output);
        }
      }
    }
    flushPairs(input, batch, output);
  }

  private void flushPairs(int input, ChangeBatch batch, Output output) {
    JoinSide other = sides[1 - input];
    int count = pending;
    pending = 0;
    if (count > 0 && layout.countsByRow()) {
      int counted = count;
      if (condition != null) {
        count = condition.filter(input, batch, other.rows(), batchRows, storedRows, count);
        counted = layout.countsFailed() ? count + condition.failed() : count;
      }
      if (layout.matchesWord(input) >= 0) {
        for (int i = 0; i < counted; i++) {
          matches[batchRows[i]] += other.weight(storedRows[i]);
        }
      }
      if (layout.matchesWord(1 - input) >= 0) {
        for (int i = 0; i < counted; i++) {
          other.addMatches(storedRows[i], batch.weight(batchRows[i]), flips);
        }
      }
    }
    if (count > 0 && layout.givesPairs()) {
      result.pairs(input, batch, other.rows(), batchRows, storedRows, count, output);
    }
  }

  // Rows alone.

  private void emitAlone(int input, ChangeBatch batch, Output output) {
    JoinSide other = sides[1 - input];
    if (layout.forgets() && !layout.appendOnly(input)) {
      takeStoredMatches(input, batch);
    }
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      boolean matched = layout.countsByRow() ? matches[i] != 0 : other.present(keyRows[i]);
      if (layout.givesAlone(matched)) {
        batchRows[count++] = i;
      }
    }
    result.alone(input, batch, batchRows, count, output);
  }

  /** Another copy of a row that is there is given as that one is, whatever it would find now. */
  private void takeStoredMatches(int input, ChangeBatch batch) {
    sides[input].find(batch, hashes, keyRows, storedRows);
    for (int i = 0; i < batch.size(); i++) {
      if (storedRows[i] >= 0) {
        matches[i] = sides[input].matches(storedRows[i]);
      }
    }
  }

  /** Gives, or takes back, the rows of an input whose being matched the batch has changed. */
  private void emitFlips(int input, Output output) {
    JoinSide side = sides[input];
    for (int i = 0; i < flips.count(); i++) {
      int flipped = flips.row(i);
      boolean now =
          layout.countsByRow() ? side.matches(flipped) != 0 : sides[1 - input].present(flipped);
      if (now == flips.wasMatched(i)) {
        continue;
      }
      long sign = layout.givesAlone(now) ? 1 : -1;
      if (layout.countsByRow()) {
        flip(flipped, sign, input, output);
      } else {
        flipList(side.lists(), side.list(flipped), sign, input, output);
      }
    }
    flips.clear();
    flushFlips(input, output);
  }

  private void flipList(RowLists lists, long list, long sign, int input, Output output) {
    int length = lists.size(list);
    for (int i = 0; i < length; i++) {
      flip(lists.get(list, i), sign, input, output);
    }
  }

  private void flip(int row, long sign, int input, Output output) {
    storedRows[pending] = row;
    signs[pending++] = sign;
    if (pending == ChangeBatch.MAX_ROWS) {
      flushFlips(input, output);
    }
  }

  private void flushFlips(int input, Output output) {
    int count = pending;
    pending = 0;
    result.alone(input, sides[input].rows(), storedRows, signs, count, output);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    List<StoredInput> again = restoredOpen;
    restoredOpen = List.of();
    for (StoredInput input : again) {
      input.batches().forEach(batch -> process(input.number(), batch, output));
    }
  }

  @Override
  public void forget() {
    for (int input = 0; input < 2; input++) {
      if (lifetimes.end(input)) {
        sides[input].forget(sides[1 - input]);
      }
    }
  }

  // State: both inputs' rows; keys that are only counted.

  private int stateVersion() {
    boolean counts = layout.matchesWord(0) >= 0 || layout.matchesWord(1) >= 0;
    return condition != null && counts && layout.countsFailed()
        ? FAILED_STATE_VERSION
        : STATE_VERSION;
  }

  @Override
  public FrozenState freeze() {
    return layout.keepsRows(1)
        ? FrozenRows.state(stateVersion(), sides[0].rows().freeze(), sides[1].rows().freeze())
        : FrozenRows.state(stateVersion(), keys.freeze(), sides[0].rows().freeze());
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, stateVersion());
    if (!layout.keepsRows(1)) {
      restoreKeys(reader);
    }
    sides[0].restore(reader);
    sides[1].restore(reader);
  }

  @Override
  public void restoreOpen(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, stateVersion());
    if (!layout.keepsRows(1)) {
      throw new UnsupportedOperationException("rows of an input are not kept");
    }
    List<StoredInput> all = new ArrayList<>(restoredOpen);
    for (int input = 0; input < 2; input++) {
      all.add(StoredInput.read(input, sides[input].rows().types(), layout.rowWords(input), reader));
    }
    restoredOpen = all;
  }

  /** The keys with the right input's sums; the lists of left rows are made anew. */
  private void restoreKeys(StateReader reader) {
    RowTable table = keys.table();
    Column[] columns = table.types().stream().map(Column::of).toArray(Column[]::new);
    int[] all = java.util.stream.IntStream.range(0, columns.length).toArray();
    long[] hash = new long[1];
    keys.restore(
        reader,
        row -> {
          for (int i = 0; i < columns.length; i++) {
            columns[i].clear();
            table.append(i, row, columns[i]);
          }
          StableHash.hash(new ChangeBatch(List.of(columns), 1, null), all, hash);
          return hash[0];
        },
        row -> table.set(row, layout.listWord(0), RowLists.EMPTY));
  }

  @Override
  public long stateRows() {
    return (long) sides[0].rows().size()
        + (layout.keepsRows(1) ? sides[1].rows().size() : keys.table().size());
  }

  @Override
  public long memoryBytes() {
    return keys.memoryBytes() + sides[0].memoryBytes() + sides[1].memoryBytes();
  }

  @Override
  public void close() {
    if (condition != null) {
      condition.close();
    }
  }
}
