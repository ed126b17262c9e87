package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.durable.CrashPoint;
import io.leat.runtime.testing.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process with jobs and views over connectors is killed at random moments, also while it
 * starts, and at every named point, and comes back with one, two or three workers; what files,
 * tables and views hold in the end is what an uninterrupted run gives.
 *
 * <ul>
 *   <li>{@code -Ddurability.job-kills=…} tells how often, {@code -Ddurability.seed=…} repeats a
 *       run's random choices.
 * </ul>
 */
class JobKillTest {
  private static final int KILLS = Integer.getInteger("durability.job-kills", 6);
  private static final long SEED = Seeds.of("durability.seed");
  private static final long PER_SECOND = 10_000;

  /** So few where the server must reach a place while events come, on however slow a machine. */
  private static final long SLOWLY = 2_500;

  /** Events between two kills, on average. */
  private static final long EVENTS = 4_000;

  /** At most so long after its start a server is killed that has not come to listen. */
  private static final int START_MILLIS = 2_500;

  @TempDir Path folder;

  @Test
  void everythingIsThereOnceAfterManyKills() throws Exception {
    Random random = new Random(SEED);
    Streams streams = new Streams(folder.resolve("killed"), (KILLS + 2) * EVENTS, PER_SECOND);
    int atStart = 0;
    for (int i = 0; i < KILLS; i++) {
      if (i > 0 && i % 10 == 0) {
        System.out.println("durability: jobs and views killed " + i + " times so far");
      }
      if (i % 4 == 3) {
        ServerProcess.startAndKill(
            data(), random.nextInt(START_MILLIS), workers(random), settings(random));
        atStart++;
        continue;
      }
      try (ServerProcess server = start(random);
          Connection connection = server.connect()) {
        if (i == 0) {
          streams.create(connection);
        } else if (random.nextInt(3) == 0) {
          streams.addToFactors(connection);
        }
        Streams.awaitBids(
            connection, (long) (streams.bids() * (i + random.nextDouble()) / (KILLS + 1)));
        server.kill();
      }
    }
    int rows = finish(streams, random);
    System.out.println(
        "durability: jobs and views killed "
            + KILLS
            + " times, "
            + atStart
            + " of them while they were taken up; "
            + rows
            + " rows of files, tables and views as without, seed "
            + SEED);
  }

  @Test
  void aCrashAtAnyNamedPointOfARunLosesAndDoublesNothing() throws Exception {
    Random random = new Random(SEED);
    List<CrashPoint> points =
        Arrays.stream(CrashPoint.values()).filter(CrashPoint::isOfRuns).toList();
    Streams streams = new Streams(folder.resolve("killed"), (points.size() + 8) * EVENTS, SLOWLY);
    List<CrashPoint> reached = new ArrayList<>();
    try (ServerProcess server = startUntil(CrashPoint.JOB_DEFINED, 1, random);
        Connection connection = server.connect()) {
      streams.createTables(connection);
      streams.startJobInVain(connection, 0);
      if (server.ended(300)) {
        reached.add(CrashPoint.JOB_DEFINED);
      }
    }
    try (ServerProcess server = start(random);
        Connection connection = server.connect()) {
      // Nobody has been told that there is a job, but there is.
      assertEquals(1, Streams.jobs(connection).size());
      streams.startJob(connection, 1);
      streams.startJob(connection, 2);
    }
    for (CrashPoint point : points) {
      if (point != CrashPoint.JOB_DEFINED) {
        try (ServerProcess server = startUntil(point, 5, random)) {
          if (server.ended(300)) {
            reached.add(point);
          }
        }
      }
    }
    assertEquals(points, reached);
    finish(streams, random);
    reached.forEach(point -> System.out.println("durability: " + point + ": crashed, recovered"));
  }

  private ServerProcess startUntil(CrashPoint point, int times, Random random) throws IOException {
    return ServerProcess.start(
        data(), List.of("-Dleat.crash-at=" + point.name() + ":" + times), settings(random));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String[] settings(Random random) {
    return new String[] {
      "checkpoint-interval: 100 ms",
      // In turns: checkpoints of everything, and of what has changed.
      "checkpoint-increments-from: "
          + (random.nextBoolean() ? "0 B" : "1 GB")
          + "\nsecurity:\n  file-directories: '"
          + folder
          + "'"
    };
  }

  private static List<String> workers(Random random) {
    return List.of("-XX:ActiveProcessorCount=" + (1 + random.nextInt(3)));
  }

  private ServerProcess start(Random random) throws Exception {
    ServerProcess server = ServerProcess.start(data(), workers(random), settings(random));
    assertEquals(
        List.of(),
        server.said().stream().filter(line -> line.contains("cannot")).toList(),
        "what the server says at its start");
    return server;
  }

  /** Lets the streams come to their end, and compares; how many things were the same. */
  private int finish(Streams streams, Random random) throws Exception {
    Map<String, List<String>> expected;
    Streams uninterrupted = streams.in(folder.resolve("uninterrupted"));
    try (ServerProcess server =
            ServerProcess.start(folder.resolve("other"), List.of(), settings(random));
        Connection connection = server.connect()) {
      expected = uninterrupted.atOnce(connection);
    }
    try (ServerProcess server = start(random);
        Connection connection = server.connect()) {
      streams.awaitEnd(connection, Streams.weighed(expected));
      assertEquals("", Streams.difference(expected, streams.contents(connection)));
      assertEquals(List.of(), streams.pendingFiles());
    }
    return expected.values().stream().mapToInt(List::size).sum();
  }
}
