package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** How a connector spreads rows over buckets: BY HASH(columns) INTO n BUCKETS. */
public final class Distribution extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("DISTRIBUTION");

  /** The rule that picks a bucket; the connector chooses when none is named. */
  public enum Kind {
    DEFAULT,
    HASH,
    RANGE
  }

  private final Kind kind;
  private final SqlNodeList columns;
  private final @Nullable SqlLiteral buckets;

  public Distribution(
      SqlParserPos pos, Kind kind, SqlNodeList columns, @Nullable SqlLiteral buckets) {
    super(OPERATOR, pos);
    this.kind = kind;
    this.columns = columns;
    this.buckets = buckets;
  }

  public Kind kind() {
    return kind;
  }

  public SqlNodeList columns() {
    return columns;
  }

  public @Nullable SqlLiteral buckets() {
    return buckets;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(kind, columns, buckets);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    if (!columns.isEmpty()) {
      writer.keyword("BY");
      word(writer, kind != Kind.DEFAULT, kind.name());
      parenthesized(writer, columns);
    }
    if (buckets != null) {
      clause(writer, "INTO", buckets);
      writer.keyword("BUCKETS");
    }
  }
}
