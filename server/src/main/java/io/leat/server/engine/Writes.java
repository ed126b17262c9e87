package io.leat.server.engine;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.RelationDefinition;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.local.pipeline.SnapshotRead;
import io.leat.runtime.local.pipeline.TableWrite;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.PlannedStatement;
import io.leat.sql.PlannedStatement.Write.Kind;
import io.leat.sql.catalog.RowViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What INSERT, UPDATE, DELETE and TRUNCATE do to a managed table. */
final class Writes {
  /** How often a statement starts over because others have changed its rows. */
  private static final int MOST_ATTEMPTS = 1_000;

  private final OpenTransaction transaction;
  private final Query query;

  /** Runs a circuit over a snapshot to its end. */
  interface Query {
    void run(SnapshotRead read, Consumer<ChangeBatch> rows);
  }

  Writes(OpenTransaction transaction, Query query) {
    this.transaction = transaction;
    this.query = query;
  }

  /**
   * Does it, all of the same moment; the number of rows. Writes that are no part of a transaction
   * start over when they lose against others.
   */
  long write(List<PlannedStatement.Write> writes) {
    for (int attempt = 1; ; attempt++) {
      Snapshot seen = transaction.snapshot();
      try {
        return attempt(writes, seen);
      } catch (LeatException e) {
        if (transaction.inTransaction()
            || attempt == MOST_ATTEMPTS
            || !mayHaveLost(writes, e, seen)) {
          throw e;
        }
      }
    }
  }

  /** Whether the same writes may do better with what others have written meanwhile. */
  private boolean mayHaveLost(
      List<PlannedStatement.Write> writes, LeatException failure, Snapshot seen) {
    if (failure.sqlState().equals(SqlState.SERIALIZATION_FAILURE)) {
      return true;
    }
    boolean lookForRows =
        writes.stream()
            .map(PlannedStatement.Write::kind)
            .anyMatch(kind -> kind == Kind.INSERT_IF_ABSENT || kind == Kind.INSERT_OR_UPDATE);
    return lookForRows
        && failure.sqlState().equals(SqlState.UNIQUE_VIOLATION)
        && transaction.snapshot().epoch() > seen.epoch();
  }

  private long attempt(List<PlannedStatement.Write> writes, Snapshot seen) {
    Attempt attempt = compute(writes, seen);
    return attempt.rows(transaction.write(attempt.changes(), seen));
  }

  /**
   * As {@link #write} without waiting for others or for the log; the future has the number of rows,
   * or nothing if the write has lost against others and is to start over.
   *
   * @param read of the write's circuit and of what the session reads now
   */
  CompletableFuture<Optional<Long>> handIn(
      PlannedStatement.Write write, SnapshotRead read, Executor loop) {
    List<PlannedStatement.Write> writes = List.of(write);
    Snapshot seen = read.snapshot();
    boolean alone = !transaction.inTransaction();
    Attempt attempt = attempt(writes, List.of(compute(write, read)));
    return transaction
        .handIn(attempt.changes(), seen, loop)
        .handle(
            (touched, thrown) -> {
              if (touched != null) {
                return Optional.of(attempt.rows(touched));
              }
              // What comes from a stage before is wrapped.
              Throwable failure =
                  thrown instanceof CompletionException && thrown.getCause() != null
                      ? thrown.getCause()
                      : thrown;
              if (alone
                  && failure instanceof LeatException known
                  && mayHaveLost(writes, known, seen)) {
                return Optional.empty();
              }
              throw failure instanceof LeatException known
                  ? known
                  : new CompletionException(failure);
            });
  }

  /**
   * What writes of one moment do.
   *
   * @param named the rows that the statements name
   * @param some whether only some of these rows may be touched
   */
  private record Attempt(List<TableWrite> changes, long named, boolean some) {
    long rows(long touched) {
      return some ? touched : named;
    }
  }

  private Attempt compute(List<PlannedStatement.Write> writes, Snapshot seen) {
    List<Computed> computed = new ArrayList<>(writes.size());
    for (PlannedStatement.Write write : writes) {
      computed.add(
          write.circuit().isPresent()
              ? compute(write, new SnapshotRead(write.circuit().get(), seen))
              : new Computed(new TableWrite.Clear(write.table().name().toString()), 0));
    }
    return attempt(writes, computed);
  }

  private static Attempt attempt(List<PlannedStatement.Write> writes, List<Computed> computed) {
    List<TableWrite> changes = new ArrayList<>(computed.size());
    long named = 0;
    for (Computed each : computed) {
      changes.add(each.change());
      named += each.count();
    }
    boolean some = false;
    for (PlannedStatement.Write write : writes) {
      some |= write.kind() == Kind.INSERT_IF_ABSENT || write.kind() == Kind.TRUNCATE;
    }
    return new Attempt(changes, named, some);
  }

  /** What is to be done to the table, and how many rows the statement names. */
  private record Computed(TableWrite change, long count) {}

  private Computed compute(PlannedStatement.Write write, SnapshotRead read) {
    String table = write.table().name().toString();
    Snapshot seen = read.snapshot();
    RelationDefinition definition = seen.get(table).definition();
    if (!definition.schema().types().equals(write.table().physicalSchema().types())) {
      throw new LeatException(
              SqlState.SERIALIZATION_FAILURE, table + " has been made anew or altered meanwhile")
          .withHint("run the transaction again");
    }
    CollectedRows rows = CollectedRows.of(write, seen.get(table));
    int first = firstNew(write.kind(), definition.schema().size());
    query.run(
        read,
        batch -> {
          if (first >= 0) {
            check(write, definition.schema(), batch, first);
          }
          rows.add(batch);
        });
    TableWrite change = rows.write(table);
    return new Computed(change, rows.count());
  }

  /** Where a row's new columns begin; −1 if it has none. */
  private static int firstNew(Kind kind, int columns) {
    return switch (kind) {
      case UPDATE, UPDATE_JOINED -> columns;
      case INSERT_OR_UPDATE -> columns + 1;
      case INSERT, INSERT_IF_ABSENT -> 0;
      case DELETE, DELETE_JOINED, TRUNCATE -> -1;
    };
  }

  private static void check(
      PlannedStatement.Write write, RowSchema schema, ChangeBatch batch, int first) {
    for (int i = 0; i < schema.size(); i++) {
      if (!schema.type(i).nullable() && batch.column(first + i).hasNulls()) {
        for (int row = 0; row < batch.size(); row++) {
          if (batch.column(first + i).isNull(row)) {
            throw new LeatException(
                SqlState.NOT_NULL_VIOLATION, RowViolation.isNull(write.table(), i));
          }
        }
      }
    }
    for (int i = 0; i < write.checks().size(); i++) {
      BooleanColumn passes = (BooleanColumn) batch.column(first + schema.size() + i);
      for (int row = 0; row < batch.size(); row++) {
        if (!passes.isNull(row) && !passes.get(row)) {
          throw new LeatException(
              SqlState.CHECK_VIOLATION, RowViolation.check(write.table(), write.checks().get(i)));
        }
      }
    }
  }
}
