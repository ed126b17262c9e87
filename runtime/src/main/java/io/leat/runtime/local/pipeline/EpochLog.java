package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.SqlState;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch has changed, and the way to the next. Whoever holds one can go on from there:
 * epochs live for as long as somebody may ask for them.
 */
final class EpochLog {
  final long epoch;

  /** Null where they are packed. */
  private final @Nullable Map<String, Changes> changes;

  private final PastChanges.@Nullable Packed packed;

  /** The relations of which no further changes come, or none that fit to those before. */
  final Map<String, Ending> endings;

  volatile @Nullable EpochLog next;

  /**
   * Why those who follow a relation cannot go on.
   *
   * @param why to be read after the relation's name
   */
  record Ending(String sqlState, String why) {
    static final Ending DROPPED = new Ending(SqlState.UNDEFINED_TABLE, "has been dropped");
    static final Ending OTHER_COLUMNS =
        new Ending(SqlState.NOT_READY, "has got other columns meanwhile");

    static Ending failed(String reason) {
      return new Ending(SqlState.NOT_READY, "is not kept up to date any more: " + reason);
    }
  }

  /** Of no changes. */
  EpochLog(long epoch) {
    this(epoch, Map.of(), Map.of(), new PastChanges());
  }

  /**
   * @param past packs what is small
   */
  EpochLog(
      long epoch, Map<String, Changes> changes, Map<String, Ending> endings, PastChanges past) {
    this.epoch = epoch;
    this.packed = past.pack(changes);
    this.changes = packed == null ? Map.copyOf(changes) : null;
    this.endings = Map.copyOf(endings);
  }

  /** By relation; none is empty. They may be made anew for each call. */
  Map<String, Changes> changes() {
    return changes != null ? changes : Objects.requireNonNull(packed).changes();
  }

  long memoryBytes() {
    if (changes == null) {
      return 96L + Objects.requireNonNull(packed).length();
    }
    long bytes = 64;
    for (Changes each : changes.values()) {
      bytes += 64 + each.delta().memoryBytes();
    }
    return bytes;
  }
}
