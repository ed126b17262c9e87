package io.leat.runtime.connector;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a table: an enumerator finds splits, readers read them. */
public interface Source {

  /** Whether the input ends by itself. */
  boolean bounded();

  /** Whether the input only ever adds rows; otherwise {@link SourceReader#weights} tells more. */
  default boolean appendOnly() {
    return true;
  }

  /** Opens the enumerator; one per circuit. */
  SplitEnumerator enumerator();

  /**
   * Opens the enumerator after a restart.
   *
   * @param restored the splits that readers go on with, and those that they had finished: {@link
   *     SplitEnumerator#discover} gives nothing of what they cover
   */
  default SplitEnumerator enumerator(List<Split> restored) {
    Set<String> known = restored.stream().map(Split::id).collect(Collectors.toSet());
    SplitEnumerator all = enumerator();
    return new SplitEnumerator() {
      @Override
      public List<Split> discover(int shards) {
        return all.discover(shards).stream().filter(split -> !known.contains(split.id())).toList();
      }

      @Override
      public long intervalNanos() {
        return all.intervalNanos();
      }

      @Override
      public boolean exhausted() {
        return all.exhausted();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }

  /**
   * Opens a reader; one per shard.
   *
   * @param columns indexes into the table's schema of the columns that are wanted, in the order
   *     wanted
   */
  SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context);

  /** Finds the splits of a table. Called by one thread at a time. */
  interface SplitEnumerator extends AutoCloseable {

    /**
     * The splits found since the last call.
     *
     * @param shards the number of readers: a hint for how finely to split what has no natural
     *     splits; the table's content does not depend on it
     */
    List<Split> discover(int shards);

    /** How long to wait between two calls of {@link #discover}, if it is not exhausted. */
    default long intervalNanos() {
      return 1_000_000_000L;
    }

    /** Whether no more splits will ever be found. */
    boolean exhausted();

    @Override
    void close();
  }
}
