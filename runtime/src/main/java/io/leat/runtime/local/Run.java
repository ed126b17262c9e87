package io.leat.runtime.local;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Split;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.operator.Arrangement;
import io.leat.runtime.step.CircuitShard;
import io.leat.runtime.step.UnreadSources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A circuit at work: one {@link ShardTask} per shard, the epochs they agree on, and what becomes of
 * complete epochs. Results are published by the worker that completes an epoch. Sinks commit on a
 * thread of their own, epoch after epoch, while the next epoch is at work; the one after that
 * waits.
 */
final class Run implements DrivenRun {
  private static final int MAX_PENDING_COMMITS = 2;

  /** So long a thread that drives the run works on an epoch itself. */
  private static final long SHORT_NANOS = 1_000_000;

  /** Before it looks at the clock, each shard has had so many slices. */
  private static final int UNTIMED_ROUNDS = 3;

  final Circuit circuit;
  final RunOptions options;
  final EpochCoordinator epochs;
  final RowErrorLog rowErrors = new RowErrorLog();
  final CheckpointedSinks checkpointedSinks;
  private final WorkerRuntime runtime;
  private final SerialExecutor commits;
  private final AtomicInteger pendingCommits = new AtomicInteger();
  private final AtomicLong sinkRows = new AtomicLong();
  private final StoredTables stored;
  private final @Nullable EpochDriver driver;
  private final @Nullable ResultQueue results;
  private final RunEnds ends;
  private final AtomicLong lookupErrors = new AtomicLong();
  private final Set<String> complete = new HashSet<>();
  private final List<ShardTask> tasks = new ArrayList<>();
  private final AtomicInteger shardsAtWork = new AtomicInteger();
  private final CompletableFuture<State> ended = new CompletableFuture<>();
  private volatile State state = State.RUNNING;
  private volatile @Nullable Throwable failure;
  private volatile List<OpenEpoch.Offsets> offsets = List.of();

  private final AtomicLong timesFrozen = new AtomicLong();

  /** What it goes on from, until it is open. */
  private @Nullable RunState restored;

  /**
   * Opens everything; closes it again if something fails.
   *
   * @param driver opens the epochs; null for a run that opens them itself
   */
  Run(
      WorkerRuntime runtime,
      Circuit circuit,
      RunOptions options,
      StoredTables stored,
      @Nullable EpochDriver driver) {
    this.stored = stored;
    this.driver = driver;
    this.runtime = runtime;
    this.circuit = circuit;
    this.restored = options.restored();
    this.options = options.from(null);
    boolean timed = circuit.nodes().stream().anyMatch(Node.Watermark.class::isInstance);
    RunState from = restored;
    if (from != null) {
      from.requireFits(circuit);
    }
    this.epochs =
        new EpochCoordinator(
            runtime.shards(), timed, runtime.clock(), from == null ? 0 : from.epoch());
    this.checkpointedSinks = new CheckpointedSinks(options.checkpoints() != null, this::fail);
    this.commits = new SerialExecutor(runtime.commitThreads());
    this.results = resultQueue();
    this.ends = new RunEnds(runtime, circuit, this.options, stored);
    try {
      open();
    } catch (RuntimeException | Error e) {
      closeFailed(e);
      discard();
      throw e;
    }
  }

