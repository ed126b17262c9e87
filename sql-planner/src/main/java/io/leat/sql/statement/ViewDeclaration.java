package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.parse.ast.CreateMaterializedView;
import io.leat.sql.parse.ast.CreateView;
import io.leat.sql.parse.ast.ViewColumn;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** CREATE [MATERIALIZED] VIEW: from its syntax to a query that means the same in every session. */
final class ViewDeclaration {
  private final QueryConverter converter;
  private final FullText text;

  ViewDeclaration(QueryConverter converter, String sql) {
    this.converter = converter;
    this.text = new FullText(converter, sql);
  }

  /**
   * Checks the query and completes its names.
   *
   * @param end the index behind the statement's last character
   */
  CatalogView declare(CreateView statement, int end) {
    ObjectName name = converter.scope().resolve(statement.name());
    QueryConverter.Converted query = converter.convert(statement.query());
    RowSchema schema = schema(query, statement.name(), statement.columns());
    if (!statement.temporary()) {
      refuseTemporary(statement.name(), "CREATE TEMPORARY VIEW");
    }
    return new CatalogView(
        name,
        schema,
        fullText(statement.name(), statement.columns(), statement.comment(), end),
        TableDeclaration.comment(statement.comment()),
        converter.tablesRead(),
        text.functions(statement.temporary(), "view", statement.name()));
  }

  /**
   * A materialized view and the query that it keeps.
   *
   * @param view its key is not known yet
   */
  record Materialized(CatalogMaterializedView view, QueryConverter.Converted query) {}

  /**
   * Checks the query of a materialized view and completes its names.
   *
   * @param end the index behind the statement's last character
   */
  Materialized declare(CreateMaterializedView statement, int end) {
    ObjectName name = converter.scope().resolve(statement.name());
    QueryConverter.Converted query = converter.convert(statement.query());
    RowSchema schema = schema(query, statement.name(), statement.columns());
    refuseTemporary(statement.name(), "CREATE TEMPORARY VIEW");
    CatalogMaterializedView view =
        new CatalogMaterializedView(
            name,
            schema,
            fullText(statement.name(), statement.columns(), statement.comment(), end),
            TableDeclaration.comment(statement.comment()),
            converter.tablesRead(),
            text.functions(false, "view", statement.name()),
            List.of(),
            Set.of());
    return new Materialized(view, query);
  }

  private static RowSchema schema(
      QueryConverter.Converted query, SqlIdentifier view, SqlNodeList columns) {
    List<String> names = query.rowType().getFieldNames();
    if (!columns.isEmpty()) {
      if (columns.size() != names.size()) {
        throw new LeatException(
            SqlState.INVALID_TABLE_DEFINITION,
            "the view names " + columns.size() + " columns but its query gives " + names.size(),
            Positions.of(columns),
            null,
            null);
      }
      names = columns.stream().map(column -> ((ViewColumn) column).name().getSimple()).toList();
    }
    RowSchema types = TypeMapping.toSchema(query.rowType());
    List<RowSchema.Field> fields = new ArrayList<>();
    TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        throw new LeatException(
            SqlState.DUPLICATE_COLUMN,
            "view column '" + names.get(i) + "' appears twice",
            Positions.of(view),
            "give each column a name of its own with AS",
            null);
      }
      if (types.type(i).kind() == TypeKind.NULL) {
        throw new LeatException(
            SqlState.DATATYPE_MISMATCH,
            "the type of view column '" + names.get(i) + "' is unknown",
            Positions.of(view),
            "write CAST(NULL AS type)",
            null);
      }
      fields.add(new RowSchema.Field(names.get(i), types.type(i)));
    }
    return new RowSchema(fields);
  }

  private void refuseTemporary(SqlIdentifier view, String instead) {
    for (ObjectName read : converter.tablesRead()) {
      if (converter.scope().isTemporary(read)) {
        throw new LeatException(
            SqlState.INVALID_TABLE_DEFINITION,
            "a permanent view cannot read the temporary " + read.name(),
            Positions.of(view),
            "use " + instead,
            null);
      }
    }
  }

  /** The query's text with all names written in full. */
  private String fullText(
      SqlIdentifier view, SqlNodeList columns, @Nullable SqlLiteral comment, int end) {
    SqlNode before = view;
    if (!columns.isEmpty()) {
      before = columns;
    }
    if (comment != null) {
      before = comment;
    }
    SourceText source = text.source();
    int start = source.afterAs(source.end(before.getParserPosition()));
    return text.of(start, end).strip();
  }
}
