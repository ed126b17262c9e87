package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;

/** The right input of a temporal join: which rows of a key hold at a time. */
interface RightRows {

  /** The rows, with their weights in the word {@link JoinLayout#WEIGHT}. */
  RowTable table();

  /** Takes changes. */
  void take(ChangeBatch delta, OperatorContext context);

  /** All changes of the epoch have been taken. */
  void endChanges(Epoch epoch, OperatorContext context);

  /** Finds the keys of left rows; −1 where there is none. */
  void find(Column[] keys, int count, long[] hashes, int[] found);

  /** Turns to the rows of a key that hold at a left row's time. */
  void open(int key, long leftTime);

  /** Copies the next of them, at most {@code count}; gives how many, 0 at the end. */
  int next(int[] target, int at, int count);

  /** Left rows before the bound ask for nothing more. */
  void settle(long bound);

  FrozenRows freeze();

  void restore(StateReader reader);

  /** Bytes of memory held. */
  long memoryBytes();
}
