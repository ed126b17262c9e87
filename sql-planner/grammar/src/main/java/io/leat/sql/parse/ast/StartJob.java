package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** START JOB 'id' FROM SAVEPOINT 'path'. */
public final class StartJob extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("START JOB");

  private final SqlIdentifier job;
  private final @Nullable SqlLiteral savepoint;

  public StartJob(SqlParserPos pos, SqlIdentifier job, @Nullable SqlLiteral savepoint) {
    super(OPERATOR, pos);
    this.job = job;
    this.savepoint = savepoint;
  }

  public SqlIdentifier job() {
    return job;
  }

  public @Nullable SqlLiteral savepoint() {
    return savepoint;
  }

  /** The id or name that was written. */
  public String jobText() {
    return job.getSimple();
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(job, savepoint);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("START JOB");
    job.unparse(writer, 0, 0);
    clause(writer, "FROM SAVEPOINT", savepoint);
  }
}
