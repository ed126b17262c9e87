package io.leat.server.engine;

import io.leat.runtime.local.ResultStream;

/** What a statement gave. */
public sealed interface StatementResult {

  /** Rows, maybe without end. The caller closes the stream. */
  record Rows(ResultStream stream, boolean bounded) implements StatementResult {}

  /** The number of rows written or changed; 0 for statements that change no rows. */
  record Updated(long count) implements StatementResult {}
}
