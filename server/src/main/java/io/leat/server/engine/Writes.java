package io.leat.server.engine;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.AbsentRows;
import io.leat.runtime.local.pipeline.RelationDefinition;
import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.local.pipeline.Rows;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.local.pipeline.TableWrite;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.PlannedStatement;
import io.leat.sql.PlannedStatement.Write.Kind;
import io.leat.sql.catalog.RowViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** What INSERT, UPDATE, DELETE and TRUNCATE do to a managed table. */
final class Writes {
  /** How often a statement starts over because others have changed its rows. */
  private static final int MOST_ATTEMPTS = 1_000;

  private final OpenTransaction transaction;
  private final BiFunction<Circuit, Snapshot, List<ChangeBatch>> query;

  /**
   * @param query runs a circuit over a snapshot to its end
   */
  Writes(OpenTransaction transaction, BiFunction<Circuit, Snapshot, List<ChangeBatch>> query) {
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
    List<TableWrite> changes = new ArrayList<>();
    long counted = 0;
    for (PlannedStatement.Write write : writes) {
      Computed computed = compute(write, seen);
      changes.add(computed.change());
      counted += computed.count();
    }
    long touched = transaction.write(changes, seen);
    boolean some =
        writes.stream()
            .anyMatch(
                write -> write.kind() == Kind.INSERT_IF_ABSENT || write.kind() == Kind.TRUNCATE);
    return some ? touched : counted;
  }

  /** What is to be done to the table, and how many rows the statement names. */
  private record Computed(TableWrite change, long count) {}

  private Computed compute(PlannedStatement.Write write, Snapshot seen) {
    String table = write.table().name().toString();
    if (write.circuit().isEmpty()) {
      return new Computed(new TableWrite.Clear(table), 0);
    }
    RelationDefinition definition = seen.get(table).definition();
    if (!definition.schema().types().equals(write.table().physicalSchema().types())) {
      throw new LeatException(
              SqlState.SERIALIZATION_FAILURE, table + " has been made anew or altered meanwhile")
          .withHint("run the transaction again");
    }
    List<ChangeBatch> rows = query.apply(write.circuit().get(), seen);
    int first = firstNew(write.kind(), definition.schema().size());
    if (first >= 0) {
      for (ChangeBatch batch : rows) {
        check(write, definition.schema(), batch, first);
      }
    }
    long count = rows.stream().mapToLong(ChangeBatch::changeCount).sum();
    return switch (write.kind()) {
      case INSERT ->
          new Computed(
              new TableWrite.Put(table, Rows.toPut(definition, rows, false), false), count);
      case INSERT_IF_ABSENT -> new Computed(absent(write, seen, rows), count);
      case INSERT_OR_UPDATE ->
          new Computed(
              new TableWrite.Change(table, insertedOrUpdated(write, definition, rows)), count);
      case UPDATE, DELETE ->
          new Computed(new TableWrite.Change(table, changed(write, definition, rows)), count);
      case UPDATE_JOINED, DELETE_JOINED -> {
        JoinedRows joined = JoinedRows.of(write, seen.get(table), rows);
        yield new Computed(new TableWrite.Change(table, joined.changes()), joined.count());
      }
      case TRUNCATE -> throw new IllegalStateException("TRUNCATE reads nothing");
    };
  }

  private static TableWrite absent(
      PlannedStatement.Write write, Snapshot seen, List<ChangeBatch> rows) {
    String table = write.table().name().toString();
    RelationVersion version = seen.get(table);
    return AbsentRows.dependOnPrimaryKey(version.definition(), write.conflict())
        ? new TableWrite.Put(table, Rows.toPut(version.definition(), rows, true), true)
        : new TableWrite.Change(table, new AbsentRows(version, write.conflict()).of(rows));
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

  private static Entries changed(
      PlannedStatement.Write write, RelationDefinition definition, List<ChangeBatch> rows) {
    RowLayout layout = definition.layout();
    EntriesBuilder changes = new EntriesBuilder();
    for (ChangeBatch batch : rows) {
      layout.encode(batch, 0, changes, -1);
      if (write.kind() == Kind.UPDATE) {
        layout.encode(batch, definition.schema().size(), changes, 1);
      }
    }
    return changes.build();
  }

  private static Entries insertedOrUpdated(
      PlannedStatement.Write write, RelationDefinition definition, List<ChangeBatch> rows) {
    RowLayout keyLayout = new RowLayout(definition.schema().types(), write.conflict());
    EntriesBuilder keys = new EntriesBuilder();
    RowLayout layout = definition.layout();
    int columns = definition.schema().size();
    EntriesBuilder added = new EntriesBuilder();
    EntriesBuilder removed = new EntriesBuilder();
    for (ChangeBatch batch : rows) {
      BooleanColumn exists = (BooleanColumn) batch.column(0);
      for (int row = 0; row < batch.size(); row++) {
        Column[] old = slice(batch, 1, columns);
        Column[] given = slice(batch, columns + 1, columns);
        if (exists.get(row)) {
          layout.encode(old, row, 1, removed);
        }
        layout.encode(given, row, 1, added);
        Column[] met = exists.get(row) ? old : given;
        int at = row;
        if (write.conflict().stream().noneMatch(column -> met[column].isNull(at))) {
          keyLayout.encode(met, row, 1, keys);
        }
      }
    }
    if (Rows.repeatsKey(keys.build(), keyLayout)) {
      throw new LeatException(
              SqlState.CARDINALITY_VIOLATION,
              "ON CONFLICT DO UPDATE cannot change a row a second time in one statement")
          .withHint("give each key once");
    }
    return Entries.sum(removed.build().negated(), added.build());
  }

  static Column[] slice(ChangeBatch batch, int first, int count) {
    Column[] columns = new Column[count];
    for (int i = 0; i < count; i++) {
      columns[i] = batch.column(first + i);
    }
    return columns;
  }

  private static void check(
      PlannedStatement.Write write, RowSchema schema, ChangeBatch batch, int first) {
    for (int i = 0; i < schema.size(); i++) {
      if (!schema.type(i).nullable() && batch.column(first + i).hasNulls()) {
        for (int row = 0; row < batch.size(); row++) {
          if (batch.column(first + i).isNull(row)) {
            throw new LeatException(
                SqlState.NOT_NULL_VIOLATION,
                RowViolation.isNull(write.table(), i));
          }
        }
      }
    }
    for (int i = 0; i < write.checks().size(); i++) {
      BooleanColumn passes = (BooleanColumn) batch.column(first + schema.size() + i);
      for (int row = 0; row < batch.size(); row++) {
        if (!passes.isNull(row) && !passes.get(row)) {
          throw new LeatException(
              SqlState.CHECK_VIOLATION,
              RowViolation.check(write.table(), write.checks().get(i)));
        }
      }
    }
  }
}
