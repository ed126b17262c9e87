package io.leat.runtime.connector;

import io.leat.runtime.data.Column;
import java.util.List;

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
   * When it is worth calling {@link #read} again: 0 for at once, {@link Long#MAX_VALUE} for not
   * before {@link ReaderContext#wake} is called, else a reading of {@link Clock#nanoTime}.
   */
  long nextReadNanos();

  /** Whether all the assigned splits have been read to their end. */
  boolean finished();

  /** The splits with their offsets after the rows that {@link #read} has given so far. */
  List<Split> offsets();

  /** A checkpoint that holds these offsets is durable: the source may forget what came before. */
  default void acknowledge(List<Split> offsets) {}

  @Override
  void close();
}
