package io.leat.sql.lower;

import java.util.List;
import java.util.Optional;

/**
 * An order in which the engine finds the rows of a stored table.
 *
 * @param index as {@link io.leat.runtime.circuit.KeyRange} names it; absent for the primary key
 * @param columns indexes of the table's columns by which rows are ordered
 * @param unique whether values of all columns, none of them NULL, find one row at most
 */
public record KeyOrder(Optional<String> index, List<Integer> columns, boolean unique) {
  public KeyOrder {
    columns = List.copyOf(columns);
  }
}
