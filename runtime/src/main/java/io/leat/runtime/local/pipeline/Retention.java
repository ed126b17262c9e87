package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.Delta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The epochs of the past that can be asked for. Safe for use by several threads. */
final class Retention {
  private Pipeline.Limits limits;
  private final ArrayDeque<EpochLog> kept = new ArrayDeque<>();
  private long bytes;

  Retention(EpochLog first, Pipeline.Limits limits) {
    this.limits = limits;
    kept.add(first);
  }

  synchronized void add(EpochLog log) {
    kept.add(log);
    bytes += log.memoryBytes();
    forget();
  }

  /** Keeps more or less from now on. */
  synchronized void limit(Pipeline.Limits newLimits) {
    limits = newLimits;
    forget();
  }

  private void forget() {
    while (kept.size() > 1 && (kept.size() > limits.epochs() + 1 || bytes > limits.bytes())) {
      bytes -= kept.removeFirst().memoryBytes();
    }
  }

  /** Where to go on from after an epoch: the newest one that is not after it. */
  synchronized EpochLog position(long epoch) {
    EpochLog found = null;
    for (EpochLog log : kept) {
      if (log.epoch <= epoch) {
        found = log;
      }
    }
    if (found == null) {
      throw gone(epoch);
    }
    return found;
  }

  /** The content as of an epoch: the newest, with what has changed since taken back. */
  Snapshot at(long epoch, Snapshot newest) {
    if (epoch == newest.epoch()) {
      return newest;
    }
    if (epoch > newest.epoch()) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "epoch " + epoch + " has not been yet: the newest is " + newest.epoch());
    }
    Map<String, RelationVersion> relations = new HashMap<>(newest.relations());
    relations.values().removeIf(version -> version.since() > epoch);
    Map<String, List<Delta>> undone = new HashMap<>();
    for (EpochLog log = position(epoch).next; log != null; log = log.next) {
      if (log.epoch <= newest.epoch()) {
        log.changes()
            .forEach(
                (name, changes) -> {
                  RelationVersion version = relations.get(name);
                  if (version != null) {
                    undone
                        .computeIfAbsent(name, each -> new ArrayList<>())
                        .add(changes.in(version.definition()).negated());
                  }
                });
      }
    }
    undone.forEach(
        (name, changes) ->
            relations.computeIfPresent(name, (each, version) -> version.apply(Delta.sum(changes))));
    return new Snapshot(epoch, relations);
  }

  private synchronized LeatException gone(long epoch) {
    return new LeatException(
            SqlState.INVALID_PARAMETER_VALUE,
            "epoch " + epoch + " is not kept any more: the oldest is " + kept.getFirst().epoch)
        .withHint("read the newest: only so much of the past is kept");
  }
}
