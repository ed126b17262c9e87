package io.leat.sql;

import io.leat.sql.catalog.TemporaryObjects;
import java.time.ZoneId;

/**
 * What of a session shapes a plan: the current catalog and database, the time zone, its temporary
 * tables, views and functions.
 *
 * @param mayLoadCode whether it may make functions of classes
 */
public record PlannerSession(
    String catalog,
    String database,
    ZoneId zone,
    TimeSettings time,
    TemporaryObjects temporary,
    boolean mayLoadCode) {

  /** A session without temporary objects. */
  public PlannerSession(String catalog, String database, ZoneId zone) {
    this(catalog, database, zone, TimeSettings.NONE, new TemporaryObjects(), true);
  }
}
