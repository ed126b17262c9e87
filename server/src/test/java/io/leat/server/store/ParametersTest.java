package io.leat.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random statements on a table with keys: with parameters, with the values in the text, and on a
 * table of the same rows without any key or index, they give the same.
 */
class ParametersTest {
  private static final int ROWS = 300;
  private static final int QUERIES = Integer.getInteger("store.queries", 150);
  private static final int WRITES = 40;

  private static final String COLUMNS =
      "(id BIGINT%s, code INT%s, word VARCHAR(3), price DECIMAL(8, 2), at TIMESTAMP(3), flag BOOLEAN)";

  private final long seed = Seed.first();
  private final Random random = new Random(seed);

  /** A condition with {@code ?}, and for each its value and that value as text. */
  private record Condition(String text, List<@Nullable Object> values, List<String> literals) {
    String written() {
      StringBuilder written = new StringBuilder();
      int at = 0;
      for (char c : text.toCharArray()) {
        if (c == '?') {
          written.append(literals.get(at++));
        } else {
          written.append(c);
        }
      }
      return written.toString();
    }
  }

  private final class Writer {
    final StringBuilder text = new StringBuilder();
    final List<@Nullable Object> values = new ArrayList<>();
    final List<String> literals = new ArrayList<>();

    Condition done() {
      return new Condition(text.toString(), values, literals);
    }

    /** A value that may be a constant of the text or a parameter. */
    Writer value(@Nullable Object value) {
      String literal = literal(value);
      if (random.nextInt(4) == 0) {
        text.append(literal);
      } else {
        text.append('?');
        values.add(value);
        literals.add(literal);
      }
      return this;
    }

    Writer add(String part) {
      text.append(part);
      return this;
    }
  }

