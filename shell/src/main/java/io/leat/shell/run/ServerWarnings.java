package io.leat.shell.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the server found worth a warning: rows left out, views dropped with what they read. */
final class ServerWarnings {
  private ServerWarnings() {}

  /** What SHOW WARNINGS says; nothing if the server cannot be asked. */
  static List<String> ask(Connection connection) {
    List<String> warnings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW WARNINGS")) {
      while (rows.next()) {
        warnings.add(rows.getString(1));
      }
    } catch (SQLException e) {
      // An older server does not know the statement; a lost connection shows at the next one.
      return List.of();
    }
    return warnings;
  }
}
