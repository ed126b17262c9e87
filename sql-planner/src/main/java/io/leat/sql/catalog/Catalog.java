package io.leat.sql.catalog;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tables, views and functions of an engine, by name. Safe for use by several threads; each
 * method is atomic. There is one catalog, {@value #DEFAULT_CATALOG}, with any number of databases.
 */
public final class Catalog {
  public static final String DEFAULT_CATALOG = "default_catalog";
  public static final String DEFAULT_DATABASE = "default_database";

  /** The database of the tables that the engine itself fills. */
  public static final String SYSTEM_DATABASE = "leat";

  /** The database that describes all others as the SQL standard says. */
  public static final String INFORMATION_SCHEMA = "information_schema";

  private final Set<String> databases = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<ObjectName, Relation> relations = new LinkedHashMap<>();
  private final FunctionSet functions = new FunctionSet();
  private final AtomicLong version = new AtomicLong();
  private final IndexSet indexes = new IndexSet();

  public Catalog() {
    databases.add(DEFAULT_DATABASE);
    databases.add(SYSTEM_DATABASE);
    databases.add(INFORMATION_SCHEMA);
  }

  /**
   * A number that grows with every change. What was read of the catalog after asking for it holds
   * as long as it stays the same.
   */
  public long version() {
    return version.get();
  }

  /** Before a change, under the lock: who reads the new number waits for the change. */
  private void changing() {
    version.incrementAndGet();
  }

  /** Makes a system table; done once, by the engine. */
  public synchronized void add(SystemTable table) {
    changing();
    relations.put(table.name(), table);
  }

  /**
   * All that users have made, as of one moment.
   *
   * @param databases by name
   * @param relations in order of making
   * @param functions by name
   * @param indexes in order of making
   */
  public record Contents(
      List<String> databases,
      List<Relation> relations,
      List<CatalogFunction> functions,
      List<CatalogIndex> indexes) {}

  /** All that users have made. */
  public synchronized Contents contents() {
    return new Contents(
        databases.stream()
            .filter(name -> !name.equals(SYSTEM_DATABASE) && !name.equals(INFORMATION_SCHEMA))
            .toList(),
        relations.values().stream().filter(relation -> !(relation instanceof SystemTable)).toList(),
        functions.list(),
        indexes.list());
  }

  public List<String> catalogs() {
    return List.of(DEFAULT_CATALOG);
  }

  public synchronized List<String> databases(String catalog) {
    return catalog.equalsIgnoreCase(DEFAULT_CATALOG) ? List.copyOf(databases) : List.of();
  }

  public boolean hasDatabase(String catalog, String database) {
    return databases(catalog).stream().anyMatch(database::equalsIgnoreCase);
  }

  public synchronized Optional<Relation> find(ObjectName name) {
    return Optional.ofNullable(relations.get(name));
  }

  /** The tables and views of a database, ordered by name. */
  public synchronized List<Relation> list(String catalog, String database) {
    return relations.values().stream()
        .filter(
            relation ->
                relation.name().catalog().equalsIgnoreCase(catalog)
                    && relation.name().database().equalsIgnoreCase(database))
        .sorted(
            Comparator.comparing(relation -> relation.name().name(), String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /**
   * Makes a table or view.
   *
   * @return false if there is one of that name and {@code ifNotExists} is set
   * @throws LeatException 42P07 if the name is taken, 3F000 without such a database, 42P01 if
   *     something that a view reads has gone meanwhile
   */
  public synchronized boolean create(Relation relation, boolean ifNotExists) {
    changing();
    ObjectName name = relation.name();
    requireDatabase(name.catalog(), name.database());
    requireNotSystem(name.database(), "no table or view can be made in database ");
    Relation present = relations.get(name);
    if (present != null) {
      if (ifNotExists) {
        return false;
      }
      throw new LeatException(
          SqlState.DUPLICATE_TABLE,
          "a " + present.noun() + " " + present.name() + " exists already");
    }
    requireDependencies(relation);
    relations.put(name, relation);
    return true;
  }

  /**
   * Makes a view, materialized or not, in the place of the one of that name if there is one.
   *
   * @throws LeatException as {@link #checkReplace}
   */
  public synchronized void replace(Relation view) {
    changing();
    checkReplace(view);
    if (relations.containsKey(view.name())) {
      relations.put(view.name(), view);
    } else {
      create(view, false);
    }
  }

  /**
   * Fails unless a view can take the place of the one of that name, if there is one.
   *
   * @throws LeatException 42P07 if the name is that of something else; 42P16 if the view would read
   *     itself; 2BP01 if other views read the replaced one and would see other columns
   */
  public synchronized void checkReplace(Relation view) {
    Relation present = relations.get(view.name());
    if (present == null) {
      return;
    }
    if (present.getClass() != view.getClass()) {
      throw new LeatException(
          SqlState.DUPLICATE_TABLE,
          present.name() + " is a " + present.noun() + ", not a " + view.noun());
    }
    List<ObjectName> dependants = dependants(view.name());
    if (dependants.stream().anyMatch(view.dependencies()::contains)
        || view.dependencies().contains(view.name())) {
      throw new LeatException(
          SqlState.INVALID_TABLE_DEFINITION,
          view.noun() + " " + view.name() + " would read itself");
    }
    if (!dependants.isEmpty() && !present.schema().equals(view.schema())) {
      throw new LeatException(
              SqlState.DEPENDENT_OBJECTS_EXIST,
              "the columns of "
                  + view.noun()
                  + " "
                  + present.name()
                  + " cannot change while other views read it: "
                  + names(dependants))
          .withHint("drop these first, or keep names and types of the columns");
    }
    requireDependencies(view);
  }

  /**
   * Drops a table or view, and its indexes.
   *
   * @param type the kind of relation that the statement names
   * @param cascade whether views that read it are dropped too
   * @return what has been dropped; empty if there was nothing and {@code ifExists} is set
   * @throws LeatException 42P01 without such a relation, 2BP01 if views read it
   */
  public synchronized List<ObjectName> drop(
      Class<? extends Relation> type, ObjectName name, boolean ifExists, boolean cascade) {
    changing();
    Relation present = relations.get(name);
    if (present == null) {
      if (ifExists) {
        return List.of();
      }
      throw new LeatException(SqlState.UNDEFINED_TABLE, "there is no " + noun(type) + " " + name);
    }
    requireType(type, present);
    List<ObjectName> dependants = dependants(name);
    if (!dependants.isEmpty() && !cascade) {
      throw new LeatException(
              SqlState.DEPENDENT_OBJECTS_EXIST,
              "cannot drop "
                  + present.noun()
                  + " "
                  + present.name()
                  + (type == CatalogTable.class ? " because views" : " because other views")
                  + " read it: "
                  + names(dependants))
          .withHint("drop these first, or use DROP … CASCADE");
    }
    List<ObjectName> dropped = new ArrayList<>();
    dropped.add(present.name());
    dropped.addAll(dependants);
    dropped.forEach(this::remove);
    return dropped;
  }

  private void remove(ObjectName relation) {
    relations.remove(relation);
    indexes.dropOf(relation);
  }

  /** What relations of a kind are called. */
  static String noun(Class<? extends Relation> type) {
    if (type == CatalogMaterializedView.class) {
      return "materialized view";
    }
    return type == CatalogView.class ? "view" : "table";
  }

  static void requireType(Class<? extends Relation> type, Relation present) {
    if (!type.isInstance(present)) {
      throw new LeatException(
              SqlState.UNDEFINED_TABLE,
              present.name() + " is a " + present.noun() + ", not a " + noun(type))
          .withHint(
              present instanceof SystemTable
                  ? "system tables are always there"
                  : "use DROP " + noun(present.getClass()).toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Makes a database.
   *
   * @return false if there is one of that name and {@code ifNotExists} is set
   */
  public synchronized boolean createDatabase(String catalog, String database, boolean ifNotExists) {
    changing();
    requireCatalog(catalog);
    if (databases.add(database)) {
      return true;
    }
    if (ifNotExists) {
      return false;
    }
    throw new LeatException(
        SqlState.DUPLICATE_DATABASE, "a database " + database + " exists already");
  }

  /** Drops a database; with {@code cascade} what is in it too. */
  public synchronized boolean dropDatabase(
      String catalog, String database, boolean ifExists, boolean cascade) {
    changing();
    requireCatalog(catalog);
    if (!databases.contains(database)) {
      if (ifExists) {
        return false;
      }
      requireDatabase(catalog, database);
    }
    requireNotSystem(database, "nobody can drop database ");
    if (database.equalsIgnoreCase(DEFAULT_DATABASE)) {
      throw new LeatException(
          SqlState.DEPENDENT_OBJECTS_EXIST, DEFAULT_DATABASE + " cannot be dropped");
    }
    List<Relation> inside = list(catalog, database);
    List<CatalogFunction> functionsInside = functions.list(catalog, database);
    if (!(inside.isEmpty() && functionsInside.isEmpty()) && !cascade) {
      List<ObjectName> content = new ArrayList<>(inside.stream().map(Relation::name).toList());
      functionsInside.forEach(function -> content.add(function.name()));
      throw new LeatException(
              SqlState.DEPENDENT_OBJECTS_EXIST,
              "database " + database + " is not empty: " + names(content))
          .withHint("drop these first, or use DROP DATABASE … CASCADE");
    }
    for (CatalogFunction function : functionsInside) {
      dropWithUsers(function.name(), functions.users(function.name(), relations.values()));
    }
    for (Relation relation : inside) {
      if (relations.containsKey(relation.name())) {
        dependants(relation.name()).forEach(this::remove);
        remove(relation.name());
      }
    }
    databases.remove(database);
    return true;
  }

  /**
   * Makes an index.
   *
   * @return false if there is one of that name and {@code ifNotExists} is set
   * @throws LeatException 42P07 if the name is an index's already, 42P01 if the relation has gone
   *     meanwhile
   */
  public synchronized boolean createIndex(CatalogIndex index, boolean ifNotExists) {
    changing();
    if (!relations.containsKey(index.relation())) {
      throw new LeatException(
          SqlState.UNDEFINED_TABLE, "there is no table or view " + index.relation());
    }
    return indexes.create(index, ifNotExists);
  }

  /**
   * Drops an index.
   *
   * @return the index; absent if there was none and {@code ifExists} is set
   * @throws LeatException 42704 without such an index
   */
  public synchronized Optional<CatalogIndex> dropIndex(ObjectName name, boolean ifExists) {
    changing();
    return indexes.drop(name, ifExists);
  }

  public synchronized Optional<CatalogIndex> findIndex(ObjectName name) {
    return indexes.find(name);
  }

  /** The indexes of a relation, oldest first. */
  public synchronized List<CatalogIndex> indexes(ObjectName relation) {
    return indexes.of(relation);
  }

  public synchronized Optional<CatalogFunction> findFunction(ObjectName name) {
    return functions.find(name);
  }

  /** The functions of a database, ordered by name. */
  public synchronized List<CatalogFunction> functions(String catalog, String database) {
    return functions.list(catalog, database);
  }

  /**
   * Makes a function, or with {@code orReplace} puts it in the place of the one of that name.
   *
   * @return false if there is one of that name and {@code ifNotExists} is set
   * @throws LeatException 42723 if the name is taken, 3F000 without such a database, 42883 if a
   *     function that it calls has gone meanwhile, 42P19 if it would call itself, 2BP01 if its
   *     types would change while others use it
   */
  public synchronized boolean create(
      CatalogFunction function, boolean orReplace, boolean ifNotExists) {
    changing();
    ObjectName name = function.name();
    requireDatabase(name.catalog(), name.database());
    requireNotSystem(name.database(), "no function can be made in database ");
    requireFunctions("function " + name, function.functions());
    return functions.create(function, "function", orReplace, ifNotExists, relations.values());
  }

  /**
   * Drops a function.
   *
   * @param cascade whether functions, tables and views that use it are dropped too
   * @return whether there was one
   * @throws LeatException 42883 without such a function, 2BP01 if anything uses it
   */
  public synchronized boolean dropFunction(ObjectName name, boolean ifExists, boolean cascade) {
    changing();
    Optional<FunctionSet.Users> users =
        functions.checkDrop(name, "function", ifExists, cascade, relations.values());
    users.ifPresent(all -> dropWithUsers(name, all));
    return users.isPresent();
  }

  private void dropWithUsers(ObjectName name, FunctionSet.Users users) {
    for (ObjectName relation : users.relations()) {
      dependants(relation).forEach(this::remove);
      remove(relation);
    }
    users.functions().forEach(functions::remove);
    functions.remove(name);
  }

  /** The views that read a relation, directly or through other views, nearest first. */
  public synchronized List<ObjectName> dependants(ObjectName name) {
    Set<ObjectName> found = new LinkedHashSet<>();
    List<ObjectName> open = List.of(name);
    while (!open.isEmpty()) {
      List<ObjectName> next = new ArrayList<>();
      for (Relation relation : relations.values()) {
        if (open.stream().anyMatch(relation.dependencies()::contains)
            && found.add(relation.name())) {
          next.add(relation.name());
        }
      }
      open = next;
    }
    return List.copyOf(found);
  }

  private void requireFunctions(String user, Set<ObjectName> used) {
    for (ObjectName function : used) {
      if (functions.get(function) == null) {
        throw new LeatException(
            SqlState.UNDEFINED_FUNCTION,
            user + " uses function " + function + ", which does not exist any more");
      }
    }
  }

  private void requireDependencies(Relation relation) {
    requireFunctions(relation.noun() + " " + relation.name(), relation.functions());
    for (ObjectName dependency : relation.dependencies()) {
      if (!relations.containsKey(dependency)) {
        throw new LeatException(
            SqlState.UNDEFINED_TABLE,
            relation.noun()
                + " "
                + relation.name()
                + " reads "
                + dependency
                + ", which does not exist any more");
      }
    }
  }

  public static void requireCatalog(String catalog) {
    if (!catalog.equalsIgnoreCase(DEFAULT_CATALOG)) {
      throw new LeatException(SqlState.INVALID_CATALOG_NAME, "unknown catalog '" + catalog + "'")
          .withHint("the only catalog is " + DEFAULT_CATALOG);
    }
  }

  /**
   * Fails unless there is such a database.
   *
   * @throws LeatException 3D000 without such a catalog, 3F000 without such a database
   */
  public synchronized void requireDatabase(String catalog, String database) {
    requireCatalog(catalog);
    if (!databases.contains(database)) {
      throw new LeatException(SqlState.INVALID_SCHEMA_NAME, "unknown database '" + database + "'")
          .withHint("the databases are: " + String.join(", ", databases));
    }
  }

  private static void requireNotSystem(String database, String what) {
    if (database.equalsIgnoreCase(SYSTEM_DATABASE)
        || database.equalsIgnoreCase(INFORMATION_SCHEMA)) {
      throw new LeatException(
          SqlState.INVALID_SCHEMA_NAME, what + database + ", which is the engine's own");
    }
  }

  static String names(List<ObjectName> names) {
    return String.join(", ", names.stream().map(ObjectName::toString).toList());
  }
}
