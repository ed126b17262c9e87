package io.leat.runtime.local.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.LocalRuntimes;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.SystemClock;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.testing.Await;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of epochs, what is handed to a journal, and what happens when a part fails. */
@Timeout(300)
class PipelineTest {
  private static final RowSchema SCHEMA = Batches.schema(ScalarType.INTEGER.withNullable(false));
  private static final Pipeline.Limits LIMITS = new Pipeline.Limits(1_000, 1 << 20);

  private static RelationDefinition definition(String name, List<Integer> key) {
    return new RelationDefinition(name, SCHEMA, key, !key.isEmpty(), List.of());
  }

  private static WriteSet put(Pipeline pipeline, RelationDefinition table, int... values) {
    Rows rows = new Rows(table, false);
    List<Change> changes = new ArrayList<>();
    for (int value : values) {
      changes.add(Change.insert(value));
    }
    rows.add(Batches.of(SCHEMA, changes));
    return new WriteSet(
        List.of(new TableWrite.Put(table.name(), rows.runs(), false)), pipeline.snapshot());
  }

  private static TreeMap<Integer, Long> content(RelationVersion version) {
    TreeMap<Integer, Long> content = new TreeMap<>();
    EntryTree.Cursor cursor = version.rows().cursor(null, null);
    while (cursor.next()) {
      content(version.definition(), cursor.leaf(), cursor.from(), cursor.to(), content);
    }
    return content;
  }

  private static void content(
      RelationDefinition of, Entries entries, int from, int to, TreeMap<Integer, Long> content) {
    IntColumn values = new IntColumn();
    of.layout().decode(entries, from, to, new int[] {0}, new Column[] {values});
    for (int i = from; i < to; i++) {
      content.merge(values.get(i - from), entries.count(i), Long::sum);
    }
    content.values().removeIf(count -> count == 0);
  }

  private static Node.Source source(String name) {
    return new Node.Source(
        "source",
        new TableDefinition(name, SCHEMA, Map.of(), List.of()),
        List.of(0),
        Optional.empty(),
        true);
  }

  /** Gives a relation's rows, each as 10 divided by it. */
  private static Circuit tenBy(String relation) {
    Expression quotient =
        new Expression.Call(
            "/",
            List.of(
                new Expression.Literal(10, ScalarType.INTEGER.withNullable(false)),
                new Expression.InputRef(0, SCHEMA.type(0))),
            SCHEMA.type(0));
    return new Circuit(
        List.of(
            source(relation),
            new Node.Calc("calc", 0, Optional.empty(), List.of(quotient), SCHEMA),
            new Node.Result("result", 1, SCHEMA)));
  }

  private static Circuit copyOf(String relation) {
    return new Circuit(List.of(source(relation), new Node.Result("result", 0, SCHEMA)));
  }

  private static RunOptions options(boolean failOnRowError) {
    return new RunOptions("test", failOnRowError, ZoneOffset.UTC);
  }

  private static ResultStream follow(Pipeline pipeline, String relation) {
    CircuitRun run = pipeline.follow(copyOf(relation), options(true), 0, false);
    ResultStream results = run.results();
    assertNotNull(results);
    return results;
  }

  /** Reads up to the end. */
  private static @Nullable Throwable end(ResultStream results) {
    Await.until(
        "the end",
        () -> {
          results.poll();
          return results.finished();
        });
    return results.failure();
  }

  @Test
  void theJournalHasWhatIsVisible() {
    Map<String, TreeMap<Integer, Long>> written = new HashMap<>();
    List<Long> numbers = new ArrayList<>();
    EpochJournal journal =
        (epoch, changes) -> {
          numbers.add(epoch);
          changes.forEach(
              (name, change) ->
                  change
                      .delta()
                      .parts()
                      .forEach(
                          part ->
                              content(
                                  change.definition(),
                                  part,
                                  0,
                                  part.size(),
                                  written.computeIfAbsent(name, each -> new TreeMap<>()))));
        };
    RelationDefinition keyed = definition("keyed", List.of(0));
    RelationDefinition loose = definition("loose", List.of());
    Random random = new Random(5);
    try (LocalRuntime runtime = LocalRuntimes.start(2, new SystemClock());
        Pipeline pipeline = new Pipeline(runtime, LIMITS, journal)) {
      pipeline.start();
      pipeline.createTable(keyed);
      pipeline.createTable(loose);
      long last = 0;
      for (int i = 0; i < 300; i++) {
        RelationDefinition table = random.nextBoolean() ? keyed : loose;
        WriteSet writes =
            random.nextInt(10) == 0
                ? new WriteSet(List.of(new TableWrite.Clear(table.name())), pipeline.snapshot())
                : put(pipeline, table, random.nextInt(50), random.nextInt(50));
        Commit commit = pipeline.write(writes);
        assertTrue(commit.epoch() >= last);
        last = commit.epoch();
        assertEquals(
            content(pipeline.snapshot().get(table.name())),
            written.getOrDefault(table.name(), new TreeMap<>()));
      }
      assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    }
  }

