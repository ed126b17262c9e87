package io.leat.runtime.relation;

import org.jspecify.annotations.Nullable;

/**
 * What the entries below a node of a tree come to in a column of whole numbers; kept with the node,
 * which never changes.
 *
 * @param layout of the entries
 * @param sum of the column's values, each as often as its entry counts
 * @param present how often it is not NULL
 * @param next the same of another column
 */
record ColumnSum(RowLayout layout, int column, long sum, long present, @Nullable ColumnSum next) {

  /** The one of a column, if it is in the list that begins here. */
  static @Nullable ColumnSum find(@Nullable ColumnSum first, RowLayout layout, int column) {
    for (ColumnSum each = first; each != null; each = each.next) {
      if (each.column == column && each.layout == layout) {
        return each;
      }
    }
    return null;
  }
}
