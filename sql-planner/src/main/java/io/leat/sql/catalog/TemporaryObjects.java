package io.leat.sql.catalog;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The temporary tables and views of one session. They hide permanent ones of the same name. Safe
 * for use by several threads.
 */
public final class TemporaryObjects {
  private final Map<ObjectName, Relation> relations = new LinkedHashMap<>();

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
          SqlState.UNDEFINED_TABLE,
          "there is no temporary " + (type == CatalogView.class ? "view " : "table ") + name);
    }
    Catalog.requireType(type, present);
    List<ObjectName> dependants =
        relations.values().stream()
            .filter(
                relation ->
                    relation instanceof CatalogView view && view.dependencies().contains(name))
            .map(Relation::name)
            .toList();
    if (!dependants.isEmpty() && !cascade) {
      throw new LeatException(
              SqlState.DEPENDENT_OBJECTS_EXIST,
              "cannot drop temporary "
                  + present.noun()
                  + " "
                  + present.name()
                  + " because other views read it: "
                  + String.join(", ", dependants.stream().map(ObjectName::toString).toList()))
          .withHint("drop these first, or use DROP … CASCADE");
    }
    relations.remove(name);
    for (ObjectName dependant : dependants) {
      drop(CatalogView.class, dependant, true, true);
    }
    return true;
  }
}
