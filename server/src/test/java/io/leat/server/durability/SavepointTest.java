package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are stopped at a checkpoint, and go on from one. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SavepointTest {
  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private LocalEngine engine(int workers) {
    return Engines.start(folder.resolve("data"), workers, Duration.ofMillis(20), warnings::add);
  }

  private String sink(String type) {
    return "CREATE TABLE sink (n "
        + type
        + ", c BIGINT) WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '"
        + folder.resolve("sink")
        + "')";
  }

  private static String source(String type) {
    return "CREATE TABLE source (n "
        + type
        + ") WITH ('connector' = 'datagen', 'rows-per-second' = '20000',"
        + " 'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '900000000')";
  }

  private String begin(LocalEngine engine, Session session) {
    session.execute(source("BIGINT"), List.of());
    session.execute(sink("BIGINT"), List.of());
    // A sequence ends, in half a day: the client that waits for that is another one.
    Thread client =
        new Thread(
            () -> {
              try (Session own = engine.openSession("test", false)) {
                // Each number twice, seen by an operator with state.
                own.execute(
                    "INSERT INTO sink SELECT a.n, b.n FROM source a JOIN source b ON a.n = b.n",
                    List.of());
              } catch (LeatException e) {
                // The job has been stopped.
              }
            },
            "insert");
    client.setDaemon(true);
    client.start();
    String jobs = "SELECT job_id FROM leat.jobs WHERE job_id LIKE 'job-%'";
    while (Engines.rows(session, jobs).isEmpty()) {
      Thread.onSpinWait();
    }
    return Engines.rows(session, jobs).get(0).get(0);
  }

  private static void awaitRows(Session session, String job, long more) {
    long from = Long.parseLong(rowsIn(session, job));
    while (Long.parseLong(rowsIn(session, job)) < from + more) {
      Thread.onSpinWait();
    }
  }

  private static String rowsIn(Session session, String job) {
    String sql = "SELECT rows_in FROM leat.jobs WHERE job_id = '" + job + "'";
    return Engines.rows(session, sql).get(0).get(0);
  }

  private static String status(Session session, String job) {
    return String.valueOf(
        Engines.rows(session, "SELECT status FROM leat.jobs WHERE job_id = '" + job + "'"));
  }

  private List<String> lines() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("sink"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.getFileName().toString().startsWith(".")) {
          all.addAll(Files.readAllLines(file));
        }
      }
    }
    all.sort(java.util.Comparator.comparingLong(line -> Long.parseLong(line.split(",")[0])));
    return all;
  }

  /**
   * How many numbers the sink holds before the first that it lacks: blocks of them that one split
   * has given and the other has not yet are not joined.
   */
  private long withoutGap() throws IOException {
    List<String> lines = lines();
    int first = 0;
    while (first < lines.size() && lines.get(first).equals(first + "," + first)) {
      first++;
    }
    return first;
  }

  @Test
  void aJobGoesOnWithAnotherNumberOfWorkers() throws Exception {
    String job;
    String savepoint;
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      job = begin(engine, session);
      awaitRows(session, job, 20_000);
      savepoint = Engines.rows(session, "STOP JOB '" + job + "' WITH SAVEPOINT").get(0).get(0);
      assertTrue(Files.exists(Path.of(savepoint)), savepoint);
      assertEquals("[[STOPPED]]", status(session, job));
    }
    int before = lines().size();
    for (int workers : List.of(3, 1)) {
      try (LocalEngine engine = engine(workers);
          Session session = engine.openSession("test", false)) {
        assertEquals("[[STOPPED]]", status(session, job));
        assertEquals(before, lines().size(), "nothing goes on by itself");
        session.execute("START JOB '" + job + "'", List.of());
        assertEquals("[[RUNNING]]", status(session, job));
        // Beyond what one side of the join had and the other had not when it was stopped.
        long goal = withoutGap() + 20_000;
        while (withoutGap() < goal) {
          awaitRows(session, job, 5_000);
        }
        session.execute("STOP JOB '" + job + "' WITH SAVEPOINT", List.of());
        before = lines().size();
      }
    }
    List<String> lines = lines();
    assertEquals(lines.size(), lines.stream().distinct().count(), "each number once");
    assertEquals(List.of(), warnings);
  }

  @Test
  void aRunningJobGoesOnAfterARestartUntilItIsStoppedForGood() throws Exception {
    String job;
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      job = begin(engine, session);
      awaitRows(session, job, 5_000);
    }
    try (LocalEngine engine = engine(1);
        Session session = engine.openSession("test", false)) {
      assertEquals("[[RUNNING]]", status(session, job));
      awaitRows(session, job, 5_000);
      session.execute("STOP JOB '" + job + "'", List.of());
    }
    List<String> lines = lines();
    assertEquals(lines.size(), lines.stream().distinct().count(), "each number once");
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      assertEquals("[]", status(session, job));
      LeatException gone =
          assertThrows(
              LeatException.class, () -> session.execute("START JOB '" + job + "'", List.of()));
      assertEquals("42704", gone.sqlState());
    }
  }

  @Test
  void stateThatDoesNotFitIsRefusedByNameAndStays() throws Exception {
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      String job = begin(engine, session);
      awaitRows(session, job, 5_000);
      String savepoint =
          Engines.rows(session, "STOP JOB '" + job + "' WITH SAVEPOINT").get(0).get(0);
      for (String sql :
          List.of("DROP TABLE source", "DROP TABLE sink", source("INT"), sink("INT"))) {
        session.execute(sql, List.of());
      }
      LeatException refused =
          assertThrows(
              LeatException.class, () -> session.execute("START JOB '" + job + "'", List.of()));
      assertEquals("55000", refused.sqlState());
      assertTrue(refused.message().contains("does not fit"), refused.message());
      assertTrue(refused.message().contains("source-"), refused.message());
      assertTrue(Files.exists(Path.of(savepoint)));
      assertEquals("[[STOPPED]]", status(session, job));
      for (String sql :
          List.of("DROP TABLE source", "DROP TABLE sink", source("BIGINT"), sink("BIGINT"))) {
        session.execute(sql, List.of());
      }
      session.execute("START JOB '" + job + "' FROM SAVEPOINT '" + savepoint + "'", List.of());
      awaitRows(session, job, 5_000);
      assertEquals("[[RUNNING]]", status(session, job));
    }
  }

  @Test
  void withoutADirectoryThereAreNoSavepoints() {
    try (LocalEngine engine = LocalEngine.start(1);
        Session session = engine.openSession("test", false)) {
      String job = begin(engine, session);
      LeatException refused =
          assertThrows(
              LeatException.class,
              () -> session.execute("STOP JOB '" + job + "' WITH SAVEPOINT", List.of()));
      assertEquals("0A000", refused.sqlState());
      assertEquals("[[RUNNING]]", status(session, job));
    }
  }
}
