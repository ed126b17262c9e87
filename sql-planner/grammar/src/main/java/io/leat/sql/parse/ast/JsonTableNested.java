package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** NESTED PATH in JSON_TABLE: rows for the values inside the value of a row. */
public final class JsonTableNested extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("NESTED PATH");

  private final SqlLiteral path;
  private final @Nullable SqlIdentifier name;
  private final SqlNodeList columns;

  public JsonTableNested(
      SqlParserPos pos, SqlLiteral path, @Nullable SqlIdentifier name, SqlNodeList columns) {
    super(OPERATOR, pos);
    this.path = path;
    this.name = name;
    this.columns = columns;
  }

  public SqlLiteral path() {
    return path;
  }

  public SqlNodeList columns() {
    return columns;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(path, name, columns);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    clause(writer, "NESTED PATH", path);
    clause(writer, "AS", name);
    listClause(writer, "COLUMNS", columns);
  }
}
