package io.leat.runtime.connector;

import io.leat.runtime.connector.lookup.LookupOptions;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A table whose rows are found by key, as lookup joins ask for them. It opens nothing. */
public interface LookupSource {

  /** How the engine asks, and what it keeps of the answers. */
  LookupOptions options();

  /**
   * Opens a reader; one per join, for all shards. Not called of a table that is kept as a whole:
   * that is read by {@link Connector#source}.
   *
   * @param keys indexes into the schema of the columns that keys consist of
   * @param columns indexes into the schema of the columns that are wanted
   */
  LookupReader reader(
      List<Integer> keys, List<Integer> columns, RowSchema schema, LookupContext context);

  /**
   * What a reader may ask of its surroundings.
   *
   * @param threads for what blocks; there are few, shared by all
   */
  record LookupContext(Executor threads, ZoneId zone) {}

  /** Finds rows. Safe for use by several threads. */
  interface LookupReader extends AutoCloseable {

    /**
     * Finds the rows of some keys. If it fails, it is asked again, as often as the options say.
     *
     * @param keys different ones without NULLs, each a value for each key column, as {@link
     *     io.leat.runtime.connector.lookup.LookupKey} makes them
     * @return by key, in their order, the rows that have it: the wanted columns' boxed values
     */
    CompletableFuture<List<List<List<@Nullable Object>>>> lookup(List<List<Object>> keys);

    /** Lets go of everything, also of lookups that have not been answered. */
    @Override
    void close();
  }
}
