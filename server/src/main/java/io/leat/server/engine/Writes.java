package io.leat.server.engine;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.AbsentRows;
import io.leat.runtime.local.pipeline.RelationDefinition;
import io.leat.runtime.local.pipeline.Rows;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.local.pipeline.TableWrite;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.PlannedStatement;
import io.leat.sql.PlannedStatement.Write.Kind;
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

  /** Does it; the number of rows. A statement alone starts over when it loses against another. */
  long write(PlannedStatement.Write write) {
    for (int attempt = 1; ; attempt++) {
      Snapshot seen = transaction.snapshot();
      try {
        return attempt(write, seen);
      } catch (LeatException e) {
        if (transaction.inTransaction()
            || attempt == MOST_ATTEMPTS
            || !mayHaveLost(write.kind(), e, seen)) {
          throw e;
        }
      }
    }
  }

  /** Whether the same statement may do better with what others have written meanwhile. */
  private boolean mayHaveLost(Kind kind, LeatException failure, Snapshot seen) {
    if (failure.sqlState().equals(SqlState.SERIALIZATION_FAILURE)) {
      return true;
    }
    boolean looksForRows = kind == Kind.INSERT_IF_ABSENT || kind == Kind.INSERT_OR_UPDATE;
    return looksForRows
        && failure.sqlState().equals(SqlState.UNIQUE_VIOLATION)
        && transaction.snapshot().epoch() > seen.epoch();
  }

  private long attempt(PlannedStatement.Write write, Snapshot seen) {
    String table = write.table().name().toString();
    if (write.circuit().isEmpty()) {
      return transaction.write(List.of(new TableWrite.Clear(table)), seen);
    }
    RelationDefinition definition = seen.get(table).definition();
    List<ChangeBatch> rows = query.apply(write.circuit().get(), seen);
    int columns = definition.schema().size();
    int first = firstNew(write.kind(), columns);
    if (first >= 0) {
      for (ChangeBatch batch : rows) {
        check(write, definition.schema(), batch, first);
      }
    }
    long counted = rows.stream().mapToLong(ChangeBatch::changeCount).sum();
    TableWrite change =
        switch (write.kind()) {
          case INSERT -> new TableWrite.Put(table, Rows.toPut(definition, rows, false), false);
          case INSERT_IF_ABSENT ->
              AbsentRows.dependOnPrimaryKey(definition, write.conflict())
                  ? new TableWrite.Put(table, Rows.toPut(definition, rows, true), true)
                  : new TableWrite.Change(
                      table, new AbsentRows(seen.get(table), write.conflict()).of(rows));
          case INSERT_OR_UPDATE ->
              new TableWrite.Change(table, insertedOrUpdated(write, definition, rows));
          case UPDATE, DELETE -> new TableWrite.Change(table, changed(write, definition, rows));
          case UPDATE_JOINED, DELETE_JOINED -> {
            JoinedRows joined = JoinedRows.of(write, seen.get(table), rows);
            counted = joined.count();
            yield new TableWrite.Change(table, joined.changes());
          }
          case TRUNCATE -> new TableWrite.Clear(table);
        };
    long touched = transaction.write(List.of(change), seen);
    return write.kind() == Kind.INSERT_IF_ABSENT ? touched : counted;
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
                "column '"
                    + schema.name(i)
                    + "' of table '"
                    + write.table().name().name()
                    + "' is NOT NULL and would be NULL");
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
              "a row of table '"
                  + write.table().name().name()
                  + "' would break the check "
                  + write.checks().get(i));
        }
      }
    }
  }
}
