package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntryTree;
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
  RelationVersion apply(Entries changes) {
    if (changes.size() == 0) {
      return this;
    }
    List<EntryTree> changed = new ArrayList<>(indexes);
    for (int i = 0; i < indexes.size(); i++) {
      changed.set(i, indexes.get(i).apply(reordered(changes, definition.indexes().get(i))));
    }
    return new RelationVersion(definition, since, rows.apply(changes), changed, failure);
  }

  /** With one more index over all rows. */
  RelationVersion with(RelationDefinition.Index index) {
    List<EntryTree> more = new ArrayList<>(indexes);
    EntryTree tree = EntryTree.EMPTY;
    EntryTree.Cursor cursor = rows.cursor(null, null);
    while (cursor.next()) {
      tree =
          tree.apply(
              definition.reordered(cursor.leaf(), cursor.from(), cursor.to(), index.columns()));
    }
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

  private Entries reordered(Entries changes, RelationDefinition.Index index) {
    return definition.reordered(changes, 0, changes.size(), index.columns());
  }

  /** The rows in another definition's bytes; the columns are the same. */
  EntryTree rewritten(RelationDefinition other) {
    if (definition.key().equals(other.key())) {
      return rows;
    }
    EntryTree tree = EntryTree.EMPTY;
    EntryTree.Cursor cursor = rows.cursor(null, null);
    while (cursor.next()) {
      tree =
          tree.apply(definition.reordered(cursor.leaf(), cursor.from(), cursor.to(), other.key()));
    }
    return tree;
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
   * @throws LeatException 23505 otherwise
   */
  void check(Entries changes) {
    if (definition.unique() && !definition.key().isEmpty()) {
      check(rows, changes, definition.layout(), definition.key(), "primary key");
    }
    for (int i = 0; i < indexes.size(); i++) {
      RelationDefinition.Index index = definition.indexes().get(i);
      if (index.unique()) {
        check(
            indexes.get(i),
            reordered(changes, index),
            definition.layout(index),
            index.columns(),
            "unique constraint " + index.name());
      }
    }
  }

  private void check(
      EntryTree tree, Entries changes, RowLayout layout, List<Integer> key, String constraint) {
    for (int i = 0; i < changes.size(); i++) {
      if (changes.count(i) <= 0) {
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
        List<@Nullable Object> values = values(changes, i, layout, key);
        if (values.stream().allMatch(value -> value != null)) {
          throw duplicate(constraint, key, values);
        }
      }
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
