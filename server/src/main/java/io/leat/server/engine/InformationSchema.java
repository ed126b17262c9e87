package io.leat.server.engine;

import io.leat.runtime.types.RowSchema;
import io.leat.server.engine.VisibleObjects.Visible;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.SystemTable;
import io.leat.sql.catalog.TemporaryObjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The database {@code information_schema}: names, order and values of the columns are those of
 * PostgreSQL, where there is something to say.
 */
final class InformationSchema {
  private static final String CONSTRAINT =
      "constraint_catalog! constraint_schema! constraint_name!";
  private static final String TABLE = "table_catalog! table_schema! table_name!";
  private static final String SPECIFIC = "specific_catalog! specific_schema! specific_name!";

  private static final RowSchema SCHEMATA =
      Columns.of(
          "catalog_name! schema_name! schema_owner default_character_set_catalog"
              + " default_character_set_schema default_character_set_name sql_path");
  private static final RowSchema TABLES =
      Columns.of(
          TABLE
              + " table_type! self_referencing_column_name reference_generation"
              + " user_defined_type_catalog user_defined_type_schema user_defined_type_name"
              + " is_insertable_into! is_typed! commit_action");
  private static final RowSchema COLUMNS =
      Columns.of(
          TABLE
              + " column_name! ordinal_position:int! column_default is_nullable! data_type!"
              + " character_maximum_length:int character_octet_length:int numeric_precision:int"
              + " numeric_precision_radix:int numeric_scale:int datetime_precision:int"
              + " interval_type interval_precision:int character_set_catalog character_set_schema"
              + " character_set_name collation_catalog collation_schema collation_name"
              + " domain_catalog domain_schema domain_name udt_catalog! udt_schema! udt_name!"
              + " scope_catalog scope_schema scope_name maximum_cardinality:int dtd_identifier!"
              + " is_self_referencing! is_identity! identity_generation identity_start"
              + " identity_increment identity_maximum identity_minimum identity_cycle"
              + " is_generated! generation_expression is_updatable!");
  private static final RowSchema VIEWS =
      Columns.of(
          TABLE
              + " view_definition! check_option! is_updatable! is_insertable_into!"
              + " is_trigger_updatable! is_trigger_deletable! is_trigger_insertable_into!");
  private static final RowSchema TABLE_CONSTRAINTS =
      Columns.of(
          CONSTRAINT
              + " "
              + TABLE
              + " constraint_type! is_deferrable! initially_deferred! enforced! nulls_distinct");
  private static final RowSchema KEY_COLUMN_USAGE =
      Columns.of(
          CONSTRAINT
              + " "
              + TABLE
              + " column_name! ordinal_position:int! position_in_unique_constraint:int");
  private static final RowSchema CONSTRAINT_COLUMN_USAGE =
      Columns.of(TABLE + " column_name! " + CONSTRAINT);
  private static final RowSchema REFERENTIAL_CONSTRAINTS =
      Columns.of(
          CONSTRAINT
              + " unique_constraint_catalog unique_constraint_schema unique_constraint_name"
              + " match_option update_rule delete_rule");
  private static final RowSchema CHECK_CONSTRAINTS = Columns.of(CONSTRAINT + " check_clause");
  private static final RowSchema ROUTINES =
      Columns.of(
          SPECIFIC
              + " routine_catalog! routine_schema! routine_name! routine_type! data_type"
              + " routine_body! routine_definition external_name external_language!"
              + " is_deterministic");
  private static final RowSchema PARAMETERS =
      Columns.of(
          SPECIFIC + " ordinal_position:int! parameter_mode! parameter_name! data_type! udt_name!");
  private static final RowSchema CHARACTER_SETS =
      Columns.of(
          "character_set_catalog character_set_schema character_set_name! character_repertoire!"
              + " form_of_use! default_collate_catalog default_collate_schema"
              + " default_collate_name");

  private static final String NO = "NO";
  private static final String YES = "YES";

  private final VisibleObjects objects;

  private InformationSchema(VisibleObjects objects) {
    this.objects = objects;
  }

