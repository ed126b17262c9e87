package io.leat.benchmark.nexmark.peers;

import io.leat.benchmark.nexmark.engine.Engine;
import io.leat.benchmark.nexmark.engine.EngineRun;
import io.leat.benchmark.nexmark.engine.Query;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.util.List;
import java.util.Objects;

/** Leat in one process, in memory: no log, no checkpoints. */
public final class LeatNexmark implements Engine {

  public static void main(String[] arguments) {
    EngineRun.main(new LeatNexmark(), arguments);
  }

  @Override
  public String name() {
    return "leat";
  }

  @Override
  public String title() {
    String version = LocalEngine.class.getPackage().getImplementationVersion();
    return "Leat " + Objects.requireNonNullElse(version, "as compiled");
  }

  @Override
  public void run(Query query, int workers) {
    try (LocalEngine engine = LocalEngine.start(workers);
        Session session = engine.openSession("nexmark", false)) {
      for (String statement : query.statements()) {
        session.execute(statement, List.of());
      }
    }
  }
}
