package io.leat.shell.fake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The embedded engine, which all tests of this process share. */
public final class SharedEngine {
  private SharedEngine() {}

  /** Stops its jobs and drops its views and tables. */
  public static void clear() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:leat:");
        Statement statement = connection.createStatement()) {
      for (String job : column(statement, "SHOW JOBS", "RUNNING")) {
        statement.execute("STOP JOB '" + job + "'");
      }
      for (String view : column(statement, "SHOW VIEWS", null)) {
        statement.execute("DROP VIEW IF EXISTS " + view + " CASCADE");
      }
      for (String table : column(statement, "SHOW TABLES", null)) {
        statement.execute("DROP TABLE IF EXISTS " + table + " CASCADE");
      }
    }
  }

  /** The first column, of rows whose third one is {@code status} if that is given. */
  private static List<String> column(Statement statement, String show, String status)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(show)) {
      while (rows.next()) {
        if (status == null || rows.getString(3).equals(status)) {
          values.add(rows.getString(1));
        }
      }
    }
    return values;
  }
}
