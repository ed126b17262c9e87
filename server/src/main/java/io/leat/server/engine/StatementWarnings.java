package io.leat.server.engine;

import io.leat.runtime.local.CircuitRun;
import io.leat.sql.catalog.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SHOW WARNINGS tells of a session's last statement. For one thread at a time. */
final class StatementWarnings {
  private @Nullable CircuitRun run;
  private List<ObjectName> dropped = List.of();

  /** The statement is a query or job, which may leave rows out while it runs. */
  void runs(CircuitRun started) {
    run = started;
    dropped = List.of();
  }

  /** The statement has dropped this beside what it names. */
  void droppedToo(List<ObjectName> names) {
    run = null;
    dropped = names;
  }

  List<String> texts() {
    if (!dropped.isEmpty()) {
      return dropped.stream().map(name -> name + " was dropped too").toList();
    }
    long failed = run == null ? 0 : run.statistics().rowsFailed();
    if (run == null || failed == 0) {
      return List.of();
    }
    List<CircuitRun.RowError> errors = run.rowErrors();
    String reason = errors.isEmpty() ? "" : ": " + errors.get(errors.size() - 1).message();
    String count = failed == 1 ? "1 row was" : failed + " rows were";
    return List.of(count + " left out" + reason + " (SHOW ERRORS lists them)");
  }
}
