package io.leat.server.config;

import io.leat.server.engine.SessionSettings.Setting;
import java.util.Map;

/**
 * What a server is started with.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 lets the system choose
 * @param workers worker threads, each running one shard of every query; 0: one per core
 * @param remoteCode whether clients on the network may load code
 * @param sessionDefaults what sessions start with, where it differs from the built-in defaults
 */
public record ServerConfig(
    String host, int port, int workers, boolean remoteCode, Map<Setting, String> sessionDefaults) {
  public static final ServerConfig DEFAULT =
      new ServerConfig("127.0.0.1", 8585, 0, false, Map.of());

  public ServerConfig {
    sessionDefaults = Map.copyOf(sessionDefaults);
  }

  public ServerConfig withHost(String newHost) {
    return new ServerConfig(newHost, port, workers, remoteCode, sessionDefaults);
  }

  public ServerConfig withPort(int newPort) {
    return new ServerConfig(host, newPort, workers, remoteCode, sessionDefaults);
  }
}
