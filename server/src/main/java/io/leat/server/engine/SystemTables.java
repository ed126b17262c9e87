package io.leat.server.engine;

import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.SystemTable;
import io.leat.sql.catalog.TemporaryObjects;
import java.util.List;
import java.util.function.Supplier;

/** What the engine knows of itself, as tables of the database {@code leat}. */
final class SystemTables {
  private SystemTables() {}

  /** Adds the tables that are the same for all sessions. */
  static void addTo(Catalog catalog, JobRegistry jobs) {
    catalog.add(
        table(
            "errors",
            EngineRows.ERRORS,
            "rows left out because an expression failed: the most recent ones of each job",
            () -> EngineRows.errors(jobs).rows()));
    catalog.add(
        table(
            "jobs",
            EngineRows.JOBS,
            "jobs and queries that run, and jobs that have ended lately",
            () -> EngineRows.jobs(jobs).rows()));
  }

  /** Adds the tables that show a session what is its own. */
  static void addTo(TemporaryObjects session, SessionSettings settings) {
    session.create(
        table(
            "settings",
            EngineRows.SETTINGS,
            "the session's settings, as SET changes them",
            () -> EngineRows.settings(settings).rows()),
        false,
        false);
  }

  private static SystemTable table(
      String name, RowSchema schema, String comment, Supplier<List<List<Object>>> rows) {
    return new SystemTable(
        new ObjectName(Catalog.DEFAULT_CATALOG, Catalog.SYSTEM_DATABASE, name),
        schema,
        comment,
        rows);
  }
}
