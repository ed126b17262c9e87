package io.leat.jdbc;

import com.google.protobuf.Message;
import java.sql.SQLException;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * A statement's runs, one after the other, in one of the server's statements. The server's
 * statement is made when it is first needed, and made anew after a run was ended, since ending a
 * query is closing its statement.
 */
final class StatementRuns {
  /** The class of SQLSTATEs that say so: a server that is gone holds nothing of ours. */
  private static final String CONNECTION_LOST = "08";

  private final WireClient wire;
  private final Maker maker;
  private final RecentColumns columns = new RecentColumns();
  private @Nullable Integer remoteId;
  private @Nullable QueryRun current;
  private boolean closed;

  /** Makes a statement on the server and gives its number. */
  interface Maker {
    int make() throws LeatSQLException;
  }

  /** Makes the request that executes a statement of the server's. */
  interface Request {
    Message to(int statementId);
  }

  /** Runs something in a statement of the server's. */
  interface Call<T> {
    T in(int statementId) throws LeatSQLException;
  }

  /** What a run gave. */
  record Started<T>(QueryRun run, int statementId, T answer) {}

  /**
   * @param remoteId a statement that the server has already made
   */
  StatementRuns(WireClient wire, Maker maker, @Nullable Integer remoteId) {
    this.wire = wire;
    this.maker = maker;
    this.remoteId = remoteId;
  }

  Started<ExecutionAnswer> execute(int timeoutSeconds, Request request) throws SQLException {
    Started<ExecutionAnswer> started =
        start(
            timeoutSeconds,
            id -> wire.execute(request.to(id), columns),
            answer -> !answer.hasResult());
    if (!started.answer().hasResult()) {
      throw new IllegalStateException("the server does not know a statement that it has just made");
    }
    if (started.answer().columns() == null) {
      started.run().finish();
    }
    return started;
  }

  Responses.ExecuteBatchResponse executeBatch(
      int timeoutSeconds, Call<Responses.ExecuteBatchResponse> call) throws SQLException {
    Started<Responses.ExecuteBatchResponse> started =
        start(timeoutSeconds, call, Responses.ExecuteBatchResponse::getMissingStatement);
    started.run().finish();
    return started.answer();
  }

  private <T> Started<T> start(
      int timeoutSeconds, Call<T> call, java.util.function.Predicate<T> missing)
      throws SQLException {
    QueryRun run = new QueryRun(wire);
    Integer known;
    synchronized (this) {
      if (closed) {
        throw new LeatSQLException("the statement is closed", "24000");
      }
      known = current != null && current.wasEnded() ? null : remoteId;
      current = run;
    }
    run.limit(timeoutSeconds);
    try {
      int id = known == null ? made() : known;
      run.startIn(id);
      T answer = call.in(id);
      if (missing.test(answer)) {
        id = made();
        run.startIn(id);
        answer = call.in(id);
      }
      run.check();
      return new Started<>(run, id, answer);
    } catch (LeatSQLException e) {
      run.finishUnlessEnded();
      run.check();
      throw e;
    }
  }

  private int made() throws LeatSQLException {
    int id = maker.make();
    synchronized (this) {
      remoteId = id;
    }
    return id;
  }

  /** Ends what runs, if anything does. */
  void cancel(String because) throws LeatSQLException {
    QueryRun run;
    synchronized (this) {
      run = current;
    }
    if (run != null) {
      run.end(because);
    }
  }

  /** Ends what runs and frees the server's statement. */
  void close() throws LeatSQLException {
    QueryRun run;
    Integer id;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      run = current;
      id = remoteId;
    }
    try {
      boolean told = run != null && (run.end("the statement was closed") || run.wasEnded());
      if (!told && id != null) {
        wire.closeStatement(id);
      }
    } catch (LeatSQLException e) {
      if (!e.getSQLState().startsWith(CONNECTION_LOST)) {
        throw e;
      }
    }
  }

  /** The connection is about to be closed, and with it all that runs. */
  void abandon() {
    QueryRun run;
    synchronized (this) {
      closed = true;
      run = current;
    }
    if (run != null) {
      run.abandon("the connection was closed");
    }
  }
}
