package io.leat.server.engine;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What INSERT, UPDATE, DELETE and TRUNCATE do to a managed table. */
final class Writes {
  /** How often a statement starts over because others have changed its rows. */
  private static final int MOST_ATTEMPTS = 1_000;

  private final OpenTransaction transaction;
  private final Query query;

  /** Runs a circuit over a snapshot to its end. */
  interface Query {
    void run(Circuit circuit, Snapshot snapshot, Consumer<ChangeBatch> rows);
  }

  Writes(OpenTransaction transaction, Query query) {
    this.transaction = transaction;
    this.query = query;
  }

  /** Does it; the number of rows. A statement alone starts over when it loses against another. */
  long write(PlannedStatement.Write write) {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(write);
      } catch (LeatException e) {
        if (!e.sqlState().equals(SqlState.SERIALIZATION_FAILURE)
            || transaction.inTransaction()
            || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private long attempt(PlannedStatement.Write write) {
    Snapshot seen = transaction.snapshot();
    String table = write.table().name().toString();
    if (write.circuit().isEmpty()) {
      return transaction.write(List.of(new TableWrite.Clear(table)), seen);
    }
    RelationDefinition definition = seen.get(table).definition();
    Collected rows =
        switch (write.kind()) {
          case INSERT, INSERT_IF_ABSENT -> new Inserted(write, definition);
          case INSERT_OR_UPDATE -> new InsertedOrUpdated(definition);
          default -> new Changed(write, definition);
        };
    int first = firstNew(write.kind(), definition.schema().size());
    long[] count = {0};
    query.run(
        write.circuit().get(),
        seen,
        batch -> {
          if (write.kind() != Kind.DELETE) {
            check(write, definition.schema(), batch, first);
          }
          count[0] += batch.changeCount();
          rows.add(batch);
        });
    long touched = transaction.write(List.of(rows.write(table)), seen);
    return write.kind() == Kind.INSERT_IF_ABSENT ? touched : count[0];
  }

  /** What a statement's query gives, as it comes. */
  private interface Collected {
    void add(ChangeBatch batch);

    TableWrite write(String table);
  }

  private static final class Inserted implements Collected {
    private final boolean ifAbsent;
    private final Rows rows;

    Inserted(PlannedStatement.Write write, RelationDefinition definition) {
      this.ifAbsent = write.kind() == Kind.INSERT_IF_ABSENT;
      this.rows = new Rows(definition, ifAbsent);
    }

    @Override
    public void add(ChangeBatch batch) {
      rows.add(batch);
    }

    @Override
    public TableWrite write(String table) {
      return new TableWrite.Put(table, rows.runs(), ifAbsent);
    }
  }

  /** Rows that go, and for UPDATE what they become. */
  private static final class Changed implements Collected {
    private final boolean update;
    private final RowLayout layout;
    private final List<Entries> runs = new ArrayList<>();
    private final EntriesBuilder changes = new EntriesBuilder();

    Changed(PlannedStatement.Write write, RelationDefinition definition) {
      this.update = write.kind() == Kind.UPDATE;
      this.layout = definition.layout();
    }

    @Override
    public void add(ChangeBatch batch) {
      layout.encode(batch, 0, changes, -1);
      if (update) {
        layout.encode(batch, layout.types().size(), changes, 1);
      }
      if (changes.isFull()) {
        runs.add(changes.build());
      }
    }

    @Override
    public TableWrite write(String table) {
      runs.add(changes.build());
      return new TableWrite.Change(table, runs);
    }
  }

  private static int firstNew(Kind kind, int columns) {
    return switch (kind) {
      case UPDATE -> columns;
      case INSERT_OR_UPDATE -> columns + 1;
      default -> 0;
    };
  }

  /** New rows, and those that they replace: none may be met twice. */
  private static final class InsertedOrUpdated implements Collected {
    private final RowLayout layout;
    private final EntriesBuilder added = new EntriesBuilder();
    private final EntriesBuilder removed = new EntriesBuilder();

    InsertedOrUpdated(RelationDefinition definition) {
      this.layout = definition.layout();
    }

    @Override
    public void add(ChangeBatch batch) {
      int columns = layout.types().size();
      BooleanColumn exists = (BooleanColumn) batch.column(0);
      Column[] old = slice(batch, 1, columns);
      Column[] now = slice(batch, columns + 1, columns);
      for (int row = 0; row < batch.size(); row++) {
        if (exists.get(row)) {
          layout.encode(old, row, 1, removed);
        }
        layout.encode(now, row, 1, added);
      }
    }

    @Override
    public TableWrite write(String table) {
      Entries old = removed.build();
      Entries now = added.build();
      if (Rows.repeatsKey(now, layout) || Rows.repeatsKey(old, layout)) {
        throw new LeatException(
                SqlState.CARDINALITY_VIOLATION,
                "ON CONFLICT DO UPDATE cannot change a row a second time in one statement")
            .withHint("give each key once");
      }
      return new TableWrite.Change(table, List.of(Entries.sum(old.negated(), now)));
    }
  }

  private static Column[] slice(ChangeBatch batch, int first, int count) {
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
