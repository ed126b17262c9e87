package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Source;
import io.leat.runtime.local.StoredTables;
import java.util.Optional;

/** What a bounded query reads: the rows of one snapshot, by a range of keys if a node has one. */
class SnapshotTables implements StoredTables {
  private final Snapshot snapshot;

  SnapshotTables(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * What a node reads.
   *
   * @throws io.leat.runtime.error.LeatException if the relation is not what was planned for
   */
  final RelationVersion version(Node.Source node) {
    RelationVersion version = snapshot.get(node.table().name());
    StaleRelation.requireCurrent(node, version);
    return version;
  }

  @Override
  public Source source(Node.Source node) {
    RelationVersion version = version(node);
    Optional<KeyRange> range = node.range();
    if (range.isPresent()) {
      return new KeyLookup(version).source(range.get());
    }
    EntriesSource source =
        new EntriesSource(version.definition(), version.definition().key(), true);
    source.add(version.rows(), null, null);
    return source;
  }
}
