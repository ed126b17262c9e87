package io.leat.server.engine;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.AbsentRows;
import io.leat.runtime.local.pipeline.RelationDefinition;
import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.local.pipeline.Rows;
import io.leat.runtime.local.pipeline.TableWrite;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import io.leat.sql.PlannedStatement.Write;
import io.leat.sql.PlannedStatement.Write.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a write's query gives, collected as it comes, and what that does to the table. */
interface CollectedRows {
  /** Takes rows, which have passed the table's checks. */
  void add(ChangeBatch batch);

  /** All of it; nothing may be added after this. */
  TableWrite write(String table);

  /** How many rows that is, once it is {@link #write written}. */
  long count();

  /**
   * For the rows of a write.
   *
   * @param seen what its query reads
   */
  static CollectedRows of(Write write, RelationVersion seen) {
    RelationDefinition definition = seen.definition();
    return switch (write.kind()) {
      case INSERT -> new Put(definition, false);
      case INSERT_IF_ABSENT ->
          AbsentRows.dependOnPrimaryKey(definition, write.conflict())
              ? new Put(definition, true)
              : new Absent(new AbsentRows(seen, write.conflict()));
      case INSERT_OR_UPDATE -> new InsertedOrUpdated(definition, write.conflict());
      case UPDATE, DELETE -> new Changed(definition, write.kind() == Kind.UPDATE);
      case UPDATE_JOINED, DELETE_JOINED -> new JoinedRows(write, seen);
      case TRUNCATE -> throw new IllegalArgumentException("TRUNCATE reads nothing");
    };
  }

  /** Columns of a batch that stand side by side. */
  static Column[] slice(ChangeBatch batch, int first, int count) {
    Column[] columns = new Column[count];
    for (int i = 0; i < count; i++) {
      columns[i] = batch.column(first + i);
    }
    return columns;
  }

  /** Rows that replace those of their keys, or give way to them. */
  final class Put implements CollectedRows {
    private final boolean ifAbsent;
    private final Rows rows;
    private long count;

    Put(RelationDefinition definition, boolean ifAbsent) {
      this.ifAbsent = ifAbsent;
      this.rows = new Rows(definition, ifAbsent);
    }

    @Override
    public void add(ChangeBatch batch) {
      count += batch.changeCount();
      rows.add(batch);
    }

    @Override
    public TableWrite write(String table) {
      return new TableWrite.Put(table, rows.runs(), ifAbsent);
    }

    @Override
    public long count() {
      return count;
    }
  }

  /** Rows that give way to others in any of several keys. */
  final class Absent implements CollectedRows {
    private final AbsentRows absent;

    Absent(AbsentRows absent) {
      this.absent = absent;
    }

    @Override
    public void add(ChangeBatch batch) {
      absent.add(batch);
    }

    @Override
    public TableWrite write(String table) {
      return new TableWrite.Change(table, List.of(absent.rows()));
    }

    @Override
    public long count() {
      return absent.count();
    }
  }

  /** Rows that go, and for UPDATE what they become. */
  final class Changed implements CollectedRows {
    private final boolean update;
    private final RowLayout layout;
    private final List<Entries> runs = new ArrayList<>();
    private final EntriesBuilder changes = new EntriesBuilder();
    private long count;

    Changed(RelationDefinition definition, boolean update) {
      this.update = update;
      this.layout = definition.layout();
    }

    @Override
    public void add(ChangeBatch batch) {
      count += batch.changeCount();
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

    @Override
    public long count() {
      return count;
    }
  }

  /** New rows, and those that they replace: no key may be met twice. */
  final class InsertedOrUpdated implements CollectedRows {
    private final RowLayout layout;
    private final RowLayout keyLayout;
    private final List<Integer> key;
    private final EntriesBuilder changes = new EntriesBuilder();
    private final EntriesBuilder keys = new EntriesBuilder();
    private long count;

    InsertedOrUpdated(RelationDefinition definition, List<Integer> key) {
      this.layout = definition.layout();
      this.keyLayout = new RowLayout(definition.schema().types(), key);
      this.key = key;
    }

    @Override
    public void add(ChangeBatch batch) {
      count += batch.changeCount();
      int columns = layout.types().size();
      BooleanColumn exists = (BooleanColumn) batch.column(0);
      Column[] old = slice(batch, 1, columns);
      Column[] now = slice(batch, columns + 1, columns);
      for (int row = 0; row < batch.size(); row++) {
        boolean met = exists.get(row);
        if (met) {
          layout.encode(old, row, -1, changes);
        }
        layout.encode(now, row, 1, changes);
        addKey(met ? old : now, row);
      }
    }

    /** The row to insert has the key of the row that it meets; a NULL in it meets nothing. */
    private void addKey(Column[] columns, int row) {
      for (int column : key) {
        if (columns[column].isNull(row)) {
          return;
        }
      }
      keyLayout.encode(columns, row, 1, keys);
    }

    @Override
    public TableWrite write(String table) {
      if (Rows.repeatsKey(keys.build(), keyLayout)) {
        throw new LeatException(
                SqlState.CARDINALITY_VIOLATION,
                "ON CONFLICT DO UPDATE cannot change a row a second time in one statement")
            .withHint("give each key once");
      }
      return new TableWrite.Change(table, List.of(changes.build()));
    }

    @Override
    public long count() {
      return count;
    }
  }
}
