package io.leat.runtime.local.pipeline;

import io.leat.runtime.relation.Entries;
import java.util.List;

/** Part of a {@link WriteSet}: what is done to one table. */
public sealed interface TableWrite {

  /** The table's full name. */
  String table();

  /**
   * Adds rows. In a table with a key a row replaces the one of its key, or gives way to it.
   *
   * @param runs of rows, in the order of arrival; within one no two have the same key
   * @param ifAbsent whether rows give way to those that are there
   */
  record Put(String table, List<Entries> runs, boolean ifAbsent) implements TableWrite {
    public Put {
      runs = List.copyOf(runs);
    }
  }

  /**
   * Takes rows away and adds others, as computed from the write set's base.
   *
   * @param runs to be added up
   */
  record Change(String table, List<Entries> runs) implements TableWrite {
    public Change {
      runs = List.copyOf(runs);
    }
  }

  /**
   * Changes of a relation that the table is to hold besides what others write into it. In a table
   * with a key the row of a key becomes the one that is added, or is taken away if none is; in
   * another table rows that are not there are not taken away.
   */
  record Merge(String table, Entries changes) implements TableWrite {}

  /** Takes all rows away. */
  record Clear(String table) implements TableWrite {}
}
