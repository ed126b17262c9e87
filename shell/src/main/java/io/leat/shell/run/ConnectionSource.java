package io.leat.shell.run;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The shell's one connection: made in the background, waited for when it is needed, made again
 * after it failed or was lost.
 */
public final class ConnectionSource implements AutoCloseable {
  private final String url;
  private final Properties properties;
  private final Map<String, String> settings;

  // Guarded by this.
  private @Nullable FutureTask<Connection> attempt;
  private @Nullable Thread waiting;

  /**
   * @param settings what SET is to set on each new connection
   */
  public ConnectionSource(
      String url, @Nullable String user, @Nullable String password, Map<String, String> settings) {
    this.url = url;
    this.properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    this.settings = Map.copyOf(settings);
  }

  public String url() {
    return url;
  }

  /** Begins to connect, if that has not been done, and returns at once. */
  public void start() {
    start(null);
  }

  /**
   * Begins to connect and returns at once.
   *
   * @param afterwards run by the connecting thread when it has succeeded or failed
   */
  public synchronized void start(@Nullable Runnable afterwards) {
    if (attempt == null) {
      FutureTask<Connection> task = new FutureTask<>((Callable<Connection>) this::connect);
      attempt = task;
      Thread thread =
          new Thread(
              () -> {
                task.run();
                if (afterwards != null) {
                  afterwards.run();
                }
              },
              "leat-shell-connect");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        set(statement, setting.getKey(), setting.getValue());
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** One more connection to the same place, for the caller to close. */
  Connection another() throws SQLException {
    return DriverManager.getConnection(url, properties);
  }

  private static void set(Statement statement, String key, String value) throws SQLException {
    try {
      statement.execute("SET " + literal(key) + " = " + literal(value));
    } catch (SQLException e) {
      throw new SQLException(
          "--set " + key + "=" + value + ": " + e.getMessage(), e.getSQLState(), e);
    }
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * The connection; waits for it.
   *
   * @return null when {@link #interrupt} came first
   */
  public @Nullable Connection get() throws SQLException {
    FutureTask<Connection> task;
    synchronized (this) {
      start();
      task = attempt;
      waiting = Thread.currentThread();
    }
    try {
      return task == null ? null : task.get();
    } catch (InterruptedException | CancellationException e) {
      return null;
    } catch (ExecutionException e) {
      forget(task);
      throw new NoConnectionException(failure(e));
    } finally {
      synchronized (this) {
        waiting = null;
        // An interrupt that came too late for this wait is not meant for what follows.
        boolean unused = Thread.interrupted();
      }
    }
  }

  /** The connection if it is there now. */
  public @Nullable Connection peek() {
    FutureTask<Connection> task;
    synchronized (this) {
      task = attempt;
    }
    if (task == null || !task.isDone()) {
      return null;
    }
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException | CancellationException e) {
      return null;
    }
  }

  /** There is no connection to run a statement on. */
  static final class NoConnectionException extends SQLException {
    private static final long serialVersionUID = 1L;

    NoConnectionException(SQLException why) {
      super(why.getMessage(), why.getSQLState(), why);
    }
  }

  /** Why the connection could not be made, if that is so now. */
  public Optional<SQLException> failure() {
    FutureTask<Connection> task;
    synchronized (this) {
      task = attempt;
    }
    if (task == null || !task.isDone()) {
      return Optional.empty();
    }
    try {
      task.get();
      return Optional.empty();
    } catch (InterruptedException | CancellationException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(failure(e));
    }
  }

  private SQLException failure(ExecutionException e) {
    return e.getCause() instanceof SQLException failure
        ? failure
        : new SQLException("cannot open " + url + ": " + e.getCause(), "08001", e.getCause());
  }

  /** Wakes {@link #get}. Callable from any thread. */
  void interrupt() {
    synchronized (this) {
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  /** The next {@link #get} connects anew. */
  public synchronized void reset() {
    attempt = null;
  }

  private synchronized void forget(@Nullable FutureTask<Connection> failed) {
    if (attempt == failed) {
      attempt = null;
    }
  }

  @Override
  public void close() throws SQLException {
    Connection connection = peek();
    if (connection != null) {
      connection.close();
    }
  }
}
