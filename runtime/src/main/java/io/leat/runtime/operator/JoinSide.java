package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowLists;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.List;

/**
 * One input of a join. A key's row, in the table that both inputs share, has the list of the rows
 * with that key, and the sum of their weights where that is asked for. An input that takes rows
 * back finds them by content, in a short list by looking at its rows, in a long one by an index; an
 * append-only one lists equal rows apart.
 *
 * <p>Rows that are forgotten some day know the tick in which they came last.
 */
final class JoinSide {
  /** Lists that have never had more rows since they had one are searched row by row. */
  private static final int MAX_SCANNED = 7;

  /** Rows that are stored together: few enough to stay in the processor's cache. */
  private static final int BLOCK = 256;

  private static final long HIGH = 0xffff_ffff_0000_0000L;

  private final int[] keyColumns;
  private final int[] otherColumns;
  private final boolean keepsRows;
  private final boolean appendOnly;
  private final int listWord;
  private final int totalWord;
  private final int placeWord;
  private final int matchesWord;
  private final int tickWord;
  private final int input;
  private final Lifetimes lifetimes;
  private final KeyedRows keys;

  /** The rows; those of long lists are indexed by all that they hold, if they can be taken back. */
  private final KeyedRows content;

  private final RowTable rows;
  private final RowLists lists = new RowLists();
  private final List<Column> scratch;
  private final long[] scratchHash = new long[1];
  private final ChangeBatch scratchRow;
  private int[] numbers = {};

  /** Of all that the rows of the batch hold, once {@link #hashed}. */
  private long[] hashes = {};

  private boolean hashed;

  /** Positions in the batch at which a weight became zero. */
  private int[] emptied = {};

  private int emptiedCount;

  JoinSide(JoinLayout layout, int input, RowSchema schema, KeyedRows keys) {
    this(layout, input, schema, keys, Lifetimes.ENDLESS);
  }

  JoinSide(JoinLayout layout, int input, RowSchema schema, KeyedRows keys, Lifetimes lifetimes) {
    this.keys = keys;
    this.input = input;
    this.lifetimes = lifetimes;
    keyColumns = layout.keyColumns(input);
    otherColumns =
        java.util.stream.IntStream.range(0, schema.size())
            .filter(column -> Arrays.stream(keyColumns).noneMatch(key -> key == column))
            .toArray();
    keepsRows = layout.keepsRows(input);
    appendOnly = layout.appendOnly(input);
    listWord = layout.listWord(input);
    totalWord = layout.totalWord(input);
    placeWord = layout.placeWord(input);
    matchesWord = layout.matchesWord(input);
    tickWord = layout.tickWord(input);
    content = new KeyedRows(schema.types(), layout.rowWords(input));
    rows = content.table();
    scratch = schema.types().stream().map(Column::of).toList();
    scratchRow = new ChangeBatch(scratch, 1, null);
  }

  RowTable rows() {
    return rows;
  }

  int[] keyColumns() {
    return keyColumns;
  }

  long weight(int row) {
    return rows.get(row, JoinLayout.WEIGHT);
  }

  /** The list of a key's rows. */
  long list(int key) {
    return keys.table().get(key, listWord);
  }

  RowLists lists() {
    return lists;
  }

  /** Whether rows of a key are there: the sum of their weights is not 0. */
  boolean present(int key) {
    return keys.table().get(key, totalWord) != 0;
  }

  /** The sum of the weights of the rows that match a row. */
  long matches(int row) {
    return rows.get(row, matchesWord);
  }

  /** Adds to the matches of a row. */
  void addMatches(int row, long weight, Flips flips) {
    long sum = rows.add(row, matchesWord, weight);
    if ((sum == 0) != (sum == weight)) {
      flips.add(row, sum != weight);
    }
  }

  /** Takes a batch into the sums of its keys. */
  void addTotals(ChangeBatch batch, int[] keyRows, Flips flips) {
    RowTable table = keys.table();
    for (int i = 0; i < batch.size(); i++) {
      long weight = batch.weight(i);
      long sum = table.add(keyRows[i], totalWord, weight);
      if ((sum == 0) != (sum == weight)) {
        flips.add(keyRows[i], sum != weight);
      }
    }
  }

