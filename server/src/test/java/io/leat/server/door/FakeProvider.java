package io.leat.server.door;

import io.leat.jdbc.EmbeddedEngine;
import io.leat.server.embedded.EmbeddedEngines;
import io.leat.server.engine.Engine;
import io.leat.server.fake.FakeEngine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives each directory name the engine that the test has put there, or a fake one. */
public final class FakeProvider implements EmbeddedEngine.Provider {
  static final Map<String, Engine> ENGINES = new ConcurrentHashMap<>();

  @Override
  public EmbeddedEngine open(String directory, Map<String, String> options) {
    return EmbeddedEngines.over(ENGINES.computeIfAbsent(directory, name -> new FakeEngine()));
  }
}
