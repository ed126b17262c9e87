package io.leat.sql.catalog;

/** What a query can read by name: tables and views share one name space. */
public sealed interface Relation permits CatalogTable, CatalogView {
  ObjectName name();

  String comment();

  /** {@code "table"} or {@code "view"}, for messages. */
  default String noun() {
    return this instanceof CatalogView ? "view" : "table";
  }
}
