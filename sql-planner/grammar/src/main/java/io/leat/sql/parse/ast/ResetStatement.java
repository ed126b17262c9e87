package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** RESET 'key'; without a key all settings. */
public final class ResetStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("RESET");

  private final @Nullable SqlLiteral key;

  public ResetStatement(SqlParserPos pos, @Nullable SqlLiteral key) {
    super(OPERATOR, pos);
    this.key = key;
  }

  public @Nullable SqlLiteral key() {
    return key;
  }

  public @Nullable String keyText() {
    return text(key);
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(key);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("RESET");
    clause(writer, "", key);
  }
}
