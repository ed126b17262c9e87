package io.leat.benchmark.window;

import io.leat.benchmark.window.engine.WindowRun;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Queries over windows and joins in time on Leat, one worker: see {@link WindowRun}. */
public final class LeatWindows implements WindowRun.Engine {

  public static void main(String[] arguments) throws IOException {
    WindowRun.main(new LeatWindows(), arguments);
  }

  @Override
  public String name() {
    return "leat";
  }

  @Override
  public void run(List<String> tables, String insert, long limitMillis) throws Exception {
    try (LocalEngine engine = LocalEngine.start(1);
        Session session = engine.openSession("benchmark", false)) {
      for (String statement : tables) {
        session.execute(statement.replaceFirst("^CREATE", "CREATE TEMPORARY"), List.of());
      }
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(() -> session.execute(insert, List.of()));
      try {
        end.get(limitMillis, TimeUnit.MILLISECONDS);
      } finally {
        session.cancel();
        end.exceptionally(failure -> null).join();
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
