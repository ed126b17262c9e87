package io.leat.shell.prompt;

import io.leat.shell.render.Screen;
import io.leat.shell.run.ConnectionSource;
import io.leat.shell.run.Console;
import io.leat.shell.run.HelpText;
import io.leat.shell.run.Outcome;
import io.leat.shell.run.Script;
import io.leat.shell.run.Script.UnreadableException;
import io.leat.shell.run.ScriptRunner;
import io.leat.shell.run.ShellCommand;
import io.leat.shell.run.SqlErrorText;
import io.leat.shell.run.StatementRunner;
import io.leat.shell.sql.SqlStatement;
import io.leat.shell.sql.StatementReader;
import io.leat.shell.sql.UnterminatedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** Reads statements from a person and runs them. */
public final class Prompt {

  /**
   * How the prompt looks.
   *
   * @param history a file; null for the usual place
   * @param stateHome the folder for state of programs, as XDG names it; empty if it is not set
   */
  public record Settings(
      String version, boolean color, boolean quiet, @Nullable String history, String stateHome) {}

  private final StatementRunner runner;
  private final ConnectionSource connections;
  private final Settings settings;
  private final List<Script> inits;
  private final CatalogNames names;

  public Prompt(
      StatementRunner runner, ConnectionSource connections, Settings settings, List<Script> inits) {
    this.runner = runner;
    this.connections = connections;
    this.settings = settings;
    this.inits = inits;
    this.names = new CatalogNames(connections);
  }

  /** Talks on the process's own terminal until the person leaves; gives the exit status. */
  public int run() throws IOException, UnreadableException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      // What is typed while a statement runs waits unseen for the next prompt.
      Attributes before = terminal.getAttributes();
      Attributes silent = new Attributes(before);
      silent.setLocalFlag(LocalFlag.ECHO, false);
      terminal.setAttributes(silent);
      if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
        // Some consoles do not say; the line editor cannot draw on nothing.
        terminal.setSize(new Size(80, 24));
      }
      try {
        return run(terminal);
      } finally {
        terminal.setAttributes(before);
      }
    }
  }

  /** Talks on {@code terminal}. */
  public int run(Terminal terminal) throws IOException, UnreadableException {
    boolean dumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
    boolean color = settings.color() && !dumb;
    Console console =
        new Console(
            terminal.writer(),
            new PrintWriter(terminal.writer(), true),
            () ->
                new Screen(
                    Math.max(0, terminal.getWidth()),
                    dumb ? 0 : Math.max(0, terminal.getHeight()),
                    color),
            settings.quiet());
    LineReader reader = reader(terminal, console, color);
    terminal.handle(Signal.INT, signal -> runner.interrupt());
    JobOutput jobs = JobOutput.above(reader);
    try {
      return talk(reader, terminal, console, color);
    } finally {
      jobs.close();
    }
  }

  private int talk(LineReader reader, Terminal terminal, Console console, boolean color)
      throws IOException, UnreadableException {
    console.note(
        "Leat "
            + settings.version()
            + ", "
            + connections.url()
            + ". HELP; for help, Ctrl-D leaves.");
    connections.start(() -> connections.failure().ifPresent(e -> tell(e, reader)));
    for (Script init : inits) {
      ScriptRunner script = new ScriptRunner(runner, console.quieted(), false);
      script.run(init);
    }
    while (true) {
      String text;
      try {
        String prompt = inTransaction() ? "leat*>" : "leat>";
        text = reader.readLine(color ? "\u001b[1m" + prompt + "\u001b[0m " : prompt + " ");
      } catch (UserInterruptException e) {
        continue;
      } catch (EndOfFileException e) {
        return 0;
      }
      if (run(text, terminal, console) == Outcome.QUIT) {
        return 0;
      }
    }
  }

  /** Whether the session has a transaction that waits for COMMIT or ROLLBACK. */
  private boolean inTransaction() {
    Connection connection = connections.peek();
    if (connection == null) {
      return false;
    }
    try {
      return Boolean.parseBoolean(connection.getClientInfo("TransactionOpen"));
    } catch (SQLException e) {
      // The next statement tells what is wrong.
      return false;
    }
  }

  /** Reports at once that there is no connection; the next statement tries again. */
  private void tell(SQLException e, LineReader reader) {
    connections.reset();
    reader.printAbove(SqlErrorText.plain(e));
  }

  private LineReader reader(Terminal terminal, Console console, boolean color) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("leat")
            .parser(new StatementParser())
            .completer(new SqlCompleter(names))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P %M> ")
            .variable(LineReader.BELL_STYLE, "none")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.CASE_INSENSITIVE_SEARCH, true)
            .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
            .option(LineReader.Option.COMPLETE_MATCHER_CAMELCASE, false)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false);
    if (color) {
      builder.highlighter(new SqlHighlighter());
    }
    Optional<Path> history = HistoryFile.open(settings.history(), settings.stateHome());
    if (history.isPresent()) {
      builder.variable(LineReader.HISTORY_FILE, history.get());
    } else {
      console.note("The history is not kept: its file cannot be written.");
    }
    return builder.build();
  }

  /** Runs what was typed, up to the first error. */
  private Outcome run(String text, Terminal terminal, Console console) throws IOException {
    runner.rearm();
    StatementReader statements = new StatementReader(new StringReader(text));
    try {
      for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
        Optional<ShellCommand> command = ShellCommand.of(next);
        Outcome outcome =
            command.isPresent() ? run(command.get(), terminal, console) : runner.run(next, console);
        if (changesNames(next)) {
          names.invalidate();
        }
        if (outcome != Outcome.DONE) {
          return outcome;
        }
      }
    } catch (SQLException e) {
      report(e, console);
    } catch (UnterminatedException e) {
      console.error(e.message());
    }
    return Outcome.DONE;
  }

  private void report(SQLException e, Console console) throws IOException {
    console.flush();
    if (!runner.isInterrupted()) {
      console.error(SqlErrorText.plain(e));
    }
    String state = e.getSQLState();
    if (state != null && state.startsWith("08")) {
      connections.reset();
    }
  }

  private Outcome run(ShellCommand command, Terminal terminal, Console console) throws IOException {
    if (command instanceof ShellCommand.Quit) {
      return Outcome.QUIT;
    }
    if (command instanceof ShellCommand.Clear) {
      terminal.puts(Capability.clear_screen);
      terminal.flush();
    } else if (command instanceof ShellCommand.Help) {
      console.out().write(HelpText.TEXT);
      console.flush();
    } else if (command instanceof ShellCommand.Source source) {
      try {
        return new ScriptRunner(runner, console, false).run(Script.ofFile(source.file(), null));
      } catch (UnreadableException e) {
        console.error(e.message());
      }
    }
    return Outcome.DONE;
  }

  private static boolean changesNames(SqlStatement statement) {
    return List.of("CREATE", "DROP", "ALTER", "USE", "SOURCE").stream()
        .anyMatch(statement::startsWith);
  }
}
