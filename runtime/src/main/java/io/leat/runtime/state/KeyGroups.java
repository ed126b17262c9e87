package io.leat.runtime.state;

/**
 * State is divided into {@link #COUNT} key groups by a hash that never changes between versions; a
 * shard owns the groups {@code from .. to} (to exclusive). State without a key lives in group
 * {@link #PINNED}.
 */
public record KeyGroups(int from, int to) {
  public static final int COUNT = 128;
  public static final int PINNED = 0;

  /** The groups of shard {@code shard} of {@code shards}; ranges differ in size by one at most. */
  public static KeyGroups ofShard(int shard, int shards) {
    return new KeyGroups(first(shard, shards), first(shard + 1, shards));
  }

  /** The shard that owns a group. */
  public static int shardOf(int group, int shards) {
    return (int) ((long) group * shards / COUNT);
  }

  private static int first(int shard, int shards) {
    return (int) (((long) shard * COUNT + shards - 1) / shards);
  }

  public boolean contains(int group) {
    return group >= from && group < to;
  }
}
