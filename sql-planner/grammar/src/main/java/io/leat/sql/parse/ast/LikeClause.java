package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** LIKE table (INCLUDING ...): options are {@link LikeOption}. */
public final class LikeClause extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("LIKE");

  private final SqlIdentifier source;
  private final SqlNodeList options;

  public LikeClause(SqlParserPos pos, SqlIdentifier source, SqlNodeList options) {
    super(OPERATOR, pos);
    this.source = source;
    this.options = options;
  }

  public SqlIdentifier source() {
    return source;
  }

  public SqlNodeList options() {
    return options;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(source, options);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("LIKE");
    source.unparse(writer, 0, 0);
    if (!options.isEmpty()) {
      SqlWriter.Frame frame = writer.startList("(", ")");
      for (SqlNode option : options) {
        option.unparse(writer, 0, 0);
      }
      writer.endList(frame);
    }
  }
}
