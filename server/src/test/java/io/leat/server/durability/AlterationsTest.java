package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.testing.Await;
import io.leat.runtime.testing.Seeds;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A view over files gets one query after another, with new files, checkpoints, restarts and crashes
 * between: it always becomes what its present query gives over all files.
 *
 * <p>{@code -Dalterations.seed=…} repeats a run, {@code -Dalterations.rounds=…} tells how many
 * views there are.
 */
@Timeout(600)
class AlterationsTest {
  private static final int ROUNDS = Integer.getInteger("alterations.rounds", 3);
  private static final int STEPS = Integer.getInteger("alterations.steps", 14);

  /** Queries that share parts, with other columns, names, literals and joins. */
  private static final List<String> PARTS =
      List.of(
          "SELECT a AS k, SUM(b) AS v FROM r AS r GROUP BY a",
          "SELECT a AS k, SUM(b) AS v FROM r AS r WHERE b > #1 GROUP BY a",
          "SELECT a AS k, SUM(b + #1) AS v FROM r AS r GROUP BY a",
          "SELECT a AS k, MAX(b) AS v FROM r AS r GROUP BY a",
          "SELECT a AS k, COUNT(DISTINCT b) AS v FROM s AS s GROUP BY a",
          "SELECT a AS k, COUNT(*) AS v FROM s AS s GROUP BY a",
          "SELECT r.a AS k, s.b AS v FROM r AS r JOIN s AS s ON r.a = s.a",
          "SELECT r.a AS k, s.b AS v FROM r AS r JOIN s AS s ON r.a = s.a AND r.b > s.b + #1",
          "SELECT s.a AS k, r.b AS v FROM s AS s JOIN r AS r ON r.a = s.a",
          "SELECT r.a AS k, s.b AS v FROM r AS r LEFT JOIN s AS s ON r.a = s.a",
          "SELECT x.a AS k, y.b AS v FROM r AS x JOIN r AS y ON x.a = y.b",
          "SELECT x.b AS k, y.a AS v FROM r AS x JOIN r AS y ON x.a = y.b",
          "SELECT DISTINCT a AS k, b AS v FROM r AS r",
          "SELECT DISTINCT b AS k, a AS v FROM r AS r",
          "SELECT a AS k, b AS v FROM r AS r EXCEPT SELECT a, b FROM s AS s",
          "SELECT a AS k, b AS v FROM s AS s EXCEPT SELECT a, b FROM r AS r",
          "SELECT k, v FROM (SELECT a AS k, b AS v, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b"
              + " DESC) AS p FROM r AS r) AS o WHERE p <= #1",
          "SELECT a AS k, b AS v FROM r AS r WHERE a IN (SELECT b FROM s AS s)");

  private static final List<String> WHOLES =
      List.of(
          "{0}",
          "SELECT v, k FROM ({0}) AS q",
          "SELECT k AS renamed, v AS w FROM ({0}) AS q WHERE v > #2",
          "SELECT v, COUNT(*) AS c FROM ({0}) AS q GROUP BY v",
          "SELECT SUM(v) AS t, MIN(k) AS m FROM ({0}) AS q",
          "{0} UNION ALL {0}",
          "SELECT k, v FROM ({0}) AS q UNION ALL SELECT v, k FROM ({1}) AS p",
          "SELECT k, v FROM ({1}) AS q UNION ALL SELECT v, k FROM ({0}) AS p",
          "SELECT q.k, p.v FROM ({0}) AS q JOIN ({1}) AS p ON q.k = p.k",
          "SELECT q.k, p.v FROM ({1}) AS q JOIN ({0}) AS p ON q.k = p.k");

  @TempDir Path folder;

  private int alterations;
  private long kept;
  private int restarts;
  private int crashes;

