package io.leat.shell.run;

import io.leat.shell.sql.SqlStatement;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error of a statement in the words of the server, which are the message, the position in the
 * statement with an excerpt, and a hint; each but the first may be missing.
 */
public final class SqlErrorText {
  private static final Pattern POSITION =
      Pattern.compile("\nat line (\\d{1,9}), column (\\d{1,9})(?::(?=\n)|(?=\n|$))");

  private SqlErrorText() {}

  /** As it is shown at the prompt, where the statement stands just above. */
  public static String plain(SQLException e) {
    return message(e);
  }

  /** With the position in {@code source} instead of that in the statement. */
  static String in(String source, SqlStatement statement, SQLException e) {
    String message = message(e);
    int line = statement.line();
    int column = statement.column();
    Matcher position = POSITION.matcher(message);
    if (position.find()) {
      int lineInside = Integer.parseInt(position.group(1));
      int columnInside = Integer.parseInt(position.group(2));
      column = lineInside == 1 ? column + columnInside - 1 : columnInside;
      line += lineInside - 1;
      message = message.substring(0, position.start()) + message.substring(position.end());
    }
    return at(source, line, column, message);
  }

  static String at(String source, int line, int column, String message) {
    return source + ":" + line + ":" + column + ": " + message;
  }

  private static String message(SQLException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? "internal error: " + e : message.stripTrailing();
  }
}
