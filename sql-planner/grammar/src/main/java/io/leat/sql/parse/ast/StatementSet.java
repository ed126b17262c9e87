package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** EXECUTE STATEMENT SET: several inserts planned as one circuit. */
public final class StatementSet extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("STATEMENT SET");

  private final SqlNodeList inserts;

  public StatementSet(SqlParserPos pos, SqlNodeList inserts) {
    super(OPERATOR, pos);
    this.inserts = inserts;
  }

  public SqlNodeList inserts() {
    return inserts;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(inserts);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("EXECUTE STATEMENT SET BEGIN");
    for (SqlNode insert : inserts) {
      insert.unparse(writer, 0, 0);
      writer.literal(";");
    }
    writer.keyword("END");
  }
}
