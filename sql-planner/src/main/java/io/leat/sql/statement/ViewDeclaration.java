package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.parse.ast.CreateView;
import io.leat.sql.parse.ast.ViewColumn;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/** CREATE VIEW: from its syntax to a query that means the same in every session. */
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
    List<String> names = query.rowType().getFieldNames();
    if (!statement.columns().isEmpty()) {
      if (statement.columns().size() != names.size()) {
        throw new LeatException(
            SqlState.INVALID_TABLE_DEFINITION,
            "the view names "
                + statement.columns().size()
                + " columns but its query gives "
                + names.size(),
            Positions.of(statement.columns()),
            null,
            null);
      }
      names =
          statement.columns().stream()
              .map(column -> ((ViewColumn) column).name().getSimple())
              .toList();
    }
    RowSchema types = TypeMapping.toSchema(query.rowType());
    List<RowSchema.Field> fields = new ArrayList<>();
    TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        throw new LeatException(
            SqlState.DUPLICATE_COLUMN,
            "view column '" + names.get(i) + "' appears twice",
            Positions.of(statement.name()),
            "give each column a name of its own with AS",
            null);
      }
      if (types.type(i).kind() == TypeKind.NULL) {
        throw new LeatException(
            SqlState.DATATYPE_MISMATCH,
            "the type of view column '" + names.get(i) + "' is unknown",
            Positions.of(statement.name()),
            "write CAST(NULL AS type)",
            null);
      }
      fields.add(new RowSchema.Field(names.get(i), types.type(i)));
    }
    refuseTemporary(statement);
    return new CatalogView(
        name,
        new RowSchema(fields),
        fullText(statement, end),
        TableDeclaration.comment(statement.comment()),
        converter.tablesRead(),
        text.functions(statement.temporary(), "view", statement.name()));
  }

  private void refuseTemporary(CreateView statement) {
    if (!statement.temporary()) {
      for (ObjectName read : converter.tablesRead()) {
        if (converter.scope().isTemporary(read)) {
          throw new LeatException(
              SqlState.INVALID_TABLE_DEFINITION,
              "a permanent view cannot read the temporary " + read.name(),
              Positions.of(statement.name()),
              "use CREATE TEMPORARY VIEW",
              null);
        }
      }
    }
  }

  /** The query's text with all names written in full. */
  private String fullText(CreateView statement, int end) {
    SqlNode before = statement.name();
    if (!statement.columns().isEmpty()) {
      before = statement.columns();
    }
    SqlLiteral comment = statement.comment();
    if (comment != null) {
      before = comment;
    }
    SourceText source = text.source();
    int start = source.afterAs(source.end(before.getParserPosition()));
    return text.of(start, end).strip();
  }
}
