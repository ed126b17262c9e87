package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Source;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.StoredTables;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stored relations that a driven run reads, and what it is given of them. */
final class Inputs implements StoredTables {
  private @Nullable Snapshot start;
  private long rowsAtStart;
  private final Set<String> foundByKey;
  private final List<ArrangedRelation> arranged = new ArrayList<>();
  private final List<EntriesSource> sources = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /**
   * @param start the epoch whose content is read first
   * @param foundByKey ids of sources whose content need not be read, only its changes
   */
  Inputs(Snapshot start, Set<String> foundByKey) {
    this.start = start;
    this.foundByKey = foundByKey;
  }

  /** The ids of the sources that only joins read which find their rows by key. */
  static Set<String> foundByKey(Circuit circuit) {
    List<Node> nodes = circuit.nodes();
    boolean[] read = new boolean[nodes.size()];
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node instanceof Node.Join join) {
        boolean other = join.rightArranged().isPresent();
        read[join.left()] |= other || join.leftArranged().isEmpty();
        read[join.right()] |= !other;
      } else if (read[i] || !(node instanceof Node.Exchange)) {
        node.inputs().forEach(input -> read[input] = true);
      }
    }
    Set<String> found = new LinkedHashSet<>();
    for (int i = 0; i < read.length; i++) {
      if (!read[i] && nodes.get(i) instanceof Node.Source source) {
        found.add(source.id());
      }
    }
    return found;
  }

  /** The ids of all sources. */
  static Set<String> ids(Circuit circuit) {
    Set<String> ids = new LinkedHashSet<>();
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Source source) {
        ids.add(source.id());
      }
    }
    return ids;
  }

  /** The stored relations that a circuit names, by full name. */
  static Set<String> of(Circuit circuit) {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Source source && source.table().isStored()) {
        names.add(source.table().name());
      }
    }
    return names;
  }

  /** Whether a circuit reads connectors. */
  static boolean hasConnectors(Circuit circuit) {
    return circuit.nodes().stream()
        .anyMatch(node -> node instanceof Node.Source source && !source.table().isStored());
  }

  @Override
  public Source source(Node.Source node) {
    Snapshot snapshot = start;
    if (snapshot == null) {
      throw new IllegalStateException("all sources are open");
    }
    RelationVersion version = snapshot.get(node.table().name());
    StaleRelation.requireCurrent(node, version);
    EntriesSource source =
        new EntriesSource(version.definition(), version.definition().key(), false);
    if (!foundByKey.contains(node.id())) {
      rowsAtStart += version.rows().entries();
      source.add(version.rows(), null, null);
    }
    sources.add(source);
    names.add(node.table().name());
    return source;
  }

  /** A relation whose rows are found by key; one for all shards. */
  @Override
  public ArrangedRelation arrangement(Arranged wanted) {
    for (ArrangedRelation each : arranged) {
      if (each.relation.equals(wanted.table().name()) && each.columns.equals(wanted.key())) {
        return each;
      }
    }
    Snapshot snapshot = start;
    if (snapshot == null) {
      throw new IllegalStateException("all arrangements are open");
    }
    ArrangedRelation made = new ArrangedRelation(snapshot.get(wanted.table().name()), wanted.key());
    arranged.add(made);
    return made;
  }

  /** The relations that are found by key, before and after the next epoch. */
  void arrange(Map<String, RelationVersion> before, Map<String, RelationVersion> after) {
    for (ArrangedRelation each : arranged) {
      RelationVersion old = before.get(each.relation);
      RelationVersion now = after.get(each.relation);
      if (old == null || now == null) {
        throw new IllegalStateException(each.relation + " has no content");
      }
      each.advance(old, now);
    }
  }

  /** All sources are open: lets go of what they are filled from. */
  void opened() {
    start = null;
  }

  /** Gives what an epoch has changed; whether that is anything. */
  boolean add(Map<String, Changes> changes) {
    boolean any = false;
    for (int i = 0; i < sources.size(); i++) {
      Changes changed = changes.get(names.get(i));
      if (changed != null) {
        sources.get(i).add(changed);
        any = true;
      }
    }
    return any;
  }

  /**
   * Checks that what follows is a continuation of what was read.
   *
   * @throws LeatException if a relation that is read has ended with this epoch
   */
  void requireContinued(EpochLog log) {
    for (String name : names) {
      EpochLog.Ending ending = log.endings.get(name);
      if (ending != null) {
        throw new LeatException(ending.sqlState(), name + " " + ending.why());
      }
    }
  }

  /** How many changes there are of what is read. */
  long changed(Map<String, Changes> changes) {
    long entries = 0;
    for (String name : names) {
      Changes changed = changes.get(name);
      entries += changed == null ? 0 : changed.delta().entries();
    }
    return entries;
  }

  boolean reads(Map<String, Changes> changes) {
    for (String name : names) {
      if (changes.containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  long rowsRead() {
    return sources.stream().mapToLong(EntriesSource::rowsRead).sum();
  }

  /** How many rows there are to read at first. */
  long rowsAtStart() {
    return rowsAtStart;
  }
}
