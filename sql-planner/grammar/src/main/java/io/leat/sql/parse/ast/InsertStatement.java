package io.leat.sql.parse.ast;

import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * INSERT INTO, INSERT OVERWRITE and UPSERT INTO. Calcite's validator knows nothing of overwrite,
 * partition ({@link PartitionValue}) and conflict clause.
 */
public final class InsertStatement extends SqlInsert {
  private final boolean overwrite;
  private final SqlNodeList partition;
  private final @Nullable ConflictClause conflict;

  public InsertStatement(
      SqlParserPos pos,
      SqlNodeList keywords,
      boolean overwrite,
      SqlNode target,
      SqlNodeList partition,
      @Nullable SqlNodeList columns,
      SqlNode source,
      @Nullable ConflictClause conflict) {
    super(pos, keywords, target, source, columns);
    this.overwrite = overwrite;
    this.partition = partition;
    this.conflict = conflict;
  }

  /** The source of an INSERT that gives no value: VALUES of a row without columns. */
  public static SqlNode defaultValues(SqlParserPos pos) {
    return SqlStdOperatorTable.VALUES.createCall(pos, SqlStdOperatorTable.ROW.createCall(pos));
  }

  /** Whether it is INSERT … DEFAULT VALUES. */
  public boolean hasDefaultValues() {
    return getSource() instanceof SqlCall values
        && values.getKind() == SqlKind.VALUES
        && values.operand(0) instanceof SqlCall row
        && row.operandCount() == 0;
  }

  public boolean overwrite() {
    return overwrite;
  }

  public SqlNodeList partition() {
    return partition;
  }

  public @Nullable ConflictClause conflict() {
    return conflict;
  }

  /** The table's name, without hints. */
  public SqlIdentifier tableName() {
    SqlNode target = getTargetTable();
    return target instanceof SqlTableRef ref ? ref.operand(0) : (SqlIdentifier) target;
  }

  @Override
  public boolean equalsDeep(@Nullable SqlNode node, Litmus litmus) {
    return super.equalsDeep(node, litmus)
        && node instanceof InsertStatement that
        && overwrite == that.overwrite
        && partition.equalsDeep(that.partition, litmus)
        && (conflict == null
            ? that.conflict == null
            : that.conflict != null && conflict.equalsDeep(that.conflict, litmus));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(isUpsert() ? "UPSERT INTO" : overwrite ? "INSERT OVERWRITE" : "INSERT INTO");
    getTargetTable().unparse(writer, 0, 0);
    SyntaxNode.listClause(writer, "PARTITION", partition);
    SyntaxNode.listClause(
        writer, "", Objects.requireNonNullElse(getTargetColumnList(), SqlNodeList.EMPTY));
    if (hasDefaultValues()) {
      writer.keyword("DEFAULT VALUES");
    } else {
      getSource().unparse(writer, 0, 0);
    }
    SyntaxNode.clause(writer, "", conflict);
  }
}
