package io.leat.server.avatica;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: an engine session, its statements, and how many transport connections it
 * is reached by. Statements take turns; closing one that runs interrupts it.
 */
final class ClientSession {
  private final Session session;
  private final Map<Integer, ServerStatement> statements = new ConcurrentHashMap<>();
  private final AtomicInteger statementIds = new AtomicInteger();

  /** Held while the engine works for this session, by whatever threads. */
  private final Semaphore turn = new Semaphore(1, true);

  private final AtomicInteger clients = new AtomicInteger();
  private volatile @Nullable ServerStatement running;
  private volatile long detachedSinceNanos;
  private volatile @Nullable LeatException closed;

  private boolean readOnly;

  ClientSession(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  ServerStatement createStatement() {
    ServerStatement statement = new ServerStatement(statementIds.incrementAndGet());
    statements.put(statement.id(), statement);
    LeatException late = closed;
    if (late != null) {
      closeStatement(statement.id(), late);
    }
    return statement;
  }

  /** A number for a result that is complete in its answer and needs no statement here. */
  int nextStatementId() {
    return statementIds.incrementAndGet();
  }

  @Nullable ServerStatement statement(int id) {
    return statements.get(id);
  }

  int statementCount() {
    return statements.size();
  }

  StatementResult execute(ServerStatement statement, String sql, List<@Nullable Object> values) {
    return inTurn(() -> executeWithin(statement, sql, values));
  }

  /** As {@link #execute}, within a turn that the caller has. */
  StatementResult executeWithin(
      ServerStatement statement, String sql, List<@Nullable Object> values) {
    statement.begin(sql);
    running = statement;
    try {
      statement.checkOpen();
      return session.execute(sql, values);
    } finally {
      running = null;
    }
  }

  /**
   * As {@link #execute} without waiting, if nothing else runs and that takes a moment; completes
   * with nothing if not.
   */
  CompletableFuture<Optional<StatementResult>> executeIfShort(
      ServerStatement statement, String sql, List<@Nullable Object> values, Executor loop) {
    return inTurnNow(
        () -> {
          statement.begin(sql);
          running = statement;
          CompletableFuture<Optional<StatementResult>> result;
          try {
            statement.checkOpen();
            result = session.executeIfShort(sql, values, loop);
          } catch (RuntimeException | Error e) {
            running = null;
            throw e;
          }
          if (result.isDone()) {
            running = null;
            return result;
          }
          return result.whenComplete((ended, failure) -> running = null);
        });
  }

  /** Works if nothing else does, until the future completes; completes with nothing if not. */
  <T> CompletableFuture<Optional<T>> inTurnNow(Supplier<CompletableFuture<Optional<T>>> work) {
    if (!turn.tryAcquire()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<T>> result;
    try {
      result = work.get();
    } catch (RuntimeException | Error e) {
      turn.release();
      throw e;
    }
    if (result.isDone()) {
      turn.release();
      return result;
    }
    return result.whenComplete((ended, failure) -> turn.release());
  }

  /** Works when nothing else does. The work must not ask for another turn. */
  <T> T inTurn(Supplier<T> work) {
    turn.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      turn.release();
    }
  }

  /**
   * Ends a statement and what it runs.
   *
   * @return whether the engine still works on it: then call {@link #interrupt} until it does not
   */
  boolean closeStatement(int id, LeatException why) {
    ServerStatement statement = statements.remove(id);
    if (statement == null) {
      return false;
    }
    statement.close(why);
    return interrupt(statement);
  }

  /** Cancels the statement in the engine if it is the one that runs. */
  boolean interrupt(ServerStatement statement) {
    if (running == statement) {
      session.cancel();
      return true;
    }
    return false;
  }

  /** Ends every statement; gives those that the engine still works on. */
  List<ServerStatement> closeStatements(LeatException why) {
    List<ServerStatement> busy = new ArrayList<>();
    for (ServerStatement statement : statements.values()) {
      if (closeStatement(statement.id(), why)) {
        busy.add(statement);
      }
    }
    return busy;
  }

  /**
   * Ends it and, before, its statements, so that their readers learn why; requests that still come
   * fail with this error.
   *
   * @return the statements that the engine still works on
   */
  List<ServerStatement> close(LeatException why) {
    closed = why;
    List<ServerStatement> busy = closeStatements(why);
    session.close();
    return busy;
  }

  /** Why a statement's number is not known any more. */
  LeatException missingStatement() {
    LeatException why = closed;
    return why != null
        ? why
        : new LeatException(
            SqlState.INVALID_CURSOR_STATE, "the result is closed, or its query was ended");
  }

  void attach() {
    clients.incrementAndGet();
  }

  void detach() {
    if (clients.decrementAndGet() == 0) {
      detachedSinceNanos = System.nanoTime();
    }
  }

  /**
   * For how long no transport connection has reached this session, in nanoseconds; 0 if one does.
   */
  long detachedNanos() {
    return clients.get() > 0 ? 0 : System.nanoTime() - detachedSinceNanos;
  }

  void setReadOnly(boolean value) {
    readOnly = value;
  }

  boolean readOnly() {
    return readOnly;
  }

  static LeatException disconnected() {
    return new LeatException(
        SqlState.QUERY_CANCELED, "the query was ended because its connection was closed");
  }
}
