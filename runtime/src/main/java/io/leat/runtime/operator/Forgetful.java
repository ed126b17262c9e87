package io.leat.runtime.operator;

/** An operator that may forget what has not been touched for the {@link Lifetimes} it was given. */
interface Forgetful extends Operator {

  /** Drops what is over by now; between the end of an epoch and the first row of the next. */
  void forget();
}
