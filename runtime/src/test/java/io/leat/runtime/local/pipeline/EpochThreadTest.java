package io.leat.runtime.local.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who makes an epoch, and what writers are told. The epoch thread is not started unless a test says
 * so: what loops do not do is not done.
 */
@Timeout(60)
class EpochThreadTest {
  private static final RowSchema SCHEMA = Batches.schema(ScalarType.INTEGER.withNullable(false));
  private static final RelationDefinition TABLE =
      new RelationDefinition("t", SCHEMA, List.of(), false, List.of());

  /** What an epoch's journal does beside; the tests' own. */
  private Runnable beside = () -> {};

  /** How long each epoch takes. */
  private long epochNanos;

  private long now;

  private final EpochJournal journal = (epoch, changes) -> beside.run();
  private final Versions versions = new Versions(new Pipeline.Limits(1_000, 1 << 20), journal);
  private final EpochThread epochs =
      new EpochThread(versions, new Views(new Arrangements()), journal, () -> now += epochNanos);

  EpochThreadTest() {
    long epoch = versions.open();
    versions.publish(
        epoch,
        versions.with(TABLE.name(), RelationVersion.empty(TABLE, epoch)),
        Map.of(),
        Map.of());
  }

  /** Runs what it is given when the test says so, each on a thread of its own. */
  private static final class Loop implements Executor {
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    void runNext() {
      CompletableFuture<Void> ran =
          CompletableFuture.runAsync(tasks.remove(), EpochThreadTest::run);
      ran.join();
    }
  }

  private static void run(Runnable work) {
    new Thread(work, "loop").start();
  }

  private WriteSet row(int value) {
    Rows rows = new Rows(TABLE, false);
    rows.add(Batches.of(SCHEMA, List.of(Change.insert(value))));
    return new WriteSet(
        List.of(new TableWrite.Put(TABLE.name(), rows.runs(), false)), versions.snapshot());
  }

  private long visibleRows() {
    return versions.snapshot().get(TABLE.name()).rows().count();
  }

  /**
   * Two writers come while the epoch of the first is made: one in that epoch, whom the first works
   * for, one in the next.
   *
   * @param loop the last one's
   * @param then done when the last one has handed in
   */
  private Writers three(Executor loop, Runnable then) {
    Loop own = new Loop();
    CompletableFuture<Commit> first = epochs.commit(row(1), own);
    CompletableFuture<CompletableFuture<Commit>> second = new CompletableFuture<>();
    CompletableFuture<CompletableFuture<Commit>> third = new CompletableFuture<>();
    Runnable inSecond =
        () -> {
          beside = () -> {};
          third.complete(epochs.commit(row(3), loop));
          then.run();
        };
    beside =
        () -> {
          beside = inSecond;
          second.complete(epochs.commit(row(2), task -> {}));
        };
    Throwable failure = null;
    try {
      own.runNext();
    } catch (CompletionException e) {
      failure = e.getCause();
    }
    return new Writers(first, second.join(), third.join(), Optional.ofNullable(failure));
  }

  /** What writers have been told, and what the first one's turn has ended with. */
  private record Writers(
      CompletableFuture<Commit> first,
      CompletableFuture<Commit> second,
      CompletableFuture<Commit> third,
      Optional<Throwable> failure) {}

  @Test
  void theNextEpochIsHandedToTheLoopThatWaits() {
    Loop waiting = new Loop();
    // The task of its own comes while another works, and leaves.
    Writers writers = three(waiting, waiting::runNext);
    assertEquals(Optional.empty(), writers.failure());
    assertTrue(writers.first().isDone());
    assertTrue(writers.second().isDone());
    assertFalse(writers.third().isDone());
    assertEquals(2, visibleRows());
    assertEquals(1, waiting.tasks.size());
    waiting.runNext();
    assertTrue(writers.third().isDone());
    assertEquals(3, visibleRows());
    assertEquals(0, waiting.tasks.size());
  }

  @Test
  void theNextEpochIsTheEpochThreadsIfEpochsAreLong() {
    epochNanos = 100_000_000;
    Loop waiting = new Loop();
    Writers writers = three(waiting, waiting.tasks::clear);
    assertFalse(writers.third().isDone());
    assertEquals(0, waiting.tasks.size());
    epochs.start();
    EpochThread.await(writers.third());
    assertEquals(3, visibleRows());
    epochs.close();
  }

  /** The epoch has been: whatever becomes of the next. */
  @Test
  void writersAreToldAlthoughTheNextLoopFails() {
    int[] handedOver = {0};
    Writers writers =
        three(
            task -> {
              if (++handedOver[0] > 1) {
                throw new IllegalStateException("the loop");
              }
            },
            () -> {});
    assertEquals(Optional.of("the loop"), writers.failure().map(Throwable::getMessage));
    assertEquals(2, handedOver[0]);
    assertTrue(writers.first().isDone());
    assertTrue(writers.second().isDone());
    assertFalse(writers.third().isDone());
    // The epoch thread makes up for it.
    epochs.start();
    EpochThread.await(writers.third());
    assertEquals(3, visibleRows());
    epochs.close();
  }

  @Test
  void whatHasBeenRefusedIsNotWritten() {
    epochs.start();
    Loop late = new Loop();
    CompletableFuture<Commit> before = epochs.commit(row(1), late);
    epochs.close();
    long written = visibleRows();
    // By the epoch thread, if it has been at work when it came.
    assertEquals(written == 0, before.isCompletedExceptionally());
    CompletableFuture<Commit> after = epochs.commit(row(2), late);
    assertTrue(after.isCompletedExceptionally());
    while (!late.tasks.isEmpty()) {
      late.runNext();
    }
    assertEquals(written, visibleRows());
    LeatException refused = assertThrows(LeatException.class, () -> epochs.write(row(3)));
    assertEquals(SqlState.SHUTTING_DOWN, refused.sqlState());
    assertEquals(written, visibleRows());
  }
}
