package io.leat.server.config;

import io.leat.server.engine.EngineSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a server is started with.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 lets the system choose
 * @param engine what its engine is started with
 */
public record ServerConfig(String host, int port, EngineSettings engine) {
  public static final ServerConfig DEFAULT =
      new ServerConfig("127.0.0.1", 8585, EngineSettings.DEFAULT).withDirectory(Path.of("data"));

  public ServerConfig withHost(String newHost) {
    return new ServerConfig(newHost, port, engine);
  }

  public ServerConfig withPort(int newPort) {
    return new ServerConfig(host, newPort, engine);
  }

  /** Where data is kept; null for nowhere. */
  public ServerConfig withDirectory(@Nullable Path directory) {
    return withEngine(engine.withDurability(engine.durability().withDirectory(directory)));
  }

  public ServerConfig withEngine(EngineSettings newEngine) {
    return new ServerConfig(host, port, newEngine);
  }
}
