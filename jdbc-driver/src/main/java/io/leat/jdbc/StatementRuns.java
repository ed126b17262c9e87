package io.leat.jdbc;

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
  private @Nullable Integer remoteId;
  private @Nullable QueryRun current;
  private boolean closed;

  /** Makes a statement on the server and gives its number. */
  interface Maker {
    int make() throws LeatSQLException;
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

  Started<Responses.ResultSetResponse> execute(
      int timeoutSeconds, Call<Responses.ExecuteResponse> call) throws SQLException {
    Started<Responses.ExecuteResponse> started =
        start(timeoutSeconds, call, Responses.ExecuteResponse::getMissingStatement);
    Responses.ResultSetResponse result = started.answer().getResults(0);
    if (!result.hasSignature()) {
      started.run().finish();
    }
    return new Started<>(started.run(), started.statementId(), result);
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
