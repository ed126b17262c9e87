package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongPredicate;

/**
 * The groups of an aggregation and what its calls keep of them. A group that is touched for the
 * first time in an epoch can be read as it was before: {@link #find}, then {@link #results}, then
 * {@link #add}.
 */
public final class AggregateState {
  private final ConstantArguments constants;
  private final GroupTable groups;
  private final List<Accumulator> accumulators;
  private final List<MultisetRows> multisets;
  private final List<DistinctRows> distinct;
  private final List<KeptRows> kept;
  private final List<AggregateResult> results = new ArrayList<>();
  private final Feed feed;
  private final int ownWord;
  private long[] hashes = {};

  public AggregateState(Node.Aggregate node, RowSchema input) {
    this(node, input, 0);
  }

  /**
   * With words of the operator's own in each group.
   *
   * @param ownWords how many, behind all others
   */
  public AggregateState(Node.Aggregate node, RowSchema input, int ownWords) {
    constants = new ConstantArguments(node.calls(), input);
    SharedState shared =
        new SharedState(
            constants.schema(), node.rows().orElse(Feed.OWN_WEIGHTS), node.appendOnly());
    CallBuilder builder = new CallBuilder(shared, node.appendOnly());
    List<ResultMaker> makers = new ArrayList<>();
    for (AggregateCall call : constants.calls()) {
      makers.add(builder.build(call));
    }
    accumulators = shared.accumulators();
    multisets = shared.multisets();
    distinct = shared.distinct();
    kept = shared.kept();
    feed = new Feed(shared.weights());
    List<Accumulator> placed = placed(accumulators, multisets, distinct);
    int words = 0;
    for (Accumulator accumulator : placed) {
      words += accumulator.words();
    }
    int[] keys = SharedState.array(node.keys());
    List<DataType> types = keys.length == 0 ? List.of() : input.select(node.keys()).types();
    boolean sides = !multisets.isEmpty() || !distinct.isEmpty() || !kept.isEmpty();
    groups = new GroupTable(keys, types, sides, words + ownWords);
    int offset = place(placed, groups.firstOffset());
    ownWord = offset - groups.rows().extraOffset();
    for (ResultMaker maker : makers) {
      results.add(maker.make(groups.rows()));
    }
  }

  /** All accumulators, in the order of their words in a group's row. */
  private static List<Accumulator> placed(
      List<Accumulator> accumulators, List<MultisetRows> multisets, List<DistinctRows> distinct) {
    if (multisets.isEmpty() && distinct.isEmpty()) {
      return accumulators;
    }
    List<Accumulator> placed = new ArrayList<>(accumulators);
    multisets.forEach(rows -> rows.sets().forEach(set -> placed.addAll(set.distinct())));
    distinct.forEach(rows -> rows.sets().forEach(set -> placed.addAll(set.distinct())));
    return placed;
  }

  private static int place(List<Accumulator> accumulators, int from) {
    int offset = from;
    for (Accumulator accumulator : accumulators) {
      accumulator.offset = offset;
      offset += accumulator.words();
    }
    return offset;
  }

  /**
   * Finds the groups of a batch's rows, adds those that are new, and gives those that are touched
   * for the first time in this epoch.
   */
  public void find(ChangeBatch batch, RowNumbers fresh) {
    reserve(batch.size());
    groups.find(batch, hashes, feed.groups);
    feed.compareGroups(batch.size());
    touch(batch.size(), fresh);
  }

  private void reserve(int rows) {
    hashes = Room.of(hashes, rows);
    feed.reserve(rows);
  }

  /** Touches the one group of an aggregation without keys. */
  public void findGlobal(RowNumbers fresh) {
    find(new ChangeBatch(List.of(), 1, null), fresh);
  }

  private void touch(int count, RowNumbers fresh) {
    RowTable table = groups.rows();
    int offset = table.extraOffset();
    for (int i = 0; i < count; i++) {
      int group = feed.groups[i];
      int at = table.base(group) + offset;
      if ((table.page(group)[at] & RowCount.TOUCHED) == 0) {
        table.writablePage(group)[at] |= RowCount.TOUCHED;
        fresh.add(group);
      }
    }
  }

  /** Adds the rows of the batch whose groups were found last. */
  public void add(ChangeBatch found) {
    ChangeBatch batch = constants.with(found);
    feed.read(batch);
    RowCount.add(groups.rows(), feed);
    for (Accumulator accumulator : accumulators) {
      accumulator.add(groups.rows(), feed);
    }
    for (MultisetRows multiset : multisets) {
      multiset.add(groups, batch, feed, hashes);
    }
    for (DistinctRows rows : distinct) {
      rows.add(groups, batch, feed, hashes);
    }
  }

  /** The groups, for an operator that finds and makes them itself. */
  GroupTable groups() {
    return groups;
  }

  /** Where such an operator puts the groups of a batch's rows, before {@link #add}. */
  int[] groupsOfRows(int rows) {
    reserve(rows);
    feed.sameGroup = false;
    return feed.groups;
  }

  /** The first of the operator's own words. */
  int ownWord() {
    return ownWord;
  }

  /** Writes a word of the operator's own into the groups that were found last. */
  public void setOwn(int word, long value, int count) {
    RowTable table = groups.rows();
    int offset = table.extraOffset() + ownWord + word;
    for (int i = 0; i < count; i++) {
      int group = feed.groups[i];
      int at = table.base(group) + offset;
      if (table.page(group)[at] != value) {
        table.writablePage(group)[at] = value;
      }
    }
  }

