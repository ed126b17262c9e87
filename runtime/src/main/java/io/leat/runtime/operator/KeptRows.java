package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowLists;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows of an input of a join that the operator itself keeps. */
final class KeptRows implements MatchingRows {
  private static final int STATE_VERSION = 1;

  private final int input;
  private final int[] otherKeyColumns;
  private final JoinOutput result;
  private final KeyedRows keys;
  private final JoinSide side;
  private long[] hashes = {};
  private int[] keyRows = {};
  private long[] noMatches = {};
  private final int[] batchRows = new int[ChangeBatch.MAX_ROWS];
  private final int[] storedRows = new int[ChangeBatch.MAX_ROWS];
  private final long[] signs = new long[ChangeBatch.MAX_ROWS];
  private int pending;

  /**
   * @param input whose rows these are
   * @param schema the input's
   */
  KeptRows(int input, Node.Join node, RowSchema schema, JoinOutput result) {
    // The layout of an inner join: rows in lists by key, without sums.
    JoinLayout layout =
        new JoinLayout(
            new Node.Join(
                node.id(),
                node.left(),
                node.right(),
                JoinType.INNER,
                node.keys(),
                node.condition(),
                node.leftAppendOnly(),
                node.rightAppendOnly(),
                node.schema()));
    this.input = input;
    this.otherKeyColumns = layout.keyColumns(1 - input);
    this.result = result;
    this.keys =
        new KeyedRows(
            schema.select(IntStream.of(layout.keyColumns(input)).boxed().toList()).types(),
            layout.keyWords());
    this.side = new JoinSide(layout, input, schema, keys);
  }

  private static Column[] columns(ChangeBatch batch, int[] indexes) {
    return IntStream.of(indexes).mapToObj(batch::column).toArray(Column[]::new);
  }

  private void reserve(int count) {
    if (hashes.length < count) {
      int capacity = Math.max(64, count);
      hashes = new long[capacity];
      keyRows = new int[capacity];
      noMatches = new long[capacity];
    }
  }

  /** Takes a batch of the input in. */
  void add(ChangeBatch batch) {
    reserve(batch.size());
    StableHash.hash(batch, side.keyColumns(), hashes);
    keys.findOrAdd(columns(batch, side.keyColumns()), batch.size(), hashes, keyRows);
    side.add(batch, hashes, keyRows, noMatches);
    for (int i = side.sweep(hashes, keyRows) - 1; i >= 0; i--) {
      int at = side.emptied(i);
      int key = keyRows[at];
      if (keys.table().holds(key) && side.lacks(key)) {
        keys.remove(key, hashes[at]);
      }
    }
  }

  @Override
  public void pairs(ChangeBatch batch, Output output) {
    reserve(batch.size());
    StableHash.hash(batch, otherKeyColumns, hashes);
    keys.find(columns(batch, otherKeyColumns), batch.size(), hashes, keyRows);
    RowLists lists = side.lists();
    for (int i = 0; i < batch.size(); i++) {
      long list = keyRows[i] < 0 ? RowLists.EMPTY : side.list(keyRows[i]);
      int length = lists.size(list);
      for (int from = 0; from < length; ) {
        int part = Math.min(length - from, ChangeBatch.MAX_ROWS - pending);
        lists.copy(list, from, part, storedRows, pending);
        Arrays.fill(batchRows, pending, pending + part, i);
        pending += part;
        from += part;
        if (pending == ChangeBatch.MAX_ROWS) {
          flushPairs(batch, output);
        }
      }
    }
    flushPairs(batch, output);
  }

  private void flushPairs(ChangeBatch batch, Output output) {
    int count = pending;
    pending = 0;
    if (count > 0) {
      result.pairs(1 - input, batch, side.rows(), batchRows, storedRows, count, output);
    }
  }

  @Override
  public void alone(ChangeBatch batch, int row, long sign, Output output) {
    reserve(batch.size());
    StableHash.hash(batch, otherKeyColumns, hashes);
    int key = keys.find(columns(batch, otherKeyColumns), row, hashes[row]);
    long list = key < 0 ? RowLists.EMPTY : side.list(key);
    int length = side.lists().size(list);
    for (int i = 0; i < length; i++) {
      storedRows[pending] = side.lists().get(list, i);
      signs[pending++] = sign;
      if (pending == ChangeBatch.MAX_ROWS) {
        endAlone(output);
      }
    }
  }

  @Override
  public void endAlone(Output output) {
    int count = pending;
    pending = 0;
    result.alone(input, side.rows(), storedRows, signs, count, output);
  }

  FrozenState freeze() {
    return FrozenRows.state(STATE_VERSION, side.rows().freeze());
  }

  void restore(StateReader reader) {
    if (!reader.atEnd()) {
      StateVersion.check(reader, STATE_VERSION);
      side.restore(reader);
    }
  }

  long size() {
    return side.rows().size();
  }

  long memoryBytes() {
    return keys.memoryBytes() + side.memoryBytes();
  }
}
