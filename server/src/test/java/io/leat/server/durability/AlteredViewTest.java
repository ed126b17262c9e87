package io.leat.server.durability;

import static io.leat.server.durability.Engines.awaitText;
import static io.leat.server.durability.Engines.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

  private static final String ALTERED =
      "CREATE OR ALTER MATERIALIZED VIEW v AS SELECT c, SUM(s) AS s, MIN(g) AS g FROM ("
          + GROUPS
          + ") AS q GROUP BY c";

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private LocalEngine engine(int workers) {
    return Engines.start(folder.resolve("data"), workers, Duration.ZERO, warnings::add);
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

  @Test
  void theStateOfTheQueryBeforeGoesOnUnderTheNewOne() throws IOException {
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      createSource(session);
      session.execute("CREATE MATERIALIZED VIEW v AS " + GROUPS, List.of());
      awaitText(session, "0,1,30 1,2,50 2,1,20", "SELECT * FROM v ORDER BY g");
      Files.delete(folder.resolve("source/first.csv"));
      session.execute(ALTERED, List.of());
      assertEquals("1,50,0 2,50,1", text(session, "SELECT * FROM v ORDER BY c"));
      file("second.csv", "2,5\n");
      awaitText(session, "1,30,0 2,75,1", "SELECT * FROM v ORDER BY c");
    }
    try (LocalEngine engine = engine(3);
        Session session = engine.openSession("test", false)) {
      assertEquals("1,30,0 2,75,1", text(session, "SELECT * FROM v ORDER BY c"));
      session.execute("CREATE OR ALTER MATERIALIZED VIEW v AS " + GROUPS, List.of());
      assertEquals("0,1,30 1,2,50 2,2,25", text(session, "SELECT * FROM v ORDER BY g"));
      file("third.csv", "3,1\n");
      awaitText(session, "0,2,31 1,2,50 2,2,25", "SELECT * FROM v ORDER BY g");
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void whatCannotBeTakenOverIsReadAgainAndExplainSaysSoBefore() throws IOException {
    try (LocalEngine engine = engine(1);
        Session session = engine.openSession("test", false)) {
      createSource(session);
      session.execute("CREATE MATERIALIZED VIEW v AS " + GROUPS, List.of());
      awaitText(session, "0,1,30 1,2,50 2,1,20", "SELECT * FROM v ORDER BY g");
      session.execute("CHECKPOINT", List.of());
      file("second.csv", "2,5\n");
      awaitText(session, "0,1,30 1,2,50 2,2,25", "SELECT * FROM v ORDER BY g");
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
      awaitText(session, "2,5,5", "SELECT * FROM v ORDER BY g");
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
    return Engines.rows(session, "EXPLAIN " + sql).stream()
        .map(row -> row.get(0).replaceAll("-[0-9a-f]{16}", ""))
        .filter(line -> line.matches("(keeps its state|begins anew|is read again).*"))
        .toList();
  }

  /** What has been taken over is nowhere else, so it must not depend on the next checkpoint. */
  @Test
  void aCrashAfterTheStatementLosesNothingThatWasTakenOver() throws IOException {
    Path data = folder.resolve("data");
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      createSource(session);
      session.execute("CREATE MATERIALIZED VIEW v AS " + GROUPS, List.of());
      awaitText(session, "0,1,30 1,2,50 2,1,20", "SELECT * FROM v ORDER BY g");
      Engines.copy(data, folder.resolve("before"));
      session.execute(ALTERED, List.of());
      Files.delete(folder.resolve("source/first.csv"));
      Engines.copy(data, folder.resolve("after"));
    }
    try (LocalEngine engine =
            Engines.start(folder.resolve("after"), 1, Duration.ZERO, warnings::add);
        Session session = engine.openSession("test", false)) {
      assertEquals("1,50,0 2,50,1", text(session, "SELECT * FROM v ORDER BY c"));
      file("second.csv", "2,5\n");
      awaitText(session, "1,30,0 2,75,1", "SELECT * FROM v ORDER BY c");
    }
    assertEquals(List.of(), warnings);
  }

  /** The new query's state is there already, its place in the catalog is not. */
  @Test
  void aCrashWithinTheStatementLeavesTheQueryBefore() throws IOException {
    Path data = folder.resolve("data");
    Path crashed = folder.resolve("crashed");
    try (LocalEngine engine = engine(2);
        Session session = engine.openSession("test", false)) {
      createSource(session);
      session.execute("CREATE MATERIALIZED VIEW v AS " + GROUPS, List.of());
      awaitText(session, "0,1,30 1,2,50 2,1,20", "SELECT * FROM v ORDER BY g");
      session.execute("CHECKPOINT", List.of());
      Engines.copy(data, crashed);
      Path runs = data.resolve("runs");
      session.execute(ALTERED, List.of());
      Files.delete(folder.resolve("source/first.csv"));
      Path runsThen = crashed.resolve(data.relativize(runs).toString());
      delete(runsThen);
      Engines.copy(runs, runsThen);
    }
    try (LocalEngine engine = Engines.start(crashed, 1, Duration.ZERO, warnings::add);
        Session session = engine.openSession("test", false)) {
      assertEquals("0,1,30 1,2,50 2,1,20", text(session, "SELECT * FROM v ORDER BY g"));
      file("second.csv", "2,5\n");
      awaitText(session, "0,1,30 1,2,50 2,2,25", "SELECT * FROM v ORDER BY g");
    }
    assertEquals(List.of(), warnings);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
