package io.leat.runtime.aggregate;

import io.leat.runtime.state.RowTable;

/** Tells how many rows of a group there are of some kind. */
interface Counter {
  long count(RowTable table, int group);
}
