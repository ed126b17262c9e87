package io.leat.runtime.local.pipeline;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.EpochLog.Ending;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes epochs: takes the writes that wait, all that are there, applies them, takes the views
 * through the epoch, publishes it and tells the writers. Between two epochs it does what must not
 * happen inside of one. One epoch is at work at a time: on this thread, or on that of a writer who
 * comes while none is, so that a lone write wakes nobody.
 */
final class EpochThread {
  private static final System.Logger LOG = System.getLogger(EpochThread.class.getName());

  /** Write sets of one epoch. */
  private static final int GROUP = 1024;

  /** Epochs that a writer makes of what others have handed in while it worked on its own. */
  private static final int MOST_FOR_OTHERS = 1;

  /** An epoch that takes longer is a long one, and counts as several if it takes ten times that. */
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * After so many long epochs in a row, a thread that may not wait leaves the next to this one. A
   * single one may be due to the machine.
   */
  private static final int MOST_LONG = 3;

  private static final long CLOSE_MILLIS = 5_000;

  private final Versions versions;
  private final Views views;
  private final EpochJournal journal;
  private final LongSupplier nanos;
  private final Thread thread = new Thread(this::run, "leat-epochs");

  /** Held by whoever works on an epoch, or between two of them. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Ends of requests whose writers are to be told; the turn's. */
  private final ArrayDeque<Runnable> ends = new ArrayDeque<>();

  /** Long epochs in a row, written by whoever has the turn. */
  private volatile int longEpochs;

  private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Control> controls = new ConcurrentLinkedQueue<>();
  private volatile boolean parked;
  private volatile boolean woken;
  private volatile boolean closed;

  /** Why there are no more epochs: one that was taken down could not be finished. */
  private volatile @Nullable LeatException broken;

  /**
   * Writes that wait for an epoch.
   *
   * @param loop makes it if nobody else does; null if that is the epoch thread's
   */
  private record Request(
      WriteSet writes, CompletableFuture<Commit> done, @Nullable Executor loop) {}

  private record Control(Runnable work, CompletableFuture<?> done) {}

  EpochThread(Versions versions, Views views, EpochJournal journal) {
    this(versions, views, journal, System::nanoTime);
  }

  /**
   * The same.
   *
   * @param nanos tells how long an epoch takes, as {@link System#nanoTime} does
   */
  EpochThread(Versions versions, Views views, EpochJournal journal, LongSupplier nanos) {
    this.versions = versions;
    this.views = views;
    this.journal = journal;
    this.nanos = nanos;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether it still takes work. */
  boolean isOpen() {
    return !closed;
  }

  /**
   * Hands in writes; they are visible when the future completes. No thread waits.
   *
   * @param loop makes their epoch if none is at work and that is expected to take but a moment;
   *     what it runs later is one epoch with all that has been handed in until then
   */
  CompletableFuture<Commit> commit(WriteSet writes, Executor loop) {
    Request request = new Request(writes, new CompletableFuture<>(), loop);
    if (isTaken(request)) {
      try {
        workOn(loop);
      } catch (RuntimeException failed) {
        // The epoch thread has been woken for it: the write waits, and its writer will be told.
        LOG.log(System.Logger.Level.WARNING, "a loop took no work", failed);
      }
    }
    return request.done();
  }

  /** Whether a request waits for an epoch now; else its writer has been told that it does not. */
  private boolean isTaken(Request request) {
    requests.add(request);
    if (!closed) {
      return true;
    }
    // What is not there any more is with somebody who tells its writer what becomes of it.
    if (requests.remove(request)) {
      request.done().completeExceptionally(refusal());
    }
    return false;
  }

  private void workOn(@Nullable Executor loop) {
    if (loop == null || !mayLoop()) {
      wake();
      return;
    }
    try {
      loop.execute(this::workIfFree);
    } catch (RejectedExecutionException ended) {
      wake();
    } catch (RuntimeException | Error e) {
      wake();
      throw e;
    }
  }

  /** Whether an epoch is expected to take but a moment. */
  private boolean mayLoop() {
    return !journal.waitsForDisk() && views.areQuick() && longEpochs < MOST_LONG;
  }

  /**
   * Hands in writes and waits until they are visible; for threads that may block. They may work for
   * others who write at the same time, too.
   *
   * @throws LeatException if they are refused
   */
  Commit write(WriteSet writes) {
    Request request = new Request(writes, new CompletableFuture<>(), null);
    if (isTaken(request)) {
      workIfFree();
    }
    return await(request.done());
  }

  /** Works on what waits, unless somebody does already. */
  private void workIfFree() {
    if (requests.isEmpty() || turn.hasQueuedThreads() || !turn.tryLock()) {
      return;
    }
    List<Runnable> told = List.of();
    try {
      try {
        nextEpoch();
        // Those who came meanwhile need not wait until this thread's processor has another for
        // them.
        for (int more = 0; more < MOST_FOR_OTHERS && !requests.isEmpty(); more++) {
          nextEpoch();
        }
      } finally {
        told = takeEnds();
        turn.unlock();
      }
      Request next = requests.peek();
      if (next != null && !closed) {
        // Its loop has a processor now or is about to get one; the epoch thread would wait for one.
        workOn(next.loop());
      }
    } finally {
      told.forEach(Runnable::run);
    }
  }

  /** Whom to tell what once the turn has been given back. */
  private List<Runnable> takeEnds() {
    List<Runnable> taken = List.copyOf(ends);
    ends.clear();
    return taken;
  }

  /** Runs something between two epochs, and waits for it. */
  <T> T atBorder(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Control control =
        new Control(
            () -> {
              try {
                done.complete(work.get());
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            },
            done);
    controls.add(control);
    wake();
    if (closed && controls.remove(control)) {
      done.completeExceptionally(refusal());
    }
    return await(done);
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LeatException known) {
        throw known;
      }
      throw e;
    }
  }

