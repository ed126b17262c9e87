package io.leat.runtime.connector;

import io.leat.runtime.types.RowSchema;
import java.util.List;

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

    /** Whether no more splits will ever be found. */
    boolean exhausted();

    @Override
    void close();
  }
}
