package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.testing.Await;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A view over files gets another query. A file that has been read is taken away before: what the
 * view still knows of it, it knows from the state that it has taken over.
 */
class AlteredViewTest {
  private static final String GROUPS =
      "SELECT a % 3 AS g, COUNT(*) AS c, SUM(b) AS s FROM source GROUP BY a % 3";

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private LocalEngine engine(int workers) {
    return LocalEngine.start(
        EngineSettings.DEFAULT
            .withWorkers(workers)
            .withDurability(
                Storage.in(folder.resolve("data")).withCheckpointInterval(Duration.ZERO)),
        warnings::add);
  }

  @BeforeEach
  void makeSource() throws IOException {
    Files.createDirectory(folder.resolve("source"));
    file("first.csv", "1,10\n2,20\n3,30\n4,40\n");
  }

  /** A file that is there at once or not at all. */
  private void file(String name, String text) throws IOException {
    Path hidden = folder.resolve("source").resolve("." + name);
    Files.writeString(hidden, text);
    Files.move(hidden, folder.resolve("source").resolve(name));
  }

  private void createSource(Session session) {
    session.execute(
        "CREATE TABLE source (a INT, b INT) WITH ('connector' = 'filesystem', 'format' = 'csv',"
            + " 'source.monitor-interval' = '10 ms', 'path' = '"
            + folder.resolve("source")
            + "')",
        List.of());
  }

  private static String rows(Session session, String sql) {
    List<String> rows = new ArrayList<>();
    if (session.execute(sql, List.of()) instanceof StatementResult.Rows result) {
      ResultStream stream = result.stream();
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        for (int row = 0; page != null && row < page.batch().size(); row++) {
          List<String> values = new ArrayList<>();
          for (int i = 0; i < stream.schema().size(); i++) {
            values.add(
                String.valueOf(
                    BoxedValues.get(page.batch().column(i), row, stream.schema().type(i))));
          }
          rows.add(String.join(",", values));
        }
      }
    }
    return String.join(" ", rows);
  }

  private static void awaitRows(Session session, String expected, String sql) {
    Await.until(sql + ": " + expected, () -> rows(session, sql).equals(expected));
  }

  @Test
  void theStateOfTheQueryBeforeGoesOnUnderTheNewOne() throws IOException {
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      createSource(session);
      session.execute("CREATE MATERIALIZED VIEW v AS " + GROUPS, List.of());
      awaitRows(session, "0,1,30 1,2,50 2,1,20", "SELECT * FROM v ORDER BY g");
      Files.delete(folder.resolve("source/first.csv"));
      session.execute(
          "CREATE OR ALTER MATERIALIZED VIEW v AS SELECT c, SUM(s) AS s, MIN(g) AS g FROM ("
              + GROUPS
              + ") AS q GROUP BY c",
          List.of());
      assertEquals("1,50,0 2,50,1", rows(session, "SELECT * FROM v ORDER BY c"));
      file("second.csv", "2,5\n");
      awaitRows(session, "1,30,0 2,75,1", "SELECT * FROM v ORDER BY c");
    }
    try (LocalEngine engine = engine(3);
        Session session = engine.openSession("test", false)) {
      assertEquals("1,30,0 2,75,1", rows(session, "SELECT * FROM v ORDER BY c"));
      session.execute("CREATE OR ALTER MATERIALIZED VIEW v AS " + GROUPS, List.of());
      assertEquals("0,1,30 1,2,50 2,2,25", rows(session, "SELECT * FROM v ORDER BY g"));
      file("third.csv", "3,1\n");
      awaitRows(session, "0,2,31 1,2,50 2,2,25", "SELECT * FROM v ORDER BY g");
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void whatCannotBeTakenOverIsReadAgainAndExplainSaysSoBefore() throws IOException {
    try (LocalEngine engine = engine(1);
        Session session = engine.openSession("test", false)) {
      createSource(session);
      session.execute("CREATE MATERIALIZED VIEW v AS " + GROUPS, List.of());
      awaitRows(session, "0,1,30 1,2,50 2,1,20", "SELECT * FROM v ORDER BY g");
      session.execute("CHECKPOINT", List.of());
      file("second.csv", "2,5\n");
      awaitRows(session, "0,1,30 1,2,50 2,2,25", "SELECT * FROM v ORDER BY g");
      Files.delete(folder.resolve("source/first.csv"));
      String all = "CREATE OR ALTER MATERIALIZED VIEW v AS ";
      String filtered = all + "SELECT s, g, c FROM (" + GROUPS + ") AS q WHERE c > 1";
      assertEquals(
          List.of("keeps its state, and gives its result again: aggregate"),
          reuse(session, filtered));
      String more = all + GROUPS.replace("COUNT(*)", "MAX(b)");
      assertEquals(
          List.of(
              "begins anew: aggregate",
              "is read again from the beginning: default_catalog.default_database.source"),
          reuse(session, more));
      session.execute(more, List.of());
      awaitRows(session, "2,5,5", "SELECT * FROM v ORDER BY g");
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void inAnotherTimeZoneThingsMeanSomethingElse() throws IOException {
    try (LocalEngine engine = engine(1);
        Session session = engine.openSession("test", false)) {
      createSource(session);
      session.execute("CREATE MATERIALIZED VIEW v AS " + GROUPS, List.of());
      session.execute("CHECKPOINT", List.of());
      session.execute("SET 'table.local-time-zone' = 'Asia/Tokyo'", List.of());
      assertEquals(
          List.of(
              "begins anew: aggregate",
              "is read again from the beginning: default_catalog.default_database.source"),
          reuse(session, "CREATE OR ALTER MATERIALIZED VIEW v AS " + GROUPS));
    }
  }

  /** What EXPLAIN says of the state, without the numbers of operators. */
  private static List<String> reuse(Session session, String sql) {
    List<String> lines = new ArrayList<>();
    if (session.execute("EXPLAIN " + sql, List.of()) instanceof StatementResult.Rows result) {
      ResultStream stream = result.stream();
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        for (int row = 0; page != null && row < page.batch().size(); row++) {
          lines.add(
              String.valueOf(BoxedValues.get(page.batch().column(0), row, stream.schema().type(0)))
                  .replaceAll("-[0-9a-f]{16}", ""));
        }
      }
    }
    return lines.stream()
        .filter(line -> line.matches("(keeps its state|begins anew|is read again).*"))
        .toList();
  }
}
