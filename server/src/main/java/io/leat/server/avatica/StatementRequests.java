package io.leat.server.avatica;

import com.google.protobuf.Message;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.server.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/** Requests that prepare, run, read and end statements. */
final class StatementRequests {
  private static final RowSchema NO_COLUMNS = new RowSchema(List.of());
  private static final long INTERRUPT_AGAIN_MILLIS = 20;

  private final Executor fetchWorkers;
  private final ScheduledExecutorService timer;
  private final Limits limits;

  StatementRequests(Executor fetchWorkers, ScheduledExecutorService timer, Limits limits) {
    this.fetchWorkers = fetchWorkers;
    this.timer = timer;
    this.limits = limits;
  }

  Message prepare(ClientSession session, Requests.PrepareRequest request) {
    String sql = request.getSql();
    Session.Description description = session.inTurn(() -> session.session().describe(sql));
    ServerStatement statement = session.createStatement();
    statement.prepare(new ServerStatement.Prepared(sql, description));
    return Responses.PrepareResponse.newBuilder()
        .setStatement(
            Common.StatementHandle.newBuilder()
                .setConnectionId(request.getConnectionId())
                .setId(statement.id())
                .setSignature(
                    WireColumns.signature(
                        sql, description.schema().orElse(NO_COLUMNS), description.parameters())))
        .build();
  }

  /** Absent if the statement is not known any more. */
  Optional<Execution> execution(ClientSession session, Requests.PrepareAndExecuteRequest request) {
    ServerStatement statement = session.statement(request.getStatementId());
    if (statement == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Execution(
            session,
            statement,
            request.getConnectionId(),
            request.getSql(),
            List.of(),
            List.of(),
            Math.max(0, request.getMaxRowsTotal()),
            request.getFirstFrameMaxSize(),
            fetchWorkers));
  }

  /** Absent if the statement is not known any more. */
  Optional<Execution> execution(ClientSession session, Requests.ExecuteRequest request) {
    ServerStatement statement = session.statement(request.getStatementHandle().getId());
    if (statement == null) {
      return Optional.empty();
    }
    ServerStatement.Prepared prepared = prepared(statement);
    List<DataType> types = prepared.description().parameters();
    List<@Nullable Object> values =
        new ParameterValues(session.session().zone()).all(request.getParameterValuesList(), types);
    return Optional.of(
        new Execution(
            session,
            statement,
            request.getStatementHandle().getConnectionId(),
            prepared.sql(),
            values,
            types,
            0,
            request.getFirstFrameMaxSize(),
            fetchWorkers));
  }

  static Message missingStatement() {
    return Responses.ExecuteResponse.newBuilder().setMissingStatement(true).build();
  }

  /** Completes {@code answer} when there are rows, or the query has ended or failed. */
  void fetch(
      ClientSession session, Requests.FetchRequest request, CompletableFuture<Message> answer) {
    try {
      ServerStatement statement = session.statement(request.getStatementId());
      if (statement == null) {
        throw session.missingStatement();
      }
      int frameRows =
          request.getFrameMaxSize() > 0 ? request.getFrameMaxSize() : request.getFetchMaxRowCount();
      ResultCursor cursor = statement.cursor();
      CompletableFuture<Common.Frame> frame = cursor.fetch(request.getOffset(), frameRows);
      @Nullable ScheduledFuture<?> deadline = frame.isDone() ? null : releaseLater(cursor, frame);
      var unused =
          frame.whenComplete(
              (rows, error) -> {
                if (deadline != null) {
                  deadline.cancel(false);
                }
                if (error != null) {
                  answer.completeExceptionally(new StatementFailure(statement.sql(), error));
                } else {
                  answer.complete(Responses.FetchResponse.newBuilder().setFrame(rows).build());
                }
              });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private @Nullable ScheduledFuture<?> releaseLater(
      ResultCursor cursor, CompletableFuture<Common.Frame> frame) {
    try {
      return timer.schedule(
          () -> cursor.release(frame), limits.fetchWait().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      cursor.end(new LeatException(SqlState.SHUTTING_DOWN, "the server is shutting down"));
      return null;
    }
  }

  Message prepareAndExecuteBatch(
      ClientSession session, Requests.PrepareAndExecuteBatchRequest request) {
    Responses.ExecuteBatchResponse.Builder reply =
        Responses.ExecuteBatchResponse.newBuilder()
            .setConnectionId(request.getConnectionId())
            .setStatementId(request.getStatementId());
    ServerStatement statement = session.statement(request.getStatementId());
    if (statement == null) {
      return reply.setMissingStatement(true).build();
    }
    List<BatchRun.Entry> entries =
        request.getSqlCommandsList().stream()
            .map(sql -> new BatchRun.Entry(sql, List.of()))
            .toList();
    return reply.addAllUpdateCounts(new BatchRun(session, statement, entries).run()).build();
  }

  Message executeBatch(ClientSession session, Requests.ExecuteBatchRequest request) {
    Responses.ExecuteBatchResponse.Builder reply =
        Responses.ExecuteBatchResponse.newBuilder()
            .setConnectionId(request.getConnectionId())
            .setStatementId(request.getStatementId());
    ServerStatement statement = session.statement(request.getStatementId());
    if (statement == null) {
      return reply.setMissingStatement(true).build();
    }
    ServerStatement.Prepared prepared = prepared(statement);
    ParameterValues parameters = new ParameterValues(session.session().zone());
    List<BatchRun.Entry> entries = new ArrayList<>(request.getUpdatesCount());
    for (Requests.UpdateBatch each : request.getUpdatesList()) {
      entries.add(
          new BatchRun.Entry(
              prepared.sql(),
              parameters.all(each.getParameterValuesList(), prepared.description().parameters())));
    }
    return reply.addAllUpdateCounts(new BatchRun(session, statement, entries).run()).build();
  }

  /** The text of a prepared statement; empty if there is none. */
  String sql(ClientSession session, int statementId) {
    ServerStatement statement = session.statement(statementId);
    ServerStatement.Prepared prepared = statement == null ? null : statement.prepared();
    return prepared == null ? "" : prepared.sql();
  }

  private static ServerStatement.Prepared prepared(ServerStatement statement) {
    ServerStatement.Prepared prepared = statement.prepared();
    if (prepared == null) {
      throw new LeatException(SqlState.INVALID_CURSOR_STATE, "the statement has not been prepared");
    }
    return prepared;
  }

  void close(ClientSession session, int statementId, LeatException why) {
    ServerStatement statement = session.statement(statementId);
    if (statement != null && session.closeStatement(statementId, why)) {
      interruptAgain(session, statement);
    }
  }

  /** Cancels these statements until the engine lets go of them. */
  void interrupt(ClientSession session, List<ServerStatement> busy) {
    for (ServerStatement statement : busy) {
      interruptAgain(session, statement);
    }
  }

  /**
   * A cancel that comes just before the engine begins to wait is lost, so it is given until the
   * statement has ended.
   */
  private void interruptAgain(ClientSession session, ServerStatement statement) {
    try {
      var unused =
          timer.schedule(
              () -> {
                if (session.interrupt(statement)) {
                  interruptAgain(session, statement);
                }
              },
              INTERRUPT_AGAIN_MILLIS,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      session.close(new LeatException(SqlState.SHUTTING_DOWN, "the server is shutting down"));
    }
  }
}
