package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import java.util.List;

/**
 * What an aggregate function needs of the rows of each group before they go to another shard, in
 * one or more columns. But for extremes it is linear: it adds up over rows, whatever their weights.
 */
abstract class Part {

  /** How many columns it has. */
  int width() {
    return 1;
  }

  /** Makes room for so many groups; new ones have no rows. */
  abstract void reserve(int groups);

  /** Adds rows to their groups. */
  abstract void add(Feed feed);

  /** Whether a group is as if it had no rows. */
  abstract boolean isZero(int group);

  /** Appends some groups to its columns. */
  abstract void append(int[] groups, int count, List<Column> targets);

  /** How many rows a group needs beside its own, since its values do not fit into one. */
  int extras(int group) {
    return 0;
  }

  /** Appends such a row to its columns and gives its weight. */
  long appendExtra(int group, int number, List<Column> targets) {
    throw new IllegalStateException("no more rows of group " + group + ": " + number);
  }

  /** Appends what adds nothing. */
  abstract void appendZero(List<Column> targets);

  /** Forgets the first groups. */
  abstract void clear(int groups);

  /**
   * Adds the columns of the rows themselves, each with its own weight: lent, until the next batch
   * is read.
   */
  abstract void each(Feed feed, List<Column> columns);
}
