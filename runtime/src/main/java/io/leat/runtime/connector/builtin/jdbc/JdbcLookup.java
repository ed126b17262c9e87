package io.leat.runtime.connector.builtin.jdbc;

import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.connector.lookup.LookupKey;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by {@code SELECT … WHERE key IN (…)}, one statement for all keys of a lookup, each on
 * a connection that nothing else uses. A connection on which something failed is closed.
 */
final class JdbcLookup implements LookupSource.LookupReader {
  private final JdbcDatabase database;
  private final List<RowSchema.Field> selected = new ArrayList<>();
  private final List<DataType> keyTypes;
  private final List<DataType> columnTypes;
  private final int timeoutSeconds;
  private final Executor threads;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final Set<Connection> open = new HashSet<>();
  private boolean closed;
  private @Nullable List<String> names;

  JdbcLookup(
      JdbcDatabase database,
      List<Integer> keys,
      List<Integer> columns,
      RowSchema schema,
      Duration timeout,
      Executor threads) {
    this.database = database;
    this.keyTypes = keys.stream().map(schema::type).toList();
    this.columnTypes = columns.stream().map(schema::type).toList();
    keys.forEach(key -> selected.add(schema.fields().get(key)));
    columns.forEach(column -> selected.add(schema.fields().get(column)));
    this.timeoutSeconds = JdbcConnector.seconds(timeout);
    this.threads = threads;
  }

  @Override
  public CompletableFuture<List<List<List<@Nullable Object>>>> lookup(List<List<Object>> keys) {
    return CompletableFuture.supplyAsync(() -> find(keys), threads);
  }

  private List<List<List<@Nullable Object>>> find(List<List<Object>> keys) {
    Connection connection = null;
    try {
      connection = take();
      List<List<List<@Nullable Object>>> rows = find(keys, connection);
      giveBack(connection);
      return rows;
    } catch (SQLException | RuntimeException e) {
      discard(connection, e);
      throw e instanceof SQLException sql ? database.failed(sql) : (RuntimeException) e;
    }
  }

  private Connection take() throws SQLException {
    synchronized (this) {
      Connection known = idle.poll();
      if (known != null) {
        return known;
      }
    }
    Connection connection = database.connect();
    synchronized (this) {
      if (!closed) {
        open.add(connection);
        return connection;
      }
    }
    connection.close();
    throw new SQLException("the lookup has been closed");
  }

  private synchronized void giveBack(Connection connection) {
    if (!closed) {
      idle.push(connection);
    }
  }

  private void discard(@Nullable Connection connection, Exception why) {
    if (connection == null) {
      return;
    }
    synchronized (this) {
      open.remove(connection);
    }
    try {
      connection.close();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private List<List<List<@Nullable Object>>> find(List<List<Object>> keys, Connection connection)
      throws SQLException {
    List<String> columns = names(connection);
    // Statements of few different lengths, which drivers and databases keep prepared.
    int places = Integer.highestOneBit(keys.size());
    places = places == keys.size() ? places : 2 * places;
    Map<List<@Nullable Object>, List<List<@Nullable Object>>> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql(columns, places))) {
      setTimeout(statement);
      int parameter = 1;
      for (int i = 0; i < places; i++) {
        for (Object value : keys.get(Math.min(i, keys.size() - 1))) {
          JdbcValues.set(statement, parameter++, value);
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          List<@Nullable Object> key = key(rows);
          found
              .computeIfAbsent(key, none -> new ArrayList<>(1))
              .add(JdbcValues.row(rows, 1 + keyTypes.size(), columnTypes));
        }
      }
    }
    return keys.stream().map(key -> found.getOrDefault(key, Collections.emptyList())).toList();
  }

  private List<@Nullable Object> key(ResultSet rows) throws SQLException {
    List<@Nullable Object> key = new ArrayList<>(keyTypes.size());
    for (Object value : JdbcValues.row(rows, 1, keyTypes)) {
      key.add(value == null ? null : LookupKey.of(value));
    }
    return key;
  }

  private void setTimeout(PreparedStatement statement) throws SQLException {
    try {
      statement.setQueryTimeout(timeoutSeconds);
    } catch (SQLFeatureNotSupportedException e) {
      // The engine gives up waiting by itself; the thread stays with the driver until it returns.
    }
  }

  private synchronized List<String> names(Connection connection) throws SQLException {
    List<String> known = names;
    if (known == null) {
      known = database.columns(connection, selected);
      names = known;
    }
    return known;
  }

  private String sql(List<String> columns, int places) {
    List<String> keys = columns.subList(0, keyTypes.size());
    String condition;
    if (keys.size() == 1) {
      condition = keys.get(0) + " IN (" + String.join(", ", Collections.nCopies(places, "?")) + ")";
    } else {
      String one = keys.stream().map(key -> key + " = ?").collect(Collectors.joining(" AND "));
      condition = String.join(" OR ", Collections.nCopies(places, "(" + one + ")"));
    }
    return "SELECT "
        + String.join(", ", columns)
        + " FROM "
        + database.table()
        + " WHERE "
        + condition;
  }

  @Override
  public void close() {
    List<Connection> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(open);
      open.clear();
      idle.clear();
    }
    SQLException failure = null;
    for (Connection connection : all) {
      try {
        connection.close();
      } catch (SQLException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw database.failed(failure);
    }
  }
}
