package io.leat.server.avatica;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.leat.jdbc.WireEnvelope;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.server.engine.Engine;
import io.leat.server.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * Avatica's protobuf protocol over an engine, without a transport. A transport opens a {@link
 * Client} for each of its connections and closes it when the connection is lost.
 *
 * <p>Statements run on a bounded number of threads, or on that of their transport if it offers that
 * and they take but a moment; fetches and closes on another few, and a fetch that waits for rows on
 * none. Safe for use by several threads.
 */
public final class ProtocolHandler implements AutoCloseable {
  private static final String REQUEST = "org.apache.calcite.avatica.proto.Requests$";
  private static final WireEnvelope RESPONSE =
      new WireEnvelope("org.apache.calcite.avatica.proto.Responses$");

  /** A statement that waits for its end holds a thread; threads go when they are idle. */
  private static final int STATEMENT_THREADS = 1024;

  private static final int LEASE_CHECKS = 4;

  private final Engine engine;
  private final boolean remote;
  private final Limits limits;
  private final Workers statementWorkers = new Workers("leat-statement", STATEMENT_THREADS);
  private final Workers fetchWorkers =
      new Workers("leat-fetch", Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
  private final ScheduledThreadPoolExecutor timer;
  private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
  private final StatementRequests statements;
  private volatile boolean closed;

  /** A serialized answer, and whether it is an error. */
  public static final class Reply {
    private final byte[] message;
    private final boolean error;

    private Reply(byte[] message, boolean error) {
      this.message = message;
      this.error = error;
    }

    /** The answer's bytes, not copied. */
    public byte[] message() {
      return message;
    }

    public boolean error() {
      return error;
    }
  }

  /**
   * @param remote whether clients are on the network, which limits what they may touch
   */
  public ProtocolHandler(Engine engine, boolean remote, Limits limits) {
    this.engine = engine;
    this.remote = remote;
    this.limits = limits;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "leat-leases");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    statements = new StatementRequests(fetchWorkers, timer, limits);
    long period = Math.max(1, limits.queryLease().toMillis() / LEASE_CHECKS);
    var unused = timer.scheduleWithFixedDelay(this::expire, period, period, TimeUnit.MILLISECONDS);
  }

  /** Opens the way for one transport connection. */
  public Client connect() {
    return new Client();
  }

  /** Sessions that are open now. */
  public int sessionCount() {
    return sessions.size();
  }

  /** Statements that are open now, over all sessions. */
  public int statementCount() {
    return sessions.values().stream().mapToInt(ClientSession::statementCount).sum();
  }

  /** Ends all sessions and their queries; the engine stays open. */
  @Override
  public void close() {
    timer.shutdownNow();
    closed = true;
    for (String id : List.copyOf(sessions.keySet())) {
      closeSession(id, stopping());
    }
    statementWorkers.shutdown();
    fetchWorkers.shutdown();
  }

  private void expire() {
    for (Map.Entry<String, ClientSession> entry : sessions.entrySet()) {
      long detached = entry.getValue().detachedNanos();
      if (detached > limits.sessionLease().toNanos()) {
        closeSession(entry.getKey(), ClientSession.disconnected());
      } else if (detached > limits.queryLease().toNanos()) {
        statements.interrupt(
            entry.getValue(), entry.getValue().closeStatements(ClientSession.disconnected()));
      }
    }
  }

  private void closeSession(String id, LeatException why) {
    ClientSession session = sessions.remove(id);
    if (session != null) {
      statements.interrupt(session, session.close(why));
    }
  }

  /** One transport connection. Closing it ends the queries whose answers it waited for. */
  public final class Client implements AutoCloseable {
    private final Set<ClientSession> attached = ConcurrentHashMap.newKeySet();
    private final Set<Awaited> awaited = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Awaited(ClientSession session, int statementId) {}

    private Client() {}

    /** As {@link #send(byte[], Executor)}, with all work on other threads. */
    public CompletableFuture<Reply> send(byte[] request) {
      return send(request, null);
    }

    /**
     * Answers one serialized request. The future never fails: errors are replies too.
     *
     * @param loop the calling thread, which does what is known to take but a moment, and does at
     *     its end what it is given here: see {@link Session#executeIfShort}; it waits for nothing
     *     and nobody. Null if other threads do all work
     */
    public CompletableFuture<Reply> send(byte[] request, @Nullable Executor loop) {
      try {
        Common.WireMessage message = Common.WireMessage.parseFrom(request);
        String name =
            message.getName().startsWith(REQUEST)
                ? message.getName().substring(REQUEST.length())
                : message.getName();
        return route(name, message.getWrappedMessage(), loop)
            .handle((answer, error) -> answer != null ? reply(answer) : failure(error, ""));
      } catch (InvalidProtocolBufferException | RuntimeException e) {
        return CompletableFuture.completedFuture(failure(e, ""));
      }
    }

