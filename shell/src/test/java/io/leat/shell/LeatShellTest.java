package io.leat.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.shell.fake.FakeEngine;
import io.leat.shell.fake.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a whole, without a terminal. */
class LeatShellTest {
  private static final String RENDERED =
      "There is no column 'nme'\nat line 2, column 3:\n    nme\n    ^^^\nHint: did you mean 'name'?";

  @TempDir Path folder;

  private final FakeEngine engine =
      FakeEngine.create()
          .on("SELECT BAD", () -> Reply.failing(RENDERED, "42703"))
          .on("SELECT ENDLESS", () -> Reply.endless(1, "id INT", "data STRING"))
          .on("SELECT SILENT", () -> Reply.silent("id INT"))
          .on("SELECT HALF", () -> FakeEngine.numbered(2).thenFail("division by zero"))
          .on("SELECT", () -> FakeEngine.numbered(2))
          .on("INSERT", () -> Reply.updated(3));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InputStream in = InputStream.nullInputStream();

  @BeforeEach
  void noJobs() {
    engine.on("SHOW JOBS", () -> Reply.of("job_id STRING", "status STRING"));
  }

  @Test
  void runsStatementsOfTheCommandLineInOrder() throws IOException {
    Path script = script("SELECT 2;");
    assertEquals(0, run("-e", "SELECT 1", "-f", script.toString(), "-e", "SELECT 3; SELECT 4"));
    assertEquals(List.of("SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4"), engine.executed());
  }

  @Test
  void dataGoesToTheOutputAndNotesGoElsewhere() {
    assertEquals(0, run("-e", "CREATE x; SELECT 1; INSERT y", "--format", "csv"));
    assertEquals("id,data\n1,row 1\n2,row 2\n", out());
    assertEquals("OK\n2 rows in # s\n3 rows written in # s\n", err());
  }

  @Test
  void quietLeavesDataAndErrors() {
    assertEquals(1, run("-q", "-e", "CREATE x; SELECT 1; SELECT BAD", "--format", "tsv"));
    assertEquals("id\tdata\n1\trow 1\n2\trow 2\n", out());
    assertTrue(err().startsWith("-e:"), err());
  }

  @Test
  void anErrorEndsTheScriptWithItsPlaceInTheFile() throws IOException {
    Path script = script("-- first\nSELECT 1;  SELECT BAD\n  nme FROM t;\nSELECT 3;");
    assertEquals(1, run("--format", "csv", "-q", "-f", script.toString()));
    assertEquals(
        script + ":3:3: There is no column 'nme'\n    nme\n    ^^^\nHint: did you mean 'name'?\n",
        err());
    assertEquals(2, engine.executed().size());
  }

  @Test
  void aPositionInTheFirstLineCountsFromTheStatementsBegin() {
    engine.on("FAIL", () -> Reply.failing("no\nat line 1, column 4", "42601"));
    assertEquals(1, run("-q", "-e", "SELECT 1; FAIL", "--format", "csv"));
    assertEquals("-e:1:14: no\n", err());
  }

  @Test
  void anErrorWithoutPositionIsAtTheStatement() {
    engine.on("FAIL", () -> Reply.failing("no", "42601"));
    assertEquals(1, run("-q", "-e", "SELECT 1;\n FAIL", "--format", "csv"));
    assertEquals("-e:2:2: no\n", err());
  }

  @Test
  void rowsBeforeAnErrorArePrinted() {
    assertEquals(1, run("-e", "SELECT HALF", "--format", "csv"));
    assertEquals("id,data\n1,row 1\n2,row 2\n", out());
    assertEquals("-e:1:1: division by zero\n", err());
  }

  @Test
  void goesOnAfterAnErrorIfToldTo() {
    assertEquals(1, run("--continue-on-error", "-q", "-e", "SELECT BAD; INSERT a"));
    assertEquals(List.of("SELECT BAD", "INSERT a", "SHOW JOBS"), engine.executed());
  }

