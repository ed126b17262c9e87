package io.leat.runtime.relation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Adds up any number of sequences of entries, each in order, piece by piece: the pieces follow one
 * another in order and are of bounded size. What only one sequence has is copied in stretches.
 */
public final class RunMerge implements Iterator<Entries> {
  private static final int PIECE_ENTRIES = 1 << 16;
  private static final int PIECE_BYTES = 32 << 20;

  /** Those that have something left, the one with the first entry first. */
  private final PriorityQueue<Run> runs = new PriorityQueue<>(RunMerge::compare);

  private @Nullable Entries next;

  /**
   * @param sequences of entries that follow one another in order; nobody changes the lists
   */
  public RunMerge(Collection<List<Entries>> sequences) {
    for (List<Entries> sequence : sequences) {
      add(new Run(sequence));
    }
    next = piece();
  }

  /** As {@link #RunMerge(Collection)}, of sequences of one each. */
  public static RunMerge of(Collection<Entries> runs) {
    List<List<Entries>> sequences = new ArrayList<>();
    runs.forEach(run -> sequences.add(List.of(run)));
    return new RunMerge(sequences);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Entries next() {
    Entries piece = next;
    if (piece == null) {
      throw new NoSuchElementException();
    }
    next = piece();
    return piece;
  }

  /** A sequence and how far it has been read. */
  private static final class Run {
    private final List<Entries> parts;
    private int nextPart;
    private Entries part = Entries.EMPTY;
    private int at;

    Run(List<Entries> parts) {
      this.parts = parts;
    }

    /** Goes to the next part if this one is at its end; false at the end of all. */
    boolean ahead() {
      while (at == part.size()) {
        if (nextPart == parts.size()) {
          return false;
        }
        part = parts.get(nextPart++);
        at = 0;
      }
      return true;
    }
  }

  private static int compare(Run a, Run b) {
    return a.part.compare(a.at, b.part, b.at);
  }

  private void add(Run run) {
    if (run.ahead()) {
      runs.add(run);
    }
  }

  /** The next piece that is not empty; null at the end. */
  private @Nullable Entries piece() {
    EntriesWriter writer = new EntriesWriter(64, 1 << 10);
    for (Run run = runs.poll(); run != null; run = runs.poll()) {
      Run other = runs.peek();
      int to = other == null ? run.part.size() : run.part.lowerBound(run.at, other.part, other.at);
      if (to == run.at) {
        addUp(run, writer);
      } else if (run.at == 0 && to == run.part.size() && fits(run.part)) {
        if (writer.size() > 0) {
          runs.add(run);
          break;
        }
        Entries whole = run.part;
        run.at = to;
        add(run);
        return whole;
      } else {
        to = run.part.within(run.at, to, PIECE_ENTRIES - writer.size(), PIECE_BYTES - writer.end());
        writer.add(run.part, run.at, to, 1);
        run.at = to;
        add(run);
      }
      if (writer.size() >= PIECE_ENTRIES || writer.end() >= PIECE_BYTES) {
        break;
      }
    }
    return writer.size() == 0 ? null : writer.toEntries();
  }

  /** Whether a part may be a piece as it is. */
  private static boolean fits(Entries part) {
    return part.size() >= TreeChange.LEAF_ENTRIES / 4 && part.size() <= 2 * PIECE_ENTRIES;
  }

  /** Takes the first entry out of all runs that have it. */
  private void addUp(Run first, EntriesWriter writer) {
    Entries source = first.part;
    int i = first.at;
    long count = source.count(i);
    for (Run other = runs.peek();
        other != null && source.compare(i, other.part, other.at) == 0;
        other = runs.peek()) {
      runs.remove();
      count = Math.addExact(count, other.part.count(other.at));
      other.at++;
      add(other);
    }
    writer.add(source, i, count);
    first.at++;
    add(first);
  }
}
