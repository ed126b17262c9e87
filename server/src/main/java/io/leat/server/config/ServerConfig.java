package io.leat.server.config;

import io.leat.server.engine.EngineSettings;

/**
 * What a server is started with.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 lets the system choose
 * @param engine what its engine is started with
 */
public record ServerConfig(String host, int port, EngineSettings engine) {
  public static final ServerConfig DEFAULT =
      new ServerConfig("127.0.0.1", 8585, EngineSettings.DEFAULT);

  public ServerConfig withHost(String newHost) {
    return new ServerConfig(newHost, port, engine);
  }

  public ServerConfig withPort(int newPort) {
    return new ServerConfig(host, newPort, engine);
  }

  public ServerConfig withEngine(EngineSettings newEngine) {
    return new ServerConfig(host, port, newEngine);
  }
}
