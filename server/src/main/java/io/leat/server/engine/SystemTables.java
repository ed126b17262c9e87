package io.leat.server.engine;

import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.SystemTable;
import io.leat.sql.catalog.TemporaryObjects;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the engine knows of itself, as tables of the database {@code leat}. */
final class SystemTables {
  private static final RowSchema EPOCHS =
      RowSchema.of(new RowSchema.Field("epoch", ScalarType.BIGINT.withNullable(false)));

  private SystemTables() {}

  /** Adds the tables that are the same for all sessions. */
  static void addTo(Catalog catalog, JobRegistry jobs, SessionRegistry sessions) {
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
    catalog.add(
        table(
            "operators",
            OperatorRows.SCHEMA,
            "what the operators of running jobs and views have done and keep, shard by shard",
            () -> OperatorRows.of(jobs)));
    catalog.add(
        table(
            "sessions",
            SessionRegistry.SESSIONS,
            "sessions that are open, and what they execute now",
            sessions::rows));
  }

  /**
   * Adds the tables that show a session what is its own.
   *
   * @param epoch gives the one that the session's queries read
   */
  static void addTo(
      TemporaryObjects session,
      SessionSettings settings,
      Catalog catalog,
      StoredRelations stored,
      LongSupplier epoch) {
    VisibleObjects visible = new VisibleObjects(catalog, session);
    CatalogRows rows = new CatalogRows(visible, stored);
    add(
        session,
        table("tables", CatalogRows.TABLES, "tables and views that can be read", rows::tables));
    add(
        session,
        table("columns", CatalogRows.COLUMNS, "columns of tables and views", rows::columns));
    add(
        session,
        table(
            "indexes",
            CatalogRows.INDEXES,
            "keys and indexes of tables and views, a row for each column",
            rows::indexes));
    add(session, table("views", CatalogRows.VIEWS, "views and what they read", rows::views));
    add(
        session,
        table(
            "epochs",
            EPOCHS,
            "the epoch that is read now: the newest, or the one at which the transaction has begun",
            () -> List.of(List.of(epoch.getAsLong()))));
    InformationSchema.addTo(session, visible);
    add(
        session,
        table(
            "settings",
            EngineRows.SETTINGS,
            "the session's settings, as SET changes them",
            () -> EngineRows.settings(settings).rows()));
  }

  private static void add(TemporaryObjects session, SystemTable table) {
    session.create(table, false, false);
  }

  private static SystemTable table(
      String name,
      RowSchema schema,
      String comment,
      Supplier<? extends List<? extends List<? extends @Nullable Object>>> rows) {
    return new SystemTable(
        new ObjectName(Catalog.DEFAULT_CATALOG, Catalog.SYSTEM_DATABASE, name),
        schema,
        comment,
        rows);
  }
}
