package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A query over what was stored at the end of an epoch. */
public final class AsOfEpoch extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("AS OF EPOCH");

  private final SqlNode query;
  private final SqlLiteral epoch;

  public AsOfEpoch(SqlParserPos pos, SqlNode query, SqlLiteral epoch) {
    super(OPERATOR, pos);
    this.query = query;
    this.epoch = epoch;
  }

  public SqlNode query() {
    return query;
  }

  public SqlLiteral epoch() {
    return epoch;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(query, epoch);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    query.unparse(writer, 0, 0);
    clause(writer, "AS OF EPOCH", epoch);
  }
}