  /**
   * Takes a batch in.
   *
   * @param keyHashes of the keys, by position in the batch
   * @param keyRows the keys' rows
   * @param matches the sums of the weights of the matching rows, if they are kept
   */
  void add(ChangeBatch batch, long[] keyHashes, int[] keyRows, long[] matches) {
    emptiedCount = 0;
    int count = batch.size();
    reserve(count);
    if (!keepsRows) {
      for (int i = 0; i < count; i++) {
        if (!present(keyRows[i])) {
          emptied[emptiedCount++] = i;
        }
      }
    } else if (appendOnly) {
      append(batch, keyHashes, keyRows, matches);
    } else {
      update(batch, keyHashes, keyRows, matches);
    }
  }

  private void reserve(int count) {
    if (numbers.length < count) {
      numbers = new int[Math.max(64, count)];
      hashes = new long[numbers.length];
      emptied = new int[numbers.length];
    }
  }

  /**
   * Finds the rows of an input that takes rows back.
   *
   * @param keyRows the keys' rows, −1 where there is none
   * @param found takes their numbers, −1 where there is none
   */
  void find(ChangeBatch batch, long[] keyHashes, int[] keyRows, int[] found) {
    reserve(batch.size());
    Column[] columns = columns(batch);
    hashed = false;
    for (int i = 0; i < batch.size(); i++) {
      int key = keyRows[i];
      if (key >= 0 && isIndexed(list(key))) {
        hash(batch, keyHashes);
      }
      found[i] = key < 0 ? -1 : find(columns, i, key);
    }
  }

  /**
   * Forgets rows that are over.
   *
   * @param other whose keys these are too
   */
  void forget(JoinSide other) {
    for (int row = 0; row < rows.end(); row++) {
      if (!rows.holds(row) || !lifetimes.isOver(input, rows.get(row, tickWord))) {
        continue;
      }
      Column[] key = keyOf(row);
      long keyHash = scratchHash[0];
      int keyRow = keys.find(key, 0, keyHash);
      boolean indexed = !appendOnly && isIndexed(list(keyRow));
      unlink(keyRow, row, keyHash, indexed ? storedHash(row, keyHash) : 0);
      rows.remove(row);
      if (lacks(keyRow) && other.lacks(keyRow)) {
        keys.remove(keyRow, keyHash);
      }
    }
  }

  private void append(ChangeBatch batch, long[] keyHashes, int[] keyRows, long[] matches) {
    Column[] columns = columns(batch);
    for (int from = 0; from < batch.size(); from += BLOCK) {
      int to = Math.min(batch.size(), from + BLOCK);
      rows.add(columns, from, to - from, keyHashes, numbers);
      for (int i = from; i < to; i++) {
        rows.set(numbers[i], JoinLayout.WEIGHT, batch.weight(i));
        if (matchesWord >= 0) {
          rows.set(numbers[i], matchesWord, matches[i]);
        }
        touch(numbers[i]);
        link(keyRows[i], numbers[i], keyHashes[i], 0);
      }
    }
  }

  private void update(ChangeBatch batch, long[] keyHashes, int[] keyRows, long[] matches) {
    int count = batch.size();
    Column[] columns = columns(batch);
    hashed = false;
    if (anyIndexed(keyRows, count)) {
      hash(batch, keyHashes);
      content.find(columns, count, hashes, numbers);
    } else {
      Arrays.fill(numbers, 0, count, -1);
    }
    for (int i = 0; i < count; i++) {
      int key = keyRows[i];
      int row = numbers[i];
      if (row < 0) {
        if (isIndexed(list(key))) {
          hash(batch, keyHashes);
        }
        row = find(columns, i, key);
      }
      if (row < 0) {
        row = rows.add(columns, i, keyHashes[i]);
        if (matchesWord >= 0) {
          rows.set(row, matchesWord, matches[i]);
        }
        link(key, row, keyHashes[i], hashes[i]);
      }
      numbers[i] = row;
      touch(row);
      if (rows.add(row, JoinLayout.WEIGHT, batch.weight(i)) == 0) {
        emptied[emptiedCount++] = i;
      }
    }
    if (emptiedCount > 0) {
      hash(batch, keyHashes);
    }
  }

  private void touch(int row) {
    if (tickWord >= 0) {
      rows.set(row, tickWord, lifetimes.tick(input));
    }
  }

  private boolean anyIndexed(int[] keyRows, int count) {
    for (int i = 0; i < count; i++) {
      if (isIndexed(list(keyRows[i]))) {
        return true;
      }
    }
    return false;
  }

  private boolean isIndexed(long list) {
    return lists.capacity(list) > MAX_SCANNED;
  }

  /** Fills {@link #hashes}, once for a batch, when they are needed. */
  private void hash(ChangeBatch batch, long[] keyHashes) {
    if (!hashed) {
      hashed = true;
      StableHash.hash(batch, otherColumns, hashes);
      for (int i = 0; i < batch.size(); i++) {
        hashes[i] = contentHash(keyHashes[i], hashes[i]);
      }
    }
  }

