package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement that is nothing but its name. */
public final class Command extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("COMMAND");

  /** The statement. */
  public enum Kind {
    CHECKPOINT,
    FLUSH,
    BEGIN,
    COMMIT,
    ROLLBACK
  }

  private final Kind kind;

  public Command(SqlParserPos pos, Kind kind) {
    super(OPERATOR, pos);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(kind);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind.name());
  }
}
