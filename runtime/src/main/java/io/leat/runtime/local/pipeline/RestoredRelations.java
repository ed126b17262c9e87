package io.leat.runtime.local.pipeline;

import io.leat.runtime.local.RunState;
import io.leat.runtime.relation.Delta;
import io.leat.runtime.relation.EntryTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stored relations that a run reads: as it had read them when its state was kept, and now. */
final class RestoredRelations {
  private final Snapshot before;
  private final Snapshot now;

  /**
   * @param reads the full names of the relations; all are there now
   * @param orders indexes that the run needs, by relation
   */
  RestoredRelations(
      RunState state, Set<String> reads, Map<String, Set<List<Integer>>> orders, Snapshot now) {
    this.now = now;
    Map<String, RelationVersion> versions = new HashMap<>();
    for (String name : reads) {
      RelationDefinition declared = now.get(name).definition();
      RelationDefinition definition =
          new RelationDefinition(
              name, declared.schema(), declared.key(), declared.unique(), List.of());
      EntryTree rows = state.relations().getOrDefault(name, EntryTree.EMPTY);
      RelationVersion version = RelationVersion.of(definition, state.epoch(), rows);
      for (List<Integer> columns : orders.getOrDefault(name, Set.of())) {
        if (!version.hasOrder(columns)) {
          version = version.with(Arrangements.index(columns));
        }
      }
      versions.put(name, version);
    }
    this.before = new Snapshot(state.epoch(), versions);
  }

  /** What the run had read. */
  Snapshot before() {
    return before;
  }

  /** What has changed since. */
  Map<String, Changes> changes() {
    Map<String, Changes> changes = new LinkedHashMap<>();
    before
        .relations()
        .forEach(
            (name, version) -> {
              RelationVersion current = now.get(name);
              Delta delta = EntryTree.difference(version.rows(), current.rows());
              if (!delta.isEmpty()) {
                changes.put(name, new Changes(current.definition(), delta));
              }
            });
    return changes;
  }
}
