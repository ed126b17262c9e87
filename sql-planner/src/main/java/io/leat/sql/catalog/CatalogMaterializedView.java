package io.leat.sql.catalog;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A query whose rows the engine keeps, and keeps right.
 *
 * @param query the query's text with all names written in full
 * @param dependencies the tables and views it reads
 * @param functions the users' functions it calls
 * @param key indexes of columns in which no two rows agree, as the query itself proves; empty if
 *     nothing is known
 * @param joined how its joins find rows of stored relations that they read as these are
 */
public record CatalogMaterializedView(
    ObjectName name,
    RowSchema schema,
    String query,
    String comment,
    Set<ObjectName> dependencies,
    Set<ObjectName> functions,
    List<Integer> key,
    Set<Joined> joined)
    implements Relation {
  public CatalogMaterializedView {
    dependencies = Set.copyOf(dependencies);
    functions = Set.copyOf(functions);
    key = List.copyOf(key);
    joined = Set.copyOf(joined);
  }

  /**
   * That rows of a stored relation are found by some of its columns.
   *
   * @param relation its full name
   */
  public record Joined(String relation, Set<Integer> columns) {
    public Joined {
      columns = Set.copyOf(columns);
    }
  }

  /** The view as those who read it see it. */
  public TableDefinition definition() {
    return new TableDefinition(name.toString(), schema, Map.of(), key);
  }
}
