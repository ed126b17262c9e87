package io.leat.sql.catalog;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of a catalog or a session by name. Its owner's lock guards it. */
final class FunctionSet {
  private final Map<ObjectName, CatalogFunction> functions = new LinkedHashMap<>();

  @Nullable CatalogFunction get(ObjectName name) {
    return functions.get(name);
  }

  Optional<CatalogFunction> find(ObjectName name) {
    return Optional.ofNullable(functions.get(name));
  }

  /** All functions, ordered by name. */
  List<CatalogFunction> list() {
    return functions.values().stream()
        .sorted(
            Comparator.comparing(function -> function.name().name(), String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  List<CatalogFunction> list(String catalog, String database) {
    return list().stream()
        .filter(
            function ->
                function.name().catalog().equalsIgnoreCase(catalog)
                    && function.name().database().equalsIgnoreCase(database))
        .toList();
  }

  void put(CatalogFunction function) {
    functions.put(function.name(), function);
  }

  void remove(ObjectName name) {
    functions.remove(name);
  }

  /**
   * Makes a function.
   *
   * @param kind {@code "function"} or {@code "temporary function"}
   * @param relations what may use functions
   * @return false if there is one of that name and {@code ifNotExists} is set
   * @throws LeatException 42723 if the name is taken; 42P19 if it would call itself; 2BP01 if
   *     others use the replaced one and it would be called in another way
   */
  boolean create(
      CatalogFunction function,
      String kind,
      boolean orReplace,
      boolean ifNotExists,
      Collection<? extends Relation> relations) {
    ObjectName name = function.name();
    CatalogFunction present = functions.get(name);
    if (present != null && !orReplace) {
      if (ifNotExists) {
        return false;
      }
      throw new LeatException(
          SqlState.DUPLICATE_FUNCTION, "a " + kind + " " + present.name() + " exists already");
    }
    if (present != null) {
      Users users = users(name, relations);
      if (function.functions().contains(name)
          || users.functions().stream().anyMatch(function.functions()::contains)) {
        throw new LeatException(
            SqlState.INVALID_RECURSION, "function " + name + " would call itself");
      }
      if (!users.isEmpty() && !present.signatures().equals(function.signatures())) {
        throw new LeatException(
                SqlState.DEPENDENT_OBJECTS_EXIST,
                "the types of function "
                    + present.name()
                    + " cannot change while others use it: "
                    + users.names())
            .withHint("drop these first, or keep the types: " + present.signatures().get(0));
      }
    }
    functions.put(name, function);
    return true;
  }

  /**
   * Fails unless there is the function and, without {@code cascade}, nothing uses it.
   *
   * @param kind {@code "function"} or {@code "temporary function"}
   * @return what uses it; absent if there is none of that name and {@code ifExists} is set
   */
  Optional<Users> checkDrop(
      ObjectName name,
      String kind,
      boolean ifExists,
      boolean cascade,
      Collection<? extends Relation> relations) {
    CatalogFunction present = functions.get(name);
    if (present == null) {
      if (ifExists) {
        return Optional.empty();
      }
      throw new LeatException(SqlState.UNDEFINED_FUNCTION, "there is no " + kind + " " + name);
    }
    Users users = users(name, relations);
    if (!users.isEmpty() && !cascade) {
      throw new LeatException(
              SqlState.DEPENDENT_OBJECTS_EXIST,
              "cannot drop "
                  + kind
                  + " "
                  + present.name()
                  + " because others use it: "
                  + users.names())
          .withHint("drop these first, or use DROP … CASCADE");
    }
    return Optional.of(users);
  }

  /** What uses a function, directly or through other functions, nearest first. */
  Users users(ObjectName name, Collection<? extends Relation> relations) {
    Set<ObjectName> users = new LinkedHashSet<>();
    Set<ObjectName> callers = new LinkedHashSet<>();
    List<ObjectName> open = List.of(name);
    while (!open.isEmpty()) {
      List<ObjectName> next = new ArrayList<>();
      for (Relation relation : relations) {
        if (open.stream().anyMatch(relation.functions()::contains)) {
          users.add(relation.name());
        }
      }
      for (CatalogFunction function : functions.values()) {
        if (open.stream().anyMatch(function.functions()::contains)
            && callers.add(function.name())) {
          next.add(function.name());
        }
      }
      open = next;
    }
    return new Users(List.copyOf(users), List.copyOf(callers));
  }

  /** Tables and views, and functions, that use a function. */
  record Users(List<ObjectName> relations, List<ObjectName> functions) {
    boolean isEmpty() {
      return relations.isEmpty() && functions.isEmpty();
    }

    String names() {
      List<ObjectName> all = new ArrayList<>(functions);
      all.addAll(relations);
      return Catalog.names(all);
    }
  }
}
