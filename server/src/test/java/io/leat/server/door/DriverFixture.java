package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.jdbc.LeatSQLException;
import io.leat.server.fake.FakeEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A connection of the driver to an engine, whichever way it takes. */
@Timeout(300)
abstract class DriverFixture implements DriverContract {
  FakeEngine engine;
  private Connection connection;
  private String url;

  /** Starts the way to a fresh {@link #engine}. */
  abstract String start() throws Exception;

  abstract void stop() throws Exception;

  @BeforeEach
  void connect() throws Exception {
    engine = new FakeEngine();
    url = start();
    connection = DriverManager.getConnection(url);
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
    stop();
  }

  @Override
  public FakeEngine engine() {
    return engine;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public String url() {
    return url;
  }

  static String state(SQLException error) {
    assertTrue(error instanceof LeatSQLException, () -> "not ours: " + error);
    return error.getSQLState();
  }

  static SQLException failure(CompletableFuture<?> task) throws Exception {
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> task.get(120, TimeUnit.SECONDS));
    return (SQLException) error.getCause();
  }

  interface Task<T> {
    T run() throws Exception;
  }

  static <T> CompletableFuture<T> inThread(Task<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.run());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  static int count(ResultSet result) throws SQLException {
    int rows = 0;
    while (result.next()) {
      rows++;
    }
    return rows;
  }
}
