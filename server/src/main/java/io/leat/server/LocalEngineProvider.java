package io.leat.server;

import io.leat.jdbc.EmbeddedEngine;
import io.leat.server.embedded.EmbeddedEngines;
import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.LocalEngine;
import java.nio.file.Path;
import java.util.Map;

/** The engine behind {@code jdbc:leat:}. */
public final class LocalEngineProvider implements EmbeddedEngine.Provider {

  @Override
  public EmbeddedEngine open(String directory, Map<String, String> options) {
    EngineSettings.Storage storage =
        directory.isEmpty()
            ? EngineSettings.IN_MEMORY
            : EngineSettings.Storage.in(Path.of(directory));
    return EmbeddedEngines.over(
        LocalEngine.start(EngineSettings.DEFAULT.withDurability(storage), System.err::println));
  }
}
