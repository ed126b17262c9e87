package io.leat.runtime.local.pipeline;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * INSERT … ON CONFLICT DO NOTHING: of rows in their order, those that agree in none of some keys
 * with a row that is there, or with one before them. A NULL in a key agrees with nothing.
 */
public final class AbsentRows {
  private final List<Key> keys = new ArrayList<>();
  private final RelationDefinition definition;
  private final EntriesBuilder absent = new EntriesBuilder();
  private long count;

  /** The rows of a version in the order of a key, and the keys of the rows that are to be added. */
  private record Key(
      List<Integer> columns, RowLayout layout, EntryTree rows, Set<ByteBuffer> added) {}

  /**
   * The absent rows of one version.
   *
   * @param key the columns of the one key that counts, in any order; none if all do
   */
  public AbsentRows(RelationVersion version, List<Integer> key) {
    this.definition = version.definition();
    if (definition.unique() && counts(definition.key(), key)) {
      keys.add(new Key(definition.key(), definition.layout(), version.rows(), new HashSet<>()));
    }
    for (RelationDefinition.Index index : definition.indexes()) {
      EntryTree rows = version.index(index.name());
      if (index.unique() && counts(index.columns(), key) && rows != null) {
        keys.add(new Key(index.columns(), definition.layout(index), rows, new HashSet<>()));
      }
    }
  }

  /** Whether the primary key alone tells which rows are absent. */
  public static boolean dependOnPrimaryKey(RelationDefinition definition, List<Integer> key) {
    return definition.unique()
        && counts(definition.key(), key)
        && (!key.isEmpty()
            || definition.indexes().stream().noneMatch(RelationDefinition.Index::unique));
  }

  private static boolean counts(List<Integer> columns, List<Integer> key) {
    return key.isEmpty() || Set.copyOf(columns).equals(Set.copyOf(key));
  }

  /** Takes those of the rows that are absent. */
  public void add(ChangeBatch batch) {
    Column[] columns = new Column[definition.schema().size()];
    Arrays.setAll(columns, batch::column);
    for (int row = 0; row < batch.size(); row++) {
      if (isAbsent(columns, row)) {
        definition.layout().encode(columns, row, 1, absent);
        count++;
      }
    }
  }

  /** All that have been taken, each in its table's bytes; nothing may be added after this. */
  public Entries rows() {
    return absent.build();
  }

  /** How many have been taken. */
  public long count() {
    return count;
  }

  /** The buffers go around whole arrays. */
  @SuppressWarnings("ByteBufferBackingArray")
  private boolean isAbsent(Column[] columns, int row) {
    List<@Nullable ByteBuffer> own = new ArrayList<>();
    for (Key key : keys) {
      ByteBuffer bytes = bytes(key, columns, row);
      own.add(bytes);
      if (bytes != null
          && (key.added().contains(bytes)
              || key.rows().first(bytes.array(), bytes.capacity()) != null)) {
        return false;
      }
    }
    for (int i = 0; i < own.size(); i++) {
      ByteBuffer bytes = own.get(i);
      if (bytes != null) {
        keys.get(i).added().add(bytes);
      }
    }
    return true;
  }

  private static @Nullable ByteBuffer bytes(Key key, Column[] columns, int row) {
    if (key.columns().stream().anyMatch(column -> columns[column].isNull(row))) {
      return null;
    }
    EntriesBuilder builder = new EntriesBuilder();
    key.layout().encode(columns, row, 1, builder);
    Entries entry = builder.build();
    int start = entry.start(0);
    return ByteBuffer.wrap(
        Arrays.copyOfRange(entry.bytes(), start, start + key.layout().keyLength(entry, 0)));
  }
}
