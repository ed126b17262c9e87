package io.leat.runtime.connector;

import io.leat.runtime.data.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads splits into columns. Called by one thread at a time; never blocks. */
public interface SourceReader extends AutoCloseable {

  /** Gives it more splits to read, each from its offset. */
  void assign(List<Split> splits);

  /**
   * Appends at most {@code maxRows} rows that are available now to {@code columns}, which are
   * empty, one per wanted column. Reads fewer rather than wait.
   *
   * @return the number of rows appended
   */
  int read(Column[] columns, int maxRows);

  /**
   * The weights of the rows that the last {@link #read} gave, at least as many: +1 inserts a row,
   * −1 takes one back. Null if all are +1, as they always are of an append-only source.
   */
  default long @Nullable [] weights() {
    return null;
  }

  /**
   * When it is worth calling {@link #read} again: 0 for at once, {@link Long#MAX_VALUE} for not
   * before {@link ReaderContext#wake} is called, else a reading of {@link Clock#nanoTime}.
   */
  long nextReadNanos();

  /** Whether all the assigned splits have been read to their end. */
  boolean finished();

  /**
   * Whether this reader tells its splits apart, so that event time is followed in each of them. If
   * so, rows of one {@link #read} are of one split.
   */
  default boolean splitsApart() {
    return false;
  }

  /** If it tells splits apart: that of the last read's rows, from 0 in order of assignment. */
  default int split() {
    return 0;
  }

  /** If it tells splits apart: whether one of them has been read to its end. */
  default boolean finished(int split) {
    return finished();
  }

  /** The splits with their offsets after the rows that {@link #read} has given so far. */
  List<Split> offsets();

  /** A checkpoint that holds these offsets is durable: the source may forget what came before. */
  default void acknowledge(List<Split> offsets) {}

  @Override
  void close();
}
