package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;

/** What a row must fulfil to go on. */
public final class RowChecks {
  private RowChecks() {}

  /** TRUE, or an error of the row with an SQLSTATE and a message. */
  public static boolean require(boolean holds, Slice state, Slice message) {
    if (!holds) {
      throw new RowException(state.toString(), message.toString());
    }
    return true;
  }
}