  @Test
  void anOpenQuoteHasItsPlace() {
    assertEquals(1, run("-e", "SELECT 1;\nSELECT 'abc"));
    assertTrue(err().endsWith("-e:2:8: the string is not closed\n"), err());
  }

  @Test
  void withoutATerminalTheInputIsAScript() {
    in = new ByteArrayInputStream("SELECT 1;\nSELECT BAD".getBytes(StandardCharsets.UTF_8));
    assertEquals(1, run("-q"));
    assertTrue(err().startsWith("<stdin>:3:3: "), err());
  }

  @Test
  void maxRowsEndsAnEndlessQuery() {
    assertEquals(
        0,
        within(() -> run("-e", "SELECT ENDLESS; INSERT a", "--max-rows", "3", "--format", "csv")));
    assertEquals("id,data\n1,VALUE 1\n2,VALUE 2\n3,VALUE 3\n", out());
    assertEquals("3 rows in # s\n3 rows written in # s\n", err());
  }

  @Test
  void timeoutEndsAQueryThatIsSilent() {
    assertEquals(
        0,
        within(() -> run("-e", "SELECT SILENT; SELECT 1", "--timeout", "2s", "--format", "csv")));
    assertEquals("id\nid,data\n1,row 1\n2,row 2\n", out());
    assertTrue(engine.cancelled() >= 1);
  }

  @Test
  void timeoutOfAStatementWithoutResultIsAnError() {
    engine.on("HANG", Reply::hanging);
    assertEquals(1, within(() -> run("-e", "HANG", "--timeout", "2s")));
    assertEquals("-e:1:1: the statement was not done after # s (--timeout)\n", err());
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoError() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    LeatShell shell = new LeatShell(in, closed, err, false, Map.of());
    assertEquals(0, within(() -> shell.run("--url", engine.url(), "-e", "SELECT ENDLESS")));
    assertEquals("", err());
  }

