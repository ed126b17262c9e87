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
 * back finds them by content; an append-only one lists equal rows apart.
 */
final class JoinSide {
  private static final long HIGH = 0xffff_ffff_0000_0000L;

  private final int[] keyColumns;
  private final int[] otherColumns;
  private final boolean keepsRows;
  private final boolean appendOnly;
  private final int listWord;
  private final int totalWord;
  private final int placeWord;
  private final int matchesWord;
  private final KeyedRows keys;

  /** The rows; their index is used only if rows can be taken back. */
  private final KeyedRows content;

  private final RowTable rows;
  private final RowLists lists = new RowLists();
  private final List<Column> scratch;
  private final long[] scratchHash = new long[1];
  private long restoredKeyHash;
  private int[] numbers = {};
  private long[] hashes = {};

  /** Positions in the batch at which a weight became zero. */
  private int[] emptied = {};

  private int emptiedCount;

  JoinSide(JoinLayout layout, int input, RowSchema schema, KeyedRows keys) {
    this.keys = keys;
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
    content = new KeyedRows(schema.types(), layout.rowWords(input));
    rows = content.table();
    scratch = schema.types().stream().map(Column::of).toList();
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

  /** Whether the sum of the weights of the rows that match a row is not 0. */
  boolean matched(int row) {
    return rows.get(row, matchesWord) != 0;
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
    if (numbers.length < count) {
      numbers = new int[Math.max(64, count)];
      hashes = new long[numbers.length];
      emptied = new int[numbers.length];
    }
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

  private void append(ChangeBatch batch, long[] keyHashes, int[] keyRows, long[] matches) {
    Column[] columns = columns(batch);
    for (int i = 0; i < batch.size(); i++) {
      int row = rows.add(columns, i, keyHashes[i]);
      rows.set(row, JoinLayout.WEIGHT, batch.weight(i));
      if (matchesWord >= 0) {
        rows.set(row, matchesWord, matches[i]);
      }
      link(keyRows[i], row);
    }
  }

  private void update(ChangeBatch batch, long[] keyHashes, int[] keyRows, long[] matches) {
    int count = batch.size();
    StableHash.hash(batch, otherColumns, hashes);
    for (int i = 0; i < count; i++) {
      hashes[i] = contentHash(keyHashes[i], hashes[i]);
    }
    content.findOrAdd(columns(batch), count, hashes, numbers);
    for (int i = 0; i < count; i++) {
      int row = numbers[i];
      if (rows.get(row, placeWord) == 0) {
        if (matchesWord >= 0) {
          rows.set(row, matchesWord, matches[i]);
        }
        link(keyRows[i], row);
      }
      if (rows.add(row, JoinLayout.WEIGHT, batch.weight(i)) == 0) {
        emptied[emptiedCount++] = i;
      }
    }
  }

  /** A row is in its key's group and found by all that it holds. */
  private static long contentHash(long keyHash, long otherHash) {
    return (keyHash & HIGH) | ((keyHash * 31 + otherHash) & ~HIGH);
  }

  private void link(int key, int row) {
    RowTable table = keys.table();
    long list = lists.add(table.get(key, listWord), row);
    table.set(key, listWord, list);
    if (placeWord >= 0) {
      rows.set(row, placeWord, lists.size(list));
    }
  }

  private void unlink(int key, int row) {
    RowTable table = keys.table();
    long list = table.get(key, listWord);
    int place = (int) rows.get(row, placeWord) - 1;
    int last = lists.get(list, lists.size(list) - 1);
    rows.set(last, placeWord, place + 1);
    table.set(key, listWord, lists.remove(list, place));
  }

  /** Removes rows whose weight the batch made 0; gives the number of {@link #emptied} positions. */
  int sweep(int[] keyRows) {
    for (int i = 0; i < emptiedCount && keepsRows; i++) {
      int at = emptied[i];
      int row = numbers[at];
      if (rows.holds(row) && weight(row) == 0) {
        unlink(keyRows[at], row);
        content.remove(row, hashes[at]);
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
    if (!keepsRows) {
      return;
    }
    if (appendOnly) {
      rows.restore(
          reader,
          row -> {
            hashRestored(row);
            linkRestored(row);
          });
    } else {
      content.restore(reader, this::hashRestored, this::linkRestored);
    }
  }

  private long hashRestored(int row) {
    for (int i = 0; i < scratch.size(); i++) {
      scratch.get(i).clear();
      rows.append(i, row, scratch.get(i));
    }
    ChangeBatch single = new ChangeBatch(scratch, 1, null);
    StableHash.hash(single, keyColumns, scratchHash);
    restoredKeyHash = scratchHash[0];
    StableHash.hash(single, otherColumns, scratchHash);
    return contentHash(restoredKeyHash, scratchHash[0]);
  }

  private void linkRestored(int row) {
    Column[] key = new Column[keyColumns.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = scratch.get(keyColumns[i]);
    }
    int keyRow = keys.findOrAdd(key, 0, restoredKeyHash);
    link(keyRow, row);
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
