package io.leat.benchmark.nexmark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Compares the answers of Nexmark's queries on Leat with those of DuckDB over the same events:
 * {@code NexmarkAnswers FOLDER EVENTS [QUERY…]}. Each query is asked once for its rows, and once
 * for its changes, epoch by epoch, which must add up to the same. Events come in mixed order and
 * 500 a second, so that there are windows and sessions to tell apart and no two at one time.
 */
public final class NexmarkAnswers implements AutoCloseable {
  private static final long RATE = 500;
  private static final int DISORDER = 50;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  private final Path folder;
  private final long events;
  private final Path directory;
  private final Connection duckDb;

  public NexmarkAnswers(Path folder, long events) throws IOException, SQLException {
    this.folder = folder;
    this.events = events;
    this.directory = Files.createTempDirectory("nexmark");
    NexmarkScript.prepare(directory);
    NexmarkModel model =
        NexmarkModel.STANDARD
            .withTimes(RATE, NexmarkModel.STANDARD.baseMillis())
            .withDisorder(DISORDER);
    this.duckDb = NexmarkDuckDb.open(new NexmarkEvents(model), events);
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    List<String> queries = Arrays.asList(arguments).subList(2, arguments.length);
    int wrong = 0;
    try (NexmarkAnswers answers =
        new NexmarkAnswers(Path.of(arguments[0]), Long.parseLong(arguments[1]))) {
      for (String query : queries.isEmpty() ? NexmarkScript.QUERIES : queries) {
        String difference = answers.difference(query);
        wrong += difference.isEmpty() ? 0 : 1;
        System.out.println(query + ": " + (difference.isEmpty() ? "equal" : difference));
      }
    }
    if (wrong > 0) {
      System.exit(1);
    }
  }

  /** The first difference between the engines' answers to a query; empty if there is none. */
  public String difference(String query) throws IOException, SQLException {
    NexmarkScript script = new NexmarkScript(folder, query, events, RATE, directory);
    Path text = folder.resolve("duckdb").resolve(query + ".sql");
    List<List<String>> expected =
        rows(duckDb, Files.exists(text) ? Files.readString(text) : script.select());
    if (expected.isEmpty()) {
      return "no rows are expected";
    }
    try (Connection leat = DriverManager.getConnection("jdbc:leat:")) {
      try (Statement statement = leat.createStatement()) {
        for (String declaration : script.declarations()) {
          statement.execute(
              declaration
                  .replaceFirst("^CREATE ", "CREATE TEMPORARY ")
                  .replace(
                      "'events.num'",
                      "'out-of-order.group-size' = '" + DISORDER + "', 'events.num'"));
        }
        if (query.equals("q10")) {
          statement.execute(script.insert());
          return difference(expected, logged(directory.resolve(query)));
        }
      }
      String select = comparable(query, script.select());
      String whole = difference(expected, rows(leat, select));
      if (!whole.isEmpty()) {
        return "at once: " + whole;
      }
      List<List<String>> changes = rows(leat, select + " EMIT CHANGES");
      String grown = difference(expected, accumulated(changes));
      return grown.isEmpty() ? "" : "by changes: " + grown;
    }
  }

  /** The part of the answer that does not depend on the run, or on which of equal rows is first. */
  private static String comparable(String query, String select) {
    return switch (query) {
      case "q12" -> "SELECT bidder, SUM(bid_count) FROM (" + select + ") GROUP BY bidder";
      case "q19" -> "SELECT auction, price, rank_number FROM (" + select + ")";
      default -> select;
    };
  }

  private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(text(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof Timestamp time) {
      return TIME.format(time.toLocalDateTime());
    }
    if (value instanceof LocalDateTime time) {
      return TIME.format(time);
    }
    return value instanceof Number
        ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  /** What changes with columns op and epoch add up to. */
  private static List<List<String>> accumulated(List<List<String>> changes) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (List<String> change : changes) {
      int weight = change.get(0).startsWith("+") ? 1 : -1;
      counts.merge(change.subList(2, change.size()), weight, Integer::sum);
    }
    List<List<String>> rows = new ArrayList<>();
    counts.forEach(
        (row, count) -> {
          if (count < 0) {
            throw new IllegalStateException(row + " occurs " + count + " times");
          }
          for (int i = 0; i < count; i++) {
            rows.add(row);
          }
        });
    return rows;
  }

  /** The rows of a partitioned log of lines; its texts have no commas. */
  private static List<List<String>> logged(Path log) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("_") || name.startsWith(".")) {
          continue;
        }
        Path minute = folder(file);
        for (String line : Files.readAllLines(file)) {
          List<String> row = new ArrayList<>(List.of(line.replace("\"", "").split(",", -1)));
          row.set(3, TIME.format(LocalDateTime.parse(row.get(3).replace(' ', 'T'))));
          row.add(partition(folder(minute), "dt="));
          row.add(partition(minute, "hm="));
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static Path folder(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static String partition(Path folder, String key) {
    String name = folder.getFileName().toString();
    if (!name.startsWith(key)) {
      throw new IllegalStateException(folder + " is no partition by " + key);
    }
    return URLDecoder.decode(name.substring(key.length()), StandardCharsets.UTF_8);
  }

  static String difference(List<List<String>> expected, List<List<String>> actual) {
    Map<List<String>, Integer> counts = new HashMap<>();
    expected.forEach(row -> counts.merge(row, 1, Integer::sum));
    actual.forEach(row -> counts.merge(row, -1, Integer::sum));
    counts.values().removeIf(count -> count == 0);
    if (counts.isEmpty()) {
      return "";
    }
    Map.Entry<List<String>, Integer> first = counts.entrySet().iterator().next();
    return (first.getValue() > 0 ? "missing " : "too many ")
        + first.getKey()
        + ", and "
        + (counts.size() - 1)
        + " other rows; "
        + expected.size()
        + " expected, "
        + actual.size()
        + " given";
  }

  @Override
  public void close() throws IOException, SQLException {
    duckDb.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
