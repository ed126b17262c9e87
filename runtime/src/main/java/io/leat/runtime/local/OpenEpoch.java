package io.leat.runtime.local;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import java.util.ArrayList;
import java.util.List;

/** An epoch at work, and what its shards have made of it. */
final class OpenEpoch {
  private static final Share NOTHING = new Share(List.of(), List.of(), 0);

  final Epoch epoch;

  /** Whether shards are to end their parts now. */
  volatile boolean closing;

  private final Share[] shares;
  private int ended;

  /**
   * What one shard hands in when it has ended the epoch.
   *
   * @param results rows for the client, in order
   * @param tokens of the shard's sink writers, in order of nodes
   * @param sinkRows how many rows the tokens stand for
   */
  record Share(List<ChangeBatch> results, List<Token> tokens, long sinkRows) {}

  /** What commits one writer's part of an epoch. */
  @SuppressWarnings("ArrayRecordComponent")
  record Token(int sink, byte[] bytes) {}

  OpenEpoch(Epoch epoch, int shards) {
    this.epoch = epoch;
    this.shares = new Share[shards];
    java.util.Arrays.fill(shares, NOTHING);
  }

  /** Takes a shard's share; true for the last one. Guarded by the coordinator's lock. */
  boolean end(int shard, Share share) {
    shares[shard] = share;
    return ++ended == shares.length;
  }

  /** The rows for the client, shard by shard. */
  List<ChangeBatch> results() {
    List<ChangeBatch> all = new ArrayList<>();
    for (Share share : shares) {
      all.addAll(share.results());
    }
    return all;
  }

  /** The sinks' tokens, shard by shard. */
  List<Token> tokens() {
    List<Token> all = new ArrayList<>();
    for (Share share : shares) {
      all.addAll(share.tokens());
    }
    return all;
  }

  long sinkRows() {
    long rows = 0;
    for (Share share : shares) {
      rows += share.sinkRows();
    }
    return rows;
  }
}
