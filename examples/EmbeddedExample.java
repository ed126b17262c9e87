import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A whole engine inside this JVM: {@code java -cp 'shell/target/leat/lib/*' examples/EmbeddedExample.java}. */
public class EmbeddedExample {
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:leat:");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE input_table (id INT, data STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '5')");
      ResultSet rows = statement.executeQuery("SELECT id, UPPER(data) AS upper_data FROM input_table");
      for (int i = 0; i < 10 && rows.next(); i++) {
        System.out.println(rows.getInt("id") + " " + rows.getString("upper_data"));
      }
    }
  }
}
