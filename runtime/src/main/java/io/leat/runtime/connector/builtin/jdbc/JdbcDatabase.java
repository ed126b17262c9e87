package io.leat.runtime.connector.builtin.jdbc;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A table of a database, and the way there. */
record JdbcDatabase(
    String url,
    String table,
    Optional<String> user,
    Optional<String> password,
    Optional<String> driver) {

  /**
   * Refuses a URL that no driver knows.
   *
   * @throws LeatException with what to do
   */
  void requireDriver() {
    try {
      if (driver.isPresent()) {
        Class.forName(driver.get());
      }
      DriverManager.getDriver(url);
    } catch (ClassNotFoundException | SQLException e) {
      throw new LeatException(
          SqlState.UNDEFINED_OBJECT,
          "there is no JDBC driver "
              + driver.map(name -> "'" + name + "'").orElseGet(() -> "for " + address()),
          null,
          "Put the driver's jar file on the class path: LEAT_CLASSPATH=/path/to/driver.jar bin/leat",
          e);
    }
  }

  /** What stands before the URL's parameters, in which there may be a password. */
  String address() {
    return url.split("[?;]", 2)[0];
  }

  Connection connect() throws SQLException {
    requireDriver();
    Properties properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(text -> properties.setProperty("password", text));
    return DriverManager.getConnection(url, properties);
  }

  /**
   * The names of columns as the database writes them, quoted.
   *
   * @param wanted names of the table here, which match without regard to case
   */
  List<String> columns(Connection connection, List<RowSchema.Field> wanted) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString().strip();
    List<String> there = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        there.add(columns.getColumnName(i));
      }
    }
    List<String> names = new ArrayList<>();
    for (RowSchema.Field field : wanted) {
      String name =
          there.contains(field.name())
              ? field.name()
              : there.stream()
                  .filter(field.name()::equalsIgnoreCase)
                  .findFirst()
                  .orElseThrow(() -> noColumn(field.name(), there));
      names.add(quote + name.replace(quote, quote + quote) + quote);
    }
    return names;
  }

  private LeatException noColumn(String name, List<String> there) {
    return new LeatException(
            SqlState.UNDEFINED_COLUMN, "there is no column '" + name + "' in table " + table)
        .withHint("It has: " + String.join(", ", there) + ".");
  }

  /** What the database says, as an error of this table. */
  LeatException failed(SQLException e) {
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new LeatException(
        SqlState.IO_ERROR, "cannot read table " + table + ": " + said, null, null, e);
  }
}