  @Test
  void whatTheJournalRefusesHasNotBeen() {
    boolean[] full = {false};
    EpochJournal journal =
        (epoch, changes) -> {
          if (full[0]) {
            throw new LeatException("53100", "no space");
          }
        };
    RelationDefinition table = definition("t", List.of());
    try (LocalRuntime runtime = LocalRuntimes.start(2, new SystemClock());
        Pipeline pipeline = new Pipeline(runtime, LIMITS, journal)) {
      pipeline.start();
      pipeline.createTable(table);
      ViewFill view = pipeline.fill(definition("v", List.of()), copyOf("t"), options(false));
      view.finish();
      pipeline.write(put(pipeline, table, 1));
      full[0] = true;
      LeatException refused =
          assertThrows(LeatException.class, () -> pipeline.write(put(pipeline, table, 2)));
      assertEquals("no space", refused.message());
      full[0] = false;
      pipeline.write(put(pipeline, table, 3));
      assertEquals(Map.of(1, 1L, 3, 1L), content(pipeline.snapshot().get("t")));
      assertEquals(Map.of(1, 1L, 3, 1L), content(pipeline.snapshot().get("v")));
    }
  }

  /** The log has it, nobody may see it: whoever went on would lose it after a restart. */
  @Test
  void anEpochThatIsTakenDownButNotFinishedIsTheLast() {
    EpochJournal journal =
        (epoch, changes) -> {
          if (changes.containsKey("broken")) {
            changes.replaceAll((name, change) -> nothing());
          }
        };
    try (LocalRuntime runtime = LocalRuntimes.start(2, new SystemClock());
        Pipeline pipeline = new Pipeline(runtime, LIMITS, journal)) {
      pipeline.start();
      RelationDefinition broken = definition("broken", List.of());
      RelationDefinition table = definition("t", List.of());
      pipeline.createTable(broken);
      pipeline.createTable(table);
      pipeline.write(put(pipeline, table, 1));
      LeatException own =
          assertThrows(LeatException.class, () -> pipeline.write(put(pipeline, broken, 2)));
      assertTrue(own.message().contains("could not be finished"), own::message);
      LeatException later =
          assertThrows(LeatException.class, () -> pipeline.write(put(pipeline, table, 3)));
      assertEquals(own.message(), later.message());
      LeatException ddl = assertThrows(LeatException.class, () -> pipeline.drop(List.of("t")));
      assertEquals(own.message(), ddl.message());
      assertEquals(Map.of(1, 1L), content(pipeline.snapshot().get("t")));
      assertEquals(Map.of(), content(pipeline.snapshot().get("broken")));
    }
  }

  @SuppressWarnings("NullAway") // what no epoch has, and the one after it cannot take
  private static Changes nothing() {
    return null;
  }

