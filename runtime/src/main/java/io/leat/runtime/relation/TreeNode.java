package io.leat.runtime.relation;

import org.jspecify.annotations.Nullable;

/** A leaf of a tree, which is {@link Entries}, or a {@link Branch}. */
sealed interface TreeNode permits Entries, Branch {
  /** How many entries are below. */
  long entries();

  /** The sum of their counts. */
  long total();

  /**
   * The sums that have been kept so far, whole ones and ones that leave children out, as a list.
   */
  @Nullable ColumnSum sums();

  /** Keeps a sum and those behind it in the list; one that another thread keeps now may be lost. */
  void keep(ColumnSum sum);

  /** Bytes of memory that this and what is below hold. */
  long memoryBytes();
}
