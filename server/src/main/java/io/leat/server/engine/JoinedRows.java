package io.leat.server.engine;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.local.pipeline.TableWrite;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import io.leat.sql.PlannedStatement.Write;
import io.leat.sql.PlannedStatement.Write.Kind;
import java.util.List;

/**
 * The rows of UPDATE … FROM and DELETE … USING: each old row is gone as often as it is in the
 * table, and must not become two different ones.
 */
final class JoinedRows implements CollectedRows {
  private final String name;
  private final boolean update;
  private final RelationVersion seen;
  private final RowLayout layout;
  private final EntriesBuilder changes = new EntriesBuilder();
  private final EntriesBuilder olds = new EntriesBuilder();
  private long count;

  JoinedRows(Write write, RelationVersion seen) {
    this.name = write.table().name().name();
    this.update = write.kind() == Kind.UPDATE_JOINED;
    this.seen = seen;
    this.layout = seen.definition().layout();
  }

  @Override
  public void add(ChangeBatch batch) {
    int columns = layout.types().size();
    for (int row = 0; row < batch.size(); row++) {
      EntriesBuilder single = new EntriesBuilder();
      layout.encode(CollectedRows.slice(batch, 0, columns), row, 1, single);
      Entries old = single.build();
      long times = seen.rows().count(old.bytes(), old.start(0), old.length(0));
      count += times;
      olds.addAll(old, 1);
      changes.addAll(old, -times);
      if (update) {
        layout.encode(CollectedRows.slice(batch, columns, columns), row, times, changes);
      }
    }
  }

  @Override
  public TableWrite write(String table) {
    Entries all = olds.build();
    for (int i = 0; i < all.size(); i++) {
      if (all.count(i) > 1) {
        throw new LeatException(
                SqlState.CARDINALITY_VIOLATION,
                "UPDATE … FROM gives more than one new row for a row of table '" + name + "'")
            .withHint("let each of its rows meet one row of FROM only");
      }
    }
    return new TableWrite.Change(table, List.of(changes.build()));
  }

  @Override
  public long count() {
    return count;
  }
}