    private CompletableFuture<? extends Message> route(
        String name, ByteString body, @Nullable Executor loop)
        throws InvalidProtocolBufferException {
      return switch (name) {
        case "OpenConnectionRequest" -> {
          Requests.OpenConnectionRequest request = Requests.OpenConnectionRequest.parseFrom(body);
          yield onWorker(statementWorkers, "", () -> open(request));
        }
        case "CloseConnectionRequest" -> {
          String id = Requests.CloseConnectionRequest.parseFrom(body).getConnectionId();
          yield onWorker(
              fetchWorkers,
              "",
              () -> {
                closeSession(id, ClientSession.disconnected());
                return Responses.CloseConnectionResponse.getDefaultInstance();
              });
        }
        case "CreateStatementRequest" -> {
          String id = Requests.CreateStatementRequest.parseFrom(body).getConnectionId();
          int statementId = session(id).createStatement().id();
          yield CompletableFuture.completedFuture(
              Responses.CreateStatementResponse.newBuilder()
                  .setConnectionId(id)
                  .setStatementId(statementId)
                  .build());
        }
        case "CloseStatementRequest" -> {
          Requests.CloseStatementRequest request = Requests.CloseStatementRequest.parseFrom(body);
          ClientSession session = sessions.get(request.getConnectionId());
          yield onWorker(
              fetchWorkers,
              "",
              () -> {
                if (session != null) {
                  statements.close(session, request.getStatementId(), ServerStatement.canceled());
                }
                return Responses.CloseStatementResponse.getDefaultInstance();
              });
        }
        case "FetchRequest" -> {
          Requests.FetchRequest request = Requests.FetchRequest.parseFrom(body);
          ClientSession session = session(request.getConnectionId());
          yield await(session, request.getStatementId(), fetched(session, request));
        }
        case "PrepareRequest" -> {
          Requests.PrepareRequest request = Requests.PrepareRequest.parseFrom(body);
          ClientSession session = session(request.getConnectionId());
          yield onWorker(
              statementWorkers, request.getSql(), () -> statements.prepare(session, request));
        }
        case "PrepareAndExecuteRequest" -> {
          Requests.PrepareAndExecuteRequest request =
              Requests.PrepareAndExecuteRequest.parseFrom(body);
          ClientSession session = session(request.getConnectionId());
          yield await(
              session,
              request.getStatementId(),
              execute(request.getSql(), () -> statements.execution(session, request), loop));
        }
        case "ExecuteRequest" -> {
          Requests.ExecuteRequest request = Requests.ExecuteRequest.parseFrom(body);
          ClientSession session = session(request.getStatementHandle().getConnectionId());
          int statementId = request.getStatementHandle().getId();
          yield await(
              session,
              statementId,
              execute(
                  statements.sql(session, statementId),
                  () -> statements.execution(session, request),
                  loop));
        }
        case "PrepareAndExecuteBatchRequest" -> {
          Requests.PrepareAndExecuteBatchRequest request =
              Requests.PrepareAndExecuteBatchRequest.parseFrom(body);
          ClientSession session = session(request.getConnectionId());
          yield await(
              session,
              request.getStatementId(),
              onWorker(
                  statementWorkers, "", () -> statements.prepareAndExecuteBatch(session, request)));
        }
        case "ExecuteBatchRequest" -> {
          Requests.ExecuteBatchRequest request = Requests.ExecuteBatchRequest.parseFrom(body);
          ClientSession session = session(request.getConnectionId());
          yield await(
              session,
              request.getStatementId(),
              onWorker(
                  statementWorkers,
                  statements.sql(session, request.getStatementId()),
                  () -> statements.executeBatch(session, request)));
        }
        default -> {
          ConnectionRequests.Parsed request = ConnectionRequests.parse(name, body);
          ClientSession session = session(request.connectionId());
          Work<Message> work = () -> request.answer(session);
          yield loop == null
              ? onWorker(statementWorkers, "", work)
              : orOnWorker(request.answerIfShort(session, loop), "", work);
        }
      };
    }

    private CompletableFuture<Message> execute(
        String sql, Supplier<Optional<Execution>> made, @Nullable Executor loop) {
      if (loop == null) {
        return onWorker(
            statementWorkers,
            sql,
            () -> made.get().map(Execution::run).orElseGet(StatementRequests::missingStatement));
      }
      try {
        Optional<Execution> execution = made.get();
        if (execution.isEmpty()) {
          return CompletableFuture.completedFuture(StatementRequests.missingStatement());
        }
        return orOnWorker(execution.get().runIfShort(loop), sql, execution.get()::run);
      } catch (Throwable e) {
        return CompletableFuture.failedFuture(failed(sql, e));
      }
    }

