package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose data is on a disk of four megabytes: a file system in memory that the server's
 * process alone sees. Where the system does not let us make one, there is no test.
 */
class FullDiskTest {
  private static final int BALLAST = 1 << 20;

  @TempDir Path folder;

  private List<String> onSmallDisk() {
    String script =
        "mount -t tmpfs -o size=4m none '%s' && head -c %d /dev/zero > '%s/ballast' && exec \"$@\"";
    return List.of(
        "unshare", "-m", "sh", "-c", String.format(script, folder, BALLAST, folder), "sh");
  }

  private void assumePossible() throws Exception {
    Process trial =
        new ProcessBuilder(
                "sh", "-c", "command -v unshare && unshare -m mount -t tmpfs none '" + folder + "'")
            .start();
    assumeTrue(trial.waitFor(120, TimeUnit.SECONDS) && trial.exitValue() == 0);
  }

  private static long count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void refused(Statement statement, String sql) {
    SQLException error = assertThrows(SQLException.class, () -> statement.execute(sql));
    assertEquals("53100", error.getSQLState(), error.getMessage());
  }

  @Test
  void writesAreRefusedReadsGoOnAndWritingResumesWhenThereIsRoom() throws Exception {
    assumePossible();
    Path data = folder.resolve("data");
    long acknowledged = 0;
    String[] settings = {
      "checkpoint-interval: 0 s", "fsync: always\nsecurity.file-directories: '" + folder + "'"
    };
    try (ServerProcess server = ServerProcess.start(onSmallDisk(), data, List.of(), settings)) {
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (id INT PRIMARY KEY, note STRING)");
        statement.execute(
            "CREATE TABLE files (id INT, note STRING) WITH ('connector' = 'filesystem', 'path' = '"
                + folder.resolve("out")
                + "', 'format' = 'csv')");
        String note = "REPEAT('0123456789', 10000)";
        String state = "";
        for (int i = 0; i < 100 && state.isEmpty(); i++) {
          try {
            statement.executeUpdate("INSERT INTO t VALUES (" + i + ", " + note + ")");
            acknowledged++;
          } catch (SQLException e) {
            state = e.getSQLState();
          }
        }
        assertEquals("53100", state);
        assertTrue(acknowledged > 10, acknowledged + " rows");
        assertEquals(acknowledged, count(statement));
        refused(statement, "INSERT INTO t SELECT id + 2000, note FROM t");
        refused(statement, "INSERT INTO files SELECT id, note FROM t");
        assertEquals(0, visible(server, "out", ".csv"));
        assertEquals(acknowledged, count(statement));

        Files.delete(inside(server, "ballast"));
        statement.executeUpdate("INSERT INTO t VALUES (1000, 'there is room')");
        acknowledged++;
        statement.execute("CHECKPOINT");
        assertEquals(1, visible(server, "data", "checkpoint-"));
        statement.executeUpdate("INSERT INTO t VALUES (1001, 'after the checkpoint')");
        acknowledged++;
        assertEquals(acknowledged, count(statement));
        try (var files = Files.list(inside(server, "data"))) {
          for (Path file : (Iterable<Path>) files::iterator) {
            if (Files.isRegularFile(file)) {
              Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
          }
        }
      }
    }
    // What was on the small disk is a whole data directory.
    try (ServerProcess server = ServerProcess.start(folder, List.of());
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      assertEquals(acknowledged, count(statement));
    }
  }

  /** A file as the server's process sees it. */
  private Path inside(ServerProcess server, String name) {
    return Path.of("/proc/" + server.pid() + "/root" + folder, name);
  }

  private long visible(ServerProcess server, String directory, String part) throws Exception {
    Path path = inside(server, directory);
    if (!Files.exists(path)) {
      return 0;
    }
    try (var files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && name.contains(part))
          .count();
    }
  }
}
