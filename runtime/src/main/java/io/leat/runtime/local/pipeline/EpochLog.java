package io.leat.runtime.local.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch has changed, and the way to the next. Whoever holds one can go on from there:
 * epochs live for as long as somebody may ask for them.
 */
final class EpochLog {
  final long epoch;

  /** By relation; none is empty. */
  final Map<String, Changes> changes;

  volatile @Nullable EpochLog next;

  EpochLog(long epoch, Map<String, Changes> changes) {
    this.epoch = epoch;
    this.changes = Map.copyOf(changes);
  }

  long memoryBytes() {
    long bytes = 64;
    for (Changes each : changes.values()) {
      bytes += 64 + each.entries().memoryBytes();
    }
    return bytes;
  }
}
