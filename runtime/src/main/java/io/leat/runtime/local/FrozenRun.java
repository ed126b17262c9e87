package io.leat.runtime.local;

import io.leat.runtime.connector.Split;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.state.ByteStateWriter;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
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
  private final Map<String, EntryTree> relations;

  FrozenRun(
      CheckpointedSinks sinks,
      OpenEpoch epoch,
      Map<String, List<byte[]>> tokens,
      Map<String, String> shapes,
      Runnable acknowledge,
      Map<String, EntryTree> relations) {
    this.sinks = sinks;
    this.epoch = epoch;
    this.tokens = tokens;
    this.shapes = shapes;
    this.acknowledge = acknowledge;
    this.relations = relations;
  }

  /** The same with rows of stored relations: what the run has made, and what it has read. */
  public FrozenRun with(Map<String, EntryTree> rows) {
    return new FrozenRun(sinks, epoch, tokens, shapes, acknowledge, Map.copyOf(rows));
  }

  /** See {@link #with}. */
  public Map<String, EntryTree> relations() {
    return relations;
  }

  /** Takes the state of one operator in one key group. */
  @FunctionalInterface
  public interface States<E extends Exception> {
    void take(String node, int keyGroup, byte[] bytes) throws E;
  }

  public long epoch() {
    return epoch.epoch.number();
  }

  /** See {@link RunState#shapes}. */
  public Map<String, String> shapes() {
    return shapes;
  }

  /** Gives the state of all operators, shard by shard; groups without state are left out. */
  public <E extends Exception> void states(States<E> target) throws E {
    for (OpenEpoch.Frozen shard : epoch.frozen()) {
      for (Map.Entry<String, FrozenState> operator : shard.operators().entrySet()) {
        if (operator.getValue() == FrozenState.EMPTY) {
          continue;
        }
        for (int group = 0; group < KeyGroups.COUNT; group++) {
          ByteStateWriter writer = new ByteStateWriter();
          operator.getValue().write(group, writer);
          if (!writer.isEmpty()) {
            target.take(operator.getKey(), group, writer.toBytes());
          }
        }
      }
    }
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
