package io.leat.server.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeMap;

/** A client that follows a relation and adds up its changes. For one thread. */
final class Subscriber {
  private final String relation;
  private final TreeMap<String, Integer> whole = new TreeMap<>();
  private final TreeMap<String, Integer> pending = new TreeMap<>();

  /** The newest epoch of which all is known; 0 for none. */
  private long epoch;

  private long pendingEpoch;
  private long changes;

  Subscriber(String relation) {
    this.relation = relation;
  }

  long changes() {
    return changes;
  }

  long epoch() {
    return epoch;
  }

  /** Follows until a number of rows has come or the row is there that nothing comes after. */
  void follow(Connection connection, long rows, String last) throws SQLException {
    String since = epoch == 0 ? "" : " SINCE EPOCH " + epoch;
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT * FROM " + relation + " EMIT CHANGES" + since)) {
      int columns = result.getMetaData().getColumnCount();
      for (long i = 0; i < rows && !content().containsKey(last); i++) {
        assertTrue(result.next(), "a subscription does not end");
        take(result, columns);
      }
      statement.cancel();
    }
    if (!content().containsKey(last)) {
      // Killed in the middle of an epoch: what came of it comes again.
      pending.clear();
      pendingEpoch = epoch;
    }
  }

  private void take(ResultSet result, int columns) throws SQLException {
    long number = result.getLong(2);
    assertTrue(number >= pendingEpoch && number > epoch, number + " after " + pendingEpoch);
    if (number > pendingEpoch) {
      pending.forEach((row, count) -> add(whole, row, count));
      whole.forEach((row, count) -> assertTrue(count > 0, row + " is there " + count + " times"));
      pending.clear();
      epoch = pendingEpoch;
      pendingEpoch = number;
    }
    add(pending, Store.row(result, 3, columns), result.getString(1).startsWith("+") ? 1 : -1);
    changes++;
  }

  /** All that has come, added up. */
  TreeMap<String, Integer> content() {
    TreeMap<String, Integer> content = new TreeMap<>(whole);
    pending.forEach((row, count) -> add(content, row, count));
    return content;
  }

  private static void add(TreeMap<String, Integer> rows, String row, int count) {
    rows.merge(row, count, (a, b) -> a + b == 0 ? null : a + b);
  }
}
