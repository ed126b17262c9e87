import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table and a view that follows it, from a program. On an engine inside this JVM, or on a server if its address is
 * given: {@code java -cp 'shell/target/leat/lib/*' examples/AccountsExample.java [jdbc:leat://127.0.0.1:8585]}.
 */
public class AccountsExample {
  public static void main(String[] arguments) throws SQLException {
    String url = arguments.length > 0 ? arguments[0] : "jdbc:leat:";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE accounts (id BIGINT PRIMARY KEY, owner STRING NOT NULL,"
              + " balance DECIMAL(12,2) DEFAULT 0, CHECK (balance > -1000))");
      statement.execute(
          "CREATE MATERIALIZED VIEW rich AS"
              + " SELECT owner, SUM(balance) AS total FROM accounts GROUP BY owner HAVING SUM(balance) > 1000");
      System.out.println("inserted " + statement.executeUpdate("INSERT INTO accounts VALUES (1, 'ada', 5000), (2, 'bob', 10)"));
      print(statement, "SELECT * FROM rich");

      try (PreparedStatement deposit = connection.prepareStatement("UPDATE accounts SET balance = balance + ? WHERE owner = ?")) {
        deposit.setBigDecimal(1, new BigDecimal("2000"));
        deposit.setString(2, "bob");
        System.out.println("updated " + deposit.executeUpdate());
      }
      print(statement, "SELECT * FROM rich ORDER BY owner");

      transfer(connection, 500);
      print(statement, "SELECT * FROM rich ORDER BY owner");
      try (Statement follower = connection.createStatement();
          ResultSet changes = follower.executeQuery("SELECT * FROM rich EMIT CHANGES")) {
        for (int i = 0; i < 4; i++) {
          if (i == 2) { // the two rows of now have come: what follows are changes
            transfer(connection, 700);
          }
          changes.next();
          System.out.println(changes.getString("op") + " " + changes.getString("owner") + " " + changes.getBigDecimal("total"));
        }
      }
    }
  }

  /** One moment for everybody who reads: the money is never there twice, or not at all. */
  private static void transfer(Connection connection, int amount) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE accounts SET balance = balance - " + amount + " WHERE id = 1");
      statement.executeUpdate("UPDATE accounts SET balance = balance + " + amount + " WHERE id = 2");
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void print(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        System.out.println("  " + rows.getString("owner") + " " + rows.getBigDecimal("total"));
      }
    }
  }
}
