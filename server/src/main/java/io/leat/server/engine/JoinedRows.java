package io.leat.server.engine;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import io.leat.sql.PlannedStatement;
import io.leat.sql.PlannedStatement.Write.Kind;
import java.util.List;

/**
 * What UPDATE … FROM and DELETE … USING change: each old row is gone as often as it is in the
 * table.
 *
 * @param count how many rows of the table that are
 */
record JoinedRows(Entries changes, long count) {

  /**
   * The changes that different rows of a joined write make.
   *
   * @throws LeatException 21000 if a row would become two different ones
   */
  static JoinedRows of(
      PlannedStatement.Write write, RelationVersion seen, List<ChangeBatch> rows) {
    RowLayout layout = seen.definition().layout();
    int columns = seen.definition().schema().size();
    EntriesBuilder changes = new EntriesBuilder();
    EntriesBuilder olds = new EntriesBuilder();
    long all = 0;
    for (ChangeBatch batch : rows) {
      for (int row = 0; row < batch.size(); row++) {
        EntriesBuilder single = new EntriesBuilder();
        layout.encode(Writes.slice(batch, 0, columns), row, 1, single);
        Entries old = single.build();
        long count = seen.rows().count(old.bytes(), old.start(0), old.length(0));
        all += count;
        olds.addAll(old, 1);
        changes.addAll(old, -count);
        if (write.kind() == Kind.UPDATE_JOINED) {
          layout.encode(Writes.slice(batch, columns, columns), row, count, changes);
        }
      }
    }
    requireDifferent(olds.build(), write);
    return new JoinedRows(changes.build(), all);
  }

  private static void requireDifferent(Entries olds, PlannedStatement.Write write) {
    for (int i = 0; i < olds.size(); i++) {
      if (olds.count(i) > 1) {
        throw new LeatException(
                SqlState.CARDINALITY_VIOLATION,
                "UPDATE … FROM gives more than one new row for a row of table '"
                    + write.table().name().name()
                    + "'")
            .withHint("let each of its rows meet one row of FROM only");
      }
    }
  }
}
