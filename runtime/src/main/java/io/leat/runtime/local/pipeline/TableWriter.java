package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies write sets to versions of tables that nobody else sees yet. For one thread. */
final class TableWriter {
  private final Map<String, RelationVersion> versions;
  private final Map<String, Entries> changes = new HashMap<>();

  TableWriter(Map<String, RelationVersion> versions) {
    this.versions = new HashMap<>(versions);
  }

  Map<String, RelationVersion> versions() {
    return versions;
  }

  /** What has been added up so far, by table. */
  Map<String, Entries> changes() {
    return changes;
  }

  /**
   * Applies all of a set, or throws and applies nothing.
   *
   * @return how many rows it touched
   * @throws LeatException 40001 if rows that it changes have changed since its base, or a table has,
   *     23505 if rows would have the same key
   */
  long apply(WriteSet set) {
    Map<String, RelationVersion> before = new HashMap<>();
    Map<String, Entries> changesBefore = new HashMap<>(changes);
    long rows = 0;
    try {
      for (TableWrite write : set.writes()) {
        before.putIfAbsent(write.table(), version(write.table()));
        rows += apply(write, set);
      }
      return rows;
    } catch (RuntimeException e) {
      versions.putAll(before);
      changes.clear();
      changes.putAll(changesBefore);
      throw e;
    }
  }

  private RelationVersion version(String table) {
    RelationVersion version = versions.get(table);
    if (version == null) {
      throw new LeatException(SqlState.UNDEFINED_TABLE, "table " + table + " has been dropped");
    }
    return version;
  }

  private long apply(TableWrite write, WriteSet set) {
    RelationVersion version = version(write.table());
    RelationVersion seen = set.base().find(write.table());
    if (seen != null && seen.since() != version.since()) {
      throw StaleRelation.altered(write.table());
    }
    Resolved resolved = resolve(write, version, seen);
    if (resolved.changes.size() > 0) {
      RelationVersion changed = version.apply(resolved.changes);
      changed.check(resolved.changes);
      versions.put(write.table(), changed);
      changes.merge(write.table(), resolved.changes, Entries::sum);
    }
    return resolved.rows;
  }

  private record Resolved(Entries changes, long rows) {}

  private static Resolved resolve(
      TableWrite write, RelationVersion version, @Nullable RelationVersion seen) {
    if (write instanceof TableWrite.Put put) {
      return put(put, version);
    }
    if (write instanceof TableWrite.Merge merge) {
      Entries changes = merge(merge.changes(), version);
      return new Resolved(changes, positives(changes));
    }
    if (write instanceof TableWrite.Change change) {
      if (seen != null && seen.rows() != version.rows()) {
        requireUnchanged(change.changes(), seen, version);
      }
      return new Resolved(change.changes(), positives(change.changes()));
    }
    return new Resolved(
        EntryTree.difference(version.rows(), EntryTree.EMPTY), version.rows().count());
  }

  private static long positives(Entries changes) {
    long added = 0;
    long removed = 0;
    for (int i = 0; i < changes.size(); i++) {
      long count = changes.count(i);
      added += Math.max(count, 0);
      removed -= Math.min(count, 0);
    }
    return Math.max(added, removed);
  }

  private static Resolved put(TableWrite.Put put, RelationVersion version) {
    if (!version.definition().unique()) {
      return new Resolved(put.rows(), put.rows().total());
    }
    if (version.rows().entries() == 0) {
      return new Resolved(put.rows(), put.rows().size());
    }
    RowLayout layout = version.definition().layout();
    EntriesBuilder changes = new EntriesBuilder();
    Entries rows = put.rows();
    long count = 0;
    for (int i = 0; i < rows.size(); i++) {
      EntryTree.Found found = version.sameKey(rows, i, layout);
      if (found != null && put.ifAbsent()) {
        continue;
      }
      count++;
      if (found != null) {
        Entries leaf = found.leaf();
        int at = found.index();
        changes.add(leaf.bytes(), leaf.start(at), leaf.length(at), -1);
      }
      changes.add(rows.bytes(), rows.start(i), rows.length(i), 1);
    }
    return new Resolved(changes.build(), count);
  }

  /** What changes that somebody else counts on come to here. */
  private static Entries merge(Entries changes, RelationVersion version) {
    boolean keyed = version.definition().unique();
    RowLayout layout = version.definition().layout();
    EntriesBuilder merged = new EntriesBuilder();
    int next;
    for (int i = 0; i < changes.size(); i = next) {
      next = i + 1;
      if (!keyed) {
        long count = Math.max(changes.count(i), -count(version, changes, i));
        merged.add(changes.bytes(), changes.start(i), changes.length(i), count);
        continue;
      }
      int last = changes.count(i) > 0 ? i : -1;
      while (next < changes.size() && Rows.sameKey(changes, i, next, layout)) {
        last = changes.count(next) > 0 ? next : last;
        next++;
      }
      EntryTree.Found found = version.sameKey(changes, i, layout);
      if (found != null) {
        Entries leaf = found.leaf();
        int at = found.index();
        merged.add(leaf.bytes(), leaf.start(at), leaf.length(at), -1);
      }
      if (last >= 0) {
        merged.add(changes.bytes(), changes.start(last), changes.length(last), 1);
      }
    }
    return merged.build();
  }

  /** First committer wins: the rows that are touched are as the writer has seen them. */
  private static void requireUnchanged(
      Entries changes, RelationVersion seen, RelationVersion current) {
    boolean keyed = current.definition().unique();
    RowLayout layout = current.definition().layout();
    for (int i = 0; i < changes.size(); i++) {
      boolean same;
      if (keyed) {
        same = equal(seen.sameKey(changes, i, layout), current.sameKey(changes, i, layout));
      } else {
        same = changes.count(i) > 0 || count(seen, changes, i) == count(current, changes, i);
      }
      if (!same) {
        throw new LeatException(
                SqlState.SERIALIZATION_FAILURE,
                "another transaction has changed the same row of "
                    + current.definition().name()
                    + " meanwhile")
            .withHint("run the transaction again");
      }
    }
  }

  private static long count(RelationVersion version, Entries entries, int i) {
    return version.rows().count(entries.bytes(), entries.start(i), entries.length(i));
  }

  private static boolean equal(EntryTree.@Nullable Found a, EntryTree.@Nullable Found b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    int aStart = a.leaf().start(a.index());
    int bStart = b.leaf().start(b.index());
    return Arrays.equals(
        a.leaf().bytes(),
        aStart,
        aStart + a.leaf().length(a.index()),
        b.leaf().bytes(),
        bStart,
        bStart + b.leaf().length(b.index()));
  }
}
