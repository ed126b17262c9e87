package io.leat.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables with views on views, what writers do to them, and how they are read. */
final class Store {
  static final int ACCOUNTS = 40;
  static final int TOTAL = ACCOUNTS * 100;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE accounts (id INT PRIMARY KEY, grp INT NOT NULL, balance BIGINT NOT NULL)",
          "CREATE TABLE items (id INT PRIMARY KEY, grp INT, name STRING, amount INT)",
          "CREATE TABLE notes (grp INT, txt STRING, n INT)",
          "CREATE TABLE progress (writer INT PRIMARY KEY, seq BIGINT NOT NULL)");

  /** Each after those that it reads. */
  static final List<View> VIEWS =
      List.of(
          new View(
              "v_sums",
              "SELECT grp, SUM(balance) AS total, COUNT(*) AS c FROM accounts GROUP BY grp"),
          new View("v_all", "SELECT SUM(total) AS total, SUM(c) AS c FROM v_sums"),
          new View(
              "v_items",
              "SELECT id, grp, name, amount FROM items WHERE amount > 3 OR name IS NULL"),
          new View(
              "v_left",
              "SELECT i.id, i.name, n.txt, n.n FROM v_items i LEFT JOIN notes n ON i.grp = n.grp"),
          new View(
              "v_full",
              "SELECT s.grp, s.total, n.txt FROM v_sums s FULL JOIN notes n ON s.grp = n.grp"),
          new View("v_words", "SELECT DISTINCT txt FROM v_left"),
          new View(
              "v_per_word",
              "SELECT txt, COUNT(*) AS c, MIN(n) AS lo, MAX(n) AS hi, SUM(id) AS ids FROM v_left GROUP BY txt"),
          new View("v_top", "SELECT id, amount FROM v_items ORDER BY amount DESC, id LIMIT 5"),
          new View(
              "v_join",
              "SELECT t.id, t.amount, s.total FROM v_top t JOIN items i ON t.id = i.id JOIN v_sums s ON s.grp = i.grp"),
          new View("v_notes", "SELECT grp, txt, n FROM notes WHERE n IS NOT NULL"),
          new View("v_union", "SELECT grp FROM v_notes UNION SELECT grp FROM v_items"),
          new View(
              "v_by_key",
              "SELECT n.txt, i.name, i.amount FROM notes n LEFT JOIN items i ON n.n = i.id"),
          new View(
              "v_both_keys",
              "SELECT i.id, i.name, a.balance FROM items i JOIN accounts a ON a.id = i.id"),
          new View(
              "v_no_item",
              "SELECT a.id, a.balance FROM accounts a WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.id = a.id)"),
          new View(
              "v_some_item",
              "SELECT n.grp, n.txt FROM notes n WHERE EXISTS (SELECT 1 FROM v_items i WHERE i.id = n.n)"),
          new View(
              "v_lonely",
              "SELECT i.id FROM items i WHERE NOT EXISTS (SELECT 1 FROM notes n WHERE n.grp = i.grp)"),
          new View(
              "v_over",
              "SELECT id, grp, SUM(amount) OVER (PARTITION BY grp ORDER BY id) AS s,"
                  + " LAG(id) OVER (PARTITION BY grp ORDER BY id) AS before FROM v_items"),
          new View(
              "v_first",
              "SELECT id, s FROM (SELECT id, s, ROW_NUMBER() OVER (PARTITION BY grp ORDER BY s DESC, id)"
                  + " AS place FROM v_over) AS o WHERE place <= 2"),
          new View(
              "v_nested",
              "SELECT c, COUNT(*) AS k, MAX(ids) AS m, COUNT(DISTINCT lo) AS d FROM v_per_word GROUP BY c"),
          new View(
              "v_reach",
              "WITH RECURSIVE r (g) AS (SELECT grp FROM v_notes WHERE n < 5 UNION SELECT u.grp"
                  + " FROM r JOIN v_union u ON u.grp = r.g + 1) SELECT g FROM r"));

  /** A materialized view and its query. */
  record View(String name, String query) {}

  private Store() {}

  static void create(Connection connection, int writers) throws SQLException {
    for (String table : TABLES) {
      run(connection, table);
    }
    for (int i = 0; i < ACCOUNTS; i++) {
      run(connection, "INSERT INTO accounts VALUES (" + i + ", " + i % 5 + ", 100)");
    }
    for (int i = 0; i < writers; i++) {
      run(connection, "INSERT INTO progress VALUES (" + i + ", 0)");
    }
    for (View view : VIEWS) {
      run(connection, "CREATE MATERIALIZED VIEW " + view.name() + " AS " + view.query());
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SQLException(e.getMessage() + " in " + sql, e.getSQLState(), e);
    }
  }

  /** The rows of a query with how often each comes, in order of their text. */
  static TreeMap<String, Integer> read(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      TreeMap<String, Integer> read = new TreeMap<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        read.merge(row(rows, 1, columns), 1, Integer::sum);
      }
      return read;
    } catch (SQLException e) {
      throw new SQLException(e.getMessage() + " in " + sql, e.getSQLState(), e);
    }
  }

  static String row(ResultSet rows, int first, int last) throws SQLException {
    @Nullable String[] values = new @Nullable String[last - first + 1];
    for (int i = first; i <= last; i++) {
      values[i - first] = rows.getString(i);
    }
    return Arrays.toString(values);
  }

  private static String orNull(Random random, String value) {
    return random.nextInt(6) == 0 ? "NULL" : value;
  }

  /** One statement on the tables that no sum is kept of. */
  static String statement(Random random) {
    int id = random.nextInt(60);
    String group = orNull(random, String.valueOf(random.nextInt(7)));
    String word = orNull(random, "'w" + random.nextInt(6) + "'");
    String amount = orNull(random, String.valueOf(random.nextInt(20)));
    String item = "(" + id + ", " + group + ", " + word + ", " + amount + ")";
    return switch (random.nextInt(13)) {
      case 0, 1 -> "INSERT INTO items VALUES " + item;
      case 2 ->
          "INSERT INTO items VALUES "
              + item
              + " ON CONFLICT (id) DO UPDATE SET amount = items.amount + 1, name = EXCLUDED.name";
      case 3 -> "INSERT INTO items VALUES " + item + " ON CONFLICT DO NOTHING";
      case 4 -> "UPDATE items SET amount = amount + 1, grp = " + group + " WHERE id = " + id;
      case 5 -> "UPDATE items SET name = " + word + " WHERE grp = " + random.nextInt(7);
      case 6 -> "DELETE FROM items WHERE id = " + id;
      case 7, 8 ->
          "INSERT INTO notes VALUES (%s, %s, %s), (%s, 'w1', 3)"
              .formatted(group, word, amount, group);
      case 9 -> "UPDATE notes SET n = n + 1 WHERE txt = 'w" + random.nextInt(6) + "'";
      case 10 -> "DELETE FROM notes WHERE n = " + random.nextInt(20) + " OR grp IS NULL";
      case 11 ->
          "INSERT INTO notes SELECT grp, name, amount FROM items WHERE id = " + random.nextInt(60);
      default ->
          random.nextInt(20) == 0
              ? "TRUNCATE TABLE " + (random.nextBoolean() ? "items" : "notes")
              : "DELETE FROM notes WHERE grp = " + random.nextInt(7);
    };
  }

  /**
   * Takes from one account and gives to another; for use inside a transaction.
   *
   * @param wanted between how many accounts, so that transactions meet if these are few
   */
  static List<String> transfer(Random random, int wanted) {
    int from = random.nextInt(wanted);
    int to = (from + 1 + random.nextInt(wanted - 1)) % wanted;
    int sum = 1 + random.nextInt(20);
    List<String> statements = new ArrayList<>();
    statements.add("UPDATE accounts SET balance = balance - " + sum + " WHERE id = " + from);
    statements.add("UPDATE accounts SET balance = balance + " + sum + " WHERE id = " + to);
    return statements;
  }
}
