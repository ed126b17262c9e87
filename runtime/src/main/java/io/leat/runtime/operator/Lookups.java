package io.leat.runtime.operator;

import io.leat.runtime.connector.lookup.LookupAnswer;
import io.leat.runtime.connector.lookup.LookupFigures;
import io.leat.runtime.data.Epoch;
import java.util.List;

/** What an operator finds outside by key, without waiting for it. */
public interface Lookups {
  /**
   * Asks for the rows of keys; the shard is woken when all have come that are not there at once.
   *
   * @param keys different ones without NULLs, of values as {@link
   *     io.leat.runtime.connector.lookup.LookupKey} makes them
   */
  LookupAnswer ask(Epoch epoch, List<List<Object>> keys);

  /** What all shards have asked so far. */
  LookupFigures figures();
}
