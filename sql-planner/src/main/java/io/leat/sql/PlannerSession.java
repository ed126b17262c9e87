package io.leat.sql;

import java.time.ZoneId;

/** What of a session shapes a plan: the current catalog and database, the time zone. */
public record PlannerSession(String catalog, String database, ZoneId zone) {}
