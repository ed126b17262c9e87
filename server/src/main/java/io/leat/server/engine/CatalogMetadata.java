package io.leat.server.engine;

import io.leat.runtime.function.Functions;
import io.leat.runtime.function.ScalarFunction;
import io.leat.sql.Planner;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.Relation;
import io.leat.sql.catalog.SystemTable;
import io.leat.sql.catalog.TemporaryObjects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What a session sees of the catalog: the permanent objects and its own temporary ones. */
final class CatalogMetadata implements Metadata {
  private final Catalog catalog;
  private final TemporaryObjects temporary;

  CatalogMetadata(Catalog catalog, TemporaryObjects temporary) {
    this.catalog = catalog;
    this.temporary = temporary;
  }

  @Override
  public List<Database> databases() {
    return catalog.catalogs().stream()
        .flatMap(name -> catalog.databases(name).stream().map(db -> new Database(name, db)))
        .toList();
  }

  @Override
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    for (Database database : databases()) {
      for (Relation relation : catalog.list(database.catalog(), database.name())) {
        tables.add(table(relation, false));
      }
    }
    temporary.list().forEach(relation -> tables.add(table(relation, true)));
    return tables;
  }

  @Override
  public List<Function> functions() {
    List<Function> functions = new ArrayList<>();
    for (ScalarFunction function : Functions.all()) {
      FunctionFamily family =
          switch (function.family()) {
            case "string" -> FunctionFamily.STRING;
            case "arithmetic", "numeric" -> FunctionFamily.NUMERIC;
            case "temporal" -> FunctionFamily.TIME;
            default -> FunctionFamily.SYSTEM;
          };
      functions.add(new Function(function.name(), family, function.description()));
      function
          .aliases()
          .forEach(alias -> functions.add(new Function(alias, family, function.description())));
    }
    return functions;
  }

  @Override
  public Set<String> reservedWords() {
    return Planner.reservedWords();
  }

  private static Table table(Relation relation, boolean isTemporary) {
    if (relation instanceof CatalogTable table) {
      return new Table(
          table.name().catalog(),
          table.name().database(),
          table.name().name(),
          isTemporary ? TableKind.TEMPORARY_TABLE : TableKind.TABLE,
          table.comment(),
          table.schema(),
          table.primaryKey(),
          table.columns().stream().map(CatalogMetadata::text).toList());
    }
    if (relation instanceof SystemTable table) {
      return new Table(
          table.name().catalog(),
          table.name().database(),
          table.name().name(),
          TableKind.SYSTEM_TABLE,
          table.comment(),
          table.schema(),
          List.of(),
          nothing(relation));
    }
    if (relation instanceof CatalogMaterializedView view) {
      return new Table(
          view.name().catalog(),
          view.name().database(),
          view.name().name(),
          TableKind.MATERIALIZED_VIEW,
          view.comment(),
          view.schema(),
          TableKeys.key(view),
          nothing(relation));
    }
    return new Table(
        relation.name().catalog(),
        relation.name().database(),
        relation.name().name(),
        isTemporary ? TableKind.TEMPORARY_VIEW : TableKind.VIEW,
        relation.comment(),
        relation.schema(),
        List.of(),
        nothing(relation));
  }

  private static ColumnText text(CatalogTable.Column column) {
    return new ColumnText(
        column.comment(),
        column.defaultValue().orElse(null),
        column.kind() == CatalogTable.Column.Kind.COMPUTED);
  }

  private static List<ColumnText> nothing(Relation relation) {
    return Collections.nCopies(relation.schema().size(), ColumnText.NONE);
  }
}