  /** A row is in its key's group and found by all that it holds. */
  private static long contentHash(long keyHash, long otherHash) {
    return (keyHash & HIGH) | ((keyHash * 31 + otherHash) & ~HIGH);
  }

  /** The row of a key that equals a position of the batch; −1 if there is none. */
  private int find(Column[] columns, int at, int key) {
    long list = list(key);
    if (isIndexed(list)) {
      return content.find(columns, at, hashes[at]);
    }
    int size = lists.size(list);
    for (int i = 0; i < size; i++) {
      int row = lists.get(list, i);
      if (rows.equal(row, otherColumns, columns, at)) {
        return row;
      }
    }
    return -1;
  }

  /**
   * Adds a row to its key's list.
   *
   * @param hash of all that it holds, if the list is indexed already
   */
  private void link(int key, int row, long keyHash, long hash) {
    long before = list(key);
    long after = lists.add(before, row);
    keys.table().set(key, listWord, after);
    if (placeWord < 0) {
      return;
    }
    int size = lists.size(after);
    rows.set(row, placeWord, size);
    if (appendOnly) {
      return;
    }
    if (isIndexed(before)) {
      content.index(row, hash);
    } else if (isIndexed(after)) {
      for (int i = 0; i < size; i++) {
        int listed = lists.get(after, i);
        content.index(listed, storedHash(listed, keyHash));
      }
    }
  }

  private void unlink(int key, int row, long keyHash, long hash) {
    long before = list(key);
    int place = (int) rows.get(row, placeWord) - 1;
    int last = lists.get(before, lists.size(before) - 1);
    rows.set(last, placeWord, place + 1);
    long after = lists.remove(before, place);
    keys.table().set(key, listWord, after);
    if (!appendOnly && isIndexed(before)) {
      content.unindex(row, hash);
      if (!isIndexed(after)) {
        for (int i = lists.size(after) - 1; i >= 0; i--) {
          int listed = lists.get(after, i);
          content.unindex(listed, storedHash(listed, keyHash));
        }
      }
    }
  }

  /** The hash of all that a row of the table holds. */
  private long storedHash(int row, long keyHash) {
    for (int column : otherColumns) {
      scratch.get(column).clear();
      rows.append(column, row, scratch.get(column));
    }
    StableHash.hash(scratchRow, otherColumns, scratchHash);
    return contentHash(keyHash, scratchHash[0]);
  }

  /** Removes rows whose weight the batch made 0; gives the number of {@link #emptied} positions. */
  int sweep(long[] keyHashes, int[] keyRows) {
    for (int i = 0; i < emptiedCount && keepsRows; i++) {
      int at = emptied[i];
      int row = numbers[at];
      if (rows.holds(row) && weight(row) == 0) {
        unlink(keyRows[at], row, keyHashes[at], hashes[at]);
        rows.remove(row);
      }
    }
    return emptiedCount;
  }

  /** A position in the batch at whose key something may have been removed. */
  int emptied(int place) {
    return emptied[place];
  }

  /** Whether nothing of this input needs a key. */
  boolean lacks(int key) {
    return keepsRows ? list(key) == RowLists.EMPTY : !present(key);
  }

  /** Takes rows that were frozen. */
  void restore(StateReader reader) {
    if (keepsRows) {
      rows.restore(reader, this::linkRestored);
    }
  }

  /** The key of a row, in columns that are used again; its hash is in {@link #scratchHash}. */
  private Column[] keyOf(int row) {
    Column[] key = new Column[keyColumns.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = scratch.get(keyColumns[i]);
      key[i].clear();
      rows.append(keyColumns[i], row, key[i]);
    }
    StableHash.hash(scratchRow, keyColumns, scratchHash);
    return key;
  }

  private void linkRestored(int row) {
    Column[] key = keyOf(row);
    long keyHash = scratchHash[0];
    int keyRow = keys.findOrAdd(key, 0, keyHash);
    link(keyRow, row, keyHash, isIndexed(list(keyRow)) ? storedHash(row, keyHash) : 0);
    if (totalWord >= 0) {
      keys.table().add(keyRow, totalWord, weight(row));
    }
  }

  private static Column[] columns(ChangeBatch batch) {
    Column[] columns = new Column[batch.columnCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
    return columns;
  }

  long memoryBytes() {
    return content.memoryBytes() + lists.memoryBytes();
  }
}
