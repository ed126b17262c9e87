package io.leat.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.local.ResultStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views treat time after a restart as the settings said when they were made. */
class KeptSettingsTest {
  private static final String QUERY =
      "SELECT window_start, COUNT(*) AS n"
          + " FROM TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)"
          + " GROUP BY window_start, window_end";

  @TempDir Path folder;

  private LocalEngine start() {
    List<String> warnings = new ArrayList<>();
    LocalEngine engine =
        LocalEngine.start(
            EngineSettings.DEFAULT.withWorkers(2).withDurability(EngineSettings.Storage.in(folder)),
            warnings::add);
    assertEquals(List.of(), warnings);
    return engine;
  }

  private static List<Long> counts(Session session, String view) {
    List<Long> counts = new ArrayList<>();
    StatementResult result =
        session.execute("SELECT n FROM " + view + " ORDER BY window_start", List.of());
    ResultStream stream = ((StatementResult.Rows) result).stream();
    while (!stream.finished()) {
      ResultStream.Page page = stream.poll();
      if (page == null) {
        CompletableFuture<Void> available = new CompletableFuture<>();
        stream.onAvailable(() -> available.complete(null));
        available.join();
        continue;
      }
      for (int row = 0; row < page.batch().size(); row++) {
        counts.add((Long) BoxedValues.get(page.batch().column(0), row, stream.schema().type(0)));
      }
    }
    return counts;
  }

  private static void insert(Session session, String time) {
    session.execute("INSERT INTO t VALUES (TIMESTAMP '2026-01-01 " + time + "')", List.of());
  }

  @Test
  void ofLatenessAndOfChangesOfIt() {
    try (LocalEngine engine = start();
        Session session = engine.openSession("test", false)) {
      session.execute("CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts)", List.of());
      session.execute("CREATE MATERIALIZED VIEW strict AS " + QUERY, List.of());
      session.execute("SET 'execution.emit.allowed-lateness' = '1 h'", List.of());
      session.execute("CREATE MATERIALIZED VIEW lenient AS " + QUERY, List.of());
      session.execute("RESET 'execution.emit.allowed-lateness'", List.of());
      session.execute("CREATE MATERIALIZED VIEW later AS " + QUERY, List.of());
      insert(session, "10:00:10");
      insert(session, "10:05:00");
      insert(session, "10:00:20");
      assertEquals(List.of(1L), counts(session, "strict"));
      assertEquals(List.of(2L), counts(session, "lenient"));
    }
    try (LocalEngine engine = start();
        Session session = engine.openSession("test", false)) {
      insert(session, "10:00:30");
      assertEquals(List.of(3L), counts(session, "lenient"));
      session.execute("SET 'execution.emit.allowed-lateness' = '2 h'", List.of());
      session.execute("CREATE OR ALTER MATERIALIZED VIEW later AS " + QUERY, List.of());
      session.execute("CHECKPOINT", List.of());
    }
    try (LocalEngine engine = start();
        Session session = engine.openSession("test", false)) {
      List<Long> before = counts(session, "later");
      List<Long> strict = counts(session, "strict");
      insert(session, "10:00:40");
      assertEquals(List.of(4L), counts(session, "lenient"));
      assertEquals(List.of(before.get(0) + 1), counts(session, "later"));
      assertEquals(strict, counts(session, "strict"));
    }
  }
}
