package io.leat.sql.statement;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogIndex;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.catalog.Relation;
import io.leat.sql.lower.KeyOrder;
import io.leat.sql.validate.QueryConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The orders of stored tables as the catalog declares them: key, UNIQUE, CREATE INDEX. */
final class StoredOrders implements Function<TableDefinition, List<KeyOrder>> {
  private final QueryConverter converter;

  StoredOrders(QueryConverter converter) {
    this.converter = converter;
  }

  @Override
  public List<KeyOrder> apply(TableDefinition table) {
    List<KeyOrder> orders = new ArrayList<>();
    if (!table.primaryKey().isEmpty()) {
      orders.add(new KeyOrder(Optional.empty(), table.primaryKey(), true));
    }
    Optional<Relation> relation = converter.stored(table);
    if (relation.isEmpty()) {
      return orders;
    }
    RowSchema schema = table.schema();
    if (relation.get() instanceof CatalogTable managed) {
      for (CatalogTable.Unique unique : managed.unique()) {
        orders.add(
            new KeyOrder(Optional.of(unique.name()), columns(schema, unique.columns()), true));
      }
    }
    for (CatalogIndex index : converter.scope().catalog().indexes(relation.get().name())) {
      orders.add(
          new KeyOrder(
              Optional.of(index.name().toString()),
              columns(schema, index.columns()),
              index.unique()));
    }
    return orders;
  }

  private static List<Integer> columns(RowSchema schema, List<String> names) {
    return names.stream().map(schema::indexOf).toList();
  }
}
