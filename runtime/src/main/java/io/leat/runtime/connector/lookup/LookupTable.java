package io.leat.runtime.connector.lookup;

import io.leat.runtime.data.Epoch;
import java.util.List;

/** Rows of a table outside, found by key. Safe for use by several threads; never blocks. */
public interface LookupTable extends AutoCloseable {

  /**
   * Asks for the rows of keys, as they are when the epoch is open. How old what has been kept may
   * be is measured by the epoch's time.
   *
   * @param keys different ones without NULLs, of values as {@link LookupKey} makes them
   * @param ready is called when all are answered that were not at once; by any thread
   */
  LookupAnswer ask(Epoch epoch, List<List<Object>> keys, Runnable ready);

  /** What has been asked so far. */
  LookupFigures figures();

  @Override
  void close();
}
