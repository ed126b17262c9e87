package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * JSON_TABLE in FROM: a row for each value that the path leads to. The columns are {@link
 * JsonTableColumn} or {@link JsonTableNested}.
 */
public final class JsonTable extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("JSON_TABLE");

  private final SqlNode document;
  private final SqlNode path;
  private final @Nullable SqlIdentifier pathName;
  private final SqlNodeList columns;
  private final @Nullable Boolean failing;

  /**
   * The call.
   *
   * @param failing whether ERROR ON ERROR is written; null if nothing is
   */
  public JsonTable(
      SqlParserPos pos,
      SqlNode document,
      SqlNode path,
      @Nullable SqlIdentifier pathName,
      SqlNodeList columns,
      @Nullable Boolean failing) {
    super(OPERATOR, pos);
    this.document = document;
    this.path = path;
    this.pathName = pathName;
    this.columns = columns;
    this.failing = failing;
  }

  public SqlNode document() {
    return document;
  }

  public SqlNode path() {
    return path;
  }

  public SqlNodeList columns() {
    return columns;
  }

  /** Whether a document that the path does not fit is an error, not a table without rows. */
  public boolean isFailing() {
    return failing != null && failing;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(document, path, pathName, columns, failing);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("JSON_TABLE");
    SqlWriter.Frame frame = writer.startList("(", ")");
    document.unparse(writer, 0, 0);
    writer.sep(",", true);
    path.unparse(writer, 0, 0);
    clause(writer, "AS", pathName);
    listClause(writer, "COLUMNS", columns);
    if (failing != null) {
      writer.keyword(failing ? "ERROR ON ERROR" : "EMPTY ON ERROR");
    }
    writer.endList(frame);
  }
}
