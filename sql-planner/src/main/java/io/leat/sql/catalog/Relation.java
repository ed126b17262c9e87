package io.leat.sql.catalog;

import io.leat.runtime.types.RowSchema;
import java.util.Set;

/** What a query can read by name: tables and views share one name space. */
public sealed interface Relation
    permits CatalogTable, CatalogView, CatalogMaterializedView, SystemTable {
  ObjectName name();

  String comment();

  /** The columns that a query of it gives. */
  RowSchema schema();

  /** The users' functions that its own text names. */
  Set<ObjectName> functions();

  /** The relations that its query reads. */
  default Set<ObjectName> dependencies() {
    return Set.of();
  }

  /** The kind, for messages: {@code "table"}, {@code "materialized view"} and so on. */
  default String noun() {
    if (this instanceof SystemTable) {
      return "system table";
    }
    if (this instanceof CatalogMaterializedView) {
      return "materialized view";
    }
    return this instanceof CatalogView ? "view" : "table";
  }
}
