package io.leat.runtime.aggregate;

import java.util.List;

/** Gives different rows to accumulators, each once. */
interface DistinctFeed {
  /** Feeds rows to an accumulator when they come to be there, and takes them back when they go. */
  void feedDistinct(Accumulator accumulator);

  /** Those that are fed. */
  List<Accumulator> distinct();
}
