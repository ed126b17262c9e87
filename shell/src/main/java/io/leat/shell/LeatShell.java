package io.leat.shell;

import io.leat.shell.Options.FileInput;
import io.leat.shell.Options.Input;
import io.leat.shell.Options.TextInput;
import io.leat.shell.prompt.Prompt;
import io.leat.shell.render.Screen;
import io.leat.shell.run.ConnectionSource;
import io.leat.shell.run.Console;
import io.leat.shell.run.JobWait;
import io.leat.shell.run.Outcome;
import io.leat.shell.run.Script;
import io.leat.shell.run.Script.UnreadableException;
import io.leat.shell.run.ScriptRunner;
import io.leat.shell.run.StatementRunner;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jline.utils.Signals;

/** The command {@code leat}. */
public final class LeatShell {
  private static final int FINE = 0;
  private static final int SQL_ERROR = 1;
  private static final int USAGE = 2;
  private static final int INTERRUPTED = 130;

  private final InputStream in;
  private final Writer out;
  private final PrintWriter err;
  private final boolean terminal;
  private final Map<String, String> environment;

  /**
   * @param terminal whether a person sits at both ends
   */
  LeatShell(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean terminal,
      Map<String, String> environment) {
    this.in = in;
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), false);
    this.terminal = terminal;
    this.environment = environment;
  }

  public static void main(String[] arguments) throws Exception {
    QuietLogging.arrange();
    if (arguments.length == 1 && arguments[0].equals("--rehearse")) {
      System.exit(Rehearsal.run());
    }
    LeatShell shell =
        new LeatShell(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            isTerminal(),
            System.getenv());
    System.exit(shell.run(arguments));
  }

  /** Through 21 there is no console without a terminal; later ones tell themselves. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    if (Runtime.version().feature() < 22) {
      return true;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Does what the arguments say and gives the exit status. */
  int run(String... arguments) {
    Options options;
    try {
      options = OptionParser.parse(arguments);
    } catch (UsageException e) {
      report("leat: " + e.message() + "\nleat --help tells more.");
      return USAGE;
    }
    try {
      return run(options);
    } catch (UnreadableException e) {
      report(e.message());
      return USAGE;
    } catch (IOException e) {
      return outputFailed(e);
    }
  }

  private int run(Options options) throws IOException, UnreadableException {
    if (options.help()) {
      return print(resource("help.txt"));
    }
    if (options.version()) {
      return print("Leat " + Version.text() + "\n");
    }
    List<Script> inits = new ArrayList<>();
    for (String file : options.inits()) {
      inits.add(Script.ofFile(file, null));
    }
    List<Script> scripts = scripts(options.inputs());
    boolean interactive = terminal && scripts.isEmpty();
    if (scripts.isEmpty()) {
      scripts = List.of(Script.ofStream("<stdin>", in));
    }
    try (ConnectionSource connections =
        new ConnectionSource(
            options.url(), options.user(), options.password(), options.settings())) {
      StatementRunner runner = new StatementRunner(connections, options.format(), options.limits());
      return interactive
          ? new Prompt(runner, connections, settings(options), inits).run()
          : runScripts(options, runner, inits, scripts);
    } catch (SQLException e) {
      report(String.valueOf(e.getMessage()));
      return SQL_ERROR;
    }
  }

  private List<Script> scripts(List<Input> inputs) throws UnreadableException {
    List<Script> scripts = new ArrayList<>();
    for (Input input : inputs) {
      if (input instanceof TextInput text) {
        scripts.add(Script.ofText("-e", text.sql()));
      } else if (input instanceof FileInput file) {
        scripts.add(
            file.name().equals("-")
                ? Script.ofStream("<stdin>", in)
                : Script.ofFile(file.name(), null));
      }
    }
    return scripts;
  }

  private Prompt.Settings settings(Options options) {
    return new Prompt.Settings(
        Version.text(),
        color(options),
        options.quiet(),
        options.history(),
        environment.getOrDefault("XDG_STATE_HOME", ""));
  }

  private boolean color(Options options) {
    return terminal
        && !options.noColor()
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  private int runScripts(
      Options options, StatementRunner runner, List<Script> inits, List<Script> scripts)
      throws IOException, UnreadableException, SQLException {
    Screen screen = new Screen(0, color(options));
    Console console = new Console(out, err, () -> screen, options.quiet());
    runner.connect();
    Object previous = Signals.register("INT", () -> interrupt(runner));
    try {
      ScriptRunner script = new ScriptRunner(runner, console, options.continueOnError());
      ScriptRunner init = new ScriptRunner(runner, console.quieted(), options.continueOnError());
      Outcome outcome = run(init, inits);
      if (outcome == Outcome.DONE && !init.isStopped()) {
        outcome = run(script, scripts);
      }
      boolean failed = init.hasFailed() || script.hasFailed();
      boolean goesOn = outcome == Outcome.DONE && !init.isStopped() && !script.isStopped();
      if (goesOn
          && options.isEmbedded()
          && (init.mayHaveStartedJobs() || script.mayHaveStartedJobs())) {
        failed |= new JobWait(runner, console).await();
      }
      if (outcome == Outcome.INTERRUPTED) {
        return INTERRUPTED;
      }
      return failed ? SQL_ERROR : FINE;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    } finally {
      Signals.unregister("INT", previous);
    }
  }

  private static Outcome run(ScriptRunner runner, List<Script> scripts)
      throws IOException, UnreadableException {
    for (Script script : scripts) {
      Outcome outcome = runner.run(script);
      if (outcome != Outcome.DONE || runner.isStopped()) {
        return outcome;
      }
    }
    return Outcome.DONE;
  }

  /** Lets a running statement end and print its footer; what else may block is cut off. */
  private static void interrupt(StatementRunner runner) {
    boolean again = runner.isInterrupted();
    boolean busy = runner.isBusy();
    runner.interrupt();
    if (again || !busy) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
  }

  private int print(String text) throws IOException {
    out.write(text);
    out.flush();
    return FINE;
  }

  private void report(String text) {
    err.println(text);
    err.flush();
  }

  /** A reader that has seen enough, such as {@code head}, is no error. */
  private int outputFailed(IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("Broken pipe") || reason.contains("pipe is being closed")) {
      return FINE;
    }
    report("leat: cannot write the output: " + reason);
    return SQL_ERROR;
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = LeatShell.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
