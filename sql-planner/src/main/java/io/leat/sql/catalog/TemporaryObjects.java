package io.leat.sql.catalog;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The temporary tables, views and functions of one session. They hide permanent ones of the same
 * name. Safe for use by several threads.
 */
public final class TemporaryObjects {
  private static final String FUNCTION = "temporary function";

  private final Map<ObjectName, Relation> relations = new LinkedHashMap<>();
  private static final AtomicLong STAMPS = new AtomicLong();

  private final FunctionSet functions = new FunctionSet();
  private volatile long stamp;

  /**
   * A number that is new after every change, and no other session's; 0 as long as there is nothing
   * but system tables.
   */
  public long stamp() {
    return stamp;
  }

  /** Before a change, under the lock: who reads the new number waits for the change. */
  private void changing() {
    stamp = STAMPS.incrementAndGet();
  }

  public synchronized Optional<Relation> find(ObjectName name) {
    return Optional.ofNullable(relations.get(name));
  }

  public synchronized List<Relation> list() {
    return List.copyOf(relations.values());
  }

  /**
   * Makes a temporary table or view.
   *
   * @return false if there is one of that name and {@code ifNotExists} is set
   * @throws LeatException 42P07 if the name is taken
   */
  public synchronized boolean create(Relation relation, boolean ifNotExists, boolean orReplace) {
    Relation present = relations.get(relation.name());
    if (present != null && !orReplace) {
      if (ifNotExists) {
        return false;
      }
      throw new LeatException(
          SqlState.DUPLICATE_TABLE,
          "a temporary " + present.noun() + " " + present.name() + " exists already");
    }
    if (!(relation instanceof SystemTable)) {
      changing();
    }
    relations.put(relation.name(), relation);
    return true;
  }

  /**
   * Drops a temporary table or view, and with {@code cascade} the temporary views that read it.
   *
   * @return whether there was one
   */
  public synchronized boolean drop(
      Class<? extends Relation> type, ObjectName name, boolean ifExists, boolean cascade) {
    Relation present = relations.get(name);
    if (present == null) {
      if (ifExists) {
        return false;
      }
      throw new LeatException(
          SqlState.UNDEFINED_TABLE, "there is no temporary " + Catalog.noun(type) + " " + name);
    }
    changing();
    Catalog.requireType(type, present);
    List<ObjectName> dependants =
        relations.values().stream()
            .filter(relation -> relation.dependencies().contains(name))
            .map(Relation::name)
            .toList();
    if (!dependants.isEmpty() && !cascade) {
      throw new LeatException(
              SqlState.DEPENDENT_OBJECTS_EXIST,
              "cannot drop temporary "
                  + present.noun()
                  + " "
                  + present.name()
                  + (type == CatalogTable.class ? " because views" : " because other views")
                  + " read it: "
                  + String.join(", ", dependants.stream().map(ObjectName::toString).toList()))
          .withHint("drop these first, or use DROP … CASCADE");
    }
    relations.remove(name);
    for (ObjectName dependant : dependants) {
      drop(CatalogView.class, dependant, true, true);
    }
    return true;
  }

  public synchronized Optional<CatalogFunction> findFunction(ObjectName name) {
    return functions.find(name);
  }

  /** The temporary functions, ordered by name. */
  public synchronized List<CatalogFunction> functions() {
    return functions.list();
  }

  /**
   * Makes a temporary function.
   *
   * @return false if there is one of that name and {@code ifNotExists} is set
   * @throws LeatException as {@link Catalog#create(CatalogFunction, boolean, boolean)}
   */
  public synchronized boolean create(
      CatalogFunction function, boolean orReplace, boolean ifNotExists) {
    changing();
    return functions.create(function, FUNCTION, orReplace, ifNotExists, relations.values());
  }

  /**
   * Drops a temporary function, and with {@code cascade} the temporary objects that use it.
   *
   * @return whether there was one
   */
  public synchronized boolean dropFunction(ObjectName name, boolean ifExists, boolean cascade) {
    changing();
    Optional<FunctionSet.Users> users =
        functions.checkDrop(name, FUNCTION, ifExists, cascade, relations.values());
    users.ifPresent(
        all -> {
          for (ObjectName relation : all.relations()) {
            Relation present = relations.get(relation);
            if (present != null) {
              drop(present.getClass(), relation, true, true);
            }
          }
          all.functions().forEach(functions::remove);
          functions.remove(name);
        });
    return users.isPresent();
  }
}
