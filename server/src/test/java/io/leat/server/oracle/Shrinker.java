package io.leat.server.oracle;

import io.leat.runtime.testing.Batches.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a mismatch smaller while it stays one: a simpler layout, fewer tables, a simpler query,
 * fewer epochs, batches and rows.
 */
final class Shrinker {
  /** What depends on the layout may need another one after each step. */
  private static final int SEEDS = 8;

  private final Campaign campaign;
  private int triesLeft;
  private boolean progress;
  private Mismatch smallest;

  Shrinker(Duck duck, Mismatch mismatch, int tries) {
    this.campaign = new Campaign(duck, new Counts());
    this.smallest = mismatch;
    this.triesLeft = tries;
  }

  /**
   * The smallest that was found.
   *
   * @param tree the query's pieces, if it has any
   */
  Mismatch shrink(@Nullable Sql tree) {
    dropTables();
    simplifyLayout();
    Sql current = tree;
    do {
      progress = false;
      dropRows();
      current = current == null ? null : simplify(current);
      mergeEpochs();
    } while (progress && triesLeft > 0);
    return smallest;
  }

  private boolean attempt(Mismatch candidate) {
    if (triesLeft-- <= 0) {
      return false;
    }
    Optional<Mismatch> repeated = campaign.repeat(candidate);
    repeated.ifPresent(
        found -> {
          smallest = found;
          progress = true;
        });
    return repeated.isPresent();
  }

  private void dropTables() {
    String sql = smallest.query().sql();
    List<OracleTable> used =
        smallest.tables().stream()
            .filter(table -> Pattern.compile("\\b" + table.name() + "\\b").matcher(sql).find())
            .toList();
    Set<String> names = new LinkedHashSet<>();
    used.forEach(table -> names.add(table.name()));
    Mismatch fewer =
        smallest
            .with(used)
            .with(
                smallest.history().keep((table, change) -> names.contains(table)), smallest.what());
    boolean dropped = false;
    for (int i = 0; i < SEEDS && !dropped; i++) {
      dropped = attempt(fewer.with(Layout.of(smallest.layout().seed() + i)));
    }
  }

  private void simplifyLayout() {
    long seed = smallest.layout().seed();
    for (int shards : new int[] {1, 2, 3}) {
      for (boolean restarts : new boolean[] {false, true}) {
        for (int i = 0; i < SEEDS / 2; i++) {
          if (attempt(smallest.with(new Layout(seed + i, shards, restarts)))) {
            return;
          }
        }
      }
    }
  }

  private Sql simplify(Sql tree) {
    Sql current = tree;
    boolean smaller = true;
    while (smaller && triesLeft > 0) {
      smaller = false;
      for (Sql candidate : current.smaller()) {
        if (candidate.toString().length() < current.toString().length()
            && attempt(
                smallest.with(new OracleQuery(smallest.query().name(), candidate.toString())))) {
          current = candidate;
          smaller = true;
          break;
        }
      }
    }
    return current;
  }

  /** Drops all changes of a row, of halves of the rows first. */
  private void dropRows() {
    List<List<Object>> rows = rows();
    for (int size = Math.max(1, rows.size() / 2); size >= 1; size /= 2) {
      for (int from = 0; from < rows.size() && triesLeft > 0; from += size) {
        Set<List<Object>> dropped =
            new LinkedHashSet<>(rows.subList(from, Math.min(rows.size(), from + size)));
        attempt(
            smallest.with(
                smallest.history().keep((table, change) -> !dropped.contains(key(table, change))),
                smallest.what()));
      }
      rows = rows();
    }
  }

  private List<List<Object>> rows() {
    Set<List<Object>> rows = new LinkedHashSet<>();
    for (List<History.Batch> epoch : smallest.history().epochs()) {
      for (History.Batch batch : epoch) {
        batch.changes().forEach(change -> rows.add(key(batch.table(), change)));
      }
    }
    return new ArrayList<>(rows);
  }

  private static List<Object> key(String table, Change change) {
    return List.of(table, Canonical.row(change.row()).toString());
  }

  private void mergeEpochs() {
    for (int i = smallest.history().epochs().size() - 2; i >= 0; i--) {
      if (i + 1 < smallest.history().epochs().size()) {
        List<List<History.Batch>> epochs = new ArrayList<>(smallest.history().epochs());
        List<History.Batch> both = new ArrayList<>(epochs.get(i));
        both.addAll(epochs.remove(i + 1));
        epochs.set(i, both);
        attempt(smallest.with(new History(epochs), smallest.what()));
      }
    }
  }
}
