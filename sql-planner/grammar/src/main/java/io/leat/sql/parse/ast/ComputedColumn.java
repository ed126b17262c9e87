package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column computed from others: c AS expression. */
public final class ComputedColumn extends ColumnDefinition {
  private static final SqlOperator OPERATOR = operator("COMPUTED COLUMN");

  private final SqlNode expression;

  public ComputedColumn(
      SqlParserPos pos, SqlIdentifier name, @Nullable SqlLiteral comment, SqlNode expression) {
    super(OPERATOR, pos, name, comment);
    this.expression = expression;
  }

  public SqlNode expression() {
    return expression;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(name(), comment(), expression);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name().unparse(writer, 0, 0);
    clause(writer, "AS", expression);
    clause(writer, "COMMENT", comment());
  }
}
