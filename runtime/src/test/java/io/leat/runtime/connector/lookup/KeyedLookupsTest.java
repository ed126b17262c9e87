package io.leat.runtime.connector.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.testing.Await;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.ScalarType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a table, how often, and what is kept of its answers, by the time of epochs. */
@Timeout(300)
class KeyedLookupsTest {
  private static final long SECOND = 1_000_000;

  /** A table that answers when the test says so. */
  private static final class Table implements LookupSource.LookupReader {
    final List<List<List<Object>>> asked = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<List<List<List<@Nullable Object>>>>> answers =
        new CopyOnWriteArrayList<>();
    boolean closed;

    @Override
    public CompletableFuture<List<List<List<@Nullable Object>>>> lookup(List<List<Object>> keys) {
      CompletableFuture<List<List<List<@Nullable Object>>>> answer = new CompletableFuture<>();
      answers.add(answer);
      asked.add(keys);
      return answer;
    }

    /** Each key k has k rows (k, 0), (k, 1), …; those of 0 there are none. */
    void answer(int request) {
      List<List<List<@Nullable Object>>> rows = new ArrayList<>();
      for (List<Object> key : asked.get(request)) {
        rows.add(rowsOf((int) key.get(0)));
      }
      answers.get(request).complete(rows);
    }

