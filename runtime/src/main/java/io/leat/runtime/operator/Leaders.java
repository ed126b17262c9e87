package io.leat.runtime.operator;

import io.leat.runtime.aggregate.KeyNumbers;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.List;

/**
 * Tells which rows that are never taken back may be among the first of their partition: a row is
 * not if as many rows as there are places have come that are surely before it, now or earlier. What
 * it knows of earlier rows it may forget at any time: then it only lets more rows pass.
 */
final class Leaders {
  /** Places known at once: few enough to stay in the processor's cache. */
  private static final int MOST_PLACES = 1 << 14;

  private final int places;
  private final KeyNumbers partitions;
  private final RowOrder order;
  private final Column[] source;
  private int[] numbers = {};
  private long[] prefixes = {};

  /**
   * By partition its first sort prefixes, ascending; {@link Long#MAX_VALUE} where none is known.
   */
  private long[] first = {};

  /** How many partitions have places in {@link #first}. */
  private int known;

  /**
   * @param schema of the batches
   * @param order all columns follow
   * @param places at least 1
   */
  Leaders(RowSchema schema, List<Integer> partition, List<SortKey> order, int places) {
    this.places = places;
    this.partitions =
        new KeyNumbers(
            partition.stream().mapToInt(Integer::intValue).toArray(),
            schema.select(partition).types().stream().map(Column::of).toList());
    this.order = new RowOrder(new RowTable(schema.types(), 0), order, true);
    this.source = new Column[schema.size()];
  }

  /**
   * Puts the rows of a batch that may have a place into {@code rows}, ascending.
   *
   * @return how many there are
   */
  int select(ChangeBatch batch, int[] rows) {
    if (known * (long) places > MOST_PLACES) {
      partitions.clear();
      known = 0;
    }
    int size = batch.size();
    reserve(size);
    for (int i = 0; i < source.length; i++) {
      source[i] = batch.column(i);
    }
    partitions.find(batch, numbers);
    makeRoom(partitions.size());
    order.prefixes(source, size, prefixes);
    long[] weights = batch.weights();
    for (int i = 0; i < size; i++) {
      if (weights == null || weights[i] != 0) {
        enter(numbers[i] * places, prefixes[i]);
      }
    }
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (prefixes[i] <= first[numbers[i] * places + places - 1]) {
        rows[count++] = i;
      }
    }
    return count;
  }

  /** Puts a prefix among those of a partition, which begin at {@code from}. */
  private void enter(int from, long prefix) {
    int at = from + places - 1;
    if (prefix >= first[at]) {
      return;
    }
    while (at > from && first[at - 1] > prefix) {
      first[at] = first[at - 1];
      at--;
    }
    first[at] = prefix;
  }

  private void reserve(int size) {
    if (numbers.length < size) {
      numbers = new int[Math.max(64, size)];
      prefixes = new long[numbers.length];
    }
  }

  private void makeRoom(int partitionCount) {
    int end = partitionCount * places;
    if (end > first.length) {
      first = Arrays.copyOf(first, Math.max(end, 2 * first.length));
    }
    if (partitionCount > known) {
      Arrays.fill(first, known * places, end, Long.MAX_VALUE);
      known = partitionCount;
    }
  }
}
