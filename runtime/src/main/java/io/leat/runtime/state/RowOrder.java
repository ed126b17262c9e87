package io.leat.runtime.state;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.Column;
import java.util.Arrays;
import java.util.List;

/**
 * The order of a table's rows by some of its columns, and, if asked, by all columns ascending after
 * that, NULLs first: then only equal rows are equal in the order.
 */
public final class RowOrder {
  /** So many rows are sorted by insertion, in place. */
  private static final int FEW = 8;

  /** So many are sorted by their prefixes first. */
  private static final int MANY = 128;

  private final RowTable table;
  private final int[] columns;
  private final boolean[] descending;
  private final boolean[] nullsFirst;
  private final int keyCount;
  private final boolean byNumber;
  private final SortPrefix prefix;

  /** Whether only the prefix is asked, and then the number. */
  private final boolean byPrefix;

  /**
   * @param keys columns are the table's
   * @param total whether all columns follow
   */
  public RowOrder(RowTable table, List<SortKey> keys, boolean total) {
    this(table, keys, total ? table.types().size() : 0, false);
  }

  /**
   * @param following how many of the table's columns follow the keys
   * @param byNumber whether rows that are equal in all these are in the order of their numbers
   */
  public RowOrder(RowTable table, List<SortKey> keys, int following, boolean byNumber) {
    this.table = table;
    this.byNumber = byNumber;
    this.keyCount = keys.size();
    int count = keyCount + following;
    columns = new int[count];
    descending = new boolean[count];
    nullsFirst = new boolean[count];
    for (int i = 0; i < count; i++) {
      boolean isKey = i < keyCount;
      columns[i] = isKey ? keys.get(i).column() : i - keyCount;
      descending[i] = isKey && keys.get(i).descending();
      nullsFirst[i] = !isKey || keys.get(i).nullsFirst();
    }
    prefix =
        new SortPrefix(
            table, count == 0 ? null : new SortKey(columns[0], descending[0], nullsFirst[0]));
    byPrefix = byNumber && count == 1 && prefix.isWhole();
  }

  /** What the place of a row depends on first; see {@link SortPrefix}. */
  public long prefix(int row) {
    return prefix.of(row);
  }

  /** The same of a row of a batch, in the table's columns. */
  public long prefix(Column[] source, int sourceRow) {
    return prefix.of(source, sourceRow);
  }

  /** The same of the first {@code count} rows of a batch. */
  public void prefixes(Column[] source, int count, long[] prefixes) {
    prefix.of(source, count, prefixes);
  }

  /** Orders two rows by their numbers. */
  public int compare(int a, int b) {
    int order = compare(a, b, columns.length);
    return order == 0 && byNumber ? Integer.compare(a, b) : order;
  }

  /** Whether rows are equal in the order, but for their numbers. */
  boolean equal(int a, int b) {
    return compare(a, b, columns.length) == 0;
  }

  /** Orders two rows by the given keys alone. */
  public int compareKeys(int a, int b) {
    return compare(a, b, keyCount);
  }

  private int compare(int a, int b, int count) {
    if (a == b) {
      return 0;
    }
    for (int i = 0; i < count; i++) {
      int column = columns[i];
      boolean left = table.isNull(a, column);
      boolean right = table.isNull(b, column);
      int order;
      if (left || right) {
        order = left == right ? 0 : left == nullsFirst[i] ? -1 : 1;
      } else {
        order = table.compare(column, a, b);
        order = descending[i] ? -order : order;
      }
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Orders a row of a batch, in the table's columns, and a row of the table. */
  public int compare(Column[] source, int sourceRow, int row) {
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      boolean left = source[column].isNull(sourceRow);
      boolean right = table.isNull(row, column);
      int order;
      if (left || right) {
        order = left == right ? 0 : left == nullsFirst[i] ? -1 : 1;
      } else {
        order = table.compare(column, source[column], sourceRow, row);
        order = descending[i] ? -order : order;
      }
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * Sorts row numbers {@code rows[from .. to)} without objects: many by their prefixes, which then
   * need not be fetched from the rows again, and those of the same prefix by merging.
   */
  public void sort(int[] rows, int from, int to) {
    if (to - from < MANY) {
      merge(rows, from, to);
      return;
    }
    PrefixSort sorted = new PrefixSort(to - from);
    for (int i = from; i < to; i++) {
      sorted.add(prefix.of(rows[i]), rows[i]);
    }
    sorted.sort();
    sorted.copy(rows, from);
    for (int start = 0, end; start < to - from; start = end) {
      end = sorted.endOfEqual(start);
      if (end - start > 1) {
        sortEqual(sorted.prefix(start), rows, from + start, from + end);
      }
    }
  }

  /** Sorts rows of the same prefix. */
  private void sortEqual(long same, int[] rows, int from, int to) {
    if (byPrefix && same != Long.MIN_VALUE && same != Long.MAX_VALUE) {
      Arrays.sort(rows, from, to);
    } else {
      merge(rows, from, to);
    }
  }

  private void merge(int[] rows, int from, int to) {
    if (to - from <= FEW) {
      sort(rows, rows, from, to);
      return;
    }
    int[] part = Arrays.copyOfRange(rows, from, to);
    sort(part.clone(), part, 0, part.length);
    System.arraycopy(part, 0, rows, from, part.length);
  }

  private void sort(int[] source, int[] target, int from, int to) {
    if (to - from <= FEW) {
      for (int i = from + 1; i < to; i++) {
        int row = target[i];
        int at = i;
        while (at > from && compare(target[at - 1], row) > 0) {
          target[at] = target[at - 1];
          at--;
        }
        target[at] = row;
      }
      return;
    }
    int middle = (from + to) >>> 1;
    sort(target, source, from, middle);
    sort(target, source, middle, to);
    if (compare(source[middle - 1], source[middle]) <= 0) {
      System.arraycopy(source, from, target, from, to - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right >= to || (left < middle && compare(source[left], source[right]) <= 0);
      target[i] = takeLeft ? source[left++] : source[right++];
    }
  }
}
