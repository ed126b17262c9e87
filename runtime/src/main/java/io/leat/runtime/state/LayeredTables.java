package io.leat.runtime.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Puts {@link FrozenTables} together again from layers, the newest first: each holds the rows that
 * were written to since the layer below it, or all rows. A row is as the newest layer has it that
 * knows of it.
 */
public final class LayeredTables {
  private final int version;
  private final Table[] tables;

  /** One of the tables. */
  private static final class Table implements RowBlock.Rows {
    private final ByteStateWriter[] rows = new ByteStateWriter[KeyGroups.COUNT];
    private final int[] counts = new int[KeyGroups.COUNT];

    /** Rows of which everything is known. */
    private final BitSet known = new BitSet();

    private boolean whole;

    Table() {
      Arrays.setAll(rows, group -> ByteStateWriter.bare());
    }

    @Override
    public void row(int number, int keyGroup, ByteBuffer bytes, int length) {
      if (!known.get(number)) {
        known.set(number);
        counts[keyGroup]++;
        rows[keyGroup].write(bytes, length);
      }
    }

    @Override
    public void gone(int number) {
      known.set(number);
    }
  }

  /**
   * @param version see {@link FrozenTables}
   * @param tables how many there are
   */
  public LayeredTables(int version, int tables) {
    this.version = version;
    this.tables = new Table[tables];
    Arrays.setAll(this.tables, table -> new Table());
  }

  /** Takes rows of a table that the layer at hand holds. */
  public void take(int table, ByteBuffer block) {
    if (!tables[table].whole) {
      RowBlock.read(block, tables[table]);
    }
  }

  /** The layer at hand holds all rows of a table, and has given them: those below do not matter. */
  public void close(int table) {
    tables[table].whole = true;
  }

  /** Takes the state of key groups. */
  @FunctionalInterface
  public interface Groups {
    void take(int keyGroup, byte[] bytes);
  }

  /** Gives the state of each key group that has any, as {@link FrozenTables} would write it. */
  public void groups(Groups target) {
    for (int group = 0; group < KeyGroups.COUNT; group++) {
      int count = 0;
      for (Table table : tables) {
        count += table.counts[group];
      }
      if (count == 0) {
        continue;
      }
      ByteStateWriter writer = new ByteStateWriter();
      writer.writeInt(version);
      for (Table table : tables) {
        writer.writeInt(table.counts[group]);
        writer.write(table.rows[group].bytes(), table.rows[group].size());
        // Its memory is worth having back before the next group.
        table.rows[group] = ByteStateWriter.bare();
      }
      target.take(group, writer.toBytes());
    }
  }
}
