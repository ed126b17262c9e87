package io.leat.benchmark.checkpoint;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.local.ResultStream;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Statements by sessions of their own. */
final class SqlOnEngine {
  private SqlOnEngine() {}

  static void execute(LocalEngine engine, String sql) {
    try (Session session = engine.openSession("benchmark", false)) {
      StatementResult result = session.execute(sql, List.of());
      if (result instanceof StatementResult.Rows rows) {
        rows.stream().close();
      }
    }
  }

  /** The only value of a query. */
  static long number(LocalEngine engine, String sql) {
    try (Session session = engine.openSession("benchmark", false)) {
      if (!(session.execute(sql, List.of()) instanceof StatementResult.Rows rows)) {
        throw new IllegalArgumentException(sql);
      }
      ResultStream stream = rows.stream();
      while (true) {
        ResultStream.Page page = stream.poll();
        if (page != null && page.batch().size() > 0) {
          return Long.parseLong(
              String.valueOf(BoxedValues.get(page.batch().column(0), 0, stream.schema().type(0))));
        }
        if (page == null) {
          CompletableFuture<Void> available = new CompletableFuture<>();
          stream.onAvailable(() -> available.complete(null));
          available.join();
        }
      }
    }
  }
}
