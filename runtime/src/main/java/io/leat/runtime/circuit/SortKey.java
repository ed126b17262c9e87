package io.leat.runtime.circuit;

/**
 * One key of an order.
 *
 * @param column the index of the column that is compared
 * @param descending whether larger values come first
 * @param nullsFirst whether NULLs come before all values, whatever the direction
 */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
