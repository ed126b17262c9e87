package io.leat.server.oracle;

import io.leat.runtime.testing.Batches.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What processing time means: a row's time is that of its epoch, windows close when an epoch's time
 * has come to their end, and a join sees the right side as it is at the end of the row's epoch.
 */
final class ProcessingTimeModel {
  /** Sizes and slides in seconds, whatever the scene makes of the seconds of event time. */
  static final long TUMBLE = 5;

  static final long SLIDE = 3;
  static final long HOP = 9;

  private final TimeScene scene;
  private final Map<String, TimeModel.Assigner> assigners =
      Map.of(
          "tick_tumble", TimeModel.tumble(TUMBLE * TimeScene.SECOND),
          "tick_hop", TimeModel.hop(SLIDE * TimeScene.SECOND, HOP * TimeScene.SECOND));

  /** Rows with their windows, by table for the other engine and the time that closes them. */
  private final Map<String, TreeMap<Long, List<Change>>> open = new LinkedHashMap<>();

  private final Map<@Nullable Object, List<@Nullable Object>> right = new LinkedHashMap<>();
  private final List<Change> epoch = new ArrayList<>();

  ProcessingTimeModel(TimeScene scene) {
    this.scene = scene;
    assigners.keySet().forEach(name -> open.put(name, new TreeMap<>()));
  }

  /** A row of the left side: a key, and whatever. */
  void take(Change change) {
    epoch.add(change);
  }

  /** A change of the right side, which has at most one row of a key at the end of an epoch. */
  void takeRight(Change change) {
    Object key = change.row().get(0);
    if (change.weight() > 0) {
      right.put(key, change.row());
    } else {
      right.remove(key, change.row());
    }
  }

  /** Ends an epoch: what it adds to the tables for the other engine. */
  List<History.Batch> endEpoch(long now, boolean end) {
    long shift =
        scene.zone().getRules().getOffset(java.time.Instant.ofEpochSecond(0)).getTotalSeconds()
            * TimeScene.SECOND;
    List<History.Batch> added = new ArrayList<>();
    assigners.forEach(
        (name, assigner) -> {
          TreeMap<Long, List<Change>> windows = open.computeIfAbsent(name, none -> new TreeMap<>());
          for (TimeModel.Span span : assigner.windows(now + shift)) {
            for (Change change : epoch) {
              List<@Nullable Object> row = new ArrayList<>(change.row());
              row.add(TimeScene.dateTime(span.start()));
              row.add(TimeScene.dateTime(span.end()));
              windows
                  .computeIfAbsent(span.end() - shift, none -> new ArrayList<>())
                  .add(new Change(row, change.weight()));
            }
          }
          List<Change> closed = new ArrayList<>();
          while (!windows.isEmpty() && (end || windows.firstKey() <= now)) {
            closed.addAll(windows.pollFirstEntry().getValue());
          }
          added.add(new History.Batch(name, closed));
        });
    List<Change> priced = new ArrayList<>();
    for (Change change : epoch) {
      List<@Nullable Object> match = right.get(change.row().get(0));
      priced.add(
          new Change(
              Arrays.asList(
                  change.row().get(0),
                  change.row().get(1),
                  match == null ? null : match.get(1),
                  match == null ? 0 : 1),
              change.weight()));
    }
    added.add(new History.Batch("priced", priced));
    epoch.clear();
    return added;
  }
}
