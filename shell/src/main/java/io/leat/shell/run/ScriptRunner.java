package io.leat.shell.run;

import io.leat.shell.run.ConnectionSource.NoConnectionException;
import io.leat.shell.sql.SqlStatement;
import io.leat.shell.sql.StatementReader;
import io.leat.shell.sql.UnterminatedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;
import java.util.Optional;

/** Runs the statements of scripts in order. */
public final class ScriptRunner {
  private static final int MAX_DEPTH = 16;

  private final StatementRunner runner;
  private final Console console;
  private final boolean continueOnError;
  private boolean failed;
  private boolean unconnected;
  private boolean startedJobs;
  private int depth;

  public ScriptRunner(StatementRunner runner, Console console, boolean continueOnError) {
    this.runner = runner;
    this.console = console;
    this.continueOnError = continueOnError;
  }

  /** Whether an error was reported. */
  public boolean hasFailed() {
    return failed;
  }

  /** Whether there was a statement that may have left a job running. */
  public boolean mayHaveStartedJobs() {
    return startedJobs;
  }

  /** Whether the next script is not to run, because of an error. */
  public boolean isStopped() {
    return failed && (unconnected || !continueOnError);
  }

  /**
   * Runs a script up to its end, its first error, QUIT, or an interrupt. Errors of SQL are
   * reported, not thrown.
   *
   * @throws Script.UnreadableException when the script turns out not to be text
   * @throws IOException when the output cannot be written
   */
  public Outcome run(Script script) throws IOException, Script.UnreadableException {
    StatementReader statements = new StatementReader(script.reader());
    while (!isStopped()) {
      SqlStatement statement;
      try {
        statement = statements.next();
      } catch (CharacterCodingException e) {
        throw new Script.UnreadableException(script.name() + " is not UTF-8");
      } catch (UnterminatedException e) {
        fail(SqlErrorText.at(script.name(), e.line(), e.column(), e.message()));
        return Outcome.DONE;
      }
      if (statement == null) {
        return Outcome.DONE;
      }
      Outcome outcome = run(statement, script);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
    }
    return Outcome.DONE;
  }

  private Outcome run(SqlStatement statement, Script script) throws IOException {
    Optional<ShellCommand> command = ShellCommand.of(statement);
    if (command.isPresent()) {
      return run(command.get(), statement, script);
    }
    startedJobs |= statement.startsWith("INSERT") || statement.startsWith("EXECUTE");
    try {
      return runner.run(statement, console);
    } catch (NoConnectionException e) {
      // Not the fault of this statement, and the next one would fare no better.
      unconnected = true;
      fail("leat: " + e.getMessage());
      return Outcome.DONE;
    } catch (SQLException e) {
      if (runner.isInterrupted()) {
        return Outcome.INTERRUPTED;
      }
      fail(SqlErrorText.in(script.name(), statement, e));
      return Outcome.DONE;
    }
  }

  private Outcome run(ShellCommand command, SqlStatement statement, Script script)
      throws IOException {
    if (command instanceof ShellCommand.Quit) {
      return Outcome.QUIT;
    }
    if (command instanceof ShellCommand.Help) {
      console.note(HelpText.TEXT.stripTrailing());
    } else if (command instanceof ShellCommand.Source source) {
      return source(source.file(), statement, script);
    }
    return Outcome.DONE;
  }

  private Outcome source(String file, SqlStatement statement, Script from) throws IOException {
    if (depth == MAX_DEPTH) {
      fail(
          SqlErrorText.at(
              from.name(),
              statement.line(),
              statement.column(),
              "scripts are nested more than " + MAX_DEPTH + " deep"));
      return Outcome.DONE;
    }
    depth++;
    try {
      return run(Script.ofFile(file, from.folder()));
    } catch (Script.UnreadableException e) {
      fail(SqlErrorText.at(from.name(), statement.line(), statement.column(), e.message()));
      return Outcome.DONE;
    } finally {
      depth--;
    }
  }

  private void fail(String message) throws IOException {
    failed = true;
    console.flush();
    console.error(message);
  }
}
