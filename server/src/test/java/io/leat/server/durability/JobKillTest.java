package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.durable.CrashPoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process with jobs and views over connectors is killed at random moments and at every
 * named point, and comes back with one, two or three workers; what files, tables and views hold in
 * the end is what an uninterrupted run gives.
 *
 * <ul>
 *   <li>{@code -Ddurability.job-kills=…} tells how often, {@code -Ddurability.seed=…} repeats a
 *       run's random choices.
 * </ul>
 */
class JobKillTest {
  private static final int KILLS = Integer.getInteger("durability.job-kills", 8);
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final long ROWS = 120_000;
  private static final long PER_SECOND = 4_000;

  @TempDir Path folder;

  @Test
  void everythingIsThereOnceAfterManyKills() throws Exception {
    Random random = new Random(SEED);
    Streams streams = new Streams(folder, ROWS);
    for (int i = 0; i < KILLS; i++) {
      try (ServerProcess server = start(random)) {
        try (Connection connection = server.connect()) {
          if (i == 0) {
            streams.create(connection, PER_SECOND);
          } else if (random.nextInt(3) == 0) {
            streams.addToFactors(connection);
          }
        }
        Thread.sleep(100 + random.nextInt(1_500));
        server.kill();
      }
    }
    finish(streams, random);
    System.out.println("durability: jobs killed " + KILLS + " times, seed " + SEED);
  }

  @Test
  void aCrashAtAnyNamedPointOfARunLosesAndDoublesNothing() throws Exception {
    Random random = new Random(SEED);
    Streams streams = new Streams(folder, ROWS);
    try (ServerProcess server = start(random);
        Connection connection = server.connect()) {
      streams.create(connection, PER_SECOND);
    }
    List<CrashPoint> points =
        Arrays.stream(CrashPoint.values()).filter(p -> p.name().startsWith("RUN_")).toList();
    List<CrashPoint> reached = new ArrayList<>();
    for (CrashPoint point : points) {
      try (ServerProcess server =
          ServerProcess.start(
              folder.resolve("data"),
              List.of("-Dleat.crash-at=" + point.name() + ":5"),
              settings())) {
        if (server.ended(30)) {
          reached.add(point);
        }
      }
    }
    assertEquals(points, reached);
    finish(streams, random);
    System.out.println("durability: jobs crashed at " + reached);
  }

  private String settings() {
    return "checkpoint-interval: 100 ms\nsecurity:\n  file-directories: '" + folder + "'";
  }

  private ServerProcess start(Random random) throws Exception {
    ServerProcess server =
        ServerProcess.start(
            folder.resolve("data"),
            List.of("-XX:ActiveProcessorCount=" + (1 + random.nextInt(3))),
            settings());
    assertEquals(
        List.of(),
        server.said().stream().filter(line -> line.contains("cannot")).toList(),
        "what the server says at its start");
    return server;
  }

  private void finish(Streams streams, Random random) throws Exception {
    try (ServerProcess server = start(random);
        Connection connection = server.connect()) {
      long deadline = System.nanoTime() + 120_000_000_000L;
      while (!streams.done(connection) && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
      assertTrue(streams.done(connection), "all input has been read");
      streams.check(connection);
    }
  }
}
