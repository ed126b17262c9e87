package io.leat.server.avatica;

import java.util.List;

/**
 * A batch that stopped at one of its statements.
 *
 * @see #counts()
 */
final class BatchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Long> counts;
  private final Throwable error;

  BatchFailure(List<Long> counts, Throwable error) {
    super(null, error, false, false);
    this.counts = List.copyOf(counts);
    this.error = error;
  }

  /**
   * The update counts of the statements before the one that failed; {@link
   * java.sql.Statement#EXECUTE_FAILED} for each of the batch if it was undone as a whole.
   */
  List<Long> counts() {
    return counts;
  }

  Throwable error() {
    return error;
  }
}