  private static String literal(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof String word) {
      return "CAST('" + word + "' AS STRING)";
    }
    if (value instanceof Timestamp time) {
      return "TIMESTAMP '" + time.toLocalDateTime().toString().replace('T', ' ') + "'";
    }
    if (value instanceof Long number) {
      return "CAST(" + number + " AS BIGINT)";
    }
    return value instanceof Short number ? "CAST(" + number + " AS SMALLINT)" : value.toString();
  }

  private @Nullable Object number(int bound) {
    int number = random.nextInt(bound) - 3;
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> 5_000_000_000L + number;
      case 2 -> (short) number;
      case 3, 4, 5 -> (long) number;
      default -> number;
    };
  }

  private @Nullable Object value(String column) {
    return switch (column) {
      case "id" -> number(ROWS + 10);
      case "code" -> number(20);
      case "word" -> random.nextInt(12) == 0 ? null : "abcdef".substring(0, 1 + random.nextInt(5));
      case "price" ->
          random.nextInt(12) == 0
              ? null
              : BigDecimal.valueOf(random.nextInt(4000), 1 + random.nextInt(3));
      default ->
          random.nextInt(12) == 0
              ? null
              : Timestamp.valueOf(
                  LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(random.nextInt(40)));
    };
  }

  private void term(Writer writer, int depth) {
    String column = List.of("id", "code", "word", "price", "at").get(random.nextInt(5));
    switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 ->
          writer.add(column + " BETWEEN ").value(value(column)).add(" AND ").value(value(column));
      case 1, 2 -> {
        writer.add(column + " IN (").value(value(column));
        for (int i = random.nextInt(4); i > 0; i--) {
          writer.add(", ").value(value(column));
        }
        writer.add(")");
      }
      case 3 -> writer.value(value(column)).add(random.nextBoolean() ? " < " : " >= ").add(column);
      case 4, 5 ->
          writer
              .add(column)
              .add(List.of(" = ", " = ", " = ", " > ", " <= ", " <> ").get(random.nextInt(6)))
              .value(value(column));
      case 6 -> writer.add("id = code + ").value(random.nextInt(30));
      case 7 -> {
        writer.add("(");
        term(writer, depth - 1);
        writer.add(" OR ");
        term(writer, depth - 1);
        writer.add(")");
      }
      default -> {
        term(writer, depth - 1);
        writer.add(" AND ");
        term(writer, depth - 1);
      }
    }
  }

  private Condition condition() {
    Writer writer = new Writer();
    term(writer, 2);
    return writer.done();
  }

  private static TreeMap<String, Integer> read(ResultSet rows) throws SQLException {
    TreeMap<String, Integer> read = new TreeMap<>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      read.merge(Store.row(rows, 1, columns), 1, Integer::sum);
    }
    return read;
  }

  private static void set(PreparedStatement statement, List<@Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  private void fill(Connection connection) throws SQLException {
    for (String keys : List.of("keyed", "plain")) {
      boolean keyed = keys.equals("keyed");
      Store.run(
          connection,
          "CREATE TABLE "
              + keys
              + COLUMNS.formatted(keyed ? " PRIMARY KEY" : "", keyed ? " UNIQUE" : ""));
    }
    Store.run(connection, "CREATE INDEX by_word ON keyed (word, price)");
    Store.run(connection, "CREATE INDEX by_time ON keyed (at)");
    for (String table : List.of("keyed", "plain")) {
      Random rows = new Random(seed);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?)")) {
        for (int i = 0; i < ROWS; i++) {
          insert.setLong(1, i);
          insert.setObject(2, rows.nextInt(5) == 0 ? null : Integer.valueOf(i - 3));
          insert.setString(
              3, rows.nextInt(8) == 0 ? null : "abcdef".substring(0, 1 + rows.nextInt(3)));
          insert.setBigDecimal(4, BigDecimal.valueOf(rows.nextInt(4000), 2));
          insert.setObject(
              5,
              rows.nextInt(8) == 0
                  ? null
                  : Timestamp.valueOf(
                      LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(rows.nextInt(40))));
          insert.setBoolean(6, rows.nextBoolean());
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }

  @Test
  void parametersTextsAndFullScansAgree() throws SQLException, IOException {
    int queries = 0;
    int found = 0;
    try (Server server = new Server();
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      fill(connection);
      for (; queries < QUERIES; queries++) {
        Condition condition = condition();
        String select = "SELECT id, code, word, price, at FROM keyed WHERE ";
        String scan = select.replace("keyed", "plain") + condition.written();
        TreeMap<String, Integer> expected = read(statement.executeQuery(scan));
        found += expected.isEmpty() ? 0 : 1;
        assertEquals(
            expected, read(statement.executeQuery(select + condition.written())), "seed " + seed);
        try (PreparedStatement prepared = connection.prepareStatement(select + condition.text())) {
          set(prepared, condition.values());
          assertEquals(expected, read(prepared.executeQuery()), scan + ", seed " + seed);
        }
      }
      assertTrue(found > queries / 8, found + " queries with rows");
      int changed = writes(connection, statement);
      assertTrue(changed > 0, changed + " writes of rows");
    }
    System.out.printf(
        "parameters: %d queries, %d of them with rows, 0 mismatches%n", queries, found);
  }

  private int writes(Connection connection, Statement statement) throws SQLException {
    int changed = 0;
    for (int i = 0; i < WRITES; i++) {
      Condition condition = condition();
      String write =
          random.nextInt(8) == 0
              ? "DELETE FROM keyed WHERE "
              : "UPDATE keyed SET price = price / 2, flag = NOT flag WHERE ";
      int count = statement.executeUpdate(write.replace("keyed", "plain") + condition.written());
      try (PreparedStatement prepared = connection.prepareStatement(write + condition.text())) {
        set(prepared, condition.values());
        assertEquals(
            count, prepared.executeUpdate(), write + condition.written() + ", seed " + seed);
      }
      changed += count > 0 ? 1 : 0;
      if (write.startsWith("DELETE") && count > 0) {
        refill(connection);
      }
    }
    assertEquals(
        read(statement.executeQuery("SELECT * FROM plain")),
        read(statement.executeQuery("SELECT * FROM keyed")),
        "seed " + seed);
    return changed;
  }

  /** Puts rows of the same keys into both tables. */
  private void refill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE TABLE plain");
      statement.execute(
          "INSERT INTO keyed SELECT id + 10000, NULL, 'zz', 1, at, flag FROM keyed WHERE id < 40"
              + " ON CONFLICT DO NOTHING");
      statement.execute("INSERT INTO plain SELECT * FROM keyed");
    }
  }
}
