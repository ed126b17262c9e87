package io.leat.runtime.relation;

/**
 * A version of a relation's rows in an order by which they are found.
 *
 * @param layout of the entries; what is looked up are values of the first columns of its key
 */
public record KeyedVersion(EntryTree rows, RowLayout layout) {}
