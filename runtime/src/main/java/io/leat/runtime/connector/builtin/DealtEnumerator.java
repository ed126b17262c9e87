package io.leat.runtime.connector.builtin;

import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.Split;
import java.util.List;

/** Finds the splits of a table whose rows are dealt to them, as {@link DealtCursor} says: once. */
public final class DealtEnumerator implements Source.SplitEnumerator {
  private final int mostSplits;
  private final Pace pace;
  private final long shared;
  private final List<Split> restored;
  private boolean exhausted;

  /**
   * @param mostSplits how many there are to be at most
   * @param shared the number that they share
   * @param restored splits that are there already: then the rest of these is found
   */
  public DealtEnumerator(int mostSplits, Pace pace, long shared, List<Split> restored) {
    this.mostSplits = mostSplits;
    this.pace = pace;
    this.shared = shared;
    this.restored = restored;
  }

  @Override
  public List<Split> discover(int shards) {
    if (exhausted) {
      return List.of();
    }
    exhausted = true;
    return restored.isEmpty()
        ? DealtCursor.splits(Math.min(shards, mostSplits), pace, shared)
        : DealtCursor.others(restored);
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public void close() {}
}
