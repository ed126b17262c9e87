package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** EXPLAIN with details beside the plan itself. */
public final class ExplainStatement extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("EXPLAIN");

  /** More than the plan. */
  public enum Detail {
    CODEGEN,
    ESTIMATED_COST,
    CHANGELOG_MODE,
    JSON_EXECUTION_PLAN,
    PLAN_ADVICE
  }

  /** The form of the answer. */
  public enum Format {
    TEXT,
    JSON,
    DOT
  }

  private final Set<Detail> details;
  private final Format format;
  private final SqlNode statement;

  public ExplainStatement(SqlParserPos pos, Set<Detail> details, Format format, SqlNode statement) {
    super(OPERATOR, pos);
    this.details = details;
    this.format = format;
    this.statement = statement;
  }

  public Set<Detail> details() {
    return details;
  }

  public Format format() {
    return format;
  }

  public SqlNode statement() {
    return statement;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(details, format, statement);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("EXPLAIN");
    String before = "";
    for (Detail detail : details) {
      writer.keyword(before + detail.name());
      before = ", ";
    }
    word(writer, format != Format.TEXT, "AS " + format.name());
    statement.unparse(writer, 0, 0);
  }
}
