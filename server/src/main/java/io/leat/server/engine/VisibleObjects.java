package io.leat.server.engine;

import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.Relation;
import io.leat.sql.catalog.SystemTable;
import io.leat.sql.catalog.TemporaryObjects;
import java.util.ArrayList;
import java.util.List;

/** The relations and functions that a session can name: permanent ones and its own. */
record VisibleObjects(Catalog catalog, TemporaryObjects temporary) {

  /** A table or view. */
  record Visible(Relation relation, boolean temporary) {
    RowSchema schema() {
      return relation.schema();
    }

    String database() {
      return relation.name().database();
    }

    String name() {
      return relation.name().name();
    }
  }

  List<String> databases() {
    return catalog.databases(Catalog.DEFAULT_CATALOG);
  }

  /** Database by database, each ordered by name; what is the session's own last. */
  List<Visible> relations() {
    List<Visible> all = new ArrayList<>();
    for (String database : databases()) {
      catalog
          .list(Catalog.DEFAULT_CATALOG, database)
          .forEach(relation -> all.add(new Visible(relation, false)));
    }
    for (Relation relation : temporary.list()) {
      all.add(new Visible(relation, !(relation instanceof SystemTable)));
    }
    return all;
  }

  /** By what a relation's rows are found. */
  List<TableKeys.Index> indexes(Relation relation) {
    return TableKeys.indexes(relation, catalog.indexes(relation.name()));
  }

  /** The tables among them; those of the engine are none. */
  List<CatalogTable> tables() {
    return relations().stream()
        .map(Visible::relation)
        .filter(CatalogTable.class::isInstance)
        .map(CatalogTable.class::cast)
        .toList();
  }

  /** The views among them. */
  List<CatalogView> views() {
    return relations().stream()
        .map(Visible::relation)
        .filter(CatalogView.class::isInstance)
        .map(CatalogView.class::cast)
        .toList();
  }

  /** The functions that users have made. */
  List<CatalogFunction> functions() {
    List<CatalogFunction> all = new ArrayList<>();
    for (String database : databases()) {
      all.addAll(catalog.functions(Catalog.DEFAULT_CATALOG, database));
    }
    all.addAll(temporary.functions());
    return all;
  }
}
