package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;

/** Arrays that multisets use one after the other. */
final class Scratch {
  final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  final int[] owners = new int[ChangeBatch.MAX_ROWS];
  final int[] rows = new int[ChangeBatch.MAX_ROWS];
  final Feed transitions = new Feed(new int[] {Feed.OWN_WEIGHTS});

  Scratch() {
    transitions.reserve(ChangeBatch.MAX_ROWS);
  }
}
