package io.leat.runtime.aggregate;

import io.leat.runtime.state.RowTable;

/** Makes a call's result when the table of the groups is there. */
@FunctionalInterface
interface ResultMaker {
  AggregateResult make(RowTable groups);
}
