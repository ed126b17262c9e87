package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.Position;
import io.leat.runtime.error.SqlState;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** The catalog as a session sees it: short names are completed, temporary objects come first. */
public record NameScope(Catalog catalog, PlannerSession session) {

  /** The full name that one, two or three parts stand for. */
  public ObjectName resolve(SqlIdentifier identifier) {
    List<String> names = identifier.names;
    return switch (names.size()) {
      case 1 -> new ObjectName(session.catalog(), session.database(), names.get(0));
      case 2 -> new ObjectName(session.catalog(), names.get(0), names.get(1));
      case 3 -> new ObjectName(names.get(0), names.get(1), names.get(2));
      default ->
          throw new LeatException(
              SqlState.SYNTAX_ERROR,
              "'" + identifier + "' has too many parts for a name",
              Positions.of(identifier),
              "write catalog.database.name",
              null);
    };
  }

  public Optional<Relation> find(ObjectName name) {
    return session.temporary().find(name).or(() -> catalog.find(name));
  }

  public boolean isTemporary(ObjectName name) {
    return session.temporary().find(name).isPresent();
  }

  /** The relation of that name. */
  public Relation require(SqlIdentifier identifier) {
    ObjectName name = resolve(identifier);
    return find(name).orElseThrow(() -> unknown(name, Positions.of(identifier)));
  }

  /**
   * The database that {@code FROM} of a SHOW names, or the current one; its name is empty.
   *
   * @throws LeatException 3D000 or 3F000 at its place if there is none
   */
  public ObjectName database(@Nullable SqlIdentifier in) {
    if (in == null) {
      return new ObjectName(session.catalog(), session.database(), "");
    }
    List<String> names = in.names;
    String database = names.get(names.size() - 1);
    String catalogName = names.size() > 1 ? names.get(names.size() - 2) : session.catalog();
    try {
      catalog.requireDatabase(catalogName, database);
    } catch (LeatException unknown) {
      throw unknown.at(Positions.of(in));
    }
    return new ObjectName(catalogName, database, "");
  }

  /** The function of that name, temporary ones first. */
  public Optional<CatalogFunction> findFunction(ObjectName name) {
    return session.temporary().findFunction(name).or(() -> catalog.findFunction(name));
  }

  /** The function that an identifier names; one part alone is a temporary system function first. */
  public Optional<CatalogFunction> findFunction(SqlIdentifier identifier) {
    Optional<CatalogFunction> system =
        identifier.isSimple()
            ? session.temporary().findFunction(systemFunction(identifier.getSimple()))
            : Optional.empty();
    return system.or(() -> findFunction(resolve(identifier)));
  }

  public boolean isTemporary(CatalogFunction function) {
    return session.temporary().findFunction(function.name()).isPresent();
  }

  /** The full name of a TEMPORARY SYSTEM FUNCTION, which is in no database that a user can make. */
  public static ObjectName systemFunction(String name) {
    return new ObjectName(Catalog.DEFAULT_CATALOG, Catalog.SYSTEM_DATABASE, name);
  }

  /** The functions that can be called by their bare names, temporary ones in place of others. */
  public List<CatalogFunction> functions(String catalogName, String database) {
    Map<ObjectName, CatalogFunction> functions = new LinkedHashMap<>();
    catalog.functions(catalogName, database).forEach(found -> functions.put(found.name(), found));
    for (CatalogFunction function : session.temporary().functions()) {
      ObjectName name = function.name();
      boolean inside =
          name.catalog().equalsIgnoreCase(catalogName)
              && (name.database().equalsIgnoreCase(database)
                  || name.database().equals(Catalog.SYSTEM_DATABASE));
      if (inside) {
        functions.put(name, function);
      }
    }
    return functions.values().stream()
        .sorted((a, b) -> String.CASE_INSENSITIVE_ORDER.compare(a.name().name(), b.name().name()))
        .toList();
  }

  /** There is no such table or view; near ones are in the hint. */
  public LeatException unknown(ObjectName name, @Nullable Position position) {
    if (!name.catalog().equalsIgnoreCase(Catalog.DEFAULT_CATALOG)) {
      return new LeatException(
          SqlState.INVALID_CATALOG_NAME,
          "unknown catalog '" + name.catalog() + "'",
          position,
          "the only catalog is " + Catalog.DEFAULT_CATALOG,
          null);
    }
    if (!catalog.hasDatabase(name.catalog(), name.database())) {
      return new LeatException(
          SqlState.INVALID_SCHEMA_NAME,
          "unknown database '" + name.database() + "'",
          position,
          "the databases are: " + String.join(", ", catalog.databases(name.catalog())),
          null);
    }
    List<String> candidates = relations(name.catalog(), name.database());
    Optional<String> near = NearestName.of(name.name(), candidates);
    String hint;
    if (near.isPresent()) {
      hint = "did you mean '" + near.get() + "'?";
    } else if (candidates.isEmpty()) {
      hint = "database " + name.database() + " has no tables or views yet; use CREATE TABLE";
    } else {
      hint = "SHOW TABLES lists the tables and views";
    }
    return new LeatException(
        SqlState.UNDEFINED_TABLE, "unknown table '" + name.name() + "'", position, hint, null);
  }

  /** The names of all tables and views of a database, temporary ones included. */
  public List<String> relations(String catalogName, String database) {
    List<String> names = new ArrayList<>();
    list(catalogName, database).forEach(relation -> names.add(relation.name().name()));
    return names;
  }

  /** All tables and views of a database, temporary ones first in place of those they hide. */
  public List<Relation> list(String catalogName, String database) {
    List<Relation> temporary =
        session.temporary().list().stream()
            .filter(
                relation ->
                    relation.name().catalog().equalsIgnoreCase(catalogName)
                        && relation.name().database().equalsIgnoreCase(database))
            .toList();
    Stream<Relation> permanent =
        catalog.list(catalogName, database).stream()
            .filter(relation -> session.temporary().find(relation.name()).isEmpty());
    return Stream.concat(temporary.stream(), permanent)
        .sorted((a, b) -> String.CASE_INSENSITIVE_ORDER.compare(a.name().name(), b.name().name()))
        .toList();
  }
}
