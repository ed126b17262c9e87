package io.leat.runtime.relation;

/** A leaf of a tree, which is {@link Entries}, or a {@link Branch}. */
sealed interface TreeNode permits Entries, Branch {
  /** How many entries are below. */
  long entries();

  /** The sum of their counts. */
  long total();

  /** Bytes of memory that this and what is below hold. */
  long memoryBytes();
}
