package io.leat.sql.catalog;

import java.util.List;

/**
 * An index of a managed table or a materialized view.
 *
 * @param name in the database of the relation; indexes have a name space of their own
 * @param columns the names of the columns by whose order it finds rows
 * @param unique whether no two rows without a NULL in the columns may agree in all of them
 */
public record CatalogIndex(
    ObjectName name, ObjectName relation, List<String> columns, boolean unique) {
  public CatalogIndex {
    columns = List.copyOf(columns);
  }
}