  private LeatException refusal() {
    LeatException failure = broken;
    return failure == null
        ? new LeatException(SqlState.SHUTTING_DOWN, "The engine is shutting down")
        : failure;
  }

  /** There is something to do. */
  void wake() {
    woken = true;
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      woken = false;
      boolean worked;
      List<Runnable> told;
      turn.lock();
      try {
        worked = workBetween() || nextEpoch();
        told = takeEnds();
      } finally {
        turn.unlock();
      }
      told.forEach(Runnable::run);
      if (!worked) {
        parked = true;
        // Who comes while another works does not wake this thread: see write.
        if (!woken && !closed && requests.isEmpty()) {
          LockSupport.park(this);
        }
        parked = false;
      }
    }
    refuseAll();
    for (Control control = controls.poll(); control != null; control = controls.poll()) {
      control.done().completeExceptionally(refusal());
    }
  }

  private void refuseAll() {
    for (Request request = requests.poll(); request != null; request = requests.poll()) {
      request.done().completeExceptionally(refusal());
    }
  }

  /** Does what waits for the border between two epochs; false if there is nothing or no more. */
  private boolean workBetween() {
    boolean worked = false;
    while (!closed) {
      Control control = controls.poll();
      if (control == null) {
        break;
      }
      control.work().run();
      worked = true;
    }
    return worked;
  }

  /** Works on what is there; false if there is nothing, or no epoch any more. */
  private boolean nextEpoch() {
    if (closed || (requests.isEmpty() && !views.haveInput())) {
      return false;
    }
    long start = nanos.getAsLong();
    makeEpoch();
    took(nanos.getAsLong() - start);
    return true;
  }

  /** An epoch took so long; called by whoever has the turn. */
  private void took(long time) {
    int before = longEpochs;
    if (time <= SHORT_NANOS) {
      longEpochs = 0;
    } else if (before < MOST_LONG) {
      longEpochs = before + (time > 10 * SHORT_NANOS ? MOST_LONG : 1);
    }
  }

  private void makeEpoch() {
    TableWriter writer = new TableWriter(versions.snapshot().relations());
    List<Request> applied = new ArrayList<>();
    List<Long> rows = new ArrayList<>();
    for (int i = 0; i < GROUP; i++) {
      Request request = requests.poll();
      if (request == null) {
        break;
      }
      try {
        rows.add(writer.apply(request.writes()));
        applied.add(request);
      } catch (RuntimeException | Error e) {
        ends.add(() -> request.done().completeExceptionally(e));
      }
    }
    long epoch;
    try {
      epoch = epoch(writer);
    } catch (RuntimeException | Error e) {
      applied.forEach(request -> ends.add(() -> request.done().completeExceptionally(e)));
      return;
    }
    for (int i = 0; i < applied.size(); i++) {
      Request request = applied.get(i);
      Commit commit = new Commit(epoch, rows.get(i));
      ends.add(() -> request.done().complete(commit));
    }
  }

  /** The writes that have been accepted become an epoch; its number. */
  private long epoch(TableWriter writer) {
    Map<String, Changes> changes = writer.changes();
    long epoch = versions.open();
    if (!changes.isEmpty()) {
      journal.write(epoch, changes);
    }
    try {
      return publish(epoch, writer.versions(), changes, Map.of());
    } catch (RuntimeException | Error e) {
      throw end(epoch, e);
    }
  }

  /**
   * An epoch has been taken down but is not to be seen: some views may have gone through it, others
   * not. There is no way back, and going on would lose it, so this was the last one.
   *
   * @return what the writers of this epoch, and all that come later, are told
   */
  private LeatException end(long epoch, Throwable cause) {
    LeatException failure =
        new LeatException(
            SqlState.INTERNAL_ERROR,
            "epoch " + epoch + " could not be finished; nothing is written any more: " + cause,
            null,
            "start the engine again: with a directory, it does the epoch again from its log",
            cause);
    broken = failure;
    closed = true;
    LockSupport.unpark(thread);
    return failure;
  }

  /**
   * Takes every view that these changes affect through an epoch, and publishes it if it has changed
   * anything.
   *
   * @param changed all relations with the changes added; the views' are added to it
   * @return the epoch in which all of it is visible
   */
  long publish(
      long epoch,
      Map<String, RelationVersion> changed,
      Map<String, Changes> tableChanges,
      Map<String, Ending> endings) {
    Map<String, Changes> changes = new LinkedHashMap<>(tableChanges);
    Map<String, RelationVersion> before = versions.snapshot().relations();
    Map<String, Ending> ended = views.advance(epoch, before, changed, changes);
    endings.forEach(ended::putIfAbsent);
    changes.values().removeIf(each -> each.delta().isEmpty());
    if (changes.isEmpty() && ended.isEmpty() && changed.equals(before)) {
      return versions.snapshot().epoch();
    }
    versions.publish(epoch, changed, changes, ended);
    return epoch;
  }

  /** Ends the thread; waits for what is being committed. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
      if (turn.tryLock(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
