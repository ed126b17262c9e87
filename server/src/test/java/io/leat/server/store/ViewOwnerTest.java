package io.leat.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.LongColumn;
import io.leat.runtime.local.ResultStream;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A view belongs to the engine, not to the session that made it. */
class ViewOwnerTest {

  @Test
  void aViewGoesOnWhenItsSessionHasEnded() {
    try (LocalEngine engine = LocalEngine.start(2)) {
      try (Session maker = engine.openSession("a", false)) {
        maker.execute("CREATE TABLE t (k BIGINT PRIMARY KEY)", List.of());
        maker.execute("CREATE MATERIALIZED VIEW n AS SELECT COUNT(*) AS c FROM t", List.of());
      }
      try (Session other = engine.openSession("b", false)) {
        other.execute("INSERT INTO t VALUES (1), (2)", List.of());
        StatementResult.Rows rows =
            (StatementResult.Rows) other.execute("SELECT c FROM n", List.of());
        ResultStream.Page page = rows.stream().poll();
        assertEquals(2, page == null ? -1 : ((LongColumn) page.batch().column(0)).get(0));
      }
    }
  }
}
