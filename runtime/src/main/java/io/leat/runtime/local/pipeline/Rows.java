package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows on their way into a table, as they arrive: they are collected in runs of a bounded size. For
 * one thread.
 */
public final class Rows {
  /** So many rows make a run, or batches of so many bytes. */
  private static final int RUN_ROWS = 1 << 16;

  private static final long RUN_BYTES = 32L << 20;

  private final RelationDefinition definition;
  private final boolean firstWins;
  private final List<Entries> runs = new ArrayList<>();
  private final List<ChangeBatch> open = new ArrayList<>();
  private long openRows;
  private long openBytes;

  /**
   * @param firstWins of rows that are equal in a unique key, whether the first one is taken, or the
   *     last
   */
  public Rows(RelationDefinition definition, boolean firstWins) {
    this.definition = definition;
    this.firstWins = firstWins;
  }

  /** Adds rows that count once each. */
  public void add(ChangeBatch batch) {
    open.add(batch);
    openRows += batch.size();
    for (int i = 0; i < batch.columnCount(); i++) {
      openBytes += batch.column(i).memoryBytes();
    }
    if (openRows >= RUN_ROWS || openBytes >= RUN_BYTES) {
      endRun();
    }
  }

  private void endRun() {
    Entries run = toPut(definition, open, firstWins);
    if (run.size() > 0) {
      runs.add(run);
    }
    open.clear();
    openRows = 0;
    openBytes = 0;
  }

  /** What {@link TableWrite.Put} takes; nothing may be added after this. */
  public List<Entries> runs() {
    endRun();
    return runs;
  }

  private static Entries toPut(
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
    Column[] columns = new Column[batch.columnCount()];
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
