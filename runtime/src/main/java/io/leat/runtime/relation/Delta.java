package io.leat.runtime.relation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * Changes of any size: entries in order, in parts that are not too large for an array. The parts
 * may be those of trees. Immutable.
 */
public final class Delta {
  public static final Delta EMPTY = new Delta(List.of());

  private final List<Entries> parts;
  private final long entries;

  private Delta(List<Entries> parts) {
    this(parts, parts.stream().mapToLong(Entries::size).sum());
  }

  private Delta(List<Entries> parts, long entries) {
    this.parts = parts;
    this.entries = entries;
  }

  public static Delta of(Entries entries) {
    return entries.size() == 0 ? EMPTY : new Delta(List.of(entries), entries.size());
  }

  /**
   * Parts one after the other.
   *
   * @param parts each after the one before, none empty
   */
  public static Delta ofParts(List<Entries> parts) {
    return parts.isEmpty() ? EMPTY : new Delta(List.copyOf(parts));
  }

  /** Several, in any order, added up. */
  public static Delta ofRuns(Collection<Entries> runs) {
    return runs.size() == 1 ? of(runs.iterator().next()) : collected(RunMerge.of(runs));
  }

  /** Several added up. */
  public static Delta sum(Collection<Delta> all) {
    if (all.size() == 1) {
      return all.iterator().next();
    }
    List<List<Entries>> sequences = new ArrayList<>();
    for (Delta delta : all) {
      if (!delta.isEmpty()) {
        sequences.add(delta.parts);
      }
    }
    return sequences.size() == 1 ? new Delta(sequences.get(0)) : collected(new RunMerge(sequences));
  }

  private static Delta collected(Iterator<Entries> pieces) {
    List<Entries> parts = new ArrayList<>();
    pieces.forEachRemaining(parts::add);
    return ofParts(parts);
  }

  public Delta plus(Delta other) {
    return isEmpty() ? other : other.isEmpty() ? this : sum(List.of(this, other));
  }

  /** The same byte strings with the opposite counts. */
  public Delta negated() {
    return new Delta(parts.stream().map(Entries::negated).toList());
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Each after the one before; none is empty. */
  public List<Entries> parts() {
    return parts;
  }

  /** How many byte strings there are. */
  public long entries() {
    return entries;
  }

  /** Bytes of memory, those shared with trees too. */
  public long memoryBytes() {
    long bytes = 0;
    for (Entries part : parts) {
      bytes += part.memoryBytes();
    }
    return bytes;
  }
}
