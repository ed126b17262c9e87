package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** DESCRIBE. A job has its id or name as the only part of the name. */
public final class DescribeStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("DESCRIBE");

  /** What is described. */
  public enum Kind {
    TABLE,
    FUNCTION,
    JOB,
    CATALOG,
    DATABASE
  }

  private final Kind kind;
  private final boolean extended;
  private final SqlIdentifier name;

  public DescribeStatement(SqlParserPos pos, Kind kind, boolean extended, SqlIdentifier name) {
    super(OPERATOR, pos);
    this.kind = kind;
    this.extended = extended;
    this.name = name;
  }

  public Kind kind() {
    return kind;
  }

  public boolean extended() {
    return extended;
  }

  public SqlIdentifier name() {
    return name;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(kind, extended, name);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("DESCRIBE");
    writer.keyword(kind.name());
    word(writer, extended, "EXTENDED");
    name.unparse(writer, 0, 0);
  }
}
