package io.leat.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.durable.Checkpoints;
import io.leat.runtime.durable.Compression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.ResultStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that say what has changed since the one before. */
class CheckpointTest {
  private static final String ALL = "SELECT id, note, n FROM kept ORDER BY id, n";
  private static final String BAG = "SELECT a, COUNT(*) FROM bag GROUP BY a ORDER BY a";

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private LocalEngine start(Checkpoints.Settings settings) {
    return LocalEngine.start(
        EngineSettings.DEFAULT
            .withWorkers(1)
            .withDurability(
                EngineSettings.Storage.in(folder)
                    .withCheckpointInterval(Duration.ZERO)
                    .withCheckpoints(settings)),
        warnings::add);
  }

  private LocalEngine start() {
    return start(new Checkpoints.Settings(2, Compression.ZSTD, 0));
  }

  private static String ask(LocalEngine engine, String sql) {
    StringBuilder rows = new StringBuilder();
    try (Session session = engine.openSession("test", false)) {
      if (session.execute(sql, List.of()) instanceof StatementResult.Rows result) {
        ResultStream stream = result.stream();
        while (!stream.finished()) {
          ResultStream.Page page = stream.poll();
          if (page == null) {
            CompletableFuture<Void> available = new CompletableFuture<>();
            stream.onAvailable(() -> available.complete(null));
            available.join();
          } else {
            for (int row = 0; row < page.batch().size(); row++) {
              for (int i = 0; i < stream.schema().size(); i++) {
                rows.append(i > 0 ? "|" : "")
                    .append(BoxedValues.get(page.batch().column(i), row, stream.schema().type(i)));
              }
              rows.append('\n');
            }
          }
        }
      }
    }
    return rows.toString();
  }

