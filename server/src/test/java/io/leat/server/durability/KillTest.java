package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.durable.CrashPoint;
import io.leat.runtime.testing.Seeds;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process is killed at random moments while clients write, and at every named point; after
 * each restart all that was acknowledged is there.
 *
 * <ul>
 *   <li>{@code -Ddurability.kills=…} tells how often, {@code -Ddurability.seed=…} repeats a run's
 *       random choices.
 * </ul>
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("durability.kills", 30);
  private static final long SEED = Seeds.of("durability.seed");
  private static final String OFTEN = "checkpoint-interval: 150 ms";

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThereAfterEveryKill() throws Exception {
    Random random = new Random(SEED);
    Ledger ledger = new Ledger();
    for (int i = 0; i <= KILLS; i++) {
      // In turns: checkpoints of everything, and of what has changed.
      String increments = "checkpoint-increments-from: " + (i % 2 == 0 ? "0 B" : "1 GB");
      try (ServerProcess server = ServerProcess.start(folder, List.of(), OFTEN, increments)) {
        if (i == 0) {
          try (Connection connection = server.connect()) {
            Ledger.create(connection);
          }
        }
        ledger.check(server);
        List<Thread> clients = ledger.start(server, 4, random.nextLong());
        ledger.awaitAcknowledged(10 + random.nextInt(200));
        server.kill();
        for (Thread client : clients) {
          client.join();
        }
      }
      if (i > 0 && i % 10 == 0) {
        System.out.println(
            "durability: "
                + i
                + " kills, "
                + ledger.acknowledged()
                + " acknowledged statements and transactions, all there at the last restart");
      }
    }
    System.out.println(
        "durability: killed "
            + KILLS
            + " times, "
            + ledger.acknowledged()
            + " acknowledged statements and transactions, all there, seed "
            + SEED);
  }

  @Test
  void aCrashAtAnyNamedPointLosesNothing() throws Exception {
    List<CrashPoint> reached = new ArrayList<>();
    Random random = new Random(SEED);
    Ledger ledger = new Ledger();
    try (ServerProcess server = ServerProcess.start(folder, List.of(), OFTEN)) {
      try (Connection connection = server.connect()) {
        Ledger.create(connection);
      }
    }
    List<CrashPoint> points =
        Arrays.stream(CrashPoint.values()).filter(point -> !point.isOfRuns()).toList();
    for (CrashPoint point : points) {
      List<String> crash = List.of("-Dleat.crash-at=" + point.name() + ":3");
      try (ServerProcess server = ServerProcess.start(folder, crash, OFTEN)) {
        List<Thread> clients =
            server.listens() ? ledger.start(server, 4, random.nextLong()) : List.of();
        if (server.ended(300)) {
          reached.add(point);
        }
        server.kill();
        for (Thread client : clients) {
          client.join();
        }
      }
      try (ServerProcess server = ServerProcess.start(folder, List.of(), OFTEN)) {
        ledger.check(server);
      }
      System.out.println("durability: " + point + ": crashed, recovered");
    }
    assertEquals(points, reached);
  }
}