  @Test
  void aViewIsItsPresentQueryWhateverItWasBefore() throws IOException {
    long seed = Seeds.of("alterations.seed");
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      List<String> history = new ArrayList<>();
      try {
        new View(folder.resolve("round" + round), random, history).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "-Dalterations.seed=" + (seed + round) + "\n" + String.join("\n", history), e);
      }
    }
    System.out.println(
        "alterations: "
            + alterations
            + " of views over files, "
            + restarts
            + " restarts and "
            + crashes
            + " crashes between, "
            + kept
            + " times it was said that operators keep their state, seed "
            + seed);
    assertTrue(kept > 0 && restarts > 0 && crashes > 0);
  }

  private final class View {
    private final Path place;
    private final Random random;
    private final List<String> history;
    private final List<String> warnings = new ArrayList<>();
    private final String part;
    private int files;
    private int copies;
    private Path data;
    private String query = "";

    View(Path place, Random random, List<String> history) throws IOException {
      this.place = place;
      this.random = random;
      this.history = history;
      this.data = place.resolve("data");
      // Most queries of a view have this part in common.
      this.part = one(PARTS);
      Files.createDirectories(place.resolve("r"));
      Files.createDirectories(place.resolve("s"));
    }

    void run() throws IOException {
      LocalEngine engine = start();
      try {
        try (Session session = engine.openSession("test", false)) {
          declare(session, "r", "r", true);
          declare(session, "s", "s", true);
          declare(session, "r_now", "r", false);
          declare(session, "s_now", "s", false);
          addFile();
          alter(session);
        }
        for (int step = 0; step < STEPS; step++) {
          int choice = random.nextInt(8);
          if (choice == 0) {
            history.add("restart");
            engine.close();
            engine = start();
            restarts++;
          } else if (choice == 1) {
            history.add("crash");
            engine = crash(engine);
            crashes++;
          }
          try (Session session = engine.openSession("test", false)) {
            if (choice == 2) {
              history.add("checkpoint");
              session.execute("CHECKPOINT", List.of());
            } else if (choice < 5) {
              addFile();
            } else if (choice > 5) {
              alter(session);
            }
            check(session);
          }
        }
      } finally {
        engine.close();
      }
      assertEquals(List.of(), warnings);
    }

    private LocalEngine start() {
      return Engines.start(data, 1 + random.nextInt(3), Duration.ZERO, warnings::add);
    }

    /** What is in the directory now is all that is left. */
    private LocalEngine crash(LocalEngine engine) throws IOException {
      Path left = place.resolve("left" + copies++);
      Engines.copy(data, left);
      engine.close();
      data = left;
      return start();
    }

    private void declare(Session session, String table, String from, boolean watched) {
      session.execute(
          "CREATE TABLE "
              + table
              + " (a INT, b INT) WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '"
              + place.resolve(from)
              + "'"
              + (watched ? ", 'source.monitor-interval' = '5 ms')" : ")"),
          List.of());
    }

    private void addFile() throws IOException {
      Path target = place.resolve(random.nextBoolean() ? "r" : "s");
      StringBuilder lines = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        lines.append(random.nextInt(5)).append(',').append(random.nextInt(5)).append('\n');
      }
      history.add("file in " + target.getFileName() + ": " + lines.toString().replace('\n', ' '));
      Path hidden = target.resolve("." + files);
      Files.writeString(hidden, lines);
      Files.move(hidden, target.resolve(files++ + ".csv"));
    }

    private void alter(Session session) {
      query =
          one(WHOLES)
              .replace("{0}", random.nextInt(5) == 0 ? one(PARTS) : part)
              .replace("{1}", one(PARTS))
              .replace("#1", Integer.toString(1 + random.nextInt(2)))
              .replace("#2", Integer.toString(random.nextInt(3)));
      history.add("query " + query);
      if (random.nextInt(3) == 0) {
        session.execute("CHECKPOINT", List.of());
        kept +=
            Engines.rows(session, "EXPLAIN CREATE OR ALTER MATERIALIZED VIEW v AS " + query)
                .stream()
                .filter(line -> line.get(0).startsWith("keeps its state"))
                .count();
      }
      session.execute("CREATE OR ALTER MATERIALIZED VIEW v AS " + query, List.of());
      alterations++;
    }

    private void check(Session session) {
      String now = query.replaceAll("(FROM|JOIN) ([rs]) ", "$1 $2_now ");
      List<List<String>> expected = sorted(Engines.rows(session, now));
      Await.until(
          query + " gives " + expected,
          () -> sorted(Engines.rows(session, "SELECT * FROM v")).equals(expected));
    }

    private String one(List<String> of) {
      return of.get(random.nextInt(of.size()));
    }
  }

  private static List<List<String>> sorted(List<List<String>> rows) {
    List<List<String>> sorted = new ArrayList<>(rows);
    sorted.sort((left, right) -> left.toString().compareTo(right.toString()));
    return sorted;
  }
}
