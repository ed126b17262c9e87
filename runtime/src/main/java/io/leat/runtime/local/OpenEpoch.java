package io.leat.runtime.local;

import io.leat.runtime.connector.Split;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An epoch at work, and what its shards have made of it. */
final class OpenEpoch {
  private static final Share NOTHING = new Share(List.of(), List.of(), 0, List.of(), false, null);

  final Epoch epoch;

  /** Whether shards are to end their parts now. */
  volatile boolean closing;

  /** Who waits for the state as of its end; null if nobody does. */
  final @Nullable CompletableFuture<FrozenRun> checkpoint;

  private final Share[] shares;
  private int ended;

  /**
   * What one shard hands in when it has ended the epoch.
   *
   * @param results rows for the client, in order
   * @param tokens of the shard's sink writers, in order of nodes
   * @param sinkRows how many rows the tokens stand for
   * @param offsets of the shard's source readers
   * @param inputEnded whether its operators know that no further input comes
   * @param frozen the shard's state, if somebody waits for it
   */
  record Share(
      List<ChangeBatch> results,
      List<Token> tokens,
      long sinkRows,
      List<Offsets> offsets,
      boolean inputEnded,
      @Nullable Frozen frozen) {}

  /** A shard's state as of the end of the epoch, by the ids of nodes. */
  record Frozen(Map<String, FrozenState> operators, Map<String, Long> bounds) {}

  /** Where one reader is after the epoch. */
  record Offsets(String source, List<Split> splits) {}

  /** What commits one writer's part of an epoch. */
  @SuppressWarnings("ArrayRecordComponent")
  record Token(int sink, byte[] bytes) {}

  OpenEpoch(Epoch epoch, int shards, @Nullable CompletableFuture<FrozenRun> checkpoint) {
    this.epoch = epoch;
    this.checkpoint = checkpoint;
    this.shares = new Share[shards];
    Arrays.fill(shares, NOTHING);
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

  /** The sinks' tokens, shard by shard; the caller's. */
  List<Token> tokens() {
    List<Token> all = new ArrayList<>();
    for (Share share : shares) {
      if (!share.tokens().isEmpty()) {
        all.addAll(share.tokens());
      }
    }
    return all;
  }

  /** Where the readers are, by the source's id. */
  Map<String, List<Split>> offsets() {
    return bySource(allOffsets());
  }

  /** The same reader by reader. */
  List<Offsets> allOffsets() {
    List<Offsets> all = new ArrayList<>();
    for (Share share : shares) {
      all.addAll(share.offsets());
    }
    return all;
  }

  /** The places of readers, put together by the sources' ids. */
  static Map<String, List<Split>> bySource(List<Offsets> readers) {
    Map<String, List<Split>> all = new HashMap<>();
    for (Offsets offsets : readers) {
      all.computeIfAbsent(offsets.source(), id -> new ArrayList<>()).addAll(offsets.splits());
    }
    return all;
  }

  /** Where the readers of one shard are. */
  List<Offsets> offsets(int shard) {
    return shares[shard].offsets();
  }

  /** The states of the shards. */
  List<Frozen> frozen() {
    List<Frozen> all = new ArrayList<>();
    for (Share share : shares) {
      if (share.frozen() != null) {
        all.add(share.frozen());
      }
    }
    return all;
  }

  /** Nobody needs the states any more. */
  void forgetFrozen() {
    for (int i = 0; i < shares.length; i++) {
      Share share = shares[i];
      shares[i] =
          new Share(
              List.of(), List.of(), share.sinkRows(), share.offsets(), share.inputEnded(), null);
    }
  }

  /** Whether the operators of all shards know that no further input comes. */
  boolean isFinal() {
    return Arrays.stream(shares).allMatch(Share::inputEnded);
  }

  long sinkRows() {
    long rows = 0;
    for (Share share : shares) {
      rows += share.sinkRows();
    }
    return rows;
  }
}
