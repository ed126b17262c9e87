package io.leat.server.avatica;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of statements that give update counts. Where each statement would be a transaction of its
 * own, the batch is one instead: all of it takes effect, or nothing. In a transaction of the
 * client's it is a part of that, and what came before a failure stays.
 */
final class BatchRun {
  /** How often a batch begins anew because another transaction has changed the same rows. */
  private static final int MOST_ATTEMPTS = 100;

  private final ClientSession client;
  private final ServerStatement statement;
  private final List<Entry> entries;

  /** A statement of the batch, and values for its parameters. */
  record Entry(String sql, List<@Nullable Object> values) {}

  BatchRun(ClientSession client, ServerStatement statement, List<Entry> entries) {
    this.client = client;
    this.statement = statement;
    this.entries = entries;
  }

  /**
   * Runs all of it.
   *
   * @return the update counts
   * @throws BatchFailure if a statement fails
   */
  List<Long> run() {
    return client.inTurn(
        () -> {
          Session session = client.session();
          return session.autoCommit() && !session.inTransaction()
              ? asTransaction(session)
              : inTransaction();
        });
  }

  private List<Long> inTransaction() {
    List<Long> counts = new ArrayList<>(entries.size());
    try {
      runInto(counts);
    } catch (RuntimeException e) {
      throw new BatchFailure(counts, e);
    }
    return counts;
  }

  private List<Long> asTransaction(Session session) {
    for (int attempt = 1; ; attempt++) {
      List<Long> counts = new ArrayList<>(entries.size());
      session.begin();
      try {
        runInto(counts);
        session.commit();
        return counts;
      } catch (RuntimeException e) {
        if (!undone(session, e)) {
          throw new BatchFailure(counts, e);
        }
        if (attempt == MOST_ATTEMPTS || !lostToAnother(e)) {
          throw new BatchFailure(
              Collections.nCopies(entries.size(), (long) Statement.EXECUTE_FAILED), e);
        }
      }
    }
  }

  private static boolean lostToAnother(Throwable error) {
    Throwable cause = error instanceof StatementFailure failure ? failure.error() : error;
    return cause instanceof LeatException leat
        && leat.sqlState().equals(SqlState.SERIALIZATION_FAILURE);
  }

  /** Rolls back, and tells whether nothing is left of the batch. */
  private static boolean undone(Session session, RuntimeException failure) {
    try {
      session.rollback();
      return true;
    } catch (LeatException stays) {
      failure.addSuppressed(stays);
      return false;
    }
  }

  private void runInto(List<Long> counts) {
    for (Entry entry : entries) {
      counts.add(update(entry));
    }
  }

  private long update(Entry entry) {
    StatementResult result;
    try {
      result = client.executeWithin(statement, entry.sql(), entry.values());
    } catch (RuntimeException e) {
      throw new StatementFailure(entry.sql(), e);
    }
    if (result instanceof StatementResult.Rows rows) {
      rows.stream().close();
      throw new StatementFailure(
          entry.sql(),
          LeatException.notSupported("A query in a batch", "run it with executeQuery, by itself"));
    }
    return ((StatementResult.Updated) result).count();
  }
}
