package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;

/** The result over a bare NULL. */
final class NullResult extends AggregateResult {
  @Override
  void append(int group, Column target) {
    target.appendNull();
  }
}
