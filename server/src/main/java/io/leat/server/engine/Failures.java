package io.leat.server.engine;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import org.jspecify.annotations.Nullable;

/** Gives every failure a form that a user may see. */
final class Failures {
  private Failures() {}

  /** The user's error, or one that says it is a bug and keeps the cause for the log. */
  static LeatException of(@Nullable Throwable failure) {
    if (failure instanceof LeatException user) {
      return user;
    }
    return new LeatException(
        SqlState.INTERNAL_ERROR,
        "internal error: " + failure + "; this is a bug in Leat",
        null,
        null,
        failure);
  }
}
