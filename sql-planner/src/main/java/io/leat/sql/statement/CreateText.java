package io.leat.sql.statement;

import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that make what is in a catalog again, with all names in full. */
public final class CreateText {
  private CreateText() {}

  public static String of(CatalogTable table, boolean temporary) {
    List<String> elements = new ArrayList<>();
    for (CatalogTable.Column column : table.columns()) {
      elements.add(column(column));
    }
    table
        .watermark()
        .ifPresent(
            watermark ->
                elements.add(
                    "WATERMARK FOR "
                        + ObjectName.quote(watermark.column())
                        + " AS "
                        + watermark.expression()));
    if (!table.primaryKey().isEmpty()) {
      elements.add(
          "PRIMARY KEY ("
              + quoted(table.primaryKey())
              + (table.isManaged() ? ")" : ") NOT ENFORCED"));
    }
    for (CatalogTable.Unique unique : table.unique()) {
      elements.add(
          "CONSTRAINT "
              + ObjectName.quote(unique.name())
              + " UNIQUE ("
              + quoted(unique.columns())
              + ")");
    }
    for (CatalogTable.Check check : table.checks()) {
      elements.add(
          check.name().map(name -> "CONSTRAINT " + ObjectName.quote(name) + " ").orElse("")
              + "CHECK ("
              + check.expression()
              + ")");
    }
    StringBuilder text = new StringBuilder("CREATE ");
    text.append(temporary ? "TEMPORARY TABLE " : "TABLE ").append(table.name().quoted());
    text.append(elements.stream().collect(Collectors.joining(",\n  ", " (\n  ", "\n)")));
    text.append(comment(table.comment(), "\n"));
    if (!table.partitionKeys().isEmpty()) {
      text.append("\nPARTITIONED BY (").append(quoted(table.partitionKeys())).append(")");
    }
    if (table.options().isEmpty()) {
      return text.toString();
    }
    String options =
        table.options().entrySet().stream()
            .map(option -> literal(option.getKey()) + " = " + literal(option.getValue()))
            .collect(Collectors.joining(",\n  ", "\nWITH (\n  ", "\n)"));
    return text.append(options).toString();
  }

  private static String column(CatalogTable.Column column) {
    String name = ObjectName.quote(column.name()) + " ";
    String declared =
        switch (column.kind()) {
          case PHYSICAL ->
              column.type() + column.defaultValue().map(value -> " DEFAULT " + value).orElse("");
          case COMPUTED -> "AS " + column.expression().orElseThrow();
          case METADATA, METADATA_VIRTUAL ->
              column.type()
                  + " METADATA"
                  + column.expression().map(key -> " FROM " + literal(key)).orElse("")
                  + (column.kind() == CatalogTable.Column.Kind.METADATA_VIRTUAL ? " VIRTUAL" : "");
        };
    return name + declared + comment(column.comment(), " ");
  }

  public static String of(CatalogView view, boolean temporary) {
    String columns =
        view.schema().fields().stream()
            .map(RowSchema.Field::name)
            .map(ObjectName::quote)
            .collect(Collectors.joining(", "));
    return (temporary ? "CREATE TEMPORARY VIEW " : "CREATE VIEW ")
        + view.name().quoted()
        + " ("
        + columns
        + ")"
        + comment(view.comment(), "\n")
        + "\nAS "
        + view.query();
  }

  public static String of(CatalogMaterializedView view) {
    return "CREATE MATERIALIZED VIEW "
        + view.name().quoted()
        + " ("
        + quoted(view.schema().fields().stream().map(RowSchema.Field::name).toList())
        + ")"
        + comment(view.comment(), "\n")
        + "\nAS "
        + view.query();
  }

  public static String of(CatalogIndex index) {
    return (index.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
        + index.name().quoted()
        + " ON "
        + index.relation().quoted()
        + " ("
        + quoted(index.columns())
        + ")";
  }

  public static String of(CatalogFunction function, boolean temporary) {
    boolean system = function.name().database().equals(Catalog.SYSTEM_DATABASE);
    String head =
        temporary
            ? system ? "CREATE TEMPORARY SYSTEM FUNCTION " : "CREATE TEMPORARY FUNCTION "
            : "CREATE FUNCTION ";
    String name = system ? ObjectName.quote(function.name().name()) : function.name().quoted();
    if (function instanceof CatalogFunction.Java java) {
      UserCode code = java.code();
      return head
          + name
          + "\nAS "
          + literal(code.className())
          + "\nLANGUAGE JAVA"
          + (code.jar().isEmpty() ? "" : "\nUSING JAR " + literal(code.jar()));
    }
    CatalogFunction.Sql sql = (CatalogFunction.Sql) function;
    return sql.parameters().stream()
        .map(parameter -> ObjectName.quote(parameter.name()) + " " + parameter.type())
        .collect(
            Collectors.joining(
                ", ",
                head + name + "(",
                ")\nRETURNS " + sql.returns().sqlName() + "\nRETURN " + sql.body()));
  }

  private static String quoted(List<String> names) {
    return names.stream().map(ObjectName::quote).collect(Collectors.joining(", "));
  }

  private static String comment(String comment, String before) {
    return comment.isEmpty() ? "" : before + "COMMENT " + literal(comment);
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
