package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows on their way into a table. */
public final class Rows {
  private Rows() {}

  /**
   * Rows to put: of those that are equal in a unique key only the last, or the first.
   *
   * @param batches in the order of arrival; each row counts once
   */
  public static Entries toPut(
      RelationDefinition definition, List<ChangeBatch> batches, boolean firstWins) {
    RowLayout layout = definition.layout();
    EntriesBuilder builder = new EntriesBuilder();
    for (ChangeBatch batch : batches) {
      layout.encode(batch, 0, builder, 1);
    }
    Entries all = builder.build();
    if (!definition.unique() || !repeatsKey(all, layout)) {
      return all;
    }
    Set<ByteBuffer> keys = new HashSet<>();
    EntriesBuilder kept = new EntriesBuilder();
    int batchCount = batches.size();
    for (int b = 0; b < batchCount; b++) {
      ChangeBatch batch = batches.get(firstWins ? b : batchCount - 1 - b);
      for (int r = 0; r < batch.size(); r++) {
        Entries row = one(layout, batch, firstWins ? r : batch.size() - 1 - r);
        byte[] bytes =
            Arrays.copyOfRange(row.bytes(), row.start(0), row.start(0) + layout.keyLength(row, 0));
        if (keys.add(ByteBuffer.wrap(bytes))) {
          kept.add(row.bytes(), row.start(0), row.length(0), 1);
        }
      }
    }
    return kept.build();
  }

  private static Entries one(RowLayout layout, ChangeBatch batch, int row) {
    io.leat.runtime.data.Column[] columns = new io.leat.runtime.data.Column[batch.columnCount()];
    Arrays.setAll(columns, batch::column);
    EntriesBuilder builder = new EntriesBuilder();
    layout.encode(columns, row, 1, builder);
    return builder.build();
  }

  /** Whether rows agree in the key, or are equal. */
  public static boolean repeatsKey(Entries rows, RowLayout layout) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.count(i) != 1) {
        return true;
      }
      if (i > 0 && sameKey(rows, i - 1, i, layout)) {
        return true;
      }
    }
    return false;
  }

  /** Whether two rows agree in the key. */
  static boolean sameKey(Entries rows, int i, int j, RowLayout layout) {
    int first = rows.start(i);
    int second = rows.start(j);
    return Arrays.equals(
        rows.bytes(),
        first,
        first + layout.keyLength(rows, i),
        rows.bytes(),
        second,
        second + layout.keyLength(rows, j));
  }
}
