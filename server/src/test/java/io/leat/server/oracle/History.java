package io.leat.server.oracle;

import io.leat.runtime.testing.Batches.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** What happens to tables: epochs of batches, which name their tables. */
public record History(List<List<Batch>> epochs) {

  /** Changes of one table that are given at once. */
  public record Batch(String table, List<Change> changes) {
    public Batch {
      changes = List.copyOf(changes);
    }

    @Override
    public String toString() {
      return table
          + changes.stream()
              .map(change -> (change.weight() > 0 ? "+" : "") + change.weight() + change.row())
              .collect(Collectors.joining(" ", ": ", ""));
    }
  }

  public History {
    epochs = epochs.stream().map(List::copyOf).toList();
  }

  History prefix(int count) {
    return new History(epochs.subList(0, count));
  }

  /** All batches in one epoch. */
  History inOneEpoch() {
    return new History(List.of(epochs.stream().flatMap(List::stream).toList()));
  }

  /** Without the changes that are not to be kept, and without batches of none. */
  History keep(BiPredicate<String, Change> kept) {
    List<List<Batch>> rest = new ArrayList<>();
    for (List<Batch> epoch : epochs) {
      List<Batch> batches = new ArrayList<>();
      for (Batch batch : epoch) {
        List<Change> changes =
            batch.changes().stream().filter(change -> kept.test(batch.table(), change)).toList();
        if (!changes.isEmpty()) {
          batches.add(new Batch(batch.table(), changes));
        }
      }
      rest.add(batches);
    }
    return new History(rest);
  }

  int changes() {
    return epochs.stream().flatMap(List::stream).mapToInt(batch -> batch.changes().size()).sum();
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      lines.add("epoch " + (i + 1));
      epochs.get(i).forEach(batch -> lines.add("  " + batch));
    }
    return String.join("\n", lines);
  }
}
