package io.leat.shell.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.shell.fake.FakeEngine;
import io.leat.shell.fake.Reply;
import io.leat.shell.fake.SharedEngine;
import io.leat.shell.render.Format;
import io.leat.shell.run.ConnectionSource;
import io.leat.shell.run.Limits;
import io.leat.shell.run.StatementRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at the prompt, on a terminal without a screen. */
class PromptTest {
  private static final String PROMPT = "leat> ";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_R = "\u0012";

  @TempDir Path home;

  private final CountDownLatch waiting = new CountDownLatch(1);
  private final FakeEngine engine =
      FakeEngine.create()
          .table("input_table", "id", "data")
          .function("UPPER")
          .on("SELECT ENDLESS", () -> Reply.endless(1, "id INT"))
          .on("SELECT SILENT", () -> Reply.silent("id INT").reporting(waiting))
          .on(
              "SELECT LIVE",
              () ->
                  Reply.changes("name STRING", "n BIGINT")
                      .row("+I", 1, "pear", 9)
                      .row("+I", 1, "apple", 10)
                      .pause()
                      .row("-U", 2, "pear", 9)
                      .row("+U", 2, "pear", 12)
                      .row("-D", 2, "apple", 10)
                      .thenWait())
          .on(
              "SELECT BAD",
              () ->
                  Reply.failing(
                      "no BAD\nat line 1, column 8:\n  SELECT BAD\n         ^^^", "42703"))
          .on("SELECT", () -> FakeEngine.numbered(2));
  private final Screen screen = new Screen();
  private PipedOutputStream keys;
  private FutureTask<Integer> prompt;

  @AfterEach
  void leave() throws IOException {
    if (keys != null) {
      keys.close();
    }
  }

