package io.leat.runtime.state;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Rows divided into partitions by some of their columns. Those of a partition are sorted. Equal
 * rows are either one row, whose words may count them ({@link #findOrAdd}), or several rows ({@link
 * #link}, {@link #takeLast}) in the order of their numbers, in which they are also restored.
 * Partitions have words too, which are not part of the frozen state: they are to be made anew from
 * the rows.
 */
public final class PartitionedRows {
  private static final int BLOCK = 1024;

  /** The partition's word that tells its rows: 0, or a single row plus one, or ~index of many. */
  private static final int ROWS = 0;

  private static final SortedRows NONE = new SortedRows();

  private final int[] partitionColumns;
  private final RowTable rows;
  private final List<DataType> partitionTypes;
  private KeyedRows partitions;
  private final RowOrder order;
  private final RowHashes rowPartitions;
  private final Column[] source;
  private final Column[] key;
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private SortedRows[] sorted = new SortedRows[4];
  private int sortedEnd;
  private int[] freeSorted = new int[4];
  private int freeCount;
  private int next = -1;

  /**
   * @param types of the rows' columns
   * @param inputColumns how many of them, from the first, come from outside and make up the order;
   *     the operator sets the others
   * @param rowWords words per row for the operator
   * @param partition columns
   * @param order the columns follow, so that it is total
   * @param partitionWords words per partition for the operator
   */
  public PartitionedRows(
      List<DataType> types,
      int inputColumns,
      int rowWords,
      List<Integer> partition,
      List<SortKey> order,
      int partitionWords) {
    this.partitionColumns = partition.stream().mapToInt(Integer::intValue).toArray();
    this.rows = new RowTable(types, rowWords);
    this.partitionTypes = partition.stream().map(types::get).toList();
    this.partitions = new KeyedRows(partitionTypes, 1 + partitionWords);
    this.order = new RowOrder(rows, order, inputColumns, true);
    this.rowPartitions = new RowHashes(rows, partitionColumns);
    this.source = new Column[inputColumns];
    this.key = new Column[partitionColumns.length];
  }

  /** Gives partitions another number of words, before there are any. */
  public void reservePartitionWords(int words) {
    partitions = new KeyedRows(partitionTypes, 1 + words);
  }

  public RowTable rows() {
    return rows;
  }

  public RowOrder order() {
    return order;
  }

  /** Finds the partition of each row of a batch, or adds it; following calls speak of its rows. */
  public void open(ChangeBatch batch, int[] numbers) {
    StableHash.hash(batch, partitionColumns, hashes);
    open(batch, hashes, numbers);
  }

  /**
   * The same where the hashes of the partition columns are known.
   *
   * @param partitionHashes by row of the batch
   */
  public void open(ChangeBatch batch, long[] partitionHashes, int[] numbers) {
    for (int i = 0; i < source.length; i++) {
      source[i] = batch.column(i);
    }
    for (int i = 0; i < key.length; i++) {
      key[i] = source[partitionColumns[i]];
    }
    if (partitionHashes != hashes) {
      System.arraycopy(partitionHashes, 0, hashes, 0, batch.size());
    }
    partitions.findOrAdd(key, batch.size(), hashes, numbers);
  }

  /** Finds the partitions of other rows by their values; −1 where there is none. */
  public void find(Column[] keys, int count, long[] keyHashes, int[] numbers) {
    partitions.find(keys, count, keyHashes, numbers);
  }

  public long get(int partition, int word) {
    return partitions.table().get(partition, 1 + word);
  }

  public void set(int partition, int word, long value) {
    partitions.table().set(partition, 1 + word, value);
  }

  /** One more than the highest number of a partition in use so far. */
  public int partitionEnd() {
    return partitions.table().end();
  }

  /** Whether there is a partition of that number. */
  public boolean holds(int partition) {
    return partition < partitions.table().end() && partitions.table().holds(partition);
  }

  /** How many different rows a partition has. */
  public int size(int partition) {
    long list = partitions.table().get(partition, ROWS);
    return list < 0 ? sorted[(int) ~list].size() : list == 0 ? 0 : 1;
  }

  /** The last row of a partition that has some. */
  public int last(int partition) {
    long list = partitions.table().get(partition, ROWS);
    return list < 0 ? sorted[(int) ~list].get(sorted[(int) ~list].size() - 1) : (int) list - 1;
  }

  /** Copies {@code count} rows of a partition from a place on. */
  public void copy(int partition, int place, int count, int[] target) {
    long list = partitions.table().get(partition, ROWS);
    if (list < 0) {
      sorted[(int) ~list].copy(place, count, target);
    } else if (count > 0) {
      target[0] = (int) list - 1;
    }
  }

  /** Reads the rows for which the first whole number of the order lies in a range. */
  public void range(int partition, long from, long to, PrefixRange range) {
    long list = partitions.table().get(partition, ROWS);
    if (list < 0) {
      range.open(sorted[(int) ~list], from, to);
    } else {
      int single = (int) list - 1;
      long prefix = single < 0 ? 0 : order.prefix(single);
      range.open(prefix >= from && prefix <= to ? single : -1);
    }
  }

  /** How many rows of a partition have a smaller first number in the order. */
  public int countBefore(int partition, long prefix) {
    long list = partitions.table().get(partition, ROWS);
    if (list < 0) {
      return sorted[(int) ~list].countBefore(prefix);
    }
    return list > 0 && order.prefix((int) list - 1) < prefix ? 1 : 0;
  }

  /** How many rows of a partition have a first number in the order that is not greater. */
  public int countUpTo(int partition, long prefix) {
    return prefix == Long.MAX_VALUE ? size(partition) : countBefore(partition, prefix + 1);
  }

  /** The row at a place of a partition. */
  public int at(int partition, int place) {
    long list = partitions.table().get(partition, ROWS);
    return list < 0 ? sorted[(int) ~list].get(place) : (int) list - 1;
  }

  /** Takes the first rows out of a partition, but leaves them in the table. */
  public void unlinkFirst(int partition, int count) {
    long list = partitions.table().get(partition, ROWS);
    if (count == 0) {
      return;
    }
    if (list >= 0) {
      partitions.table().set(partition, ROWS, 0);
      return;
    }
    SortedRows all = sorted[(int) ~list];
    all.removeFirst(count);
    shrink(partition, (int) ~list);
  }

  /** How many of a partition's rows come before this one. */
  public int place(int partition, int row) {
    long list = partitions.table().get(partition, ROWS);
    return list < 0 ? sorted[(int) ~list].place(row, order, false) : 0;
  }

  /** How many of a partition's rows come before this one or are equal to it. */
  public int placeBehind(int partition, int row) {
    long list = partitions.table().get(partition, ROWS);
    return list < 0 ? sorted[(int) ~list].place(row, order, true) : 1;
  }

  /** Reads a partition's rows by their places; valid until the partition changes. */
  public final class Cursor {
    private final SortedRows.Cursor many = new SortedRows.Cursor();
    private int single;

    public void open(int partition) {
      long list = partitions.table().get(partition, ROWS);
      if (list < 0) {
        single = -1;
        many.open(sorted[(int) ~list]);
      } else {
        single = (int) list - 1;
      }
    }

    public int get(int place) {
      return single >= 0 ? single : many.get(place);
    }
  }

  public Cursor cursor() {
    return new Cursor();
  }

  /** What the place of a row of the opened batch depends on first; see {@link SortPrefix}. */
  public long prefix(int batchRow) {
    return order.prefix(source, batchRow);
  }

  /** Orders a row of the opened batch and a row of the table. */
  public int compare(int batchRow, int row) {
    return order.compare(source, batchRow, row);
  }

  /**
   * The row of a partition that is equal to a row of the opened batch, which is added if needed.
   */
  public int findOrAdd(int partition, int batchRow) {
    long list = partitions.table().get(partition, ROWS);
    if (list == 0) {
      int row = rows.add(source, batchRow, hashes[batchRow]);
      partitions.table().set(partition, ROWS, row + 1L);
      return row;
    }
    if (list > 0) {
      int single = (int) list - 1;
      if (order.compare(source, batchRow, single) == 0) {
        return single;
      }
      list = many(partition, single);
    }
    SortedRows all = sorted[(int) ~list];
    long location = all.find(source, batchRow, order);
    if (location >= 0) {
      return all.at(location);
    }
    int row = rows.add(source, batchRow, hashes[batchRow]);
    all.addAt(~location, row, order);
    return row;
  }

  /** Adds a row of the opened batch to the table; it is in no partition before {@link #link}. */
  public int add(int batchRow) {
    return rows.add(source, batchRow, hashes[batchRow]);
  }

  /** Adds a row of the table to its partition. */
  public void link(int partition, int row) {
    long list = partitions.table().get(partition, ROWS);
    if (list == 0) {
      partitions.table().set(partition, ROWS, row + 1L);
    } else {
      list = list > 0 ? many(partition, (int) list - 1) : list;
      sorted[(int) ~list].add(row, order);
    }
  }

  /**
   * Takes the last row that is equal to one of the opened batch out of its partition, but leaves it
   * in the table; −1 if there is none.
   */
  public int takeLast(int partition, int batchRow) {
    next = -1;
    long list = partitions.table().get(partition, ROWS);
    if (list >= 0) {
      int single = (int) list - 1;
      if (single < 0 || order.compare(source, batchRow, single) != 0) {
        return -1;
      }
      partitions.table().set(partition, ROWS, 0);
      return single;
    }
    SortedRows all = sorted[(int) ~list];
    long location = all.before(all.findEnd(source, batchRow, order));
    if (location < 0 || order.compare(source, batchRow, all.at(location)) != 0) {
      return -1;
    }
    int row = all.at(location);
    next = all.next(location);
    all.removeAt(location);
    shrink(partition, (int) ~list);
    return row;
  }

  /** The row that came behind the one that {@link #takeLast} took; −1 if there was none. */
  public int next() {
    return next;
  }

  /** Makes a partition of one row one that can have more. */
  private long many(int partition, int single) {
    int index;
    if (freeCount > 0) {
      index = freeSorted[--freeCount];
    } else {
      index = sortedEnd++;
      if (index == sorted.length) {
        sorted = Arrays.copyOf(sorted, 2 * index);
      }
    }
    SortedRows all = new SortedRows();
    all.add(single, order);
    sorted[index] = all;
    partitions.table().set(partition, ROWS, ~index);
    return ~index;
  }

  /** A row of a partition that is equal to one that is not in it; −1 if there seems to be none. */
  public int equal(int partition, int row) {
    long list = partitions.table().get(partition, ROWS);
    if (list >= 0) {
      int single = (int) list - 1;
      return single >= 0 && order.equal(single, row) ? single : -1;
    }
    SortedRows all = sorted[(int) ~list];
    long before = all.lastNotAfter(row, order);
    int found = before < 0 ? all.get(0) : all.at(before);
    if (!order.equal(found, row)) {
      found = before < 0 ? -1 : all.next(before);
    }
    return found >= 0 && order.equal(found, row) ? found : -1;
  }

  /** Takes a row out of its partition, but leaves it in the table. */
  public void unlink(int partition, int row) {
    long list = partitions.table().get(partition, ROWS);
    if (list >= 0) {
      if (list != row + 1L) {
        throw new IllegalStateException("row " + row + " is not in its partition");
      }
      partitions.table().set(partition, ROWS, 0);
      return;
    }
    sorted[(int) ~list].remove(row, order);
    shrink(partition, (int) ~list);
  }

  private void shrink(int partition, int index) {
    SortedRows all = sorted[index];
    if (all.size() <= 1) {
      partitions.table().set(partition, ROWS, all.size() == 0 ? 0 : all.get(0) + 1L);
      sorted[index] = NONE;
      if (freeCount == freeSorted.length) {
        freeSorted = Arrays.copyOf(freeSorted, 2 * freeCount);
      }
      freeSorted[freeCount++] = index;
    }
  }

  /** Takes a row out of its partition and the table. */
  public void remove(int partition, int row) {
    unlink(partition, row);
    rows.remove(row);
  }

  /** Forgets those of these partitions that have no rows. */
  public void removeEmpty(int[] numbers, int count) {
    int empty = 0;
    int[] gone = new int[count];
    for (int i = 0; i < count; i++) {
      if (partitions.table().get(numbers[i], ROWS) == 0) {
        gone[empty++] = numbers[i];
      }
    }
    partitions.remove(gone, empty);
  }

  /** The same for partitions that may be named several times, or be gone already. */
  public void removeEmptyOnce(int[] numbers, int count) {
    int[] empty = new int[count];
    int emptyCount = 0;
    for (int i = 0; i < count; i++) {
      if (holds(numbers[i]) && partitions.table().get(numbers[i], ROWS) == 0) {
        empty[emptyCount++] = numbers[i];
      }
    }
    Arrays.sort(empty, 0, emptyCount);
    int distinct = 0;
    for (int i = 0; i < emptyCount; i++) {
      if (i == 0 || empty[i] != empty[i - 1]) {
        empty[distinct++] = empty[i];
      }
    }
    partitions.remove(empty, distinct);
  }

  /** Forgets all rows and partitions. */
  public void clear() {
    rows.clear();
    partitions.clear();
    sorted = new SortedRows[4];
    sortedEnd = 0;
    freeCount = 0;
    next = -1;
  }

  public FrozenRows freeze() {
    return rows.freeze();
  }

  /** Adds rows that were frozen. */
  public void restore(StateReader reader, Restored restored) {
    int[] added = new int[BLOCK];
    int[] count = {0};
    rows.restore(
        reader,
        row -> {
          added[count[0]++] = row;
          if (count[0] == BLOCK) {
            link(added, BLOCK, restored);
            count[0] = 0;
          }
        });
    link(added, count[0], restored);
  }

  private void link(int[] added, int count, Restored restored) {
    int[] numbers = new int[count];
    rowPartitions.of(added, count, hashes);
    partitions.findOrAdd(rowPartitions.gather(added, count), count, hashes, numbers);
    for (int i = 0; i < count; i++) {
      link(numbers[i], added[i]);
      restored.row(numbers[i], added[i]);
    }
  }

  /** Is told each restored row. */
  @FunctionalInterface
  public interface Restored {
    void row(int partition, int row);
  }

  /** How many rows there are in all partitions. */
  public int size() {
    return rows.size();
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long sum = rows.memoryBytes() + partitions.memoryBytes() + 8L * sorted.length;
    for (int i = 0; i < sortedEnd; i++) {
      sum += sorted[i].memoryBytes();
    }
    return sum;
  }
}
