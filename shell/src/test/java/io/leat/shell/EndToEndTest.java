package io.leat.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.shell.fake.SharedEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts on the real engine. */
class EndToEndTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final String TWO_ROWS =
      "SELECT * FROM (VALUES (1, 'a,b'), (2, CAST(NULL AS STRING))) AS t (id, data)";

  @TempDir Path folder;
  private final ShellProcess shell = new ShellProcess();

  @AfterEach
  void clear() throws SQLException {
    SharedEngine.clear();
  }

  @Test
  void theExample() {
    String script = EXAMPLES.resolve("datagen.sql").toString();
    assertEquals(0, shell.run("-f", script, "--max-rows", "3", "--format", "csv"));
    List<String> lines = shell.out().lines().toList();
    assertEquals(4, lines.size());
    assertEquals("id,upper_data", lines.get(0));
    for (String line : lines.subList(1, 4)) {
      assertTrue(line.matches("-?\\d+,[0-9A-F]{100}"), line);
    }
    assertEquals("OK\n3 rows in # s\n", shell.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "views", "functions", "print_job"})
  void theOtherExamplesEndByThemselves(String name) {
    assertEquals(0, shell.run("-q", "-f", EXAMPLES.resolve(name + ".sql").toString()));
    assertEquals("", shell.err());
    assertFalse(shell.out().contains("\u001b"), shell.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "csv#id,data;1,\"a,b\";2,;",
        "tsv#id\tdata;1\ta,b;2\t\\N;",
        "json#{\"id\":1,\"data\":\"a,b\"};{\"id\":2,\"data\":null};",
        "markdown#| id | data |;| ---: | --- |;| 1 | a,b |;| 2 | NULL |;",
        "table# id | data;----+------;  1 | a,b;  2 | NULL;"
      })
  void everyFormat(String format, String lines) {
    assertEquals(0, shell.run("-q", "--format", format, "-e", TWO_ROWS));
    assertEquals(lines.replace(';', '\n'), shell.out());
  }

  /** So that the time limits count what they are about, not the first start of an engine. */
  private static void warmUp() {
    String sql = "CREATE TABLE w (id INT) WITH ('connector' = 'datagen'); SELECT id FROM w";
    assertEquals(0, new ShellProcess().run("-q", "--max-rows", "1", "-e", sql));
  }

  @Test
  void theTimeLimitEndsAQueryOrderly() {
    warmUp();
    String sql =
        "CREATE TABLE s (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1');"
            + "SELECT id FROM s";
    assertEquals(0, shell.run("--timeout", "4s", "--format", "csv", "-e", sql));
    assertTrue(shell.out().startsWith("id\n"), shell.out());
    assertTrue(shell.err().matches("OK\n\\d+ rows? in # s\n"), shell.err());
  }

  @Test
  void anErrorHasItsPlaceInTheFile() throws IOException {
    Path script = Files.writeString(folder.resolve("s.sql"), "SELECT 1;\n\n  SELECT 2,\n  idd;");
    assertEquals(1, shell.run("-q", "--format", "csv", "-f", script.toString()));
    String place = script + ":4:3: unknown column 'idd'\n    idd\n    ^^^\n";
    assertTrue(shell.err().startsWith(place), shell.err());
  }

  @Test
  void aQueryTellsWhatItLeftOut() {
    String sql =
        """
        CREATE TABLE s (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100',
          'fields.id.min' = '0', 'fields.id.max' = '1');
        SELECT 1 / id AS q FROM s""";
    assertEquals(0, shell.run("--max-rows", "20", "--format", "csv", "-e", sql));
    assertTrue(
        shell
            .err()
            .matches(
                "OK\n20 rows in # s\nWarning: \\d+ rows? (was|were) left out: division by zero"
                    + " \\(SHOW ERRORS lists them\\)\n"),
        shell.err());
  }

  @Test
  void jobsOfAScriptAreWaitedFor() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      String sql =
          """
          CREATE TABLE s (id INT) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence',
            'fields.id.start' = '1', 'fields.id.end' = '3');
          CREATE TABLE p (id INT) WITH ('connector' = 'print');
          INSERT INTO p SELECT id FROM s""";
      assertEquals(0, shell.run("-e", sql));
    } finally {
      System.setOut(before);
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().sorted().toList();
    assertEquals(List.of("+I[1]", "+I[2]", "+I[3]"), lines);
    assertTrue(shell.err().endsWith("OK\nOK\n3 rows written in # s\n"), shell.err());
  }

  @Test
  void endlessJobsOfAScriptRunUpToTheTimeLimit() {
    warmUp();
    String sql =
        """
        CREATE TABLE s (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10');
        CREATE TABLE b (id INT) WITH ('connector' = 'blackhole');
        INSERT INTO b SELECT id FROM s""";
    assertEquals(0, shell.run("--timeout", "4s", "-e", sql));
    assertTrue(shell.err().contains("1 job is running; Ctrl-C ends it\n"), shell.err());
  }

  @Test
  void theInputIsAScript() {
    shell.input("SELECT 1 AS one;\nSOURCE 'nowhere.sql';");
    assertEquals(1, shell.run("-q", "--format", "csv"));
    assertEquals("one\n1\n", shell.out());
    assertEquals("<stdin>:2:1: there is no file nowhere.sql\n", shell.err());
  }
}
