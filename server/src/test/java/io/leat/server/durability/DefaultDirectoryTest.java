package io.leat.server.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a server keeps its data when nobody has said anything about it. */
class DefaultDirectoryTest {
  private static final Pattern LISTENING = Pattern.compile("jdbc:leat://\\S+");

  @TempDir Path home;

  private Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.leat.server.LeatServer", "--port", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LEAT_HOME", home.toString());
    return builder.start();
  }

  /** The lines up to the one that tells where data is kept, or all if it ends before. */
  private static List<String> said(Process server) throws Exception {
    List<String> lines = new ArrayList<>();
    var reader = server.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.contains("data is kept in") || line.contains("in memory:")) {
        break;
      }
    }
    return lines;
  }

  private static Connection connect(List<String> said) throws SQLException {
    Matcher matcher = LISTENING.matcher(String.join("\n", said));
    assertTrue(matcher.find(), () -> "no address in " + said);
    return DriverManager.getConnection(matcher.group());
  }

  private static void end(Process server) throws Exception {
    server.destroy();
    assertTrue(server.waitFor(120, TimeUnit.SECONDS));
  }

  @Test
  void theFirstStartMakesItAndTheSecondFindsWhatIsThere() throws Exception {
    Process first = start();
    List<String> said = said(first);
    assertEquals("leat-server: data is kept in " + home.resolve("data"), said.get(said.size() - 1));
    try (Connection connection = connect(said);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (id INT PRIMARY KEY)");
      statement.execute("INSERT INTO kept VALUES (1), (2)");
    }

    Process other = start();
    List<String> refused = said(other);
    assertTrue(other.waitFor(120, TimeUnit.SECONDS));
    assertEquals(1, other.exitValue());
    assertEquals(
        "leat-server: the data directory "
            + home.resolve("data")
            + " is in use by process "
            + first.pid(),
        refused.get(0));
    end(first);

    Process second = start();
    try (Connection connection = connect(said(second));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM kept")) {
      rows.next();
      assertEquals(2, rows.getInt(1));
    } finally {
      end(second);
    }
  }

  @Test
  void inMemoryLeavesNothing() throws Exception {
    Process server = start("--in-memory");
    List<String> said = said(server);
    assertTrue(said.get(said.size() - 1).contains("nothing is kept"), said.toString());
    end(server);
    assertFalse(Files.exists(home.resolve("data")));
  }

  @Test
  void aFolderOfOnesOwn() throws Exception {
    Path own = home.resolve("a/b");
    Process server = start("--data", own.toString());
    said(server);
    end(server);
    assertTrue(Files.exists(own.resolve("format")));
    assertFalse(Files.exists(home.resolve("data")));
  }
}
