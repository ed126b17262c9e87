package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SET 'key' = 'value'; SET 'key' (no value) shows one setting, SET alone shows all. */
public final class SetStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("SET");

  private final @Nullable SqlLiteral key;
  private final @Nullable SqlLiteral value;

  public SetStatement(SqlParserPos pos, @Nullable SqlLiteral key, @Nullable SqlLiteral value) {
    super(OPERATOR, pos);
    this.key = key;
    this.value = value;
  }

  public @Nullable SqlLiteral key() {
    return key;
  }

  public @Nullable SqlLiteral value() {
    return value;
  }

  public @Nullable String keyText() {
    return text(key);
  }

  public @Nullable String valueText() {
    return text(value);
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(key, value);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("SET");
    clause(writer, "", key);
    clause(writer, "=", value);
  }
}
