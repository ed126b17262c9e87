package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What a column of JSON_TABLE has in place of a value: before ON EMPTY or ON ERROR. */
public final class JsonBehavior extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("JSON BEHAVIOR");

  /** The words; DEFAULT has a value. */
  public enum Kind {
    NULL,
    ERROR,
    DEFAULT,
    EMPTY_ARRAY,
    EMPTY_OBJECT,
    TRUE,
    FALSE,
    UNKNOWN
  }

  private final Kind kind;
  private final @Nullable SqlNode value;

  public JsonBehavior(SqlParserPos pos, Kind kind, @Nullable SqlNode value) {
    super(OPERATOR, pos);
    this.kind = kind;
    this.value = value;
  }

  public Kind kind() {
    return kind;
  }

  /** The value of DEFAULT. */
  public @Nullable SqlNode value() {
    return value;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(kind, value);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind.name().replace('_', ' '));
    clause(writer, "", value);
  }
}
