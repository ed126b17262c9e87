package io.leat.runtime.local;

import io.leat.runtime.connector.Split;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.state.FrozenState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run's state as of the end of an epoch, while the run goes on: to be written, then committed.
 * For one thread, which need not be a worker.
 */
public final class FrozenRun implements AutoCloseable {
  private final CheckpointedSinks sinks;
  private final OpenEpoch epoch;
  private final Map<String, List<byte[]>> tokens;
  private final Map<String, String> shapes;
  private final Runnable acknowledge;
  private final long number;
  private final Map<String, EntryTree> relations;

  FrozenRun(
      CheckpointedSinks sinks,
      OpenEpoch epoch,
      Map<String, List<byte[]>> tokens,
      Map<String, String> shapes,
      Runnable acknowledge,
      long number,
      Map<String, EntryTree> relations) {
    this.sinks = sinks;
    this.epoch = epoch;
    this.tokens = tokens;
    this.shapes = shapes;
    this.acknowledge = acknowledge;
    this.number = number;
    this.relations = relations;
  }

  /** The same with rows of stored relations: what the run has made, and what it has read. */
  public FrozenRun with(Map<String, EntryTree> rows) {
    return new FrozenRun(sinks, epoch, tokens, shapes, acknowledge, number, Map.copyOf(rows));
  }

  /** See {@link #with}. */
  public Map<String, EntryTree> relations() {
    return relations;
  }

  public long epoch() {
    return epoch.epoch.number();
  }

  /** See {@link RunState#shapes}. */
  public Map<String, String> shapes() {
    return shapes;
  }

  /** How often the run has been frozen, this time included. */
  public long number() {
    return number;
  }

  /** The state of the operators of each shard, by the ids of nodes. */
  public List<Map<String, FrozenState>> operators() {
    return epoch.frozen().stream().map(OpenEpoch.Frozen::operators).toList();
  }

  /** How far event time has come in what each node reads: the least of all shards. */
  public Map<String, Long> bounds() {
    Map<String, Long> bounds = new LinkedHashMap<>();
    for (OpenEpoch.Frozen shard : epoch.frozen()) {
      shard.bounds().forEach((node, bound) -> bounds.merge(node, bound, EventTime::least));
    }
    return bounds;
  }

  public Map<String, List<Split>> offsets() {
    return epoch.offsets();
  }

  /** What sinks have prepared and not committed. */
  public Map<String, List<byte[]>> tokens() {
    return tokens;
  }

  /** Makes durable what the tokens stand for; before the checkpoint is. */
  public void persist() {
    sinks.persist(tokens);
  }

  /**
   * The checkpoint is durable: what the sinks have prepared becomes visible, and the sources hear
   * that they will not be asked for it again. If that fails, so does the run.
   */
  public void commit() {
    sinks.commit(tokens);
    acknowledge.run();
  }

  /** Lets go of the state; the tokens may still be committed. */
  @Override
  public void close() {
    for (OpenEpoch.Frozen shard : epoch.frozen()) {
      shard.operators().values().forEach(FrozenState::close);
    }
    epoch.forgetFrozen();
  }
}
