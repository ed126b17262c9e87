package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.Delta;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.KeyedVersion;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ValueText;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of a stored relation as of one epoch. Immutable; shares almost all of it with the
 * versions before and after.
 */
public final class RelationVersion {
  private final RelationDefinition definition;
  private final long since;
  private final EntryTree rows;
  private final List<EntryTree> indexes;
  private final @Nullable String failure;

  private RelationVersion(
      RelationDefinition definition,
      long since,
      EntryTree rows,
      List<EntryTree> indexes,
      @Nullable String failure) {
    this.definition = definition;
    this.since = since;
    this.rows = rows;
    this.indexes = List.copyOf(indexes);
    this.failure = failure;
  }

  static RelationVersion empty(RelationDefinition definition, long since) {
    return new RelationVersion(
        definition,
        since,
        EntryTree.EMPTY,
        definition.indexes().stream().map(index -> EntryTree.EMPTY).toList(),
        null);
  }

  /** The content of a view that has been filled; indexes come later. */
  static RelationVersion of(RelationDefinition definition, long since, EntryTree rows) {
    return new RelationVersion(definition, since, rows, List.of(), null);
  }

  public RelationDefinition definition() {
    return definition;
  }

  /** The first epoch in which it had these columns. */
  public long since() {
    return since;
  }

  /** The rows in the order of the key. */
  public EntryTree rows() {
    return rows;
  }

  /** Why its rows are not kept up to date any more; null if they are. */
  public @Nullable String failure() {
    return failure;
  }

  public long memoryBytes() {
    return rows.memoryBytes() + indexes.stream().mapToLong(EntryTree::memoryBytes).sum();
  }

  RelationVersion failed(String why) {
    return new RelationVersion(definition, since, rows, indexes, why);
  }

  /** The same rows, which are kept up to date again. */
  RelationVersion mended() {
    return new RelationVersion(definition, since, rows, indexes, null);
  }

  /** Whether changes of the other one fit to this one's readers. */
  boolean hasColumnsOf(RelationVersion other) {
    return definition.schema().types().equals(other.definition.schema().types());
  }

  /** With the changes added; constraints are {@link #check}'s to see to. */
  RelationVersion apply(Delta changes) {
    return changes.isEmpty() ? this : apply(changes.parts());
  }

  /** As {@link #apply(Delta)}: runs are added one after the other. */
  RelationVersion apply(List<Entries> runs) {
    List<EntryTree> changed = indexes;
    if (!indexes.isEmpty()) {
      changed = new ArrayList<>(indexes);
      for (int i = 0; i < indexes.size(); i++) {
        List<Integer> order = definition.indexes().get(i).columns();
        changed.set(i, indexes.get(i).apply(definition.reordered(runs, order)));
      }
    }
    return new RelationVersion(definition, since, rows.apply(runs), changed, failure);
  }

  /** Without rows. */
  RelationVersion cleared() {
    List<EntryTree> cleared = indexes.stream().map(index -> EntryTree.EMPTY).toList();
    return new RelationVersion(definition, since, EntryTree.EMPTY, cleared, failure);
  }

  /** With one more index over all rows. */
  RelationVersion with(RelationDefinition.Index index) {
    return with(index, definition.reordered(rows, index.columns()));
  }

  /**
   * With one more index.
   *
   * @param tree the index of an earlier version
   * @param indexed that version
   */
  RelationVersion with(RelationDefinition.Index index, EntryTree tree, RelationVersion indexed) {
    EntryTree now = rewritten(indexed.definition);
    List<Entries> changes = EntryTree.difference(indexed.rows, now).parts();
    return with(index, tree.apply(indexed.definition.reordered(changes, index.columns())));
  }

  private RelationVersion with(RelationDefinition.Index index, EntryTree tree) {
    List<EntryTree> more = new ArrayList<>(indexes);
    more.add(tree);
    return new RelationVersion(definition.with(index), since, rows, more, failure);
  }

  RelationVersion without(String index) {
    List<EntryTree> fewer = new ArrayList<>();
    for (int i = 0; i < indexes.size(); i++) {
      if (!definition.indexes().get(i).name().equals(index)) {
        fewer.add(indexes.get(i));
      }
    }
    return new RelationVersion(definition.without(index), since, rows, fewer, failure);
  }

  /** The rows in the order of an index; null if there is none of that name. */
  @Nullable EntryTree index(String name) {
    for (int i = 0; i < indexes.size(); i++) {
      if (definition.indexes().get(i).name().equalsIgnoreCase(name)) {
        return indexes.get(i);
      }
    }
    return null;
  }

  /** Whether rows are found by these columns, whatever their order. */
  boolean hasOrder(List<Integer> columns) {
    return begins(definition.key(), columns)
        || definition.indexes().stream().anyMatch(index -> begins(index.columns(), columns));
  }

  private static boolean begins(List<Integer> order, List<Integer> columns) {
    return order.size() >= columns.size() && columns.containsAll(order.subList(0, columns.size()));
  }

  /**
   * The rows in an order by which they are found by these columns.
   *
   * @throws IllegalStateException if there is none
   */
  KeyedVersion by(List<Integer> columns) {
    if (begins(definition.key(), columns)) {
      return new KeyedVersion(rows, definition.layout());
    }
    for (int i = 0; i < indexes.size(); i++) {
      RelationDefinition.Index index = definition.indexes().get(i);
      if (begins(index.columns(), columns)) {
        return new KeyedVersion(indexes.get(i), definition.layout(index));
      }
    }
    throw new IllegalStateException(definition.name() + " has no order by columns " + columns);
  }

