package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;

/** The rows of one input of a join as the other one's changes meet them. */
interface MatchingRows {

  /** Gives the pairs that a batch of the other input makes with the rows. */
  void pairs(ChangeBatch batch, Output output);

  /**
   * Gives the rows that have the key of a row of the other input, or takes them back, alone; some
   * may be given by {@link #endAlone} only.
   *
   * @param sign 1 or −1
   */
  void alone(ChangeBatch batch, int row, long sign, Output output);

  void endAlone(Output output);
}
