package io.leat.server.engine;

import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.List;

/** The constraints of tables, and by what the rows of relations are found. */
final class TableKeys {
  private TableKeys() {}

  /**
   * A constraint.
   *
   * @param columns of a key; none of a CHECK
   * @param condition of a CHECK; else empty
   * @param enforced whether the engine sees to it
   */
  record Constraint(
      String name, Kind kind, List<String> columns, String condition, boolean enforced) {}

  /** What a constraint demands. */
  enum Kind {
    PRIMARY_KEY,
    UNIQUE,
    CHECK;

    /** As in SQL. */
    String words() {
      return name().replace('_', ' ');
    }
  }

  /** A table's constraints; those without a name have the one that PostgreSQL would give. */
  static List<Constraint> constraints(CatalogTable table) {
    List<Constraint> constraints = new ArrayList<>();
    String name = table.name().name();
    if (!table.primaryKey().isEmpty()) {
      // A connector's rows come from elsewhere: its key is believed.
      constraints.add(
          new Constraint(
              name + "_pkey", Kind.PRIMARY_KEY, table.primaryKey(), "", table.isManaged()));
    }
    for (CatalogTable.Unique unique : table.unique()) {
      constraints.add(new Constraint(unique.name(), Kind.UNIQUE, unique.columns(), "", true));
    }
    int unnamed = 0;
    for (CatalogTable.Check check : table.checks()) {
      String given = check.name().orElse(name + "_check" + (unnamed == 0 ? "" : unnamed));
      unnamed += check.name().isPresent() ? 0 : 1;
      constraints.add(new Constraint(given, Kind.CHECK, List.of(), check.expression(), true));
    }
    return constraints;
  }

  /**
   * By what the rows of a stored relation are found.
   *
   * @param kind PRIMARY KEY, UNIQUE, KEY (a view's, as its query proves it) or INDEX
   */
  record Index(String name, String kind, boolean unique, List<String> columns) {}

  static List<Index> indexes(Relation relation, List<CatalogIndex> made) {
    List<Index> indexes = new ArrayList<>();
    if (relation instanceof CatalogTable table && table.isManaged()) {
      for (Constraint constraint : constraints(table)) {
        if (constraint.kind() != Kind.CHECK) {
          indexes.add(
              new Index(constraint.name(), constraint.kind().words(), true, constraint.columns()));
        }
      }
    } else if (!key(relation).isEmpty()) {
      indexes.add(new Index(relation.name().name() + "_key", "KEY", true, key(relation)));
    }
    for (CatalogIndex index : made) {
      indexes.add(new Index(index.name().name(), "INDEX", index.unique(), index.columns()));
    }
    return indexes;
  }

  /** The key by which a relation's rows differ; of a view, as its query proves it. */
  static List<String> key(Relation relation) {
    if (relation instanceof CatalogTable table) {
      return table.primaryKey();
    }
    return relation instanceof CatalogMaterializedView view
        ? view.key().stream().map(view.schema()::name).toList()
        : List.of();
  }
}
