package io.leat.sql.validate;

import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * The hints LOOKUP of the query blocks around a place. A hint is for its own block; of several for
 * a table, the first one counts.
 */
final class LookupHints {
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Map<ObjectName, Relation> tables = new LinkedHashMap<>();

  /** The hints of a block, those that were for a table, and the tables it looks rows up in. */
  private record Block(List<LookupHint> hints, List<LookupHint> used, List<String> lookedUp) {}

  /** Into a block; its hints are read. */
  void enter(SqlSelect select) {
    List<LookupHint> hints = select.hasHints() ? LookupHint.of(select.getHints()) : List.of();
    blocks.push(new Block(hints, new ArrayList<>(), new ArrayList<>()));
  }

  /** Behind the block's FROM: all tables have been named. */
  void requireUsed() {
    Block block = blocks.element();
    for (LookupHint hint : block.hints()) {
      if (!block.used().contains(hint)) {
        throw hint.unused(block.lookedUp());
      }
    }
  }

  void leave() {
    blocks.pop();
  }

  /**
   * The name by which the query sees a table that it looks rows up in.
   *
   * @param alias null if it has none
   */
  ObjectName lookedUp(Relation relation, SqlIdentifier name, @Nullable String alias) {
    Block block = blocks.element();
    String last = name.names.get(name.names.size() - 1);
    block.lookedUp().add(alias == null ? last : alias);
    LookupHint first = null;
    for (LookupHint hint : block.hints()) {
      if (hint.table().equalsIgnoreCase(alias)
          || hint.table().equalsIgnoreCase(last)
          || hint.table().equalsIgnoreCase(String.join(".", name.names))) {
        block.used().add(hint);
        first = first == null ? hint : first;
      }
    }
    if (first == null) {
      return relation.name();
    }
    if (!(relation instanceof CatalogTable table)) {
      throw QueryRewriter.refused(
          "the hint LOOKUP for the " + relation.noun() + " '" + last + "'",
          "join the table itself",
          name);
    }
    CatalogTable hinted = first.applied(table);
    if (hinted.options().equals(table.options())) {
      return relation.name();
    }
    ObjectName own = relation.name();
    ObjectName told =
        new ObjectName(own.catalog(), own.database(), own.name() + " with " + hinted.options());
    tables.put(told, hinted);
    return told;
  }

  /** The tables that hints have changed, by the names that stand for them. */
  Map<ObjectName, Relation> tables() {
    return tables;
  }
}
