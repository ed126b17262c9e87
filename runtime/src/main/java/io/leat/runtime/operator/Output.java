package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;

/** Where an operator's result goes. */
@FunctionalInterface
public interface Output {

  /**
   * Passes a batch on. When the call returns, nobody downstream reads it any more: its owner may
   * refill it.
   */
  void emit(ChangeBatch batch);
}
