package io.leat.sql;

import io.leat.runtime.error.LeatException;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.TemporaryObjects;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A planner whose declarations take effect. */
final class PlanningSession {
  final Catalog catalog = new Catalog();
  final TemporaryObjects temporary = new TemporaryObjects();
  final Planner planner = new Planner(catalog);
  final PlannerSession session =
      new PlannerSession(
          Catalog.DEFAULT_CATALOG,
          Catalog.DEFAULT_DATABASE,
          ZoneOffset.UTC,
          TimeSettings.NONE,
          temporary,
          true);

  /** Tables of every kind that the tests name. */
  static PlanningSession withTables() {
    PlanningSession session = new PlanningSession();
    session.run(
        "CREATE TABLE orders (id INT, customer STRING, price DECIMAL(10, 2), quantity BIGINT,"
            + " placed TIMESTAMP(3), paid BOOLEAN, day DATE, tags ARRAY<STRING>,"
            + " notes MAP<STRING, INT>, address ROW<street STRING, zip INT>, ratio DOUBLE)"
            + " WITH ('connector' = 'datagen')");
    session.run(
        "CREATE TABLE few (id INT, name STRING) WITH ('connector' = 'datagen',"
            + " 'number-of-rows' = '10')");
    session.run(
        "CREATE TABLE doubled (id INT, twice AS id * 2, name STRING)"
            + " WITH ('connector' = 'datagen')");
    session.run(
        "CREATE TABLE output (id BIGINT, name STRING, extra INT) WITH ('connector' = 'print')");
    session.run(
        "CREATE TABLE strict (id INT NOT NULL, name STRING) WITH ('connector' = 'blackhole')");
    session.run(
        "CREATE TABLE bids (item STRING, price BIGINT, ts TIMESTAMP(3), millis BIGINT,"
            + " at_ AS TO_TIMESTAMP_LTZ(millis, 3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
            + " WITH ('connector' = 'datagen', 'scan.watermark.idle-timeout' = '1 min')");
    session.run(
        "CREATE TABLE clicks (item STRING, page INT, ms BIGINT, ts AS CAST(TO_TIMESTAMP_LTZ(ms, 3) AS TIMESTAMP(3)),"
            + " WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen')");
    session.run(
        "CREATE TABLE views (item STRING, seen AS PROCTIME()) WITH ('connector' = 'datagen')");
    session.run("CREATE VIEW big_orders AS SELECT id, price FROM orders WHERE price > 100");
    return session;
  }

  PlannedStatement plan(String sql, Object... parameters) {
    return planner.plan(sql, session, Arrays.asList(parameters));
  }

  PlannedStatement run(String sql) {
    PlannedStatement planned = plan(sql);
    if (planned instanceof PlannedStatement.CreateTable create) {
      if (create.temporary()) {
        temporary.create(create.table(), create.ifNotExists(), false);
      } else {
        catalog.create(create.table(), create.ifNotExists());
      }
    } else if (planned instanceof PlannedStatement.CreateView create) {
      if (create.temporary()) {
        temporary.create(create.view(), create.ifNotExists(), create.orReplace());
      } else if (create.orReplace()) {
        catalog.replace(create.view());
      } else {
        catalog.create(create.view(), create.ifNotExists());
      }
    } else if (planned instanceof PlannedStatement.CreateMaterializedView create) {
      if (create.orAlter()) {
        catalog.replace(create.view());
      } else {
        catalog.create(create.view(), create.ifNotExists());
      }
    } else if (planned instanceof PlannedStatement.CreateIndex create) {
      catalog.createIndex(create.index(), create.ifNotExists());
    } else if (planned instanceof PlannedStatement.DropIndex drop) {
      catalog.dropIndex(drop.name(), drop.ifExists());
    } else if (planned instanceof PlannedStatement.DropTable drop) {
      catalog.drop(CatalogTable.class, drop.name(), drop.ifExists(), drop.cascade());
    } else if (planned instanceof PlannedStatement.DropMaterializedView drop) {
      catalog.drop(CatalogMaterializedView.class, drop.name(), drop.ifExists(), drop.cascade());
    }
    return planned;
  }

  /** The rows as text, or the error as a person sees it. */
  String answer(String sql) {
    try {
      PlannedStatement planned = plan(sql);
      return planned instanceof PlannedStatement.Rows rows
          ? text(rows)
          : planned.getClass().getSimpleName();
    } catch (LeatException error) {
      return error.sqlState() + " " + error.render(sql);
    }
  }

  static String text(PlannedStatement.Rows rows) {
    return rows.rows().stream().map(PlanningSession::line).collect(Collectors.joining("\n"));
  }

  private static String line(List<Object> row) {
    return row.stream().map(Object::toString).collect(Collectors.joining(" | "));
  }
}
