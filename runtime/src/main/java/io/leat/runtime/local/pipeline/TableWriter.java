package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.Delta;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies write sets to versions of tables that nobody else sees yet. For one thread. */
final class TableWriter {
  private final Map<String, RelationVersion> versions;

  /** What has been accepted, by table, to be added up. */
  private final Map<String, List<Delta>> accepted = new LinkedHashMap<>();

  TableWriter(Map<String, RelationVersion> versions) {
    this.versions = new HashMap<>(versions);
  }

  Map<String, RelationVersion> versions() {
    return versions;
  }

  /** What has been added up so far, by table; those left out have not changed. */
  Map<String, Changes> changes() {
    Map<String, Changes> changes = new LinkedHashMap<>();
    for (Map.Entry<String, List<Delta>> table : accepted.entrySet()) {
      List<Delta> list = table.getValue();
      Delta sum = Delta.sum(list);
      if (!sum.isEmpty()) {
        changes.put(table.getKey(), new Changes(version(table.getKey()).definition(), sum));
      }
      if (list.size() > 1) {
        table.setValue(new ArrayList<>(List.of(sum)));
      }
    }
    return changes;
  }

  /**
   * Applies all of a set, or throws and applies nothing.
   *
   * @return how many rows it touched
   * @throws LeatException 40001 if rows that it changes have changed since its base, or a table
   *     has, 23505 if rows would have the same key
   */
  long apply(WriteSet set) {
    if (set.writes().size() == 1) {
      // Nothing is accepted of a write that fails.
      return apply(set.writes().get(0), set.base());
    }
    Map<String, RelationVersion> before = new HashMap<>();
    Map<String, Integer> acceptedBefore = new HashMap<>();
    long rows = 0;
    try {
      for (TableWrite write : set.writes()) {
        String table = write.table();
        before.putIfAbsent(table, version(table));
        acceptedBefore.putIfAbsent(table, accepted.getOrDefault(table, List.of()).size());
        rows += apply(write, set.base());
      }
      return rows;
    } catch (RuntimeException | Error e) {
      versions.putAll(before);
      acceptedBefore.forEach(
          (table, size) -> {
            List<Delta> list = accepted.getOrDefault(table, new ArrayList<>());
            list.subList(size, list.size()).clear();
          });
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

  private long apply(TableWrite write, Snapshot base) {
    RelationVersion version = version(write.table());
    RelationVersion seen = base.find(write.table());
    if (seen != null && seen.since() != version.since()) {
      throw StaleRelation.altered(write.table());
    }
    if (write instanceof TableWrite.Put put) {
      return put(put, version);
    }
    if (write instanceof TableWrite.Change change) {
      return change(change, version, seen);
    }
    if (write instanceof TableWrite.Merge merge) {
      List<Entries> merged = List.of(merge(merge.changes(), version));
      return change(new TableWrite.Change(write.table(), merged), version, null);
    }
    Delta removed = EntryTree.difference(version.rows(), EntryTree.EMPTY);
    accept(write, version.cleared(), removed);
    return version.rows().count();
  }

  private void accept(TableWrite write, RelationVersion version, Delta changes) {
    if (!changes.isEmpty()) {
      versions.put(write.table(), version);
      accepted.computeIfAbsent(write.table(), table -> new ArrayList<>()).add(changes);
    }
  }

  /** What runs have changed: the trees tell, where there are several runs. */
  private static Delta changes(List<Entries> runs, RelationVersion before, RelationVersion after) {
    return runs.size() == 1
        ? Delta.of(runs.get(0))
        : EntryTree.difference(before.rows(), after.rows());
  }

  private long change(
      TableWrite.Change change, RelationVersion version, @Nullable RelationVersion seen) {
    long added = 0;
    long removed = 0;
    for (Entries run : change.runs()) {
      if (seen != null && seen.rows() != version.rows()) {
        requireUnchanged(run, seen, version);
      }
      for (int i = 0; i < run.size(); i++) {
        long count = run.count(i);
        added += Math.max(count, 0);
        removed -= Math.min(count, 0);
      }
    }
    RelationVersion changed = version.apply(change.runs());
    changed.check(change.runs(), true);
    accept(change, changed, changes(change.runs(), version, changed));
    return Math.max(added, removed);
  }

  private long put(TableWrite.Put put, RelationVersion version) {
    List<Entries> runs = new ArrayList<>();
    RelationVersion changed = version;
    long count = 0;
    for (Entries rows : put.runs()) {
      count += rows.total();
      Entries run = rows;
      if (changed.definition().unique() && changed.rows().entries() > 0) {
        run = replacing(rows, changed, put.ifAbsent());
        count -= put.ifAbsent() ? rows.total() - run.total() : 0;
      }
      if (run.size() > 0) {
        changed = changed.apply(List.of(run));
        runs.add(run);
      }
    }
    changed.check(runs, false);
    accept(put, changed, changes(runs, version, changed));
    return count;
  }

  /** The rows, and those that they replace taken away; or only those that replace none. */
  private static Entries replacing(Entries rows, RelationVersion version, boolean ifAbsent) {
    RowLayout layout = version.definition().layout();
    EntriesBuilder changes = new EntriesBuilder();
    for (int i = 0; i < rows.size(); i++) {
      EntryTree.Found found = version.sameKey(rows, i, layout);
      if (found != null && ifAbsent) {
        continue;
      }
      if (found != null) {
        Entries leaf = found.leaf();
        int at = found.index();
        changes.add(leaf.bytes(), leaf.start(at), leaf.length(at), -1);
      }
      changes.add(rows.bytes(), rows.start(i), rows.length(i), 1);
    }
    return changes.build();
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
      if (keyed && i > 0 && Rows.sameKey(changes, i - 1, i, layout)) {
        continue;
      }
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