  @Test
  void runsAStatementOfSeveralLines() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT 1\r");
    screen.await("   > ");
    type("FROM t;\r");
    screen.await("2 rows in");
    assertEquals(List.of("SELECT 1\nFROM t"), engine.executed());
    assertTrue(screen.text().contains("  1 | row 1"), screen.text());
    leaves();
  }

  @Test
  void anOpenTransactionShowsInThePrompt() throws Exception {
    engine.on("UPDATE", () -> Reply.updated(2));
    open();
    screen.await(PROMPT);
    type("BEGIN;\r");
    screen.await("leat*> ");
    type("UPDATE t SET a = 1;\r");
    screen.await("2 rows updated in");
    screen.await("leat*> ");
    screen.mark();
    type("COMMIT;\r");
    screen.await(PROMPT);
    leaves();
  }

  @Test
  void howFarAViewIsFilledIsShownWhileItIsWaitedFor() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    FakeEngine filling =
        FakeEngine.create()
            .on(
                "SELECT job_name",
                () -> Reply.of("job_name STRING", "status STRING").row("c.d.sums", "FILLING 42 %"))
            .on(
                "CREATE MATERIALIZED VIEW",
                () -> {
                  try {
                    assertTrue(seen.await(120, TimeUnit.SECONDS));
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  return Reply.updated(0);
                });
    open(filling.url());
    screen.await(PROMPT);
    type("CREATE MATERIALIZED VIEW sums AS SELECT 1 AS x;\r");
    screen.await("sums: filling 42 %");
    screen.mark();
    seen.countDown();
    screen.await("OK");
    leaves();
  }

  @Test
  void anOpenQuoteShowsInTheContinuation() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT 'a;\r");
    screen.await("  '> ");
    type("b';\r");
    screen.await("2 rows in");
    assertEquals(List.of("SELECT 'a;\nb'"), engine.executed());
    leaves();
  }

  @Test
  void ctrlCEndsTheQueryAndKeepsThePrompt() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT ENDLESS;\r");
    screen.await(" 20\n");
    type(CTRL_C);
    screen.await("(interrupted)\n" + PROMPT);
    type("SELECT 1;\r");
    screen.await("2 rows in");
    leaves();
  }

  @Test
  void changesAreShownAsATableThatCtrlCLeavesStanding() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT LIVE;\r");
    screen.await(
        " name  |  n\n-------+----\n apple | 10\n pear  |  9\n"
            + "epoch 1, 2 rows, 2 changes; Ctrl-C ends it\n");
    screen.await(
        " name |  n\n------+----\n pear | 12\nepoch 2, 1 row, 5 changes; Ctrl-C ends it\n");
    screen.mark();
    type(CTRL_C);
    screen.await(" name |  n\n------+----\n pear | 12\n1 row after 5 changes in ");
    screen.await("(interrupted)\n" + PROMPT);
    leaves();
  }

  @Test
  void ctrlCEndsAQueryThatWaits() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT SILENT;\r");
    assertTrue(waiting.await(120, TimeUnit.SECONDS));
    type(CTRL_C);
    screen.await("(interrupted)\n" + PROMPT);
    leaves();
  }

  @Test
  void ctrlCClearsTheLine() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT x");
    screen.await("SELECT x");
    screen.mark();
    type(CTRL_C);
    screen.await(PROMPT);
    type("SELECT 1;\r");
    screen.await("2 rows in");
    assertEquals(List.of("SELECT 1"), engine.executed());
    leaves();
  }

  @Test
  void anErrorKeepsThePrompt() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT BAD;\r");
    screen.await("no BAD");
    screen.await("         ^^^\n" + PROMPT);
    leaves();
  }

  @Test
  void commandsNeedNoSemicolon() throws Exception {
    open();
    screen.await(PROMPT);
    type("help\r");
    screen.await("Ctrl-D   leaves");
    type("Exit\r");
    assertEquals(0, prompt.get(120, TimeUnit.SECONDS));
    assertEquals(List.of(), engine.executed());
  }

  @Test
  void sourceRunsAScript() throws Exception {
    Path script = Files.writeString(home.resolve("a.sql"), "SELECT 1;\nSELECT BAD;\nSELECT 2;");
    open();
    screen.await(PROMPT);
    type("SOURCE '" + script + "'\r");
    screen.await(script + ":2:8: no BAD");
    assertEquals(List.of("SELECT 1", "SELECT BAD"), engine.executed());
    leaves();
  }

  @Test
  void theHistoryOutlivesThePrompt() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT 'first!!';\r");
    screen.await("2 rows in");
    leaves();
    assertEquals(
        "SELECT 'first!!';\n", Files.readString(home.resolve("history"), StandardCharsets.UTF_8));
    screen.mark();
    open();
    screen.await(PROMPT);
    type(CTRL_R + "first");
    screen.await("SELECT 'first!!';");
    screen.mark();
    type("\r");
    screen.await("2 rows in");
    assertEquals(List.of("SELECT 'first!!'", "SELECT 'first!!'"), engine.executed());
    leaves();
  }

  @Test
  void tabCompletesKeywordsTablesAndColumns() throws Exception {
    open();
    screen.await(PROMPT);
    type("SELECT 1;\r");
    screen.await("2 rows in");
    type("sel\t* from inp\t where input_table.da\t;\r");
    leaves();
    assertEquals(
        List.of("SELECT 1", "SET", "select * from input_table where input_table.data"),
        engine.executed());
  }

  @Test
  void aConnectionThatFailedIsTriedAgain() throws Exception {
    engine.refuse(new SQLException("nobody there", "08001"));
    open();
    screen.await("nobody there");
    engine.refuse(null);
    type("SELECT 1;\r");
    screen.await("2 rows in");
    leaves();
  }

  @Test
  void theExampleOnTheRealEngine() throws Exception {
    open("jdbc:leat:");
    screen.await(PROMPT);
    type(
        "CREATE TABLE input_table (id INT, data STRING)\r"
            + "WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'fields.data.length' = '4',\r"
            + "'fields.id.min' = '0', 'fields.id.max' = '3', 'seed' = '5');\r");
    screen.await("OK\n");
    type("SELECT 6 / id AS six, UPPER(data) AS upper_data FROM input_table;\r");
    screen.await("six | upper_data");
    for (String value : List.of("  2 | ", "  3 | ", "  6 | ")) {
      screen.await(value);
    }
    type(CTRL_C);
    screen.await("(interrupted)\nWarning: ");
    screen.await("left out: division by zero (SHOW ERRORS lists them)\n" + PROMPT);
    type("SELECT 1 + 1 AS two;\r");
    screen.await("1 row in");
    leaves();
    SharedEngine.clear();
  }

  @Test
  void whatAJobPrintsLeavesTheTypedLineWhole() throws Exception {
    PrintStream before = System.out;
    open("jdbc:leat:");
    screen.await(PROMPT);
    type(
        "CREATE TABLE s (i INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10');\r"
            + "CREATE TABLE p (i INT) WITH ('connector' = 'print', 'print-identifier' = 'job');\r"
            + "INSERT INTO p SELECT i FROM s;\r");
    screen.await("job_id");
    type("SELECT 40 ");
    screen.await("job> +I[");
    screen.await("]\n" + PROMPT + "SELECT 40 ");
    type("+ 2 AS answer;\r");
    screen.await("answer");
    screen.await("42");
    leaves();
    SharedEngine.clear();
    assertSame(before, System.out);
  }

  private void open() throws IOException {
    open(engine.url());
  }

  private void open(String url) throws IOException {
    PipedInputStream input = new PipedInputStream(1 << 16);
    keys = new PipedOutputStream(input);
    Terminal terminal =
        new ExternalTerminal("test", "xterm", input, screen, StandardCharsets.UTF_8);
    terminal.setSize(new Size(120, 40));
    ConnectionSource connections = new ConnectionSource(url, null, null, Map.of());
    StatementRunner runner = new StatementRunner(connections, Format.TABLE, Limits.NONE);
    Prompt.Settings settings =
        new Prompt.Settings("1.0", false, false, home.resolve("history").toString(), "");
    Prompt subject = new Prompt(runner, connections, settings, List.of());
    prompt = new FutureTask<>(() -> subject.run(terminal));
    Thread thread = new Thread(prompt, "prompt");
    thread.setDaemon(true);
    thread.start();
  }

  private void type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private void leaves() throws Exception {
    type(CTRL_D);
    assertEquals(0, prompt.get(120, TimeUnit.SECONDS));
  }

  /** What was written, without control sequences. */
  private static final class Screen extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int mark;

    @Override
    public synchronized void write(int b) {
      bytes.write(b);
      notifyAll();
    }

    synchronized String text() {
      return bytes
          .toString(StandardCharsets.UTF_8)
          .replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]|\u001b[=>]|\r", "");
    }

    /** What follows counts from here. */
    synchronized void mark() {
      mark = text().length();
    }

    synchronized void await(String expected) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (text().indexOf(expected, Math.min(mark, text().length())) < 0) {
        long left = deadline - System.nanoTime();
        assertTrue(left > 0, () -> "no '" + expected + "' in\n" + text().substring(mark));
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
  }
}
