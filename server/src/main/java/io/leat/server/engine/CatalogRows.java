package io.leat.server.engine;

import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.types.RowSchema;
import io.leat.server.engine.VisibleObjects.Visible;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.catalog.SystemTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a session sees of the catalog in Leat's own words: {@code leat.tables, columns, views}. */
record CatalogRows(VisibleObjects objects, StoredRelations stored) {
  static final RowSchema TABLES =
      Columns.of(
          "database! name! kind! temporary:boolean! connector primary_key comment! rows:bigint"
              + " bytes:bigint");
  static final RowSchema COLUMNS =
      Columns.of(
          "database! table_name! name! position:int! type! nullable:boolean! key_position:int"
              + " kind! expression comment!");
  static final RowSchema INDEXES =
      Columns.of("database! table_name! name! kind! unique:boolean! position:int! column_name!");
  static final RowSchema VIEWS =
      Columns.of("database! name! kind! definition! reads! comment! status progress:double error");

  List<List<@Nullable Object>> tables() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Visible each : objects.relations()) {
      @Nullable String connector = null;
      String key = String.join(", ", TableKeys.key(each.relation()));
      RelationVersion version = stored.find(each.relation().name());
      if (each.relation() instanceof CatalogTable table) {
        connector = table.options().get("connector");
      }
      rows.add(
          Arrays.asList(
              each.database(),
              each.name(),
              kind(each),
              each.temporary(),
              connector,
              key.isEmpty() ? null : key,
              each.relation().comment(),
              version == null ? null : version.rows().count(),
              version == null ? null : version.memoryBytes()));
    }
    return rows;
  }

  private static String kind(Visible each) {
    if (each.relation() instanceof CatalogTable table) {
      return table.isManaged() ? "managed" : "connector";
    }
    return each.relation() instanceof SystemTable ? "system" : each.relation().noun();
  }

  List<List<@Nullable Object>> columns() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Visible each : objects.relations()) {
      RowSchema schema = each.schema();
      for (int i = 0; i < schema.size(); i++) {
        String kind = "physical";
        String comment = "";
        @Nullable String expression = null;
        int place = TableKeys.key(each.relation()).indexOf(schema.name(i));
        if (each.relation() instanceof CatalogTable table) {
          CatalogTable.Column column = table.columns().get(i);
          kind = column.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
          comment = column.comment();
          expression = column.expression().orElse(null);
        }
        rows.add(
            Arrays.asList(
                each.database(),
                each.name(),
                schema.name(i),
                i + 1,
                schema.type(i).withNullable(true).sqlName(),
                schema.type(i).nullable(),
                place < 0 ? null : place + 1,
                kind,
                expression,
                comment));
      }
    }
    return rows;
  }

  List<List<@Nullable Object>> indexes() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Visible each : objects.relations()) {
      for (TableKeys.Index index : objects.indexes(each.relation())) {
        for (int i = 0; i < index.columns().size(); i++) {
          rows.add(
              Arrays.asList(
                  each.database(),
                  each.name(),
                  index.name(),
                  index.kind(),
                  index.unique(),
                  i + 1,
                  index.columns().get(i)));
        }
      }
    }
    return rows;
  }

  List<List<@Nullable Object>> views() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Visible each : objects.relations()) {
      Relation relation = each.relation();
      String query;
      StoredRelations.@Nullable ViewStatus status = null;
      if (relation instanceof CatalogView view) {
        query = view.query();
      } else if (relation instanceof CatalogMaterializedView view) {
        query = view.query();
        status = stored.status(view.name());
      } else {
        continue;
      }
      rows.add(
          Arrays.asList(
              each.database(),
              each.name(),
              relation.noun(),
              query,
              relation.dependencies().stream()
                  .map(ObjectName::toString)
                  .sorted()
                  .collect(Collectors.joining(", ")),
              relation.comment(),
              status == null ? null : status.status(),
              status == null ? null : status.progress(),
              status == null ? null : status.error()));
    }
    return rows;
  }
}