  @Test
  void anOutputThatCannotBeWrittenIsAnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    LeatShell shell = new LeatShell(in, full, err, false, Map.of());
    assertEquals(1, within(() -> shell.run("--url", engine.url(), "-e", "SELECT ENDLESS")));
    assertEquals("leat: cannot write the output: No space left on device\n", err());
  }

  @Test
  void waitsForJobsOfItsOwnEngine() {
    AtomicInteger asked = new AtomicInteger();
    FakeEngine jobs =
        FakeEngine.create()
            .on(
                "SHOW JOBS",
                () ->
                    Reply.of("job_id STRING", "status STRING")
                        .row("j1", asked.incrementAndGet() < 4 ? "RUNNING" : "FINISHED"));
    assertEquals(0, within(() -> shell().run("--url", jobs.url(), "-e", "INSERT INTO t SELECT 1")));
    assertEquals(4, asked.get());
    assertEquals("0 rows written in # s\n1 job is running; Ctrl-C ends it\n", err());
  }

  @Test
  void theWaitForJobsIsBoundByTimeout() {
    FakeEngine jobs =
        FakeEngine.create()
            .on("SHOW JOBS", () -> Reply.of("job_id STRING", "status STRING").row("j", "RUNNING"));
    assertEquals(
        0,
        within(
            () -> shell().run("--url", jobs.url(), "-e", "INSERT a", "--timeout", "100ms", "-q")));
  }

  @Test
  void settingsAreSetBeforeAnything() {
    assertEquals(0, run("--set", "a.b=it's", "-e", "SELECT 1", "-q"));
    assertEquals(List.of("SET 'a.b' = 'it''s'", "SELECT 1"), engine.executed());
  }

  @Test
  void initScriptsRunFirstAndPrintNoNotes() throws IOException {
    Path init = script("CREATE x;");
    assertEquals(0, run("-i", init.toString(), "-e", "SELECT 1", "--format", "csv"));
    assertEquals(List.of("CREATE x", "SELECT 1"), engine.executed());
    assertEquals("2 rows in # s\n", err());
  }

  @Test
  void sourceRunsAScriptBesideTheScript() throws IOException {
    Files.writeString(folder.resolve("b.sql"), "SELECT 2; QUIT; SELECT 3");
    Path script = script("SELECT 1; SOURCE 'b.sql'; SELECT 4;");
    assertEquals(0, run("-q", "-f", script.toString()));
    assertEquals(List.of("SELECT 1", "SELECT 2"), engine.executed());
  }

  @Test
  void aScriptThatRunsItselfEnds() throws IOException {
    Path script = folder.resolve("loop.sql");
    Files.writeString(script, "SOURCE 'loop.sql';");
    assertEquals(1, run("-f", script.toString()));
    assertEquals("loop.sql:1:1: scripts are nested more than 16 deep\n", err());
  }

  @Test
  void unreadableScriptsAreNoticedBeforeAnythingRuns() throws IOException {
    Path bytes = folder.resolve("latin.sql");
    Files.write(bytes, "SELECT 1;\n-- caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(2, run("-e", "SELECT 1", "-f", "missing.sql"));
    assertEquals(2, run("-e", "SELECT 1", "-f", bytes.toString()));
    assertEquals(2, run("-e", "SELECT 1", "-f", folder.toString()));
    assertEquals(
        "there is no file missing.sql\n"
            + bytes
            + ":2:7: byte 0xE9 is not UTF-8\n"
            + folder
            + " is a folder, not a script\n",
        err());
    assertEquals(List.of(), engine.executed());
  }

  @Test
  void aServerThatIsNotThereIsAnError() {
    engine.refuse(new SQLException("cannot reach localhost:8585", "08001"));
    assertEquals(1, run("-e", "SELECT 1"));
    assertEquals("leat: cannot reach localhost:8585\n", err());
  }

  @Test
  void wrongOptionsAreUsageErrors() {
    List<String> messages = new ArrayList<>();
    for (String[] arguments :
        List.of(
            new String[] {"--fromat", "csv"},
            new String[] {"x.sql"},
            new String[] {"-f"},
            new String[] {"--max-rows", "many"},
            new String[] {"--timeout", "5"},
            new String[] {"--format", "xml"},
            new String[] {"--set", "novalue"},
            new String[] {"--url", "localhost"})) {
      err.reset();
      assertEquals(2, shell().run(arguments));
      messages.add(err().lines().findFirst().orElse(""));
    }
    assertEquals(
        List.of(
            "leat: there is no option --fromat; did you mean --format?",
            "leat: unexpected argument 'x.sql'; -f FILE runs a script, -e SQL a statement",
            "leat: --file needs a value",
            "leat: --max-rows wants a number of rows, not 'many'",
            "leat: --timeout wants a duration such as 5s, '1 min' or 500ms, not '5'",
            "leat: there is no format 'xml'; there are table, csv, tsv, json, markdown, vertical",
            "leat: --set wants key=value, not 'novalue'",
            "leat: --url localhost is not a JDBC URL; it looks like jdbc:leat://host:8585"),
        messages);
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertEquals(0, shell().run("--version"));
    assertTrue(out().matches("Leat \\d+\\.\\d+\\.\\d+\\S*\n"), out());
  }

  @Test
  void helpNamesAllOptions() {
    assertEquals(0, shell().run("--help"));
    OptionParser.create()
        .spec()
        .optionsMap()
        .keySet()
        .forEach(name -> assertTrue(out().contains(name), name + " is missing"));
  }

  private interface Command {
    int run();
  }

  private static int within(Command command) {
    return assertTimeoutPreemptively(Duration.ofSeconds(120), command::run);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--url";
    all[1] = engine.url();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return shell().run(all);
  }

  private LeatShell shell() {
    return new LeatShell(in, out, err, false, Map.of());
  }

  private Path script(String sql) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "script", ".sql"), sql);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d{3} s", "# s");
  }
}
