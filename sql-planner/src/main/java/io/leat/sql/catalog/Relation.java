package io.leat.sql.catalog;

/** What a query can read by name: tables and views share one name space. */
public sealed interface Relation permits CatalogTable, CatalogView, SystemTable {
  ObjectName name();

  String comment();

  /** {@code "table"}, {@code "view"} or {@code "system table"}, for messages. */
  default String noun() {
    if (this instanceof SystemTable) {
      return "system table";
    }
    return this instanceof CatalogView ? "view" : "table";
  }
}
