package io.leat.runtime.relation;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the entries below a node of a tree come to in a column of whole numbers; kept with the node,
 * which never changes. A branch that stands for an older one begins with what the two share: a sum
 * that leaves out the children that are new.
 *
 * @param layout of the entries
 * @param sum of the column's values, each as often as its entry counts
 * @param present how often it is not NULL
 * @param missing the children whose entries are not in it; null if none is missing, changed by
 *     nobody
 * @param next the same of another column
 */
record ColumnSum(
    RowLayout layout,
    int column,
    long sum,
    long present,
    @Nullable BitSet missing,
    @Nullable ColumnSum next) {

  /** The one of a column, if it is in the list that begins here. */
  static @Nullable ColumnSum find(@Nullable ColumnSum first, RowLayout layout, int column) {
    for (ColumnSum each = first; each != null; each = each.next) {
      if (each.column == column && each.layout == layout) {
        return each;
      }
    }
    return null;
  }

  /** As {@link #find}, of one that leaves nothing out. */
  static @Nullable ColumnSum findWhole(TreeNode node, RowLayout layout, int column) {
    ColumnSum found = find(node.sums(), layout, column);
    return found == null || found.missing != null ? null : found;
  }

  /** The list that begins here without a column and without what is of another layout. */
  static @Nullable ColumnSum others(@Nullable ColumnSum first, RowLayout layout, int column) {
    if (first == null) {
      return null;
    }
    ColumnSum next = others(first.next, layout, column);
    if (first.layout != layout || first.column == column) {
      return next;
    }
    return first.before(next);
  }

  /** The same in front of another list. */
  ColumnSum before(@Nullable ColumnSum other) {
    return new ColumnSum(layout, column, sum, present, missing, other);
  }
}
