package io.leat.server.avatica;

import com.google.protobuf.Message;
import io.leat.runtime.types.DataType;
import io.leat.server.engine.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is about to run.
 *
 * @param values of its parameters
 * @param types of its parameters
 * @param maxRows after so many rows its query is ended; 0 for no limit
 * @param frameRows the most rows of the first frame; 0 for a usual number
 * @param frames makes later frames when rows come
 */
record Execution(
    ClientSession session,
    ServerStatement statement,
    String connectionId,
    String sql,
    List<@Nullable Object> values,
    List<DataType> types,
    long maxRows,
    int frameRows,
    Executor frames) {
  private static final int CHANGE_COLUMNS = 2;

  /** What ends so soon is answered in one message. */
  private static final long SHORT_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  Message run() {
    return reply(session.execute(statement, sql, values));
  }

  /**
   * The answer if it takes but a moment and nothing else of the session runs; nothing if not. The
   * calling thread does not wait.
   *
   * @param loop of {@link io.leat.server.engine.Session#executeIfShort}
   */
  CompletableFuture<Optional<Message>> runIfShort(Executor loop) {
    return session
        .executeIfShort(statement, sql, values, loop)
        .thenApply(result -> result.map(this::reply));
  }

  private Message reply(StatementResult result) {
    Responses.ResultSetResponse.Builder reply =
        Responses.ResultSetResponse.newBuilder()
            .setConnectionId(connectionId)
            .setStatementId(statement.id());
    if (result instanceof StatementResult.Rows rows) {
      ResultCursor cursor =
          new ResultCursor(
              rows.stream(), new WireValues(session.session().zone()), maxRows, frames);
      statement.opened(cursor);
      statement
          .signature(sql, rows.stream().schema(), types, rows.changes() ? CHANGE_COLUMNS : 0)
          .putInto(reply);
      reply
          .setFirstFrame(cursor.first(frameRows, rows.bounded() ? SHORT_ANSWER_NANOS : 0))
          .setUpdateCount(-1);
    } else {
      reply.setUpdateCount(((StatementResult.Updated) result).count());
    }
    return Responses.ExecuteResponse.newBuilder().addResults(reply).build();
  }
}
