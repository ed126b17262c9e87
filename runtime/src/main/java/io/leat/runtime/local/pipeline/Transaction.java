package io.leat.runtime.local.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * Several writes that become one: it reads the epoch at which it began, with its own writes on top.
 * For one thread at a time.
 */
public final class Transaction {
  private final Snapshot base;
  private final TableWriter writer;

  public Transaction(Snapshot base) {
    this.base = base;
    this.writer = new TableWriter(base.relations());
  }

  /** What it reads: tables with its own writes, views as of its beginning. */
  public Snapshot snapshot() {
    return new Snapshot(base.epoch(), writer.versions());
  }

  /**
   * Adds writes that were computed from {@link #snapshot}.
   *
   * @return how many rows they touched
   */
  public long write(List<TableWrite> writes) {
    return writer.apply(new WriteSet(writes, snapshot()));
  }

  /** Lets it read a relation that has been made after its beginning. */
  public void include(RelationVersion version) {
    writer.versions().putIfAbsent(version.definition().name(), version);
  }

  /** All of its writes. */
  public WriteSet writes() {
    List<TableWrite> writes = new ArrayList<>();
    writer
        .changes()
        .forEach(
            (table, changes) -> writes.add(new TableWrite.Change(table, changes.delta().parts())));
    return new WriteSet(writes, base);
  }
}
