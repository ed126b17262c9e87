package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** column = value, or a column alone, of a partition. */
public final class PartitionValue extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("PARTITION VALUE");

  private final SqlIdentifier column;
  private final @Nullable SqlNode value;

  public PartitionValue(SqlParserPos pos, SqlIdentifier column, @Nullable SqlNode value) {
    super(OPERATOR, pos);
    this.column = column;
    this.value = value;
  }

  public SqlIdentifier column() {
    return column;
  }

  public @Nullable SqlNode value() {
    return value;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(column, value);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    column.unparse(writer, 0, 0);
    clause(writer, "=", value);
  }
}