    void fail(int request, String why) {
      answers.get(request).completeExceptionally(new IllegalStateException(why));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static List<List<@Nullable Object>> rowsOf(int key) {
    return IntStream.range(0, key).mapToObj(i -> List.<@Nullable Object>of(key, i)).toList();
  }

  private static KeyedLookups lookups(Table table, String... options) {
    return lookups(table, (delay, work) -> work.run(), options);
  }

  private static KeyedLookups lookups(Table table, LookupTimer timer, String... options) {
    Map<String, String> given = new HashMap<>(Map.of("lookup.retry-delay", "0 ms"));
    for (int i = 0; i < options.length; i += 2) {
      given.put("lookup." + options[i], options[i + 1]);
    }
    LookupOptions read =
        LookupOptions.of(
            new TableOptions(
                new TableDefinition("t", Batches.schema(ScalarType.INTEGER), given, List.of())));
    return new KeyedLookups(
        table, read, new LookupFailures("t", read, timer, (state, message, row) -> {}));
  }

  private static LookupAnswer ask(LookupTable table, long second, int... keys) {
    return table.ask(epoch(second), keys(keys), () -> {});
  }

  private static Epoch epoch(long second) {
    return new Epoch(1 + second, second * SECOND);
  }

  private static List<List<Object>> keys(int... keys) {
    return IntStream.of(keys).mapToObj(key -> List.<Object>of(key)).toList();
  }

  @Test
  void keysAreAskedInBatchesOfWhichSomeAreUnderWayAtATime() {
    Table table = new Table();
    AtomicInteger ready = new AtomicInteger();
    try (KeyedLookups lookups = lookups(table, "batch-size", "2", "max-in-flight", "2")) {
      LookupAnswer answer =
          lookups.ask(epoch(0), keys(5, 4, 3, 2, 1, 0, 6), ready::incrementAndGet);
      assertEquals(List.of(keys(5, 4), keys(3, 2)), table.asked);
      table.answer(1);
      assertEquals(List.of(keys(5, 4), keys(3, 2), keys(1, 0)), table.asked);
      table.answer(2);
      table.answer(3);
      assertEquals(4, table.asked.size());
      assertFalse(answer.isComplete());
      assertEquals(0, ready.get());
      table.answer(0);
      assertTrue(answer.isComplete());
      assertEquals(1, ready.get());
      for (int i = 0; i < 7; i++) {
        assertEquals(rowsOf(List.of(5, 4, 3, 2, 1, 0, 6).get(i)), answer.rows(i));
        assertNull(answer.failure(i));
      }
      assertEquals(new LookupFigures(0, 7, 4, 0, 0), lookups.figures());
    }
    assertTrue(table.closed);
  }

  @Test
  void aCacheKeepsRowsForAsLongAsItsOptionsSay() {
    Table table = new Table();
    try (KeyedLookups lookups =
        lookups(
            table,
            "cache",
            "PARTIAL",
            "partial-cache.expire-after-write",
            "10 s",
            "partial-cache.expire-after-access",
            "4 s")) {
      ask(lookups, 0, 1, 0);
      table.answer(0);
      assertTrue(ask(lookups, 3, 0, 1).isComplete());
      assertTrue(ask(lookups, 6, 1).isComplete());
      // 0 was asked for 4 seconds ago.
      LookupAnswer again = ask(lookups, 7, 0, 1);
      assertFalse(again.isComplete());
      assertEquals(keys(0), table.asked.get(1));
      table.answer(1);
      assertTrue(again.isComplete());
      assertEquals(rowsOf(1), again.rows(1));
      assertTrue(ask(lookups, 9, 1).isComplete());
      assertFalse(ask(lookups, 10, 1).isComplete());
      assertEquals(keys(1), table.asked.get(2));
      assertEquals(new LookupFigures(5, 4, 3, 0, 1), lookups.figures());
    }
  }

  @Test
  void aFullCacheForgetsWhatWasNotAskedForLongest() {
    Table table = new Table();
    try (KeyedLookups lookups = lookups(table, "cache", "PARTIAL", "partial-cache.max-rows", "5")) {
      ask(lookups, 0, 3, 1, 0);
      table.answer(0);
      assertEquals(5, lookups.figures().rows());
      assertTrue(ask(lookups, 1, 3).isComplete());
      ask(lookups, 1, 2);
      table.answer(1);
      // Those of 3 and of 2: of 1 and of 0 nothing is known any more.
      assertEquals(5, lookups.figures().rows());
      assertTrue(ask(lookups, 2, 3, 2).isComplete());
      ask(lookups, 2, 0, 1);
      assertEquals(keys(0, 1), table.asked.get(2));
    }
  }

  @Test
  void thatAKeyHasNoRowsNeedNotBeKept() {
    Table table = new Table();
    try (KeyedLookups lookups =
        lookups(table, "cache", "PARTIAL", "partial-cache.cache-missing-key", "false")) {
      ask(lookups, 0, 0, 1);
      table.answer(0);
      assertTrue(ask(lookups, 0, 1).isComplete());
      assertFalse(ask(lookups, 0, 0).isComplete());
    }
  }

  @Test
  void aLookupThatFailsIsTriedAgain() {
    Table table = new Table();
    try (KeyedLookups lookups = lookups(table, "max-retries", "2")) {
      LookupAnswer answer = ask(lookups, 0, 1, 2);
      table.fail(0, "first");
      Await.until("a first retry", () -> table.asked.size() == 2);
      table.fail(1, "second");
      Await.until("a second retry", () -> table.asked.size() == 3);
      assertFalse(answer.isComplete());
      table.answer(2);
      Await.until("the answer", answer::isComplete);
      assertEquals(rowsOf(2), answer.rows(1));
      assertEquals(new LookupFigures(0, 2, 3, 2, 0), lookups.figures());
    }
  }

  @Test
  void oneBadKeyFailsAlone() {
    Table table = new Table();
    try (KeyedLookups lookups = lookups(table, "max-retries", "0", "max-in-flight", "1")) {
      LookupAnswer answer = ask(lookups, 0, 1, 2, 3);
      table.fail(0, "who knows");
      table.answer(1);
      table.fail(2, "cannot read 2");
      table.answer(3);
      assertTrue(answer.isComplete());
      assertEquals(List.of(keys(1, 2, 3), keys(1), keys(2), keys(3)), table.asked);
      assertEquals(rowsOf(1), answer.rows(0));
      assertEquals(rowsOf(3), answer.rows(2));
      RowException failure = answer.failure(1);
      assertNotNull(failure);
      assertEquals("58030", failure.sqlState());
      assertEquals("the lookup in t failed: cannot read 2", failure.message());
    }
  }

  @Test
  void aLookupWithoutAnAnswerFailsInTime() {
    Table table = new Table();
    try (KeyedLookups lookups = lookups(table, "max-retries", "1", "timeout", "1 ms")) {
      LookupAnswer answer = ask(lookups, 0, 1);
      Await.until("the failure", answer::isComplete);
      RowException failure = answer.failure(0);
      assertNotNull(failure);
      assertEquals("the lookup in t failed 2 times: no answer within 1 ms", failure.message());
      // What comes now changes nothing.
      table.answer(0);
      assertEquals(List.of(), answer.rows(0));
    }
  }

  @Test
  void aKeyWithoutRowsIsAskedForAgainAsOftenAsTheOptionsSay() {
    Table table = new Table();
    List<Duration> delays = new ArrayList<>();
    List<Runnable> later = new ArrayList<>();
    LookupTimer timer =
        (delay, work) -> {
          delays.add(delay);
          later.add(work);
        };
    try (KeyedLookups lookups =
        lookups(
            table, timer, "cache", "PARTIAL", "miss.max-retries", "2", "miss.retry-delay", "9 s")) {
      LookupAnswer answer = ask(lookups, 0, 0, 1, 2);
      table.answer(0);
      assertEquals(rowsOf(2), answer.rows(2));
      assertFalse(answer.isComplete());
      assertEquals(1, table.asked.size());
      later.remove(0).run();
      assertEquals(keys(0), table.asked.get(1));
      // A failure is another matter: it has retries of its own.
      table.fail(1, "not now");
      later.remove(0).run();
      assertEquals(keys(0), table.asked.get(2));
      table.answer(2);
      assertFalse(answer.isComplete());
      later.remove(0).run();
      table.answer(3);
      assertTrue(answer.isComplete());
      assertEquals(List.of(), answer.rows(0));
      assertNull(answer.failure(0));
      assertEquals(List.of(Duration.ofSeconds(9), Duration.ZERO, Duration.ofSeconds(9)), delays);
      // That there was nothing at last is kept.
      assertTrue(ask(lookups, 1, 0, 1).isComplete());
      assertEquals(4, table.asked.size());
    }
  }

  @Test
  void whatComesWithARetryIsTheAnswer() {
    Table table = new Table();
    List<Runnable> later = new ArrayList<>();
    try (KeyedLookups lookups =
        lookups(table, (delay, work) -> later.add(work), "miss.max-retries", "5")) {
      LookupAnswer answer = ask(lookups, 0, 0);
      table.answer(0);
      later.remove(0).run();
      table.answers.get(1).complete(List.of(rowsOf(3)));
      assertTrue(answer.isComplete());
      assertEquals(rowsOf(3), answer.rows(0));
      assertEquals(List.of(), later);
    }
  }
}
