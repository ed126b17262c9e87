package io.leat.runtime.connector.builtin.file;

/**
 * In which epoch all writers of a sink close their files. A writer asks for the epoch after the one
 * that it ends; since no shard begins an epoch before all have ended the one before, every writer
 * hears of it in time, and all close their files at the end of the same epoch: what becomes visible
 * is always of whole epochs. Used by several threads.
 */
final class RollPlan {
  private long epoch = Long.MIN_VALUE;

  /** Asks for the first epoch after {@code ended}, unless a roll at the end of that one is due. */
  synchronized void requestAfter(long ended) {
    if (epoch < ended) {
      epoch = ended + 1;
    }
  }

  /** Whether files are to be closed at the end of this epoch by a writer that last did in another. */
  synchronized boolean isDue(long ended, long lastRolled) {
    return epoch <= ended && epoch > lastRolled;
  }

  /** Whether a later epoch than this one is planned. */
  synchronized boolean isPlannedAfter(long ended) {
    return epoch > ended;
  }
}
