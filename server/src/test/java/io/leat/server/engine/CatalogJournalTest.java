package io.leat.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.durable.JournalRecord;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is taken down of changes of the catalog, however they came about. */
class CatalogJournalTest {
  private final Catalog catalog = new Catalog();
  private final Planner planner = new Planner(catalog);
  private final List<String> log = new ArrayList<>();
  private final CatalogJournal journal =
      new CatalogJournal(
          catalog,
          record ->
              log.add(
                  ((JournalRecord.Statement) record)
                      .sql()
                      .replace("`default_catalog`.`default_database`.", "")
                      .replaceAll("\\s+", " ")));

  private PlannedStatement plan(String sql) {
    return planner.plan(
        sql,
        new PlannerSession(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, ZoneOffset.UTC),
        List.of());
  }

  private CatalogTable table(String sql) {
    CatalogTable table = ((PlannedStatement.CreateTable) plan(sql)).table();
    catalog.create(table, false);
    return table;
  }

  private CatalogView view(String sql) {
    return ((PlannedStatement.CreateView) plan(sql)).view();
  }

  private List<String> taken() {
    log.clear();
    journal.changed(ZoneOffset.UTC, Map.of());
    return List.copyOf(log);
  }

  @Test
  void changesAreTakenDownOnceAndInAnOrderInWhichTheyCanBeDone() {
    assertEquals(
        List.of("CREATE DATABASE IF NOT EXISTS `default_catalog`.`default_database`"), taken());
    CatalogTable t = table("CREATE TABLE t (a INT)");
    catalog.create(view("CREATE VIEW v AS SELECT a FROM t"), false);
    assertEquals(
        List.of("CREATE TABLE `t` ( `a` INT )", "CREATE VIEW `v` (`a`) AS SELECT a FROM `t`"),
        taken());
    assertEquals(List.of(), taken());
    catalog.drop(CatalogTable.class, t.name(), false, true);
    assertEquals(
        List.of("DROP VIEW IF EXISTS `v` CASCADE", "DROP TABLE IF EXISTS `t` CASCADE"), taken());
  }

  @Test
  void indexesComeBeforeTheViewsWhoseJoinsMayUseThem() {
    table("CREATE TABLE t (a INT, b INT)");
    catalog.create(view("CREATE VIEW v AS SELECT a FROM t"), false);
    taken();
    catalog.createIndex(
        ((PlannedStatement.CreateIndex) plan("CREATE INDEX i ON t (b)")).index(), false);
    taken();
    List<String> all = new ArrayList<>();
    journal.undisturbed(
        statements ->
            all.addAll(statements.stream().map(each -> each.sql().substring(0, 12)).toList()));
    assertEquals(List.of("CREATE DATAB", "CREATE TABLE", "CREATE INDEX", "CREATE VIEW "), all);
  }

  @Test
  void aTableMadeAnewBetweenTwoLooksHasLostItsRows() {
    CatalogTable old = table("CREATE TABLE t (a INT)");
    taken();
    catalog.drop(CatalogTable.class, old.name(), false, false);
    table("CREATE TABLE t (a INT)");
    assertEquals(
        List.of("DROP TABLE IF EXISTS `t` CASCADE", "CREATE TABLE `t` ( `a` INT )"), taken());
  }

  @Test
  void aViewWithAnotherQueryIsReplaced() {
    table("CREATE TABLE t (a INT)");
    catalog.create(view("CREATE VIEW v AS SELECT a FROM t"), false);
    taken();
    catalog.replace(view("CREATE OR REPLACE VIEW v AS SELECT a + 1 AS a FROM t"));
    List<String> taken = taken();
    assertEquals(1, taken.size(), taken.toString());
    assertEquals("CREATE OR REPLACE VIEW `v`", taken.get(0).substring(0, 26));
  }
}
