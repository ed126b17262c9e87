package io.leat.runtime.local;

import java.util.ArrayDeque;
import java.util.List;

/** The most recent row errors of a run, oldest first. Safe for use by several threads. */
final class RowErrorLog {
  static final int LIMIT = 1000;

  private final ArrayDeque<CircuitRun.RowError> errors = new ArrayDeque<>();

  synchronized void add(CircuitRun.RowError error) {
    if (errors.size() == LIMIT) {
      errors.remove();
    }
    errors.add(error);
  }

  synchronized List<CircuitRun.RowError> toList() {
    return List.copyOf(errors);
  }
}
