package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** TRUNCATE TABLE name. */
public final class TruncateTable extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("TRUNCATE");

  private final SqlIdentifier table;

  public TruncateTable(SqlParserPos pos, SqlIdentifier table) {
    super(OPERATOR, pos);
    this.table = table;
  }

  public SqlIdentifier table() {
    return table;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(table);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("TRUNCATE TABLE");
    table.unparse(writer, 0, 0);
  }
}
