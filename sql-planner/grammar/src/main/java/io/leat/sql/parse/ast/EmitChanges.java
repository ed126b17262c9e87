package io.leat.sql.parse.ast;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A query followed by its changes. The epoch is null when the changes begin now. */
public final class EmitChanges extends SyntaxNode {
  private static final SqlOperator OPERATOR = operator("EMIT CHANGES");

  /** With which epoch the result begins. */
  public enum Start {
    /** The newest epoch's snapshot, then changes. */
    NOW(""),
    /** That epoch's snapshot, then changes. */
    AS_OF("AS OF EPOCH"),
    /** Changes after that epoch, no snapshot. */
    SINCE("SINCE EPOCH");

    private final String words;

    Start(String words) {
      this.words = words;
    }
  }

  private final SqlNode query;
  private final Start start;
  private final @Nullable SqlLiteral epoch;
  private final @Nullable SqlLiteral limit;

  public EmitChanges(
      SqlParserPos pos,
      SqlNode query,
      Start start,
      @Nullable SqlLiteral epoch,
      @Nullable SqlLiteral limit) {
    super(OPERATOR, pos);
    this.query = query;
    this.start = start;
    this.epoch = epoch;
    this.limit = limit;
  }

  public SqlNode query() {
    return query;
  }

  public Start start() {
    return start;
  }

  public @Nullable SqlLiteral epoch() {
    return epoch;
  }

  /** After how many changes it ends; null if it does not. */
  public @Nullable SqlLiteral limit() {
    return limit;
  }

  @Override
  protected List<@Nullable Object> parts() {
    return Arrays.asList(query, start, epoch, limit);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    query.unparse(writer, 0, 0);
    writer.keyword("EMIT CHANGES");
    clause(writer, start.words, epoch);
    clause(writer, "LIMIT", limit);
  }
}
