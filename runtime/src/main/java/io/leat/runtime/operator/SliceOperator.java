package io.leat.runtime.operator;

import io.leat.runtime.aggregate.PartialGroups;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BatchBytes;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.StateWriter;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parts of a slice of windows: what a {@link Node.PreAggregate} makes, of all rows of the slice
 * together, however many groups there are.
 */
final class SliceOperator implements WindowBody {
  private static final int STATE_VERSION = 1;

  private final PartialGroups groups;
  private final int[] keys;

  /** Parts from before a restart. */
  private final List<ChangeBatch> restored = new ArrayList<>();

  private long restoredRows;

  SliceOperator(Node.PreAggregate node, RowSchema input) {
    groups = new PartialGroups(node, input);
    keys = IntStream.range(0, node.keys().size()).toArray();
  }

  @Override
  public void open(OperatorContext context) {}

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    groups.add(delta);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    restored.forEach(output::emit);
    forgetRestored();
    groups.flush(output::emit);
  }

  private void forgetRestored() {
    restored.clear();
    restoredRows = 0;
  }

  @Override
  public FrozenState freeze() {
    List<ChangeBatch> parts = new ArrayList<>(restored);
    groups.give(batch -> parts.add(batch.copy()));
    return (keyGroup, writer) -> parts.forEach(part -> write(part, keyGroup, writer));
  }

  private void write(ChangeBatch part, int keyGroup, StateWriter writer) {
    long[] hashes = new long[part.size()];
    StableHash.hash(part, keys, hashes);
    int[] rows =
        IntStream.range(0, part.size())
            .filter(row -> StableHash.keyGroup(hashes[row]) == keyGroup)
            .toArray();
    if (rows.length == 0) {
      return;
    }
    List<Column> columns = new ArrayList<>(part.columnCount());
    for (int i = 0; i < part.columnCount(); i++) {
      Column column = part.column(i).emptyLike();
      column.append(part.column(i), rows, rows.length);
      columns.add(column);
    }
    long[] weights =
        part.weights() == null ? null : IntStream.of(rows).mapToLong(part::weight).toArray();
    byte[] bytes = BatchBytes.write(new ChangeBatch(columns, rows.length, weights));
    writer.writeInt(STATE_VERSION);
    writer.writeBytes(bytes, 0, bytes.length);
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    while (!reader.atEnd()) {
      StateVersion.check(reader, STATE_VERSION);
      ChangeBatch part = BatchBytes.read(reader.readBytes());
      restored.add(part);
      restoredRows += part.size();
    }
  }

  @Override
  public void restoreOpen(int keyGroup, StateReader reader) {
    restore(keyGroup, reader);
  }

  @Override
  public void reset() {
    forgetRestored();
    groups.clear();
  }

  @Override
  public long stateRows() {
    return groups.size() + restoredRows;
  }

  @Override
  public void close() {}
}
