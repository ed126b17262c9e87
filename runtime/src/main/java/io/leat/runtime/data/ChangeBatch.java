package io.leat.runtime.data;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A columnar piece of a Z-set delta: {@code size} rows with integer weights. At most {@link
 * #MAX_ROWS} rows.
 *
 * <p>Ownership: a batch belongs to whoever filled its columns, and is only lent to {@code process}:
 * the callee reads it, never changes it, and must copy ({@link #copy}) what it needs after it has
 * returned. That is what lets a chain of operators reuse its arrays and allocate nothing per row.
 */
public final class ChangeBatch {
  public static final int MAX_ROWS = 4096;

  private final Column[] columns;
  private int size;
  private long @Nullable [] weights;

  /**
   * @param weights one per row, or null where all are +1
   */
  public ChangeBatch(List<Column> columns, int size, long @Nullable [] weights) {
    this(columns.toArray(new Column[0]), size, weights);
  }

  private ChangeBatch(Column[] columns, int size, long @Nullable [] weights) {
    this.columns = columns;
    this.size = size;
    this.weights = weights;
  }

  /** Lends the same columns out again after their owner has refilled them. */
  public void reset(int newSize, long @Nullable [] newWeights) {
    this.size = newSize;
    this.weights = newWeights;
  }

  public int size() {
    return size;
  }

  public int columnCount() {
    return columns.length;
  }

  public Column column(int index) {
    return columns[index];
  }

  public long weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /** The weights' array (length at least {@code size}), or null where all are +1. */
  public long @Nullable [] weights() {
    return weights;
  }

  /** How many rows it inserts and takes back: the sum of the weights without their signs. */
  public long changeCount() {
    if (weights == null) {
      return size;
    }
    long sum = 0;
    for (int row = 0; row < size; row++) {
      sum += Math.abs(weights[row]);
    }
    return sum;
  }

  /** Becomes a copy of a batch with the same classes of columns, in the arrays that it has. */
  public void copyOf(ChangeBatch other) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].clear();
      columns[i].append(other.columns[i], 0, other.size);
    }
    reset(other.size, other.weights == null ? null : Arrays.copyOf(other.weights, other.size));
  }

  /** A batch with arrays of its own, which may be kept and read by another thread. */
  public ChangeBatch copy() {
    Column[] copies = new Column[columns.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = columns[i].copy(size);
    }
    return new ChangeBatch(copies, size, weights == null ? null : Arrays.copyOf(weights, size));
  }
}