  private @Nullable ResultQueue resultQueue() {
    ResultQueue queue = null;
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Result result) {
        if (queue != null) {
          throw new IllegalArgumentException("a circuit with two results");
        }
        queue =
            new ResultQueue(result.schema(), this::roomMade, this::stop, runtime.callbackThreads());
      }
    }
    return queue;
  }

  private void open() {
    ends.open(restored, checkpointedSinks, this::lookupFailed);
    ExchangeQueue[][] exchanges = new ExchangeQueue[circuit.nodes().size()][];
    for (int i = 0; i < exchanges.length; i++) {
      boolean crosses = CircuitShard.crossesShards(circuit.nodes().get(i)) && runtime.shards() > 1;
      exchanges[i] = new ExchangeQueue[crosses ? runtime.shards() : 0];
      java.util.Arrays.setAll(exchanges[i], shard -> new ExchangeQueue());
    }
    for (int shard = 0; shard < runtime.shards(); shard++) {
      ShardTask task =
          new ShardTask(
              this, shard, runtime.shards(), runtime.worker(shard), runtime.clock(), exchanges);
      tasks.add(task);
      task.open(runtime.operators(), restored);
    }
    restored = null;
    shardsAtWork.set(tasks.size());
  }

  /** Something of a table that rows are looked up in cannot be read. */
  private void lookupFailed(Node.Lookup node, String sqlState, String message, String record) {
    if (options.failOnRowError()) {
      fail(new LeatException(sqlState, message));
      return;
    }
    lookupErrors.incrementAndGet();
    OpenEpoch open = epochs.open();
    rowErrors.add(
        new RowError(open == null ? 0 : open.epoch.number(), node.id(), sqlState, message, record));
  }

  /** Closes what has been opened, in place of {@link #start}. */
  void discard() {
    tasks.forEach(ShardTask::close);
    ends.close(this::close);
  }

  void start() {
    tasks.forEach(Task::wake);
  }

  /** What it reads from and writes to. */
  RunEnds ends() {
    return ends;
  }

  Arrangement arrangement(Arranged arranged) {
    return stored.arrangement(arranged);
  }

  ShardTask task(int shard) {
    return tasks.get(shard);
  }

  /** Where the readers of each source, by its node's id, were at the end of the last epoch. */
  Map<String, List<Split>> offsets() {
    return OpenEpoch.bySource(offsets);
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  boolean isDriven() {
    return driver != null;
  }

  /** A source of a driven run has rows between epochs. */
  void inputAvailable() {
    if (driver != null) {
      driver.inputAvailable();
    }
  }

  @Override
  public void advance(long epoch) {
    epochs.open(epoch);
    wakeAll();
  }

  @Override
  public void advanceHere(long epoch) {
    int claimed = 0;
    while (claimed < tasks.size() && tasks.get(claimed).claim()) {
      claimed++;
    }
    try {
      epochs.open(epoch);
      if (claimed == tasks.size()) {
        workHere();
      }
    } finally {
      for (int i = 0; i < claimed; i++) {
        tasks.get(i).release();
      }
    }
    if (claimed < tasks.size()) {
      wakeAll();
    }
  }

  /** Works on all shards in turn until they wait for something else, or the time is over. */
  private void workHere() {
    // Few changes are done with in so many rounds: a reading of the clock would cost as much.
    for (int i = 0; i < UNTIMED_ROUNDS; i++) {
      if (!roundHere()) {
        return;
      }
    }
    long start = System.nanoTime();
    boolean worked = true;
    while (worked && System.nanoTime() - start < SHORT_NANOS) {
      worked = roundHere();
    }
  }

  /** A slice of each shard that has something to do; whether one had. */
  private boolean roundHere() {
    boolean worked = false;
    for (int i = 0; i < tasks.size(); i++) {
      worked |= tasks.get(i).runClaimed();
    }
    return worked;
  }

  private void roomMade() {
    wakeWaiting();
    if (driver != null) {
      driver.roomMade();
    }
  }

  /** Whether the next epoch may open: there is room for its results and commits. */
  @Override
  public boolean hasRoom() {
    return pendingCommits.get() < MAX_PENDING_COMMITS && (results == null || !results.isFull());
  }

  /** Asks every shard to end its part of the epoch; {@code by} knows already. */
  void requestClose(OpenEpoch epoch, ShardTask by) {
    if (!epoch.closing) {
      epoch.closing = true;
      for (ShardTask task : tasks) {
        if (task != by) {
          task.wake();
        }
      }
    }
  }

  void wakeAll() {
    tasks.forEach(Task::wake);
  }

  /** Wakes the shards that wait for an epoch to end, for room, or for the end of the input. */
  void wakeWaiting() {
    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).wakeIfWaiting();
    }
  }

  /** A shard has ended its part of an epoch; the last one's worker goes on with the whole. */
  void shardEnded(OpenEpoch epoch, int shard, OpenEpoch.Share share) {
    if (epochs.end(epoch, shard, share)) {
      epochEnded(epoch);
    }
  }

  private void epochEnded(OpenEpoch epoch) {
    if (results != null && (driver == null || driver.publishes(epoch.epoch.number()))) {
      results.publish(epoch.epoch.number(), epoch.results());
    }
    offsets = epoch.allOffsets();
    List<OpenEpoch.Token> tokens = epoch.tokens();
    if (epoch.checkpoint != null) {
      complete(epoch, epoch.checkpoint);
    }
    if (!tokens.isEmpty()) {
      tokens.removeIf(token -> checkpointedSinks.contains(token.sink()));
    }
    if (tokens.isEmpty()) {
      sinkRows.addAndGet(epoch.sinkRows());
    } else {
      pendingCommits.incrementAndGet();
      commits.execute(() -> commit(tokens, epoch.sinkRows()));
    }
    if (epochs.complete(epoch)) {
      inputEnded();
    } else {
      wakeWaiting();
    }
    if (driver != null) {
      driver.epochEnded(epoch.epoch.number());
    }
  }

  private void complete(OpenEpoch epoch, CompletableFuture<FrozenRun> checkpoint) {
    Map<String, List<byte[]>> prepared = checkpointedSinks.prepare(epoch.tokens());
    List<List<OpenEpoch.Offsets>> read = new ArrayList<>();
    for (int shard = 0; shard < tasks.size(); shard++) {
      read.add(epoch.offsets(shard));
    }
    FrozenRun frozen =
        new FrozenRun(
            checkpointedSinks,
            epoch,
            prepared,
            RunState.shapes(circuit),
            () -> {
              for (int shard = 0; shard < read.size(); shard++) {
                tasks.get(shard).acknowledge(read.get(shard));
              }
            },
            timesFrozen.incrementAndGet(),
            Map.of());
    if (driver == null) {
      checkpoint.complete(frozen);
    } else {
      driver.frozen(frozen, checkpoint);
    }
  }

  @Override
  public CompletableFuture<FrozenRun> checkpoint() {
    CompletableFuture<FrozenRun> wanted = epochs.checkpoint();
    if (driver == null) {
      wakeAll();
    } else {
      driver.inputAvailable();
    }
    return wanted;
  }

  private void commit(List<OpenEpoch.Token> tokens, long rows) {
    try {
      commit(tokens);
      sinkRows.addAndGet(rows);
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      pendingCommits.decrementAndGet();
      wakeWaiting();
    }
  }

  private void commit(List<OpenEpoch.Token> tokens) {
    Map<Integer, List<byte[]>> bySink = new LinkedHashMap<>();
    for (OpenEpoch.Token token : tokens) {
      bySink.computeIfAbsent(token.sink(), sink -> new ArrayList<>()).add(token.bytes());
    }
    bySink.forEach(
        (sink, prepared) -> {
          if (isRunning()) {
            ends.sink(sink).commit(prepared);
          }
        });
  }

  /** Commits what the sinks have held back until their input ends. */
  private void finish() {
    try {
      List<OpenEpoch.Token> tokens =
          new ArrayList<>(tasks.stream().flatMap(task -> task.finishSinks().stream()).toList());
      CheckpointStore store = options.checkpoints();
      if (store != null) {
        Map<String, List<byte[]>> prepared = checkpointedSinks.prepare(tokens);
        store.finished(() -> checkpointedSinks.persist(prepared), prepared);
        checkpointedSinks.commit(prepared);
        tokens.removeIf(token -> checkpointedSinks.contains(token.sink()));
      }
      commit(tokens);
      end(State.FINISHED, null);
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** No shard will read more, after the open epoch, if there is one. */
  void shardHasNoMoreInput(ShardTask by) {
    if (epochs.endOfInput()) {
      inputEnded();
    } else {
      closeLast(by);
      if (epochs.lacksFinalEpoch()) {
        wakeAll();
      }
    }
  }

  /** A node needs no more input: sources that only such nodes read stop. */
  void finishInput(Node node, ShardTask by) {
    Set<Integer> unread = unreadSources(node);
    if (unread.containsAll(ends.sources())) {
      epochs.finish();
      closeLast(by);
      return;
    }
    for (int source : ends.sources()) {
      if (unread.contains(source)) {
        tasks.forEach(task -> task.stopSource(source));
      }
    }
    wakeAll();
  }

  /** The sources whose rows nothing needs any more, now that {@code node} takes none. */
  private Set<Integer> unreadSources(Node node) {
    synchronized (complete) {
      complete.add(node.id());
      return UnreadSources.of(circuit, complete);
    }
  }

  private void closeLast(ShardTask by) {
    OpenEpoch open = epochs.open();
    if (open != null && epochs.isLast()) {
      requestClose(open, by);
    }
  }

  /** The last epoch is complete; the run has finished once it is committed. */
  private void inputEnded() {
    if (!ends.haveSinks()) {
      end(State.FINISHED, null);
    } else {
      commits.execute(this::finish);
    }
  }

  @Override
  public void fail(Throwable why) {
    end(State.FAILED, why);
  }

  private void end(State newState, @Nullable Throwable why) {
    synchronized (this) {
      if (state != State.RUNNING) {
        return;
      }
      failure = why;
      state = newState;
    }
    if (results != null) {
      // A result that was cut short must not look complete.
      results.end(newState == State.STOPPED ? stopped() : why);
    }
    tasks.forEach(Task::wake);
  }

  private static LeatException stopped() {
    return new LeatException(SqlState.QUERY_CANCELED, "the query was stopped");
  }

  /** A shard has closed its operators, readers and writers. */
  void shardClosed() {
    if (shardsAtWork.decrementAndGet() == 0) {
      commits.execute(this::letGo);
    }
  }

  private void letGo() {
    ends.close(this::close);
    epochs.end();
    runtime.forget(this);
    ended.complete(state);
  }

  /** Closes a part; if that fails, it is the run's failure, unless there is one already. */
  void close(Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException | Error e) {
      closeFailed(e);
    }
  }

  private void closeFailed(Throwable why) {
    synchronized (this) {
      if (failure == null) {
        failure = why;
      } else if (failure != why) {
        failure.addSuppressed(why);
      }
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public @Nullable ResultStream results() {
    return results;
  }

  @Override
  public void stop() {
    end(State.STOPPED, null);
  }

  @Override
  public CompletableFuture<State> whenEnded() {
    return ended.copy();
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public Statistics statistics() {
    long in = 0;
    long failed = lookupErrors.get();
    long late = 0;
    for (ShardTask task : tasks) {
      in += task.rowsIn();
      failed += task.rowsFailed();
      late += task.rowsLate();
    }
    long out = sinkRows.get() + (results == null ? 0 : results.rowsOut());
    return new Statistics(in, out, failed, late, epochs.completed());
  }

  @Override
  public List<OperatorStatistics> operators() {
    List<CompletableFuture<List<CircuitShard.Figures>>> asked =
        tasks.stream().map(ShardTask::figures).toList();
    List<OperatorStatistics> all = new ArrayList<>();
    for (int shard = 0; shard < asked.size(); shard++) {
      for (CircuitShard.Figures node : asked.get(shard).join()) {
        all.add(
            new OperatorStatistics(
                node.node().id(),
                node.node().getClass().getSimpleName(),
                shard,
                node.rowsIn(),
                node.rowsOut(),
                node.rowsLate(),
                node.stateRows(),
                node.stateBytes(),
                node.bound(),
                node.heldBy(),
                node.idle(),
                node.lookups()));
      }
    }
    return all;
  }

  @Override
  public List<RowError> rowErrors() {
    return rowErrors.toList();
  }
}
