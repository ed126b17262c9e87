package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.DrivenRun;
import io.leat.runtime.local.EpochDriver;
import io.leat.runtime.local.FrozenRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.RunState;
import io.leat.runtime.local.StoredTables;
import io.leat.runtime.relation.EntryTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A query that goes on: it is given the content of one epoch, then what each later epoch has
 * changed, as fast as its client reads. Epochs that change nothing that it reads are passed over.
 */
final class Follower implements EpochDriver {
  private final boolean ownNumbers;
  private final long silent;
  private final Inputs inputs;
  private final DrivenRun run;

  /** What it reads, as of the epoch at work: if its state is kept. */
  private final Map<String, RelationVersion> relations = new HashMap<>();

  private @Nullable RestoredRelations restored;
  private EpochLog position;
  private long number;
  private boolean made;
  private boolean started;
  private boolean working;
  private boolean input;

  /**
   * @param published the content that is read first, and where the changes after it are
   * @param silentStart whether the client has that content already and gets later changes only
   * @param restored what it had read before a restart; null if it begins
   */
  Follower(
      LocalRuntime runtime,
      Circuit circuit,
      RunOptions options,
      StoredTables sinks,
      Versions.Published published,
      boolean silentStart,
      @Nullable RestoredRelations restored) {
    Snapshot start = published.snapshot();
    this.inputs =
        restored == null
            ? new Inputs(start, Set.of())
            : new Inputs(restored.before(), Inputs.ids(circuit));
    this.restored = restored;
    this.ownNumbers = Inputs.hasConnectors(circuit);
    this.position = published.log();
    if (options.checkpoints() != null) {
      Inputs.of(circuit).forEach(name -> relations.put(name, start.get(name)));
    }
    this.silent = silentStart ? start.epoch() : -1;
    RunState state = options.restored();
    this.number = state != null ? state.epoch() : ownNumbers ? 0 : start.epoch() - 1;
    this.run = runtime.drive(circuit, options, new FollowedTables(inputs, sinks), this);
    synchronized (this) {
      this.made = true;
    }
    inputs.opened();
  }

  CircuitRun run() {
    return run;
  }

  /** Goes on if there is anything to do; whether it may ever be again. */
  boolean proceed() {
    synchronized (this) {
      if (!made) {
        return true; // The run calls back while it is being made; whoever makes it begins.
      }
      if (run.state() != CircuitRun.State.RUNNING) {
        return false;
      }
      try {
        if (!working && run.hasRoom() && ahead()) {
          working = true;
          run.advance(number);
        }
      } catch (RuntimeException | Error e) {
        // Whatever it is, it is this query's own affair: epochs are published whoever follows.
        run.fail(e);
        return false;
      }
    }
    return true;
  }

  /** Takes up the next epoch that has something for it. */
  private boolean ahead() {
    if (!started) {
      started = true;
      number++;
      if (restored != null) {
        inputs.add(restored.changes());
        restored = null;
      }
      return true;
    }
    for (EpochLog next = position.next; next != null; next = position.next) {
      position = next;
      inputs.requireContinued(next);
      Map<String, Changes> published = next.changes();
      published.forEach(
          (name, changes) ->
              relations.computeIfPresent(
                  name, (each, version) -> version.apply(changes.in(version.definition()))));
      if (inputs.add(published)) {
        input = false;
        number = ownNumbers ? number + 1 : next.epoch;
        return true;
      }
    }
    if (input) {
      input = false;
      number++;
      return true;
    }
    return false;
  }

  @Override
  public void inputAvailable() {
    synchronized (this) {
      input = true;
    }
    proceed();
  }

  @Override
  public void frozen(FrozenRun state, CompletableFuture<FrozenRun> asked) {
    Map<String, EntryTree> rows = new HashMap<>();
    synchronized (this) {
      relations.forEach((name, version) -> rows.put(name, version.rows()));
    }
    asked.complete(state.with(rows));
  }

  @Override
  public void epochEnded(long epoch) {
    synchronized (this) {
      working = false;
    }
    proceed();
  }

  @Override
  public void roomMade() {
    proceed();
  }

  @Override
  public boolean publishes(long epoch) {
    return epoch != silent || ownNumbers;
  }

  /** Reads what is followed, writes where somebody else says. */
  private record FollowedTables(Inputs inputs, StoredTables sinks) implements StoredTables {
    @Override
    public io.leat.runtime.connector.Source source(io.leat.runtime.circuit.Node.Source node) {
      return inputs.source(node);
    }

    @Override
    public io.leat.runtime.connector.Sink sink(io.leat.runtime.circuit.TableDefinition table) {
      return sinks.sink(table);
    }
  }

  @Nullable Throwable failure() {
    return run.failure();
  }
}
