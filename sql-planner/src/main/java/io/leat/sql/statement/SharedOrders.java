package io.leat.sql.statement;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.CatalogMaterializedView.Joined;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.catalog.Relation;
import io.leat.sql.lower.ArrangedJoins;
import io.leat.sql.lower.KeyOrder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides where the joins of a view find rows of stored relations instead of keeping them: where
 * the relation's key, a UNIQUE or an index leads to them, and where somebody else, another view or
 * another join of this one, wants the same rows by the same columns, so that one index serves all
 * of them.
 *
 * <p>A view over connectors goes on from its joins' state after a restart, whatever has become of
 * indexes and other views meanwhile; so in such a view the key alone decides.
 */
final class SharedOrders {
  private final Catalog catalog;
  private final StoredOrders orders;

  SharedOrders(Catalog catalog, StoredOrders orders) {
    this.catalog = catalog;
    this.orders = orders;
  }

  /** What a circuit's joins want to find. */
  static Set<Joined> joined(Circuit circuit) {
    Set<Joined> joined = new HashSet<>();
    ArrangedJoins.possible(circuit).forEach(arranged -> joined.add(joined(arranged)));
    return joined;
  }

  private static Joined joined(Arranged arranged) {
    return new Joined(arranged.table().name(), Set.copyOf(arranged.key()));
  }

  /** The circuit of a view, with joins that find rows where they are kept. */
  Circuit used(Circuit circuit, ObjectName view) {
    boolean connectors =
        circuit.nodes().stream()
            .anyMatch(node -> node instanceof Node.Source source && !source.table().isStored());
    Map<Joined, Integer> wanted = new LinkedHashMap<>();
    if (!connectors) {
      ArrangedJoins.possible(circuit)
          .forEach(arranged -> wanted.merge(joined(arranged), 1, Integer::sum));
      for (Relation relation : catalog.contents().relations()) {
        if (relation instanceof CatalogMaterializedView other && !other.name().equals(view)) {
          other.joined().forEach(joined -> wanted.merge(joined, 1, Integer::sum));
        }
      }
    }
    return ArrangedJoins.of(
        circuit,
        arranged ->
            leads(arranged.table().primaryKey(), arranged.key())
                || wanted.getOrDefault(joined(arranged), 0) > 1
                || (!connectors && hasOrder(arranged)));
  }

  private boolean hasOrder(Arranged arranged) {
    return orders.apply(arranged.table()).stream()
        .map(KeyOrder::columns)
        .anyMatch(columns -> leads(columns, arranged.key()));
  }

  /** Whether an order's first columns are these, in whatever order. */
  private static boolean leads(List<Integer> order, List<Integer> columns) {
    return order.size() >= columns.size() && columns.containsAll(order.subList(0, columns.size()));
  }
}