  /** Adds the tables to what a session sees. */
  static void addTo(TemporaryObjects session, VisibleObjects objects) {
    InformationSchema rows = new InformationSchema(objects);
    add(session, "schemata", SCHEMATA, "databases", rows::schemata);
    add(session, "tables", TABLES, "tables and views", rows::tables);
    add(session, "columns", COLUMNS, "columns of tables and views", rows::columns);
    add(session, "views", VIEWS, "views and their queries", rows::views);
    add(
        session,
        "table_constraints",
        TABLE_CONSTRAINTS,
        "keys and conditions",
        rows::tableConstraints);
    add(session, "key_column_usage", KEY_COLUMN_USAGE, "columns of keys", rows::keyColumns);
    add(
        session,
        "constraint_column_usage",
        CONSTRAINT_COLUMN_USAGE,
        "columns of keys, by table",
        rows::constraintColumns);
    add(
        session,
        "referential_constraints",
        REFERENTIAL_CONSTRAINTS,
        "foreign keys: there are none",
        List::of);
    add(session, "check_constraints", CHECK_CONSTRAINTS, "conditions of tables", rows::checks);
    add(session, "routines", ROUTINES, "functions that users have made", rows::routines);
    add(session, "parameters", PARAMETERS, "parameters of users' functions", rows::parameters);
    add(session, "character_sets", CHARACTER_SETS, "text is UTF-8", rows::characterSets);
  }

  private static void add(
      TemporaryObjects session,
      String name,
      RowSchema schema,
      String comment,
      Supplier<List<List<@Nullable Object>>> rows) {
    session.create(
        new SystemTable(
            new ObjectName(Catalog.DEFAULT_CATALOG, Catalog.INFORMATION_SCHEMA, name),
            schema,
            comment,
            rows),
        false,
        false);
  }

  /** A row of these columns: NULL where nothing is said. */
  private static List<@Nullable Object> row(RowSchema schema, Map<String, Object> values) {
    @Nullable Object[] row = new Object[schema.size()];
    values.forEach((column, value) -> row[schema.indexOf(column)] = value);
    return Arrays.asList(row);
  }

  private static Map<String, Object> named(String prefix, ObjectName name) {
    Map<String, Object> values = new HashMap<>();
    values.put(prefix + "_catalog", name.catalog());
    values.put(prefix + "_schema", name.database());
    values.put(prefix + "_name", name.name());
    return values;
  }

  private List<List<@Nullable Object>> schemata() {
    return objects.databases().stream()
        .map(
            database ->
                row(
                    SCHEMATA,
                    Map.of("catalog_name", Catalog.DEFAULT_CATALOG, "schema_name", database)))
        .toList();
  }

