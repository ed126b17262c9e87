package io.leat.sql.parse.ast;

import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** DELETE, with the tables of USING that Calcite's has no place for. */
public final class DeleteStatement extends SqlDelete {
  private final @Nullable SqlNode using;

  public DeleteStatement(
      SqlParserPos pos,
      SqlNode target,
      @Nullable SqlNode using,
      @Nullable SqlNode condition,
      @Nullable SqlIdentifier alias) {
    super(pos, target, condition, null, alias);
    this.using = using;
  }

  /** What is joined with the table; null if nothing is. */
  public @Nullable SqlNode using() {
    return using;
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    if (!super.equalsDeep(node, litmus) || !(node instanceof DeleteStatement that)) {
      return false;
    }
    return using == null || that.using == null
        ? using == that.using
        : using.equalsDeep(that.using, litmus);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("DELETE FROM");
    getTargetTable().unparse(writer, 0, 0);
    SyntaxNode.clause(writer, "AS", getAlias());
    SyntaxNode.tables(writer, "USING", using);
    SyntaxNode.clause(writer, "WHERE", getCondition());
  }
}
