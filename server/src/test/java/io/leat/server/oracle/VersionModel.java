package io.leat.server.oracle;

import io.leat.runtime.testing.Batches.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a table that has one row for each key at a time, as a join FOR SYSTEM_TIME AS OF
 * sees them: each row holds from its time on until the next one's of its key. A row that is taken
 * back without another one of its key in the same epoch holds until the bound of event time at that
 * time. Of two rows of one time the one that came last holds.
 *
 * <p>The rows for the other engine have a column more: 1 where a key has none from then on.
 */
final class VersionModel implements TimeModel.Rows {
  private final TimeModel table;
  private final TimeScene scene;
  private final int timeColumn;
  private final Map<@Nullable Object, TreeMap<Long, Version>> versions = new LinkedHashMap<>();
  private List<Change> late = List.of();

  private record Version(List<@Nullable Object> row, boolean isEnd) {
    List<@Nullable Object> shown() {
      List<@Nullable Object> shown = new ArrayList<>(row);
      shown.add(isEnd ? 1 : 0);
      return shown;
    }
  }

  VersionModel(TimeModel table, TimeScene scene, int timeColumn) {
    this.table = table;
    this.scene = scene;
    this.timeColumn = timeColumn;
  }

  @Override
  public List<Change> close(long judging, long closing) {
    late = new ArrayList<>();
    Map<List<@Nullable Object>, Long> net = new LinkedHashMap<>();
    for (Change change : table.epochRows()) {
      net.merge(change.row(), change.weight(), (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }
    Set<@Nullable Object> renewed =
        net.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey().get(0))
            .collect(Collectors.toSet());
    List<Change> changes = new ArrayList<>();
    net.forEach(
        (row, weight) -> {
          long time = table.time(row);
          if (weight > 0 && time < judging) {
            late.add(new Change(row, weight));
          } else if (weight > 0) {
            put(time, new Version(row, false), changes);
          } else if (!renewed.contains(row.get(0))) {
            end(Math.max(judging, time), row, changes);
          }
        });
    return changes;
  }

  private void put(long time, Version version, List<Change> changes) {
    Version before =
        versions.computeIfAbsent(version.row().get(0), key -> new TreeMap<>()).put(time, version);
    if (before != null) {
      changes.add(new Change(before.shown(), -1));
    }
    changes.add(new Change(version.shown(), 1));
  }

  private void end(long time, List<@Nullable Object> row, List<Change> changes) {
    Version there = versions.computeIfAbsent(row.get(0), key -> new TreeMap<>()).get(time);
    if (there == null || there.isEnd() || there.row().equals(row)) {
      List<@Nullable Object> ended = new ArrayList<>(row);
      ended.set(timeColumn, scene.valueOf(time));
      put(time, new Version(ended, true), changes);
    }
  }

  @Override
  public List<Change> late() {
    return late;
  }
}
