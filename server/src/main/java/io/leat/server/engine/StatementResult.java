package io.leat.server.engine;

import io.leat.runtime.local.ResultStream;

/** What a statement gave. */
public sealed interface StatementResult {

  /**
   * Rows, maybe without end. The caller closes the stream.
   *
   * @param changes whether they are changes of a relation: two columns {@code op} and {@code
   *     epoch}, then the relation's
   */
  record Rows(ResultStream stream, boolean bounded, boolean changes) implements StatementResult {

    /** Rows that are the relation itself. */
    public Rows(ResultStream stream, boolean bounded) {
      this(stream, bounded, false);
    }
  }

  /** The number of rows written or changed; 0 for statements that change no rows. */
  record Updated(long count) implements StatementResult {}
}
