package io.leat.sql.catalog;

import io.leat.runtime.types.RowSchema;
import java.util.Set;

/**
 * A view: a named query.
 *
 * @param query the query's text with all names written in full
 * @param dependencies the tables and views it reads
 * @param functions the users' functions it calls
 */
public record CatalogView(
    ObjectName name,
    RowSchema schema,
    String query,
    String comment,
    Set<ObjectName> dependencies,
    Set<ObjectName> functions)
    implements Relation {
  public CatalogView {
    dependencies = Set.copyOf(dependencies);
    functions = Set.copyOf(functions);
  }
}
