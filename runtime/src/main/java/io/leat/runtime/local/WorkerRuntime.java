package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.lookup.LookupTimer;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.step.OperatorFactory;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A worker thread per shard, and three small pools for what may block: commits of sinks, callbacks
 * of result streams, and lookups. All threads are daemons; those of the pools end when idle.
 */
final class WorkerRuntime implements LocalRuntime {
  private static final int COMMIT_THREADS = 16;
  private static final int CALLBACK_THREADS = 4;
  private static final int LOOKUP_THREADS = 16;
  private static final long IDLE_SECONDS = 2;

  /** How long {@link #close} waits for runs whose sinks or readers do not come back. */
  private static final long CLOSE_SECONDS = 5;

  private final Clock clock;
  private final OperatorFactory operators;
  private final Function<String, @Nullable Connector> connectors;
  private final List<Worker> workers = new ArrayList<>();
  private final ThreadPoolExecutor commitThreads = pool("leat-commit-", COMMIT_THREADS);
  private final ThreadPoolExecutor callbackThreads = pool("leat-callback-", CALLBACK_THREADS);
  private final ThreadPoolExecutor lookupThreads = pool("leat-lookup-", LOOKUP_THREADS);
  private final LookupTimes lookupTimes;
  private final Semaphore scanTurns;
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final Object closing = new Object();
  private volatile boolean closed;

  WorkerRuntime(
      int shards,
      Clock clock,
      OperatorFactory operators,
      Function<String, @Nullable Connector> connectors) {
    if (shards < 1) {
      throw new IllegalArgumentException(shards + " shards");
    }
    this.clock = clock;
    this.scanTurns = new Semaphore(Math.max(1, shards / 2), true);
    this.lookupTimes = new LookupTimes(clock, lookupThreads);
    this.operators = operators;
    this.connectors = connectors;
    for (int shard = 0; shard < shards; shard++) {
      workers.add(new Worker(shard, clock));
    }
    workers.forEach(Worker::start);
    if (clock instanceof SettableClock settable) {
      settable.onChange(() -> workers.forEach(Worker::unpark));
    }
  }

  private static ThreadPoolExecutor pool(String name, int size) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, name + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public CircuitRun start(Circuit circuit, RunOptions options) {
    return start(circuit, options, StoredTables.NONE, null);
  }

  @Override
  public CircuitRun start(Circuit circuit, RunOptions options, StoredTables stored) {
    return start(circuit, options, stored, null);
  }

  @Override
  public DrivenRun drive(
      Circuit circuit, RunOptions options, StoredTables stored, EpochDriver driver) {
    return start(circuit, options, stored, driver);
  }

  @Override
  public List<ChangeBatch> compute(Circuit circuit, ZoneId zone, StoredTables stored) {
    refuseIfClosed();
    return InlineRun.run(circuit, zone, clock, stored, operators.ofFewRows(), scanTurns);
  }

  @Override
  public void commit(Circuit circuit, Map<String, List<byte[]>> tokens, StoredTables stored) {
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Sink sink && tokens.containsKey(sink.id())) {
        Sink opened = sink(sink, stored);
        opened.commit(tokens.getOrDefault(sink.id(), List.of()));
        opened.close();
      }
    }
  }

  /** Opens a sink. */
  Sink sink(Node.Sink node, StoredTables stored) {
    return node.table().isStored()
        ? stored.sink(node.table())
        : connector(node.table()).sink(node.table());
  }

  private Run start(
      Circuit circuit, RunOptions options, StoredTables stored, @Nullable EpochDriver driver) {
    refuseIfClosed();
    Run run = new Run(this, circuit, options, stored, driver);
    synchronized (closing) {
      if (!closed) {
        runs.add(run);
        run.start();
        return run;
      }
    }
    run.discard();
    throw shuttingDown();
  }

  private void refuseIfClosed() {
    if (closed) {
      throw shuttingDown();
    }
  }

  private static LeatException shuttingDown() {
    return new LeatException(SqlState.SHUTTING_DOWN, "The engine is shutting down");
  }

  @Override
  public int shards() {
    return workers.size();
  }

  Clock clock() {
    return clock;
  }

  OperatorFactory operators() {
    return operators;
  }

  Worker worker(int shard) {
    return workers.get(shard);
  }

  Executor commitThreads() {
    return commitThreads;
  }

  Executor callbackThreads() {
    return callbackThreads;
  }

  /** For lookups of connectors that block. */
  Executor lookupThreads() {
    return lookupThreads;
  }

  /** For lookups that are tried again. */
  LookupTimer lookupTimer() {
    return lookupTimes;
  }

  /** The connector of a table. */
  Connector connector(TableDefinition table) {
    Connector connector = connectors.apply(table.connector());
    if (connector == null) {
      throw new LeatException(
          SqlState.UNDEFINED_OBJECT,
          "Table " + table.name() + " has an unknown connector '" + table.connector() + "'");
    }
    return connector;
  }

  /** Runs that have not let go of everything. */
  int runCount() {
    return runs.size();
  }

  /** A run has let go of everything. */
  void forget(Run run) {
    runs.remove(run);
  }

  @Override
  public void close() {
    synchronized (closing) {
      closed = true;
    }
    List<CompletableFuture<CircuitRun.State>> ends = new ArrayList<>();
    for (Run run : runs) {
      run.stop();
      ends.add(run.whenEnded());
    }
    try {
      CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      commitThreads.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a run is never exceptional", e);
    }
    workers.forEach(Worker::close);
    commitThreads.shutdown();
    callbackThreads.shutdown();
    lookupThreads.shutdownNow();
    try {
      for (Worker worker : workers) {
        if (!worker.isCurrentThread()) {
          worker.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
