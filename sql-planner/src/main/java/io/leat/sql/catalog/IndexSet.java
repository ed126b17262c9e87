package io.leat.sql.catalog;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Indexes by name. Not safe for use by several threads. */
final class IndexSet {
  private final Map<ObjectName, CatalogIndex> indexes = new LinkedHashMap<>();

  Optional<CatalogIndex> find(ObjectName name) {
    return Optional.ofNullable(indexes.get(name));
  }

  /** All indexes, oldest first. */
  List<CatalogIndex> list() {
    return List.copyOf(indexes.values());
  }

  /** The indexes of a relation, oldest first. */
  List<CatalogIndex> of(ObjectName relation) {
    return indexes.values().stream().filter(index -> index.relation().equals(relation)).toList();
  }

  /** See {@link Catalog#createIndex}. */
  boolean create(CatalogIndex index, boolean ifNotExists) {
    CatalogIndex present = indexes.get(index.name());
    if (present != null) {
      if (ifNotExists) {
        return false;
      }
      throw new LeatException(
          SqlState.DUPLICATE_TABLE,
          "an index " + present.name() + " of " + present.relation() + " exists already");
    }
    indexes.put(index.name(), index);
    return true;
  }

  /** See {@link Catalog#dropIndex}. */
  Optional<CatalogIndex> drop(ObjectName name, boolean ifExists) {
    CatalogIndex present = indexes.remove(name);
    if (present == null && !ifExists) {
      throw new LeatException(SqlState.UNDEFINED_OBJECT, "there is no index " + name);
    }
    return Optional.ofNullable(present);
  }

  void dropOf(ObjectName relation) {
    indexes.values().removeIf(index -> index.relation().equals(relation));
  }
}
