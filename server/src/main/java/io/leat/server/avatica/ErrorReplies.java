package io.leat.server.avatica;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.Position;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors as the wire carries them: SQLSTATE, the whole text for a person, and, where the place in
 * the statement is known, one entry {@code position=line:column:endLine:endColumn} in the list that
 * Avatica has for server stack traces; of a batch, also one entry {@code counts=n,n,…}. No stack
 * trace leaves the server.
 */
final class ErrorReplies {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorReplies.class);

  /** Avatica's code for "no such connection". */
  private static final int MISSING_CONNECTION = 1;

  private ErrorReplies() {}

  /**
   * @param sql the statement's text, to show the offending line of; may be empty
   * @param counts update counts of a batch's statements; empty if it was none
   */
  static Responses.ErrorResponse of(Throwable thrown, String sql, List<Long> counts) {
    Throwable error = thrown;
    while (error instanceof CompletionException && error.getCause() != null) {
      error = error.getCause();
    }
    Responses.ErrorResponse.Builder reply =
        Responses.ErrorResponse.newBuilder().setSeverity(Common.Severity.ERROR_SEVERITY);
    if (error instanceof LeatException leat) {
      reply.setErrorMessage(leat.render(sql)).setSqlState(leat.sqlState());
      if (leat.sqlState().equals(SqlState.CONNECTION_DOES_NOT_EXIST)) {
        reply.setErrorCode(MISSING_CONNECTION);
      }
      Position position = leat.position();
      if (position != null) {
        reply
            .setHasExceptions(true)
            .addExceptions(
                "position=%d:%d:%d:%d"
                    .formatted(
                        position.line(),
                        position.column(),
                        position.endLine(),
                        position.endColumn()));
      }
    } else if (error instanceof RowException row) {
      reply.setErrorMessage(row.message()).setSqlState(row.sqlState());
    } else {
      LOG.error("Internal error{}", sql.isEmpty() ? "" : " in: " + sql, error);
      reply
          .setErrorMessage("internal error: " + error + " (this is a bug)")
          .setSqlState(SqlState.INTERNAL_ERROR);
    }
    if (!counts.isEmpty()) {
      reply
          .setHasExceptions(true)
          .addExceptions(
              counts.stream().map(String::valueOf).collect(Collectors.joining(",", "counts=", "")));
    }
    return reply.build();
  }
}
