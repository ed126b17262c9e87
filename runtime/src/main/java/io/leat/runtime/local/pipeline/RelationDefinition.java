package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowDecoder;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A stored relation as it was declared. Immutable. */
public final class RelationDefinition {
  private final String name;
  private final RowSchema schema;
  private final List<Integer> key;
  private final boolean unique;
  private final List<Index> indexes;
  private final RowLayout layout;

  /**
   * @param name the full name
   * @param schema the columns that are kept
   * @param key the columns that its rows are ordered by; may be empty
   * @param unique whether no two rows are equal in the key, so that a row is found by it
   * @param indexes further orders in which its rows are kept
   */
  public RelationDefinition(
      String name, RowSchema schema, List<Integer> key, boolean unique, List<Index> indexes) {
    this(name, schema, key, unique, indexes, new RowLayout(schema.types(), key));
  }

  private RelationDefinition(
      String name,
      RowSchema schema,
      List<Integer> key,
      boolean unique,
      List<Index> indexes,
      RowLayout layout) {
    this.name = name;
    this.schema = schema;
    this.key = List.copyOf(key);
    this.unique = unique;
    this.indexes = List.copyOf(indexes);
    this.layout = layout;
  }

  /** The full name. */
  public String name() {
    return name;
  }

  /** The columns that are kept. */
  public RowSchema schema() {
    return schema;
  }

  /** The columns that its rows are ordered by; may be empty. */
  public List<Integer> key() {
    return key;
  }

  /** Whether no two rows are equal in the key, so that a row is found by it. */
  public boolean unique() {
    return unique;
  }

  /** Further orders in which its rows are kept. */
  public List<Index> indexes() {
    return indexes;
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

  /** The bytes of rows, by key. */
  public RowLayout layout() {
    return layout;
  }

  /** The bytes of rows in an index. */
  RowLayout layout(Index index) {
    return new RowLayout(schema.types(), index.columns());
  }

  /** Entries written in another order of columns, in as many runs as it takes. */
  List<Entries> reordered(List<Entries> parts, List<Integer> order) {
    List<Entries> runs = new ArrayList<>();
    Reordering reordering = new Reordering(order, runs::add);
    for (Entries part : parts) {
      reordering.add(part, 0, part.size());
    }
    reordering.end();
    return runs;
  }

  /** All rows of a tree in another order of columns. */
  EntryTree reordered(EntryTree rows, List<Integer> order) {
    EntryTree[] tree = {EntryTree.EMPTY};
    Reordering reordering = new Reordering(order, run -> tree[0] = tree[0].apply(run));
    EntryTree.Cursor cursor = rows.cursor(null, null);
    while (cursor.next()) {
      reordering.add(cursor.leaf(), cursor.from(), cursor.to());
    }
    reordering.end();
    return tree[0];
  }

  /** Writes rows in another order of columns, many at a time. */
  private final class Reordering {
    private final RowDecoder source =
        new RowDecoder(layout(), IntStream.range(0, schema.size()).toArray());
    private final RowLayout target;
    private final Consumer<Entries> runs;
    private final EntriesBuilder builder = new EntriesBuilder();
    private final Column[] columns = schema.types().stream().map(Column::of).toArray(Column[]::new);

    Reordering(List<Integer> order, Consumer<Entries> runs) {
      this.target = new RowLayout(schema.types(), order);
      this.runs = runs;
    }

    void add(Entries entries, int from, int to) {
      for (int at = from; at < to; at += ChangeBatch.MAX_ROWS) {
        int end = Math.min(to, at + ChangeBatch.MAX_ROWS);
        for (Column column : columns) {
          column.clear();
        }
        source.decode(entries, at, end, columns);
        for (int i = at; i < end; i++) {
          target.encode(columns, i - at, entries.count(i), builder);
        }
        if (builder.isFull()) {
          end();
        }
      }
    }

    void end() {
      if (builder.size() > 0) {
        runs.accept(builder.build());
      }
    }
  }

  RelationDefinition with(Index index) {
    List<Index> more = new ArrayList<>(indexes);
    more.add(index);
    return new RelationDefinition(name, schema, key, unique, more, layout);
  }

  RelationDefinition without(String index) {
    return new RelationDefinition(
        name,
        schema,
        key,
        unique,
        indexes.stream().filter(each -> !each.name().equals(index)).toList(),
        layout);
  }
}
