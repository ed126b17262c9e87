package io.leat.sql.validate;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.TimestampString;

/**
 * The time of {@code FOR SYSTEM_TIME AS OF}, as the validator takes it: a TIMESTAMP. A column is
 * cast to one; PROCTIME() becomes a constant, which nothing else does.
 */
final class SnapshotRewriter {
  private SnapshotRewriter() {}

  /**
   * A relation as of a time.
   *
   * @param relation rewritten
   */
  static SqlSnapshot rewrite(SqlSnapshot snapshot, SqlNode relation) {
    SqlParserPos at = snapshot.getParserPosition();
    return new SqlSnapshot(at, relation, time(snapshot.getPeriod()));
  }

  private static SqlNode time(SqlNode period) {
    SqlParserPos at = period.getParserPosition();
    if (period instanceof SqlIdentifier) {
      SqlDataTypeSpec type =
          new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP, 6, at), at);
      return SqlStdOperatorTable.CAST.createCall(at, period, type);
    }
    if (period instanceof SqlCall call
        && call.operandCount() == 0
        && call.getOperator().getName().equalsIgnoreCase("PROCTIME")) {
      return SqlLiteral.createTimestamp(
          SqlTypeName.TIMESTAMP, TimestampString.fromMillisSinceEpoch(0), 0, at);
    }
    throw QueryRewriter.refused(
        "FOR SYSTEM_TIME AS OF this",
        "name a time attribute of the left relation, or PROCTIME()",
        period);
  }
}