  private List<Path> checkpoints() throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
          .sorted(Comparator.comparingInt(CheckpointTest::number))
          .toList();
    }
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
  }

  private static void fill(LocalEngine engine) {
    ask(engine, "CREATE TABLE kept (id INT PRIMARY KEY, note STRING, n BIGINT)");
    ask(engine, "CREATE TABLE bag (a INT)");
    ask(
        engine,
        "INSERT INTO kept SELECT i, 'note ' || CAST(i * 7919 AS STRING), i FROM"
            + " generate_series(1, 20000) AS s(i)");
    ask(engine, "INSERT INTO bag SELECT i % 100 FROM generate_series(1, 5000) AS s(i)");
  }

  @Test
  void aSmallChangeMakesASmallCheckpoint() throws IOException {
    String expected;
    try (LocalEngine engine = start()) {
      fill(engine);
      ask(engine, "CHECKPOINT");
      ask(engine, "UPDATE kept SET n = n + 1 WHERE id % 100 = 0");
      ask(engine, "DELETE FROM kept WHERE id = 77");
      ask(engine, "INSERT INTO bag VALUES (1), (1), (1000)");
      ask(engine, "CHECKPOINT");
      List<Path> files = checkpoints();
      long whole = Files.size(files.get(0));
      long increment = Files.size(files.get(1));
      assertTrue(increment < whole / 15, increment + " bytes after " + whole);
      ask(engine, "DELETE FROM kept WHERE id = 78");
      expected = ask(engine, ALL) + ask(engine, BAG);
    }
    // The increment after a restart is as small.
    try (LocalEngine engine = start()) {
      assertEquals(expected, ask(engine, ALL) + ask(engine, BAG));
      ask(engine, "CHECKPOINT");
      List<Path> files = checkpoints();
      assertEquals(3, files.size());
      assertTrue(Files.size(files.get(2)) < 2000, files.toString());
    }
    try (LocalEngine engine = start()) {
      assertEquals(expected, ask(engine, ALL) + ask(engine, BAG));
    }
    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whateverHappensTheLastCheckpointAndTheLogAreEnough(long seed) throws IOException {
    Random random = new Random(seed);
    LocalEngine engine = start();
    try {
      fill(engine);
      int restarts = 0;
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(9)) {
          case 0 -> ask(engine, "INSERT INTO kept VALUES (" + random.nextInt(30000) + ", 'x', 1)");
          case 1 -> ask(engine, "UPDATE kept SET n = n + 1 WHERE id % 50 = " + random.nextInt(50));
          case 2 -> ask(engine, "DELETE FROM kept WHERE id % 97 = " + random.nextInt(97));
          case 3 -> ask(engine, "DELETE FROM bag WHERE a = " + random.nextInt(100));
          case 4 -> ask(engine, "INSERT INTO bag SELECT id % 100 FROM kept WHERE id < 50");
          case 5 -> {
            ask(engine, "DROP TABLE bag");
            ask(engine, "CREATE TABLE bag (a INT)");
          }
          case 6, 7 -> ask(engine, "CHECKPOINT");
          default -> {
            String before = ask(engine, ALL) + ask(engine, BAG);
            engine.close();
            engine = start();
            assertEquals(before, ask(engine, ALL) + ask(engine, BAG), "restart " + ++restarts);
          }
        }
      }
      assertNotEquals(0, restarts);
    } finally {
      engine.close();
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void afterManyChangesAWholeOneComesAndOldGenerationsGo() throws IOException {
    try (LocalEngine engine = start()) {
      fill(engine);
      for (int i = 0; i < 40; i++) {
        ask(engine, "UPDATE kept SET note = note || 'x' WHERE id % 5 = " + i % 5);
        ask(engine, "CHECKPOINT");
      }
      List<Path> files = checkpoints();
      assertTrue(files.size() < 20, files.toString());
      assertTrue(number(files.get(0)) > 10, files.toString());
    }
    try (LocalEngine engine = start()) {
      assertEquals("20000\n", ask(engine, "SELECT COUNT(*) FROM kept"));
    }
  }

  /** Whichever file of the last generation is damaged, nothing is lost. */
  @Test
  void aDamagedFileIsMadeGoodFromTheOneBeforeAndTheLog() throws IOException {
    String expected;
    try (LocalEngine engine = start()) {
      fill(engine);
      ask(engine, "CHECKPOINT");
      ask(engine, "UPDATE kept SET note = note || 'some more text ' || CAST(id AS STRING)");
      ask(engine, "CHECKPOINT");
      ask(engine, "UPDATE kept SET note = note || 'yet more text ' || CAST(id AS STRING)");
      ask(engine, "CHECKPOINT");
      ask(engine, "DELETE FROM kept WHERE id % 5 = 3");
      ask(engine, "CHECKPOINT");
      ask(engine, "DELETE FROM kept WHERE id % 7 = 3");
      expected = ask(engine, ALL);
    }
    List<Path> files = checkpoints();
    assertEquals(4, files.size());
    // The first two are a generation, and the last two.
    for (int i = 2; i < files.size(); i++) {
      Path file = files.get(i);
      byte[] bytes = Files.readAllBytes(file);
      byte[] damaged = bytes.clone();
      damaged[damaged.length / 2] ^= 4;
      Files.write(file, damaged);
      warnings.clear();
      try (LocalEngine engine = start()) {
        assertEquals(expected, ask(engine, ALL), file.toString());
        assertTrue(warnings.toString().contains("damaged"), warnings.toString());
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void withOneGenerationDamageIsRefusedByName() throws IOException {
    Checkpoints.Settings one = new Checkpoints.Settings(1, Compression.NONE, 0);
    try (LocalEngine engine = start(one)) {
      fill(engine);
      ask(engine, "CHECKPOINT");
    }
    Path file = checkpoints().get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3] ^= 1;
    Files.write(file, bytes);
    LeatException error = assertThrows(LeatException.class, () -> start(one).close());
    assertEquals(SqlState.DATA_CORRUPTED, error.sqlState());
    assertTrue(warnings.toString().contains(file + " is damaged"), warnings.toString());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatOneMethodHasWrittenTheOtherReads(Compression compression) throws IOException {
    Checkpoints.Settings settings = new Checkpoints.Settings(2, compression, 0);
    String expected;
    try (LocalEngine engine = start(settings)) {
      fill(engine);
      ask(engine, "CHECKPOINT");
      expected = ask(engine, ALL);
    }
    try (LocalEngine engine = start()) {
      assertEquals(expected, ask(engine, ALL));
    }
  }
}
