package io.leat.sql.catalog;

import java.util.Set;

/** What a query can read by name: tables and views share one name space. */
public sealed interface Relation permits CatalogTable, CatalogView, SystemTable {
  ObjectName name();

  String comment();

  /** The users' functions that its own text names. */
  Set<ObjectName> functions();

  /** {@code "table"}, {@code "view"} or {@code "system table"}, for messages. */
  default String noun() {
    if (this instanceof SystemTable) {
      return "system table";
    }
    return this instanceof CatalogView ? "view" : "table";
  }
}