    /** What has been tried without waiting; if that gives nothing, the work is done on a worker. */
    private CompletableFuture<Message> orOnWorker(
        CompletableFuture<Optional<Message>> tried, String sql, Work<Message> work) {
      if (tried.isDone() && !tried.isCompletedExceptionally()) {
        Optional<Message> answer = tried.join();
        return answer.isPresent()
            ? CompletableFuture.completedFuture(answer.get())
            : onWorker(statementWorkers, sql, work);
      }
      return tried
          .exceptionallyCompose(failure -> CompletableFuture.failedFuture(failed(sql, failure)))
          .thenCompose(
              answer ->
                  answer.isPresent()
                      ? CompletableFuture.completedFuture(answer.get())
                      : onWorker(statementWorkers, sql, work));
    }

    private CompletableFuture<Message> fetched(
        ClientSession session, Requests.FetchRequest request) {
      CompletableFuture<Message> answer = new CompletableFuture<>();
      try {
        fetchWorkers.execute(() -> statements.fetch(session, request, answer));
      } catch (RejectedExecutionException e) {
        answer.completeExceptionally(stopping());
      }
      return answer;
    }

    private Message open(Requests.OpenConnectionRequest request) {
      String id = request.getConnectionId();
      ClientSession session =
          new ClientSession(engine.openSession(request.getInfoOrDefault("user", ""), remote));
      try {
        ConnectionRequests.configure(session, request.getInfoMap());
      } catch (RuntimeException e) {
        session.close(ClientSession.disconnected());
        throw e;
      }
      attach(session);
      closeSession(id, ClientSession.disconnected());
      sessions.put(id, session);
      if (ProtocolHandler.this.closed) {
        closeSession(id, stopping());
      }
      return Responses.OpenConnectionResponse.getDefaultInstance();
    }

    private ClientSession session(String id) {
      ClientSession session = sessions.get(id);
      if (session == null && ProtocolHandler.this.closed) {
        throw stopping();
      }
      if (session == null) {
        throw new LeatException(
            SqlState.CONNECTION_DOES_NOT_EXIST,
            "the server does not know this connection any more",
            null,
            "connect again; the server was restarted, or the connection was lost for too long",
            null);
      }
      attach(session);
      return session;
    }

    private void attach(ClientSession session) {
      if (attached.add(session)) {
        session.attach();
        if (closed && attached.remove(session)) {
          session.detach();
        }
      }
    }

    private <M extends Message> CompletableFuture<M> await(
        ClientSession session, int statementId, CompletableFuture<M> answer) {
      if (answer.isDone() && !closed) {
        return answer;
      }
      Awaited entry = new Awaited(session, statementId);
      awaited.add(entry);
      if (closed) {
        abandon(entry);
      }
      return answer.whenComplete((message, error) -> awaited.remove(entry));
    }

    private void abandon(Awaited entry) {
      statements.close(entry.session(), entry.statementId(), ClientSession.disconnected());
    }

    @Override
    public void close() {
      closed = true;
      for (Awaited entry : awaited) {
        abandon(entry);
      }
      for (ClientSession session : List.copyOf(attached)) {
        if (attached.remove(session)) {
          session.detach();
        }
      }
    }
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  /** Runs work on another thread; its errors are shown in the statement's text. */
  private static <T> CompletableFuture<T> onWorker(Workers workers, String sql, Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      workers.execute(
          () -> {
            try {
              result.complete(work.run());
            } catch (Throwable e) {
              result.completeExceptionally(failed(sql, e));
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(stopping());
    }
    return result;
  }

  private static Throwable failed(String sql, Throwable why) {
    return sql.isEmpty() ? why : new StatementFailure(sql, why);
  }

  private static LeatException stopping() {
    return new LeatException(SqlState.SHUTTING_DOWN, "the server is shutting down");
  }

  private static Reply reply(Message answer) {
    return new Reply(RESPONSE.wrap(answer), false);
  }

  private static Reply failure(@Nullable Throwable error, String sql) {
    Throwable cause = error == null ? new IllegalStateException("no answer") : error;
    List<Throwable> seen = new ArrayList<>();
    String text = sql;
    List<Long> counts = List.of();
    while (!seen.contains(cause)) {
      seen.add(cause);
      if (cause instanceof StatementFailure failure) {
        text = failure.sql();
        cause = failure.error();
      } else if (cause instanceof BatchFailure failure) {
        counts = failure.counts();
        cause = failure.error();
      } else if (cause instanceof java.util.concurrent.CompletionException
          && cause.getCause() != null) {
        cause = cause.getCause();
      }
    }
    return new Reply(RESPONSE.wrap(ErrorReplies.of(cause, text, counts)), true);
  }
}
