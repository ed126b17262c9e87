package io.leat.server;

import io.leat.jdbc.EmbeddedEngine;
import io.leat.runtime.error.LeatException;
import io.leat.server.embedded.EmbeddedEngines;
import io.leat.server.engine.LocalEngine;
import java.util.Map;

/** The engine behind {@code jdbc:leat:}. */
public final class LocalEngineProvider implements EmbeddedEngine.Provider {

  @Override
  public EmbeddedEngine open(String directory, Map<String, String> options) {
    if (!directory.isEmpty()) {
      throw LeatException.notSupported(
          "an engine that keeps data in a directory", "use jdbc:leat: for one in memory");
    }
    return EmbeddedEngines.over(LocalEngine.start(0));
  }
}
