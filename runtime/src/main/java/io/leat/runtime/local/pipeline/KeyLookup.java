package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.connector.Source;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a key range in a version of a relation. */
final class KeyLookup {
  private final RelationVersion version;

  KeyLookup(RelationVersion version) {
    this.version = version;
  }

  /** How many entries are in the range at most; the count stops above {@code most}. */
  long count(KeyRange range, long most) {
    if (isOfWholeKeys(range)) {
      return range.alternatives().size();
    }
    long[] count = new long[1];
    visit(
        range,
        (tree, from, to) -> {
          EntryTree.Cursor cursor = tree.cursor(from, to);
          while (count[0] <= most && cursor.next()) {
            count[0] += cursor.to() - cursor.from();
          }
        });
    return count[0];
  }

  /** Whether each alternative finds one row or none, whatever there is. */
  private boolean isOfWholeKeys(KeyRange range) {
    RelationDefinition definition = version.definition();
    if (range.index().isPresent() || !definition.unique()) {
      return false;
    }
    for (KeyRange.Interval interval : range.alternatives()) {
      if (interval.equal().size() < definition.key().size()) {
        return false;
      }
    }
    return true;
  }

  private RelationDefinition.Index index(String name) {
    for (RelationDefinition.Index index : version.definition().indexes()) {
      if (index.name().equalsIgnoreCase(name)) {
        return index;
      }
    }
    throw gone(name);
  }

  private static LeatException gone(String name) {
    return new LeatException(
            SqlState.SERIALIZATION_FAILURE, "index " + name + " has been made or dropped meanwhile")
        .withHint("run the transaction again");
  }

  /** A bounded source of the rows in the range. */
  Source source(KeyRange range) {
    List<Integer> order =
        range.index().isPresent()
            ? index(range.index().get()).columns()
            : version.definition().key();
    EntriesSource source = new EntriesSource(version.definition(), order, true);
    visit(range, source::add);
    return source;
  }

  /** Takes a part of a tree. */
  @FunctionalInterface
  private interface Visitor {
    void visit(EntryTree tree, byte @Nullable [] from, byte @Nullable [] to);
  }

  private void visit(KeyRange range, Visitor visitor) {
    RelationDefinition definition = version.definition();
    RowLayout layout = definition.layout();
    EntryTree tree = version.rows();
    Optional<String> name = range.index();
    if (name.isPresent()) {
      layout = definition.layout(index(name.get()));
      EntryTree found = version.index(name.get());
      if (found == null) {
        throw gone(name.get());
      }
      tree = found;
    }
    for (KeyRange.Interval interval : range.alternatives()) {
      byte[] equal = layout.prefix(values(interval.equal()));
      byte[] from = equal;
      byte[] to = EntryTree.after(equal);
      if (interval.lower().isPresent()) {
        KeyRange.Bound bound = interval.lower().get();
        byte[] at = prefix(layout, interval, bound);
        from = bound.inclusive() ? at : EntryTree.after(at);
      } else if (interval.upper().isPresent()) {
        // NULL is low and in no range.
        from = after(layout, interval);
      }
      if (interval.upper().isPresent()) {
        KeyRange.Bound bound = interval.upper().get();
        byte[] at = prefix(layout, interval, bound);
        to = bound.inclusive() ? EntryTree.after(at) : at;
      }
      if (from != null) {
        visitor.visit(tree, from, to);
      }
    }
  }

  private static byte @Nullable [] after(RowLayout layout, KeyRange.Interval interval) {
    List<@Nullable Object> values = values(interval.equal());
    int column = layout.key().get(values.size());
    if (!layout.types().get(column).nullable()) {
      return layout.prefix(values);
    }
    values.add(null);
    return EntryTree.after(layout.prefix(values));
  }

  private static byte[] prefix(RowLayout layout, KeyRange.Interval interval, KeyRange.Bound bound) {
    List<@Nullable Object> values = values(interval.equal());
    values.add(bound.value().value());
    return layout.prefix(values);
  }

  private static List<@Nullable Object> values(List<Expression.Constant> constants) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Expression.Constant constant : constants) {
      values.add(constant.value());
    }
    return values;
  }
}
