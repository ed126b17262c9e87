package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.RowException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Why some rows of a batch have no value. */
public final class RowFailures {
  private @Nullable RowException[] errors = {};
  private boolean any;

  /** Notes an error; the first one of a row stays. */
  void fail(int row, RowException error) {
    any = true;
    errors = errors.length == 0 ? new RowException[ChangeBatch.MAX_ROWS] : errors;
    if (errors[row] == null) {
      errors[row] = error;
    }
  }

  public boolean any() {
    return any;
  }

  /** The error of a row; null if it has none. */
  public @Nullable RowException get(int row) {
    return any ? errors[row] : null;
  }

  public void clear() {
    if (any) {
      Arrays.fill(errors, null);
      any = false;
    }
  }
}
