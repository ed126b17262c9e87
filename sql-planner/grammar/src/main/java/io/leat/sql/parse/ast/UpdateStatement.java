package io.leat.sql.parse.ast;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** UPDATE, with the tables of FROM that Calcite's has no place for. */
public final class UpdateStatement extends SqlUpdate {
  private final @Nullable SqlNode from;

  public UpdateStatement(
      SqlParserPos pos,
      SqlNode target,
      SqlNodeList names,
      SqlNodeList values,
      @Nullable SqlNode from,
      @Nullable SqlNode condition,
      @Nullable SqlIdentifier alias) {
    super(pos, target, names, values, condition, null, alias);
    this.from = from;
  }

  /** What is joined with the table; null if nothing is. */
  public @Nullable SqlNode from() {
    return from;
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    if (!super.equalsDeep(node, litmus) || !(node instanceof UpdateStatement that)) {
      return false;
    }
    return from == null || that.from == null
        ? from == that.from
        : from.equalsDeep(that.from, litmus);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("UPDATE");
    getTargetTable().unparse(writer, 0, 0);
    SyntaxNode.clause(writer, "AS", getAlias());
    writer.keyword("SET");
    SqlWriter.Frame frame = writer.startList("", "");
    for (int i = 0; i < getTargetColumnList().size(); i++) {
      writer.sep(",");
      getTargetColumnList().get(i).unparse(writer, 0, 0);
      writer.keyword("=");
      getSourceExpressionList().get(i).unparse(writer, 0, 0);
    }
    writer.endList(frame);
    SyntaxNode.tables(writer, "FROM", from);
    SyntaxNode.clause(writer, "WHERE", getCondition());
  }
}
