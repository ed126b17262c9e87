package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.ResultStream;
import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.EngineSettings.Storage;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a disk has done to one job or view is that one's affair, and said in words that help. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedRunsTest {
  private static final String COUNT = "SELECT CAST(COUNT(*) AS INT) FROM ";

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();
  private String job = "";

  private LocalEngine start() {
    return LocalEngine.start(
        EngineSettings.DEFAULT
            .withWorkers(2)
            .withDurability(
                Storage.in(folder.resolve("data")).withCheckpointInterval(Duration.ZERO)),
        warnings::add);
  }

  private static Session session(LocalEngine engine) {
    return engine.openSession("test", false);
  }

  private static List<String> values(Session session, String sql) {
    List<String> values = new ArrayList<>();
    if (session.execute(sql, List.of()) instanceof StatementResult.Rows result) {
      ResultStream stream = result.stream();
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        for (int row = 0; page != null && row < page.batch().size(); row++) {
          values.add(
              String.valueOf(
                  BoxedValues.get(page.batch().column(0), row, stream.schema().type(0))));
        }
      }
    }
    return values;
  }

  /** Two checkpoints of a view and of a job, and rows in the log behind the last. */
  @BeforeEach
  void makeRuns() throws IOException {
    try (LocalEngine engine = start();
        Session session = session(engine)) {
      for (String sql :
          List.of(
              "CREATE TABLE t (id INT PRIMARY KEY)",
              "CREATE TABLE source (n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'csv',"
                  + " 'path' = '"
                  + Files.createDirectory(folder.resolve("in"))
                  + "', 'source.monitor-interval' = '10 ms')",
              "CREATE TABLE sink (n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'csv',"
                  + " 'path' = '"
                  + folder.resolve("out")
                  + "')",
              "CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS c FROM source GROUP BY n",
              "CREATE INDEX by_count ON v (c)")) {
        session.execute(sql, List.of());
      }
      job = values(session, "INSERT INTO sink SELECT n FROM source").get(0);
      for (int i = 1; i <= 2; i++) {
        give(session, i);
        while (!values(session, "SELECT rows_in FROM leat.jobs WHERE job_id = '" + job + "'")
            .equals(List.of(String.valueOf(i)))) {
          Thread.onSpinWait();
        }
        session.execute("CHECKPOINT", List.of());
        session.execute("INSERT INTO t VALUES (" + i + ")", List.of());
      }
    }
  }

  /** A file with a number, and a wait until the view has it. */
  private void give(Session session, int n) throws IOException {
    Path draft = folder.resolve("draft");
    Files.writeString(draft, n + "\n");
    Files.move(draft, folder.resolve("in").resolve("file-" + n));
    while (!values(session, COUNT + "v").equals(List.of(String.valueOf(n)))) {
      Thread.onSpinWait();
    }
  }

  private List<Path> files(String run, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("runs"))) {
      return files
          .filter(file -> file.getParent().getFileName().toString().startsWith(run))
          .filter(file -> file.getFileName().toString().startsWith(name))
          .sorted()
          .toList();
    }
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
  }

  private static void refused(Session session, String sql, String state, String part) {
    LeatException error =
        assertThrows(LeatException.class, () -> session.execute(sql, List.of()), sql);
    assertEquals(state, error.sqlState(), error.message());
    assertTrue(error.message().contains(part), error.message());
  }

  private void said(String... parts) {
    assertEquals(parts.length, warnings.size(), warnings.toString());
    for (int i = 0; i < parts.length; i++) {
      assertTrue(warnings.get(i).contains(parts[i]), warnings.toString());
    }
  }

  @Test
  void aViewWithoutAWholeCheckpointCannotBeReadAndIsNotMadeOfHalfOfIt() throws IOException {
    List<Path> checkpoints = files("view-", "checkpoint-");
    damage(checkpoints.get(checkpoints.size() - 1));
    try (LocalEngine engine = start();
        Session session = session(engine)) {
      assertEquals(List.of("2"), values(session, COUNT + "v"), "from the one before");
      said("the one before it is used");
    }
    for (Path file : files("view-", "checkpoint-")) {
      // Whatever has been changed in it before.
      Files.write(file, new byte[] {'L', 'E', 'A', 'T'});
    }
    warnings.clear();
    try (LocalEngine engine = start();
        Session session = session(engine)) {
      String last = warnings.get(warnings.size() - 1);
      assertTrue(last.contains("v cannot be read") && last.contains("DROP the view"), last);
      refused(session, COUNT + "v", "55000", "is damaged");
      assertEquals(List.of("FAILED"), values(session, "SELECT status FROM leat.views"));
      assertEquals(List.of("2"), values(session, COUNT + "t"), "the rest goes on");
      session.execute("DROP MATERIALIZED VIEW v", List.of());
      session.execute(
          "CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS c FROM source GROUP BY n",
          List.of());
      give(session, 3);
    }
    warnings.clear();
    start().close();
    said();
  }

  @Test
  void aJobWhoseDefinitionIsDamagedIsKnownAndCanBeForgotten() throws IOException {
    damage(files(job, "definition").get(0));
    try (LocalEngine engine = start();
        Session session = session(engine)) {
      said("the definition of a job");
      assertEquals(
          List.of("FAILED"),
          values(session, "SELECT status FROM leat.jobs WHERE job_id = '" + job + "'"));
      refused(session, "START JOB '" + job + "'", "XX001", "the definition of a job");
      assertEquals(List.of("2"), values(session, COUNT + "v"), "the rest goes on");
      session.execute("CHECKPOINT", List.of());
    }
    assertEquals(1, files(job, "definition").size(), "it stays until somebody says otherwise");
    try (LocalEngine engine = start();
        Session session = session(engine)) {
      session.execute("STOP JOB '" + job + "'", List.of());
      assertEquals(List.of(), files(job, ""));
    }
    warnings.clear();
    start().close();
    said();
  }

  @Test
  void aJobWhoseCheckpointIsDamagedNamesTheOneBefore() throws IOException {
    List<Path> checkpoints = files(job, "checkpoint-");
    assertTrue(checkpoints.size() >= 2, checkpoints.toString());
    damage(checkpoints.get(checkpoints.size() - 1));
    Path before = checkpoints.get(checkpoints.size() - 2);
    try (LocalEngine engine = start();
        Session session = session(engine)) {
      said("START JOB '" + job + "' FROM SAVEPOINT '" + before + "'");
      refused(session, "START JOB '" + job + "'", "XX001", "is damaged");
      session.execute("START JOB '" + job + "' FROM SAVEPOINT '" + before + "'", List.of());
      assertEquals(
          List.of("RUNNING"),
          values(session, "SELECT status FROM leat.jobs WHERE job_id = '" + job + "'"));
      session.execute("CHECKPOINT", List.of());
    }
    warnings.clear();
    start().close();
    said();
  }

  @Test
  void aLogThatHasLostItsEndIsNoReasonNotToStart() throws IOException {
    Path log;
    try (Stream<Path> logs = Files.list(folder.resolve("data"))) {
      log =
          logs.filter(file -> file.getFileName().toString().startsWith("log-"))
              .max((a, b) -> Long.compare(number(a), number(b)))
              .orElseThrow();
    }
    // As without fsync, when the machine goes down: the view's checkpoint is of a later epoch.
    Files.write(log, Arrays.copyOf(Files.readAllBytes(log), 8));
    try (LocalEngine engine = start();
        Session session = session(engine)) {
      assertEquals(List.of("1"), values(session, COUNT + "t"));
      assertEquals(List.of("2"), values(session, COUNT + "v"));
      give(session, 3);
      session.execute("INSERT INTO t VALUES (7)", List.of());
      assertEquals(List.of("2"), values(session, COUNT + "t"));
    }
    said();
  }

  private static long number(Path log) {
    return Long.parseLong(log.getFileName().toString().substring("log-".length()));
  }
}