  /** The rows in another definition's bytes; the columns are the same. */
  EntryTree rewritten(RelationDefinition other) {
    return definition.key().equals(other.key()) ? rows : definition.reordered(rows, other.key());
  }

  /** The row that has the key of an entry, or null; of relations with a unique key. */
  EntryTree.@Nullable Found sameKey(Entries entries, int i, RowLayout layout) {
    int start = entries.start(i);
    int length = layout.keyLength(entries, i);
    return rows.first(Arrays.copyOfRange(entries.bytes(), start, start + length), length);
  }

  /**
   * Checks that the rows which changes have added to this version are alone with their keys.
   *
   * @param keyToo whether the key may have come twice
   * @throws LeatException 23505 otherwise
   */
  void check(List<Entries> changes, boolean keyToo) {
    if (keyToo && definition.unique() && !definition.key().isEmpty()) {
      check(rows, changes, definition.layout(), definition.key(), "primary key");
    }
    for (int i = 0; i < indexes.size(); i++) {
      RelationDefinition.Index index = definition.indexes().get(i);
      if (index.unique()) {
        check(
            indexes.get(i),
            definition.reordered(changes, index.columns()),
            definition.layout(index),
            index.columns(),
            constraint(index));
      }
    }
  }

  private static String constraint(RelationDefinition.Index index) {
    return "unique constraint " + index.name();
  }

  /**
   * Checks that no two rows of the last index agree in its columns.
   *
   * @throws LeatException 23505 otherwise
   */
  void checkLastIndex() {
    RelationDefinition.Index index = definition.indexes().get(indexes.size() - 1);
    RowLayout layout = definition.layout(index);
    EntryTree.Cursor cursor = indexes.get(indexes.size() - 1).cursor(null, null);
    byte[] before = {};
    boolean first = true;
    while (cursor.next()) {
      Entries leaf = cursor.leaf();
      for (int i = cursor.from(); i < cursor.to(); i++) {
        int start = leaf.start(i);
        int end = start + layout.keyLength(leaf, i);
        boolean same = !first && Arrays.equals(leaf.bytes(), start, end, before, 0, before.length);
        if (same || leaf.count(i) > 1) {
          refuseDuplicate(leaf, i, layout, index.columns(), constraint(index));
        }
        first = false;
        before = same ? before : Arrays.copyOfRange(leaf.bytes(), start, end);
      }
    }
  }

  private void check(
      EntryTree tree,
      List<Entries> changes,
      RowLayout layout,
      List<Integer> key,
      String constraint) {
    for (Entries run : changes) {
      check(tree, run, layout, key, constraint);
    }
  }

  private void check(
      EntryTree tree, Entries changes, RowLayout layout, List<Integer> key, String constraint) {
    int next;
    for (int i = 0; i < changes.size(); i = next) {
      long more = changes.count(i);
      for (next = i + 1; next < changes.size() && Rows.sameKey(changes, i, next, layout); next++) {
        more += changes.count(next);
      }
      if (more <= 0) {
        // It had a row at most, and has no more than before.
        continue;
      }
      int start = changes.start(i);
      byte[] prefix =
          Arrays.copyOfRange(changes.bytes(), start, start + layout.keyLength(changes, i));
      EntryTree.Cursor cursor = tree.cursor(prefix, EntryTree.after(prefix));
      long count = 0;
      while (cursor.next() && count < 2) {
        for (int j = cursor.from(); j < cursor.to(); j++) {
          count += cursor.leaf().count(j);
        }
      }
      if (count > 1) {
        refuseDuplicate(changes, i, layout, key, constraint);
      }
    }
  }

  /** Rows with a NULL are never duplicates. */
  private void refuseDuplicate(
      Entries entries, int i, RowLayout layout, List<Integer> key, String constraint) {
    List<@Nullable Object> values = values(entries, i, layout, key);
    if (values.stream().allMatch(value -> value != null)) {
      throw duplicate(constraint, key, values);
    }
  }

  private List<@Nullable Object> values(
      Entries changes, int i, RowLayout layout, List<Integer> key) {
    Column[] columns = key.stream().map(this::type).map(Column::of).toArray(Column[]::new);
    layout.decode(changes, i, i + 1, key.stream().mapToInt(Integer::intValue).toArray(), columns);
    List<@Nullable Object> values = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      values.add(BoxedValues.get(columns[c], 0, type(key.get(c))));
    }
    return values;
  }

  private DataType type(int column) {
    return definition.schema().type(column);
  }

  private LeatException duplicate(
      String constraint, List<Integer> key, List<@Nullable Object> values) {
    String names = key.stream().map(definition.schema()::name).collect(Collectors.joining(", "));
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(ValueText.of(values.get(i), type(key.get(i)), ZoneOffset.UTC));
    }
    return new LeatException(
        SqlState.UNIQUE_VIOLATION,
        "there is a row with ("
            + names
            + ") = ("
            + String.join(", ", texts)
            + ") already: "
            + constraint
            + " of "
            + definition.name());
  }
}