  /**
   * The batch whose groups were found last, where no more rows of a group are taken back than it
   * has by then; its rows are taken in order.
   *
   * @param word of the operator's own, which is needed for a while
   */
  public ChangeBatch withoutDebts(ChangeBatch batch, int word) {
    long[] weights = batch.weights();
    if (weights == null) {
      return batch;
    }
    RowTable table = groups.rows();
    int count = batch.size();
    for (int i = 0; i < count; i++) {
      table.set(feed.groups[i], ownWord + word, rowCount(feed.groups[i]));
    }
    long[] paid = new long[count];
    for (int i = 0; i < count; i++) {
      long rows = table.get(feed.groups[i], ownWord + word);
      paid[i] = Math.max(weights[i], -rows);
      table.set(feed.groups[i], ownWord + word, rows + paid[i]);
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < batch.columnCount(); i++) {
      columns.add(batch.column(i));
    }
    return new ChangeBatch(columns, count, paid);
  }

  /**
   * Removes the groups, with all that is kept of them, of which a word of the operator's says so.
   */
  public void forget(int word, LongPredicate over) {
    RowTable table = groups.rows();
    BitSet gone = new BitSet();
    RowNumbers numbers = new RowNumbers();
    for (int group = 0; group < table.end(); group++) {
      if (table.holds(group) && over.test(table.get(group, ownWord + word))) {
        gone.set(group);
        numbers.add(group);
      }
    }
    if (numbers.size() > 0) {
      multisets.forEach(rows -> rows.forget(gone));
      distinct.forEach(rows -> rows.forget(gone));
      kept.forEach(rows -> rows.forget(table, numbers));
      groups.remove(numbers.array(), numbers.size());
    }
  }

  /** The version of the layout of what {@link #freeze} gives. */
  public int version() {
    if (!distinct.isEmpty()) {
      return 3;
    }
    return multisets.stream().anyMatch(rows -> rows.sets().size() > 1) ? 2 : 1;
  }

  /** Whether groups can be merged. */
  boolean merges() {
    return multisets.isEmpty()
        && distinct.isEmpty()
        && accumulators.stream().allMatch(Accumulator::merges);
  }

  /** Adds the rows of a group to another one. */
  void merge(int from, int into) {
    RowCount.merge(groups.rows(), from, into);
    for (Accumulator accumulator : accumulators) {
      accumulator.merge(groups.rows(), from, into);
    }
  }

  /** At the end of an epoch, before results are read. */
  public void settle() {
    for (MultisetRows multiset : multisets) {
      multiset.settle(groups);
    }
  }

  /** How many rows a group has. */
  public long rowCount(int group) {
    return RowCount.INSTANCE.count(groups.rows(), group);
  }

  /** Appends the results of some groups, a column for each call. */
  public void results(int[] rows, int count, List<Column> targets, RowFailures failures) {
    for (int i = 0; i < targets.size(); i++) {
      results.get(i).append(rows, count, targets.get(i), failures);
    }
  }

  /** The last call. */
  public void close() {
    results.forEach(AggregateResult::close);
  }

  /** Appends the keys of some groups. */
  public void keys(int[] rows, int count, List<Column> targets) {
    for (int i = 0; i < targets.size(); i++) {
      groups.rows().append(i, rows, count, targets.get(i));
    }
  }

  /** Ends the epoch of a group. */
  public void release(int group) {
    RowTable table = groups.rows();
    table.writablePage(group)[table.base(group) + table.extraOffset()] &= ~RowCount.TOUCHED;
  }

  /** Whether nothing is left of a group. */
  public boolean isEmpty(int group) {
    return groups.isEmpty(group);
  }

  /** Removes groups of which nothing is left. */
  public void remove(int[] rows, int count) {
    groups.remove(rows, count);
  }

  /** How many groups there are. */
  public int size() {
    return groups.rows().size();
  }

  /** Forgets everything. */
  public void clear() {
    groups.clear();
    multisets.forEach(MultisetRows::clear);
    distinct.forEach(DistinctRows::clear);
    kept.forEach(rows -> rows.rows().clear());
  }

  /** Everything as of the last epoch; or within the first one, before it is settled. */
  public FrozenState freeze(int version) {
    List<FrozenRows> tables = new ArrayList<>();
    tables.add(groups.freeze());
    multisets.forEach(multiset -> tables.add(multiset.freeze()));
    distinct.forEach(rows -> tables.add(rows.freeze()));
    kept.forEach(rows -> tables.add(rows.freeze()));
    return FrozenRows.state(version, tables.toArray(new FrozenRows[0]));
  }

  /**
   * Takes the state of a key group, behind its version.
   *
   * @param touched takes the groups that were touched, if it was frozen within an epoch
   * @param all whether all groups count as touched
   */
  public void restore(StateReader reader, RowNumbers touched, boolean all) {
    IntUnaryOperator numbers = groups.restore(reader, touched, all);
    for (MultisetRows multiset : multisets) {
      multiset.restore(reader, numbers);
    }
    for (DistinctRows rows : distinct) {
      rows.restore(reader, numbers);
    }
    for (KeptRows rows : kept) {
      rows.restore(groups.rows(), reader, numbers);
    }
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long sum = groups.memoryBytes();
    for (MultisetRows multiset : multisets) {
      sum += multiset.memoryBytes();
    }
    for (DistinctRows rows : distinct) {
      sum += rows.memoryBytes();
    }
    for (KeptRows rows : kept) {
      sum += rows.rows().memoryBytes();
    }
    return sum;
  }
}
