package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** 'key' = 'value' of WITH or SET. */
public final class TableOption extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("OPTION");

  private final SqlLiteral key;
  private final SqlLiteral value;

  public TableOption(SqlParserPos pos, SqlLiteral key, SqlLiteral value) {
    super(OPERATOR, pos);
    this.key = key;
    this.value = value;
  }

  public SqlLiteral key() {
    return key;
  }

  public SqlLiteral value() {
    return value;
  }

  public String keyText() {
    return requiredText(key);
  }

  public String valueText() {
    return requiredText(value);
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(key, value);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    key.unparse(writer, 0, 0);
    writer.keyword("=");
    value.unparse(writer, 0, 0);
  }
}