  private List<List<@Nullable Object>> tables() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Visible each : objects.relations()) {
      Map<String, Object> values = named("table", each.relation().name());
      values.put("table_type", type(each));
      values.put("is_insertable_into", insertable(each) ? YES : NO);
      values.put("is_typed", NO);
      rows.add(row(TABLES, values));
    }
    return rows;
  }

  private static String type(Visible each) {
    if (each.relation() instanceof CatalogView) {
      return "VIEW";
    }
    if (each.relation() instanceof CatalogMaterializedView) {
      return "MATERIALIZED VIEW";
    }
    return each.temporary() ? "LOCAL TEMPORARY" : "BASE TABLE";
  }

  private static boolean insertable(Visible each) {
    return each.relation() instanceof CatalogTable;
  }

  private List<List<@Nullable Object>> columns() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Visible each : objects.relations()) {
      RowSchema schema = each.schema();
      for (int i = 0; i < schema.size(); i++) {
        Map<String, Object> values = named("table", each.relation().name());
        values.put("column_name", schema.name(i));
        values.put("ordinal_position", i + 1);
        values.put("is_nullable", schema.type(i).nullable() ? YES : NO);
        StandardTypes.describe(schema.type(i), values);
        values.put("dtd_identifier", Integer.toString(i + 1));
        values.put("is_self_referencing", NO);
        values.put("is_identity", NO);
        boolean computed = false;
        if (each.relation() instanceof CatalogTable table) {
          CatalogTable.Column column = table.columns().get(i);
          column.defaultValue().ifPresent(text -> values.put("column_default", text));
          computed = column.kind() == CatalogTable.Column.Kind.COMPUTED;
          if (computed) {
            column.expression().ifPresent(text -> values.put("generation_expression", text));
          }
        }
        values.put("is_generated", computed ? "ALWAYS" : "NEVER");
        values.put("is_updatable", insertable(each) && !computed ? YES : NO);
        rows.add(row(COLUMNS, values));
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> views() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CatalogView view : objects.views()) {
      Map<String, Object> values = named("table", view.name());
      values.put("view_definition", view.query());
      values.put("check_option", "NONE");
      for (RowSchema.Field field : VIEWS.fields()) {
        if (field.name().startsWith("is_")) {
          values.put(field.name(), NO);
        }
      }
      rows.add(row(VIEWS, values));
    }
    return rows;
  }

  private static Map<String, Object> named(CatalogTable table, TableKeys.Constraint constraint) {
    Map<String, Object> values = named("table", table.name());
    values.putAll(named("constraint", beside(table.name(), constraint.name())));
    return values;
  }

  private static ObjectName beside(ObjectName table, String name) {
    return new ObjectName(table.catalog(), table.database(), name);
  }

  private List<List<@Nullable Object>> tableConstraints() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CatalogTable table : objects.tables()) {
      for (TableKeys.Constraint constraint : TableKeys.constraints(table)) {
        Map<String, Object> values = named(table, constraint);
        values.put("constraint_type", constraint.kind().words());
        values.put("is_deferrable", NO);
        values.put("initially_deferred", NO);
        values.put("enforced", constraint.enforced() ? YES : NO);
        if (constraint.kind() == TableKeys.Kind.UNIQUE) {
          values.put("nulls_distinct", YES);
        }
        rows.add(row(TABLE_CONSTRAINTS, values));
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> keyColumns() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CatalogTable table : objects.tables()) {
      for (TableKeys.Constraint constraint : TableKeys.constraints(table)) {
        for (int i = 0; i < constraint.columns().size(); i++) {
          Map<String, Object> values = named(table, constraint);
          values.put("column_name", constraint.columns().get(i));
          values.put("ordinal_position", i + 1);
          rows.add(row(KEY_COLUMN_USAGE, values));
        }
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> constraintColumns() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CatalogTable table : objects.tables()) {
      for (TableKeys.Constraint constraint : TableKeys.constraints(table)) {
        for (String column : constraint.columns()) {
          Map<String, Object> values = named(table, constraint);
          values.put("column_name", column);
          rows.add(row(CONSTRAINT_COLUMN_USAGE, values));
        }
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> checks() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CatalogTable table : objects.tables()) {
      for (TableKeys.Constraint constraint : TableKeys.constraints(table)) {
        if (constraint.kind() == TableKeys.Kind.CHECK) {
          Map<String, Object> values = named("constraint", beside(table.name(), constraint.name()));
          values.put("check_clause", constraint.condition());
          rows.add(row(CHECK_CONSTRAINTS, values));
        }
      }
    }
    return rows;
  }

  private static Map<String, Object> specific(CatalogFunction function) {
    return named("specific", function.name());
  }

  private List<List<@Nullable Object>> routines() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CatalogFunction function : objects.functions()) {
      Map<String, Object> values = specific(function);
      values.putAll(named("routine", function.name()));
      values.put("routine_type", "FUNCTION");
      if (function instanceof CatalogFunction.Sql sql) {
        values.put("data_type", StandardTypes.name(sql.returns()));
        values.put("routine_body", "SQL");
        values.put("routine_definition", sql.body());
        values.put("external_language", "SQL");
      } else {
        values.put("routine_body", "EXTERNAL");
        values.put("external_language", "JAVA");
      }
      rows.add(row(ROUTINES, values));
    }
    return rows;
  }

  private List<List<@Nullable Object>> parameters() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CatalogFunction function : objects.functions()) {
      if (function instanceof CatalogFunction.Sql sql) {
        for (int i = 0; i < sql.parameters().size(); i++) {
          Map<String, Object> values = specific(function);
          values.put("ordinal_position", i + 1);
          values.put("parameter_mode", "IN");
          values.put("parameter_name", sql.parameters().get(i).name());
          values.put("data_type", StandardTypes.name(sql.parameters().get(i).type()));
          values.put("udt_name", StandardTypes.shortName(sql.parameters().get(i).type()));
          rows.add(row(PARAMETERS, values));
        }
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> characterSets() {
    return List.of(
        row(
            CHARACTER_SETS,
            Map.of(
                "character_set_name", "UTF8",
                "character_repertoire", "UCS",
                "form_of_use", "UTF8")));
  }
}
