package io.leat.runtime.operator;

import io.leat.runtime.relation.KeyedVersion;

/**
 * The rows of a stored relation by key, at both ends of the open epoch. They change only between
 * epochs.
 */
public interface Arrangement {

  /** As of the end of the epoch before. */
  KeyedVersion before();

  /** As of this epoch's end: what the source gives in it added. */
  KeyedVersion after();

  /**
   * Whether what the source gives in this epoch is in {@link #before} already: a circuit begins
   * with the content of a moment.
   */
  boolean holdsInput();
}
