package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stored relation as it was declared.
 *
 * @param name the full name
 * @param schema the columns that are kept
 * @param key the columns that its rows are ordered by; may be empty
 * @param unique whether no two rows are equal in the key, so that a row is found by it
 * @param indexes further orders in which its rows are kept
 */
public record RelationDefinition(
    String name, RowSchema schema, List<Integer> key, boolean unique, List<Index> indexes) {
  public RelationDefinition {
    key = List.copyOf(key);
    indexes = List.copyOf(indexes);
  }

  /**
   * An order of rows beside that of the key.
   *
   * @param unique whether rows that have no NULL in the columns differ in them
   */
  public record Index(String name, List<Integer> columns, boolean unique) {
    public Index {
      columns = List.copyOf(columns);
    }
  }

  /** The bytes of rows, by key; one for each thread that uses it. */
  public RowLayout layout() {
    return new RowLayout(schema.types(), key);
  }

  /** The bytes of rows in an index; one for each thread that uses it. */
  RowLayout layout(Index index) {
    return new RowLayout(schema.types(), index.columns());
  }

  /** Entries from {@code from} to before {@code to}, written in another order of columns. */
  Entries reordered(Entries entries, int from, int to, List<Integer> order) {
    RowLayout source = layout();
    RowLayout target = new RowLayout(schema.types(), order);
    EntriesBuilder builder = new EntriesBuilder();
    int[] all = new int[schema.size()];
    Arrays.setAll(all, i -> i);
    Column[] columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
    for (int at = from; at < to; at += ChangeBatch.MAX_ROWS) {
      int end = Math.min(to, at + ChangeBatch.MAX_ROWS);
      for (Column column : columns) {
        column.clear();
      }
      source.decode(entries, at, end, all, columns);
      for (int i = at; i < end; i++) {
        target.encode(columns, i - at, entries.count(i), builder);
      }
    }
    return builder.build();
  }

  RelationDefinition with(Index index) {
    List<Index> more = new ArrayList<>(indexes);
    more.add(index);
    return new RelationDefinition(name, schema, key, unique, more);
  }

  RelationDefinition without(String index) {
    return new RelationDefinition(
        name,
        schema,
        key,
        unique,
        indexes.stream().filter(each -> !each.name().equals(index)).toList());
  }
}
