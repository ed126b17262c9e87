package io.leat.server.engine;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation with the engine: its settings, current database and temporary objects.
 * Statements of one session run one at a time, but any number of result streams may be open.
 */
public interface Session extends AutoCloseable {

  String id();

  /**
   * Runs one statement to the point where its result can be read: a continuous query is running, a
   * table exists.
   *
   * @param parameters boxed values for the statement's {@code ?} in order
   * @throws io.leat.runtime.error.LeatException for anything the user can mend
   */
  StatementResult execute(String sql, List<@Nullable Object> parameters);

  /**
   * As {@link #execute} if that is known to take a moment: the statement is planned already, and
   * reads or writes a few stored rows. The calling thread never waits for other writers or for the
   * log: where there is something to wait for, the future completes later, on any thread. Until
   * then the session must be asked for nothing but to cancel or close.
   *
   * @param loop runs later what it is given, best when the calling thread has seen to all others
   *     who ask at this moment: what they write together is one epoch
   * @return completes with nothing if it may take longer, or has lost against others who write;
   *     then nothing has been done
   */
  CompletableFuture<Optional<StatementResult>> executeIfShort(
      String sql, List<@Nullable Object> parameters, Executor loop);

  /** Parses and validates a statement without running it. */
  Description describe(String sql);

  /** Stops what {@link #execute} is waiting for in another thread: it throws SQLSTATE 57014. */
  void cancel();

  /**
   * Whether each statement is a transaction of its own, as at the start. Otherwise the first
   * statement that reads or writes rows begins one, which lasts until {@link #commit} or {@link
   * #rollback}.
   */
  boolean autoCommit();

  /** Changes the mode; turning it on commits the open transaction. */
  void autoCommit(boolean on);

  /**
   * Begins a transaction, as BEGIN does.
   *
   * @throws io.leat.runtime.error.LeatException 25001 if one is open
   */
  void begin();

  /**
   * Makes the open transaction's writes visible, all at once; nothing if none is open.
   *
   * @throws io.leat.runtime.error.LeatException 40001 if another transaction has changed the same
   *     rows since this one began, which is then rolled back
   */
  void commit();

  /**
   * As {@link #commit} without waiting for other writers or for the log: it has been done when the
   * future completes. Until then the session must be asked for nothing but to cancel or close.
   *
   * @param loop as of {@link #executeIfShort}
   */
  CompletableFuture<Void> commitWithoutWaiting(Executor loop);

  /**
   * Undoes the open transaction's writes; nothing if none is open.
   *
   * @throws io.leat.runtime.error.LeatException 0A000 if something in it had taken effect at once
   *     and stays: a statement of DDL, or rows given to a connector
   */
  void rollback();

  /** Whether a transaction of several statements is open. */
  boolean inTransaction();

  String catalog();

  String database();

  void use(String catalog, String database);

  /** The zone in which TIMESTAMP_LTZ values are shown. */
  ZoneId zone();

  /** The catalogs as they are now. */
  Metadata metadata();

  /** Changes a setting as SET does. */
  void set(String key, String value);

  /** Ends the session's queries. Jobs go on. */
  @Override
  void close();

  /**
   * A statement's shape.
   *
   * @param schema the columns of its result; absent for statements that give an update count
   */
  record Description(Optional<RowSchema> schema, List<DataType> parameters) {}
}
