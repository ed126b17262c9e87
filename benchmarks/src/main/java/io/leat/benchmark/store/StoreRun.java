package io.leat.benchmark.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

/** {@code StoreRun [SECONDS] [ROWS] [KILLS]}; 0 leaves a part out. */
public final class StoreRun {
  private StoreRun() {}

  public static void main(String[] arguments)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    int seconds = argument(arguments, 0, 60);
    int rows = argument(arguments, 1, 10_000_000);
    int kills = argument(arguments, 2, 20);
    String[] options = System.getProperty("server.options", "-Xmx4g").split(" ");
    if (seconds > 0) {
      try (ServerProcess server = new ServerProcess(options)) {
        new StatementCosts(server).run();
      }
      try (ServerProcess server = new ServerProcess(options)) {
        new Traffic(server).run(seconds);
      }
    }
    if (kills > 0) {
      try (ServerProcess server = new ServerProcess(options)) {
        new Resumption(server).run(kills);
      }
    }
    if (rows > 0) {
      try (ServerProcess server = new ServerProcess(options)) {
        new LargeTable(server).run(rows);
      }
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
