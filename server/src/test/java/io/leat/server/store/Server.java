package io.leat.server.store;

import io.leat.server.engine.LocalEngine;
import io.leat.server.http.HttpServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** An engine and its door. */
final class Server implements AutoCloseable {
  private final LocalEngine engine = LocalEngine.start(2);
  private final HttpServer door;

  Server() throws IOException {
    door = HttpServer.start(engine, HttpServer.LOOPBACK, 0);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:leat://127.0.0.1:" + door.port());
  }

  long runningQueries() {
    return engine.runningQueries();
  }

  @Override
  public void close() throws IOException {
    door.close();
    engine.close();
  }
}
