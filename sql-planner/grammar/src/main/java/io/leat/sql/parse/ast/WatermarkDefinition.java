package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** WATERMARK FOR column AS expression. */
public final class WatermarkDefinition extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("WATERMARK");

  private final SqlIdentifier column;
  private final SqlNode expression;

  public WatermarkDefinition(SqlParserPos pos, SqlIdentifier column, SqlNode expression) {
    super(OPERATOR, pos);
    this.column = column;
    this.expression = expression;
  }

  public SqlIdentifier column() {
    return column;
  }

  public SqlNode expression() {
    return expression;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(column, expression);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("WATERMARK FOR");
    column.unparse(writer, 0, 0);
    clause(writer, "AS", expression);
  }
}
