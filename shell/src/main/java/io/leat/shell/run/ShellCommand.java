package io.leat.shell.run;

import io.leat.shell.sql.SqlStatement;
import io.leat.shell.sql.Token;
import io.leat.shell.sql.Token.Kind;
import java.util.List;
import java.util.Optional;

/** What the shell does itself instead of sending it. */
public sealed interface ShellCommand {
  record Help() implements ShellCommand {}

  record Clear() implements ShellCommand {}

  record Quit() implements ShellCommand {}

  record Source(String file) implements ShellCommand {}

  /** The command that this statement is, if it is one. */
  static Optional<ShellCommand> of(SqlStatement statement) {
    List<Token> head = statement.head();
    if (head.size() == 1) {
      return switch (head.get(0).upper()) {
        case "HELP" -> Optional.of(new Help());
        case "CLEAR" -> Optional.of(new Clear());
        case "QUIT", "EXIT" -> Optional.of(new Quit());
        default -> Optional.empty();
      };
    }
    if (head.size() == 2 && head.get(0).is("SOURCE") && head.get(1).kind() == Kind.STRING) {
      return Optional.of(new Source(head.get(1).unquoted()));
    }
    return Optional.empty();
  }
}
