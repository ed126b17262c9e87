package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.parse.ast.ConflictClause;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The key of a table that ON CONFLICT is about. */
final class ConflictKey {
  private final CatalogTable table;
  private final List<Set<Integer>> keys = new ArrayList<>();

  ConflictKey(QueryConverter converter, CatalogTable table) {
    this.table = table;
    if (!table.primaryKey().isEmpty()) {
      keys.add(new HashSet<>(table.definition().primaryKey()));
    }
    for (CatalogTable.Unique unique : table.unique()) {
      keys.add(columns(unique.columns()));
    }
    for (CatalogIndex index : converter.scope().catalog().indexes(table.name())) {
      if (index.unique()) {
        keys.add(columns(index.columns()));
      }
    }
  }

  private Set<Integer> columns(List<String> names) {
    RowSchema physical = table.physicalSchema();
    return new HashSet<>(names.stream().map(physical::indexOf).toList());
  }

  /**
   * The columns of the key; none if any key is meant.
   *
   * @param required whether one key must be meant
   */
  List<Integer> of(ConflictClause conflict, boolean required) {
    if (conflict.action() != ConflictClause.Action.NOTHING
        && conflict.action() != ConflictClause.Action.UPDATE) {
      throw LeatException.notSupported(
              "ON CONFLICT DO " + conflict.action(), "use DO NOTHING or DO UPDATE SET")
          .at(Positions.of(conflict));
    }
    if (keys.isEmpty()) {
      throw new LeatException(
          SqlState.INVALID_COLUMN_REFERENCE,
          "table '" + table.name().name() + "' has no key that rows could conflict in",
          Positions.of(conflict),
          "declare PRIMARY KEY or UNIQUE",
          null);
    }
    if (conflict.columns().isEmpty()) {
      if (required && keys.size() > 1) {
        throw new LeatException(
            SqlState.SYNTAX_ERROR,
            "ON CONFLICT DO UPDATE must say in which key, as there are several",
            Positions.of(conflict),
            "write ON CONFLICT (columns) DO UPDATE",
            null);
      }
      return required ? keys.get(0).stream().sorted().toList() : List.of();
    }
    List<Integer> named = new TargetColumns(table).named(conflict.columns());
    if (!keys.contains(new HashSet<>(named))) {
      throw new LeatException(
          SqlState.INVALID_COLUMN_REFERENCE,
          "the columns of ON CONFLICT are no key of table '" + table.name().name() + "'",
          Positions.of(conflict.columns()),
          "name the columns of its PRIMARY KEY or of a UNIQUE",
          null);
    }
    return named;
  }
}
