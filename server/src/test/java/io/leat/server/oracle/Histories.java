package io.leat.server.oracle;

import io.leat.runtime.testing.Batches.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random histories: rows are inserted, deleted and updated, alone and in crowds; within an epoch in
 * any order, so that a row may be taken back before it comes, and in batches of any size. At the
 * end of an epoch no row is there a negative number of times, and no key twice.
 */
final class Histories {
  private static final int CROWDED = 25;

  /** Edges beyond these make too many paths. */
  private static final int MOST_EDGES = 12;

  private final Random random;

  Histories(Random random) {
    this.random = random;
  }

  History of(List<OracleTable> tables, int epochs) {
    List<List<History.Batch>> all = new ArrayList<>();
    List<List<List<@Nullable Object>>> live = new ArrayList<>();
    tables.forEach(table -> live.add(new ArrayList<>()));
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<History.Batch> batches = new ArrayList<>();
      boolean quiet = random.nextInt(8) == 0;
      for (int i = 0; i < tables.size() && !quiet; i++) {
        List<Change> changes = changes(tables.get(i), live.get(i), epoch);
        Collections.shuffle(changes, random);
        cut(tables.get(i).name(), changes, batches);
      }
      Collections.shuffle(batches, random);
      all.add(batches);
    }
    return new History(all);
  }

  private List<Change> changes(OracleTable table, List<List<@Nullable Object>> live, int epoch) {
    List<Change> changes = new ArrayList<>();
    int kind = random.nextInt(20);
    if (kind == 0 && !table.appendOnly()) {
      live.forEach(row -> changes.add(new Change(row, -1)));
      live.clear();
      return changes;
    }
    int count =
        kind < 4 ? 0 : kind < 6 ? 1 : kind < 18 ? 1 + random.nextInt(6) : 8 + random.nextInt(16);
    if (epoch < 2) {
      count += 4;
    }
    for (int i = 0; i < count; i++) {
      change(table, live, changes);
    }
    return changes;
  }

  private void change(OracleTable table, List<List<@Nullable Object>> live, List<Change> changes) {
    if (table.edges() && table.appendOnly() && live.size() >= MOST_EDGES) {
      return;
    }
    int crowded = table.edges() ? MOST_EDGES : CROWDED;
    int choice = table.appendOnly() ? 0 : random.nextInt(live.size() > crowded ? 16 : 10);
    if (choice < 5 || live.isEmpty()) {
      List<@Nullable Object> row = unusedKey(table, live);
      if (row == null) {
        return;
      }
      boolean twice = table.key() == null && !table.appendOnly() && random.nextInt(6) == 0;
      add(row, twice ? 2 : 1, live, changes);
    } else if (choice < 8) {
      update(table, live, changes);
    } else {
      delete(live, changes);
    }
  }

  /** A new row; null if each key that was tried is there already. */
  private @Nullable List<@Nullable Object> unusedKey(
      OracleTable table, List<List<@Nullable Object>> live) {
    int key = table.keyIndex();
    for (int i = 0; i < 4; i++) {
      List<@Nullable Object> row = table.randomRow(random);
      if (key < 0 || live.stream().noneMatch(other -> row.get(key).equals(other.get(key)))) {
        return row;
      }
    }
    return null;
  }

  private void add(
      List<@Nullable Object> row,
      int times,
      List<List<@Nullable Object>> live,
      List<Change> changes) {
    changes.add(new Change(row, times));
    for (int i = 0; i < times; i++) {
      live.add(row);
    }
  }

  private void update(OracleTable table, List<List<@Nullable Object>> live, List<Change> changes) {
    int at = random.nextInt(live.size());
    List<@Nullable Object> before = live.get(at);
    List<@Nullable Object> after = new ArrayList<>(before);
    List<@Nullable Object> other = table.randomRow(random);
    if (table.edges()) {
      after = other;
    } else {
      int column = random.nextInt(table.columns().size());
      if (column == table.keyIndex()) {
        return;
      }
      after.set(column, other.get(column));
    }
    live.set(at, after);
    changes.add(new Change(before, -1));
    changes.add(new Change(after, 1));
  }

  private void delete(List<List<@Nullable Object>> live, List<Change> changes) {
    List<@Nullable Object> row = live.remove(random.nextInt(live.size()));
    if (random.nextBoolean() && live.remove(row)) {
      changes.add(new Change(row, -2));
    } else {
      changes.add(new Change(row, -1));
    }
  }

  private void cut(String table, List<Change> changes, List<History.Batch> batches) {
    int size = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(Math.max(1, changes.size()));
    for (int from = 0; from < changes.size(); from += size) {
      batches.add(
          new History.Batch(table, changes.subList(from, Math.min(changes.size(), from + size))));
    }
  }
}
