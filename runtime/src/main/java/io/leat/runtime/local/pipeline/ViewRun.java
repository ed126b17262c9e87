package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.DrivenRun;
import io.leat.runtime.local.EpochDriver;
import io.leat.runtime.local.FrozenRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.StoredTables;
import io.leat.runtime.operator.Arrangement;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The circuit of a materialized view at work. It is given one epoch after the other, first by the
 * thread that fills it, then by the pipeline's.
 */
final class ViewRun implements EpochDriver {
  /** An epoch of so few changes is not worth waking the workers. */
  private static final int FEW_CHANGES = 500;

  final RelationDefinition definition;
  final Set<String> reads;

  /** What it must find by key. */
  final Arrangements.Claim claim;

  /** Whether it takes but a moment for each row that changes. */
  final boolean quick;

  /** Those of the running views that it reads; {@link Views}'. */
  List<ViewRun> readViews = List.of();

  /** Whether an epoch has begun here and not been ended; {@link Views}'. */
  boolean atWork;

  private final Inputs inputs;
  private final ViewSink sink;
  private final DrivenRun run;
  private final Runnable onInput;
  private volatile boolean input;
  private volatile CompletableFuture<Void> working = CompletableFuture.completedFuture(null);
  private boolean started;

  /** The state as of the epoch that has ended, and who has asked for it. */
  private volatile @Nullable Frozen frozen;

  private record Frozen(FrozenRun state, CompletableFuture<FrozenRun> asked) {}

  /**
   * @param circuit ends in a result of the view's columns
   * @param claim of the circuit; what it names is in the start
   * @param start what its inputs are filled from; or, if the options name a state that it goes on
   *     from, what they held then
   * @param onInput is told when a connector has rows for it
   */
  ViewRun(
      LocalRuntime runtime,
      RelationDefinition definition,
      Circuit circuit,
      Arrangements.Claim claim,
      RunOptions options,
      Snapshot start,
      Runnable onInput) {
    this.definition = definition;
    this.claim = claim;
    this.quick = NodeCost.areQuick(circuit.nodes());
    this.reads = Inputs.of(circuit);
    this.started = options.restored() != null;
    this.inputs = new Inputs(start, started ? Inputs.ids(circuit) : Inputs.foundByKey(circuit));
    this.sink = new ViewSink(definition);
    this.onInput = onInput;
    this.run = runtime.drive(intoSink(circuit, definition), options, tables(), this);
    inputs.opened();
    var unused = run.whenEnded().thenRun(this::ended);
  }

  private StoredTables tables() {
    return new StoredTables() {
      @Override
      public Source source(Node.Source node) {
        return inputs.source(node);
      }

      @Override
      public Arrangement arrangement(Arranged arranged) {
        return inputs.arrangement(arranged);
      }

      @Override
      public Sink sink(TableDefinition table) {
        return sink;
      }
    };
  }

  private static Circuit intoSink(Circuit circuit, RelationDefinition definition) {
    TableDefinition table =
        new TableDefinition(definition.name(), definition.schema(), Map.of(), definition.key());
    List<Node> nodes = new ArrayList<>();
    for (Node node : circuit.nodes()) {
      nodes.add(
          node instanceof Node.Result result
              ? new Node.Sink(result.id(), result.input(), table)
              : node);
    }
    return new Circuit(nodes);
  }

  CircuitRun run() {
    return run;
  }

  /** Rows read of its stored inputs, and how many there were at first. */
  long rowsRead() {
    return inputs.rowsRead();
  }

  long rowsAtStart() {
    return inputs.rowsAtStart();
  }

  /** Whether an epoch with these changes has anything for it. */
  boolean isAffected(Map<String, Changes> changes) {
    return !started || input || inputs.reads(changes);
  }

  /**
   * Checks that an epoch can follow on what was read.
   *
   * @throws LeatException if a relation that it reads has ended
   */
  void requireContinued(EpochLog log) {
    inputs.requireContinued(log);
  }

  /** Whether a view that it reads is at work in an epoch. */
  boolean readsUnfinished() {
    for (int i = 0; i < readViews.size(); i++) {
      if (readViews.get(i).atWork) {
        return true;
      }
    }
    return false;
  }

  /** Opens the first epoch, which reads the start's content. */
  void begin(long epoch) {
    begin(epoch, Map.of(), Map.of(), Map.of());
  }

  /**
   * Opens an epoch.
   *
   * @param before the relations that it reads, as of the epoch before
   * @param after the same with the changes added
   */
  void begin(
      long epoch,
      Map<String, Changes> changes,
      Map<String, RelationVersion> before,
      Map<String, RelationVersion> after) {
    boolean hadInput = input;
    input = false;
    CompletableFuture<Void> work = new CompletableFuture<>();
    working = work;
    if (run.state() == CircuitRun.State.RUNNING) {
      boolean few = started && !hadInput && inputs.changed(changes) <= FEW_CHANGES;
      if (started) {
        inputs.arrange(before, after);
      }
      started = true;
      inputs.add(changes);
      if (few) {
        run.advanceHere(epoch);
      } else {
        run.advance(epoch);
      }
    } else {
      work.complete(null);
    }
  }

  /**
   * Waits for the end of the epoch.
   *
   * @return what it has changed, to be added up
   * @throws LeatException if the run has failed
   */
  List<Entries> end() {
    working.join();
    Throwable failure = run.failure();
    if (run.state() == CircuitRun.State.FAILED && failure != null) {
      throw failure instanceof LeatException known
          ? known
          : new LeatException(
              SqlState.INTERNAL_ERROR, "internal error: " + failure, null, null, failure);
    }
    if (run.state() == CircuitRun.State.STOPPED) {
      throw new LeatException(SqlState.QUERY_CANCELED, "the view's query was stopped");
    }
    return sink.take();
  }

  @Override
  public void inputAvailable() {
    input = true;
    onInput.run();
  }

  @Override
  public void frozen(FrozenRun state, CompletableFuture<FrozenRun> asked) {
    frozen = new Frozen(state, asked);
  }

  /**
   * The view's rows are as of the epoch that has ended: whoever has asked for the state gets it.
   *
   * @param versions of all relations as of that epoch
   */
  void answer(Map<String, RelationVersion> versions) {
    Frozen found = frozen;
    if (found != null) {
      frozen = null;
      Map<String, EntryTree> rows = new HashMap<>();
      Set<String> names = new LinkedHashSet<>(reads);
      names.add(definition.name());
      for (String name : names) {
        RelationVersion version = versions.get(name);
        if (version != null) {
          rows.put(name, version.rows());
        }
      }
      found.asked().complete(found.state().with(rows));
    }
  }

  /** The state as of that epoch is none to go on from. */
  void refuse(String why) {
    Frozen found = frozen;
    if (found != null) {
      frozen = null;
      found.state().close();
      found
          .asked()
          .completeExceptionally(
              new LeatException(SqlState.NOT_READY, definition.name() + " " + why));
    }
  }

  @Override
  public void epochEnded(long epoch) {
    working.complete(null);
  }

  private void ended() {
    working.complete(null);
  }

  void stop() {
    run.stop();
  }

  /** Ends it for a reason that its run does not know. */
  void fail(Throwable why) {
    run.fail(why);
  }
}
