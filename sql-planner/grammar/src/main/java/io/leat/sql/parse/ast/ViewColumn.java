package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A name, with an optional comment, in the column list of a view. */
public final class ViewColumn extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("VIEW COLUMN");

  private final SqlIdentifier name;
  private final @Nullable SqlLiteral comment;

  public ViewColumn(SqlParserPos pos, SqlIdentifier name, @Nullable SqlLiteral comment) {
    super(OPERATOR, pos);
    this.name = name;
    this.comment = comment;
  }

  public SqlIdentifier name() {
    return name;
  }

  public @Nullable SqlLiteral comment() {
    return comment;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(name, comment);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name.unparse(writer, 0, 0);
    clause(writer, "COMMENT", comment);
  }
}
