package io.leat.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.shell.fake.SharedEngine;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads after a mistake, with the real engine. */
class BadInputTest {
  private static final Path ANSWERS =
      Path.of("src/test/resources/io/leat/shell/bad-input.txt").toAbsolutePath();

  @TempDir Path folder;

  @AfterEach
  void clear() throws SQLException {
    SharedEngine.clear();
  }

  /** With {@code -Dgolden.regenerate=true} the answers are written instead of compared. */
  @Test
  void everyMistakeInSqlHasItsAnswer() throws IOException {
    Path script = Files.writeString(folder.resolve("bad-input.sql"), resource("bad-input.sql"));
    ShellProcess shell = new ShellProcess();
    assertEquals(1, shell.run("-q", "--continue-on-error", "-f", script.toString()));
    String answers = shell.err().replace(folder + "/", "");
    if (Boolean.getBoolean("golden.regenerate")) {
      Files.writeString(ANSWERS, answers);
    }
    assertEquals(Files.readString(ANSWERS), answers);
    assertEquals("", shell.out());
  }

  @Test
  void nothingRunsAfterAnError() {
    ShellProcess shell = new ShellProcess();
    String sql =
        "CREATE TABLE s (id INT) WITH ('connector' = 'datagen');"
            + "CREATE TABLE p (id STRING) WITH ('connector' = 'print');"
            + "INSERT INTO p SELECT id, id FROM s; SHOW JOBS";
    assertEquals(1, shell.run("-q", "--continue-on-error", "--format", "tsv", "-e", sql));
    assertTrue(shell.out().startsWith("job_id\tjob_name\tstatus\t"), shell.out());
    assertFalse(shell.out().contains("\tRUNNING\t"), shell.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --frmat csv          | there is no option --frmat; did you mean --format?
          --format cvs         | there is no format 'cvs'; there are table, csv, tsv, json, markdown, vertical
          --timeout 5parsecs   | --timeout wants a duration such as 5s, '1 min' or 500ms, not '5parsecs'
          --max-rows some      | --max-rows wants a number of rows, not 'some'
          --set key            | --set wants key=value, not 'key'
          --url localhost      | --url localhost is not a JDBC URL; it looks like jdbc:leat://host:8585
          script.sql           | unexpected argument 'script.sql'; -f FILE runs a script, -e SQL a statement
          -f                   | --file needs a value
          """)
  void aWrongOption(String arguments, String message) {
    ShellProcess shell = new ShellProcess();
    assertEquals(2, shell.run(arguments.split(" ")));
    assertEquals("leat: " + message + "\nleat --help tells more.\n", shell.err());
  }

  @Test
  void aMissingScript() {
    ShellProcess shell = new ShellProcess();
    assertEquals(2, shell.run("-f", "nowhere.sql"));
    assertEquals("there is no file nowhere.sql\n", shell.err());
  }

  @Test
  void aScriptThatIsNotText() throws IOException {
    Path script = folder.resolve("latin1.sql");
    Files.write(script, "SELECT 1;\nSELECT 'é';".getBytes(StandardCharsets.ISO_8859_1));
    ShellProcess shell = new ShellProcess();
    assertEquals(2, shell.run("-f", script.toString()));
    assertEquals(script + ":2:9: byte 0xE9 is not UTF-8\n", shell.err());
    assertEquals("", shell.out());
  }

  @Test
  void noServer() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ShellProcess shell = new ShellProcess();
    String url = "jdbc:leat://localhost:" + port;
    assertEquals(
        1, shell.run("--url", url, "--continue-on-error", "-e", "SELECT 1", "-e", "SELECT 2"));
    assertEquals(
        "leat: cannot reach a Leat server at localhost:" + port + ": Connection refused\n",
        shell.err());
  }

  @Test
  void anUnknownSettingOfTheCommandLine() {
    ShellProcess shell = new ShellProcess();
    assertEquals(1, shell.run("--set", "pipeline.nme=x", "-e", "SELECT 1"));
    assertTrue(
        shell.err().startsWith("leat: --set pipeline.nme=x: unknown setting 'pipeline.nme'\n"),
        shell.err());
  }

  private static String resource(String name) throws IOException {
    try (var stream = BadInputTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
