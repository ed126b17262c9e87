package io.leat.runtime.operator;

import io.leat.runtime.state.StateReader;

/**
 * An operator that may run for one window after the other: it gives nothing before the end of an
 * epoch, which for it may be as long as the window, and may be frozen within the first one.
 */
interface WindowBody extends Operator {

  /** As everywhere; the state may also have been frozen within the first epoch, before its end. */
  @Override
  void restoreOpen(int keyGroup, StateReader reader);

  /** Forgets everything, and keeps memory for the next window. */
  void reset();
}