  @Test
  void aViewThatFailsIsItsOwnAffair() {
    RelationDefinition table = definition("t", List.of());
    RelationDefinition view = definition("v", List.of());
    try (LocalRuntime runtime = LocalRuntimes.start(2, new SystemClock());
        Pipeline pipeline = new Pipeline(runtime, LIMITS, EpochJournal.NONE)) {
      pipeline.start();
      pipeline.createTable(table);
      pipeline.fill(view, tenBy("t"), options(true)).finish();
      pipeline.fill(definition("above", List.of()), copyOf("v"), options(false)).finish();
      pipeline.fill(definition("beside", List.of()), copyOf("t"), options(false)).finish();
      pipeline.write(put(pipeline, table, 5));
      assertEquals(Map.of(2, 1L), content(pipeline.snapshot().get("above")));
      ResultStream follower = follow(pipeline, "above");

      pipeline.write(put(pipeline, table, 0));
      pipeline.write(put(pipeline, table, 1));
      assertEquals(Map.of(0, 1L, 1, 1L, 5, 1L), content(pipeline.snapshot().get("beside")));
      Snapshot failed = pipeline.snapshot();
      LeatException own = assertThrows(LeatException.class, () -> failed.get("v"));
      assertTrue(
          own.message().contains("v is not kept up to date: division by zero"), own::message);
      LeatException inherited = assertThrows(LeatException.class, () -> failed.get("above"));
      assertTrue(
          inherited.message().contains("above is not kept up to date: it reads v: division"),
          inherited::message);
      assertTrue(String.valueOf(end(follower)).contains("it reads v"), () -> "" + end(follower));

      // With another query the view is mended, and so is the one above.
      pipeline.fill(view, copyOf("t"), options(true)).finish();
      pipeline.write(put(pipeline, table, 7));
      assertEquals(Map.of(0, 1L, 1, 1L, 5, 1L, 7, 1L), content(pipeline.snapshot().get("above")));
    }
  }

  @Test
  void whoFollowsWhatIsDroppedIsTold() {
    RelationDefinition table = definition("t", List.of());
    try (LocalRuntime runtime = LocalRuntimes.start(2, new SystemClock());
        Pipeline pipeline = new Pipeline(runtime, LIMITS, EpochJournal.NONE)) {
      pipeline.start();
      pipeline.createTable(table);
      pipeline.write(put(pipeline, table, 1));
      ResultStream follower = follow(pipeline, "t");
      pipeline.drop(List.of("t"));
      pipeline.createTable(table);
      Throwable failure = end(follower);
      assertTrue(
          failure instanceof LeatException known && known.message().equals("t has been dropped"),
          () -> "" + failure);
    }
  }

  @Test
  void thePastIsKeptAsFarAsTheLimitsSay() {
    RelationDefinition table = definition("t", List.of());
    try (LocalRuntime runtime = LocalRuntimes.start(2, new SystemClock());
        Pipeline pipeline = new Pipeline(runtime, LIMITS, EpochJournal.NONE)) {
      pipeline.start();
      pipeline.createTable(table);
      List<Long> epochs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        epochs.add(pipeline.write(put(pipeline, table, i)).epoch());
      }
      assertEquals(1, content(pipeline.at(epochs.get(0)).get("t")).size());
      pipeline.limit(new Pipeline.Limits(3, 1 << 20));
      assertEquals(7, content(pipeline.at(epochs.get(6)).get("t")).size());
      assertThrows(LeatException.class, () -> pipeline.at(epochs.get(5)));
    }
  }

  /** Rows put in one go, some keys twice; then a table that is emptied in one go. */
  @Test
  void largeChangesComeInParts() {
    RelationDefinition table = definition("t", List.of(0));
    try (LocalRuntime runtime = LocalRuntimes.start(2, new SystemClock());
        Pipeline pipeline =
            new Pipeline(
                runtime,
                LIMITS,
                (epoch, changes) ->
                    changes
                        .values()
                        .forEach(
                            change ->
                                assertTrue(
                                    change.delta().parts().stream()
                                        .allMatch(part -> part.size() <= 1 << 17))))) {
      pipeline.start();
      pipeline.createTable(table);
      pipeline.fill(definition("v", List.of()), copyOf("t"), options(false)).finish();
      int count = 300_000;
      Rows rows = new Rows(table, false);
      for (int from = 0; from < count; from += ChangeBatch.MAX_ROWS) {
        List<Change> batch = new ArrayList<>();
        for (int i = from; i < Math.min(count, from + ChangeBatch.MAX_ROWS); i++) {
          // Every third key a second time: the last one stays.
          batch.add(Change.insert((int) (i * 7919L % 200_000)));
        }
        rows.add(Batches.of(SCHEMA, batch));
      }
      List<Entries> runs = rows.runs();
      assertTrue(runs.size() > 1);
      pipeline.write(
          new WriteSet(List.of(new TableWrite.Put("t", runs, false)), pipeline.snapshot()));
      assertEquals(200_000, pipeline.snapshot().get("t").rows().count());
      assertEquals(200_000, pipeline.snapshot().get("v").rows().count());
      pipeline.write(new WriteSet(List.of(new TableWrite.Clear("t")), pipeline.snapshot()));
      assertEquals(0, pipeline.snapshot().get("v").rows().count());
    }
  }
}
