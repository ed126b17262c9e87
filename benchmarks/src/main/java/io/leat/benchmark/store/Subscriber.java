package io.leat.benchmark.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A client that follows table {@code feed} and prints what it gets, {@code epoch op id} a line,
 * until it is killed: {@code Subscriber URL [EPOCH]}.
 */
public final class Subscriber {
  private Subscriber() {}

  public static void main(String[] arguments) throws SQLException {
    String since = arguments.length > 1 ? " SINCE EPOCH " + arguments[1] : "";
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement();
        ResultSet changes = statement.executeQuery("SELECT * FROM feed EMIT CHANGES" + since)) {
      while (changes.next()) {
        System.out.println(
            changes.getLong("epoch") + " " + changes.getString("op") + " " + changes.getLong("id"));
      }
    }
  }
}
