package io.leat.server.oracle;

/**
 * How a circuit is driven.
 *
 * @param seed of all that is random about it
 * @param mostShards on how many shards at most
 * @param restarts whether its state moves to other shards at times
 */
record Layout(long seed, int mostShards, boolean restarts) {

  /** Up to four shards, with restarts. */
  static Layout of(long seed) {
    return new Layout(seed, 4, true);
  }

  @Override
  public String toString() {
    return (mostShards == 1 ? "one shard" : "up to " + mostShards + " shards")
        + (restarts ? ", with restarts" : ", without restarts")
        + ", seed "
        + seed;
  }
}
