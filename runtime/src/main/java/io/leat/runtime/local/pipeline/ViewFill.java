package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RunMerge;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view on its way to be readable: it reads the content of one epoch while others go on, then what
 * has changed meanwhile, and joins the order of epochs.
 */
public final class ViewFill {
  private final Pipeline pipeline;
  private final ViewRun view;
  private final long start;
  private Map<String, RelationVersion> startContent;

  /** What the view finds by key, as of the last epoch that it has been taken through. */
  private final Map<String, RelationVersion> relations = new HashMap<>();

  private EpochLog position;
  private EntryTree rows = EntryTree.EMPTY;
  private @Nullable RestoredRelations restored;
  private volatile boolean done;

  /**
   * @param first the number of its first epoch
   * @param start what it reads first
   * @param position where the changes after that are
   */
  ViewFill(Pipeline pipeline, ViewRun view, long first, Snapshot start, EpochLog position) {
    this.pipeline = pipeline;
    this.view = view;
    this.start = first;
    this.startContent = start.relations();
    view.claim.orders().keySet().forEach(name -> relations.put(name, start.get(name)));
    this.position = position;
  }

  ViewRun view() {
    return view;
  }

  public CircuitRun run() {
    return view.run();
  }

  /** Whether the view is readable. */
  public boolean isDone() {
    return done;
  }

  /** How many of the rows that were there at its start have been read, from 0 to 1. */
  public double progress() {
    long all = view.rowsAtStart();
    return all == 0 ? 1 : Math.min(1, (double) view.rowsRead() / all);
  }

  /**
   * Fills the view and makes it readable; the calling thread waits for that.
   *
   * @throws LeatException if its query fails or is stopped
   */
  public void finish() {
    try {
      RestoredRelations from = restored;
      if (from == null) {
        view.begin(start);
      } else {
        view.begin(start, from.changes(), from.before().relations(), startContent);
      }
      startContent = Map.of();
      restored = null;
      takeUp();
      requireRunning();
      catchUp();
      pipeline.join(this);
      done = true;
      rows = EntryTree.EMPTY;
      relations.clear();
      position = new EpochLog(0);
    } catch (RuntimeException | Error e) {
      pipeline.abandon(view);
      throw e;
    }
  }

  /** Goes on from a state: the rows that the view had, and what it had read by then. */
  void goOnFrom(EntryTree rowsThen, RestoredRelations read) {
    rows = rowsThen;
    restored = read;
  }

  /** Takes up what has been published since; gives all rows. */
  EntryTree catchUp() {
    for (EpochLog next = position.next; next != null; next = position.next) {
      position = next;
      view.requireContinued(next);
      Map<String, Changes> published = next.changes();
      if (view.isAffected(published)) {
        Map<String, RelationVersion> after = new HashMap<>(relations);
        published.forEach(
            (name, changes) ->
                after.computeIfPresent(
                    name, (each, version) -> version.apply(changes.in(version.definition()))));
        view.begin(next.epoch, published, relations, after);
        takeUp();
        relations.putAll(after);
      }
    }
    requireRunning();
    return rows;
  }

  /** Adds what the view has made of an epoch, which may be all of its rows. */
  private void takeUp() {
    RunMerge changes = RunMerge.of(view.end());
    view.refuse("is being filled");
    while (changes.hasNext()) {
      rows = rows.apply(changes.next());
    }
  }

  private void requireRunning() {
    if (view.run().state() == CircuitRun.State.STOPPED) {
      throw new LeatException(SqlState.QUERY_CANCELED, "the view's query was stopped");
    }
  }
}
