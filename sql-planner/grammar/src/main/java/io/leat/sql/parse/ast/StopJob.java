package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** STOP JOB 'id'. */
public final class StopJob extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("STOP JOB");

  private final SqlIdentifier job;
  private final boolean withSavepoint;
  private final boolean withDrain;

  public StopJob(SqlParserPos pos, SqlIdentifier job, boolean withSavepoint, boolean withDrain) {
    super(OPERATOR, pos);
    this.job = job;
    this.withSavepoint = withSavepoint;
    this.withDrain = withDrain;
  }

  public SqlIdentifier job() {
    return job;
  }

  public boolean withSavepoint() {
    return withSavepoint;
  }

  public boolean withDrain() {
    return withDrain;
  }

  /** The id or name that was written. */
  public String jobText() {
    return job.getSimple();
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(job, withSavepoint, withDrain);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("STOP JOB");
    job.unparse(writer, 0, 0);
    word(writer, withSavepoint, "WITH SAVEPOINT");
    word(writer, withDrain, "WITH DRAIN");
  }
}
