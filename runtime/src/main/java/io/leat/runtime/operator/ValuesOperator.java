package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StateReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Emits constant rows at the end of its first epoch, on the shard that owns the pinned key group.
 * Its state says that it has.
 */
public final class ValuesOperator implements Operator {
  private static final int STATE_VERSION = 1;

  private final Node.Values node;
  private boolean pinned;
  private boolean emitted;

  public ValuesOperator(Node.Values node) {
    this.node = node;
  }

  @Override
  public void open(OperatorContext context) {
    pinned = context.keyGroups().contains(KeyGroups.PINNED);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    throw new IllegalStateException("constant rows have no input");
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    if (!pinned || emitted) {
      return;
    }
    emitted = true;
    List<List<Expression.Constant>> rows = node.rows();
    for (int from = 0; from < rows.size(); from += ChangeBatch.MAX_ROWS) {
      List<List<Expression.Constant>> part =
          rows.subList(from, Math.min(rows.size(), from + ChangeBatch.MAX_ROWS));
      output.emit(new ChangeBatch(columns(part), part.size(), null));
    }
  }

  private List<Column> columns(List<List<Expression.Constant>> rows) {
    List<Column> columns = new ArrayList<>(node.schema().size());
    for (int i = 0; i < node.schema().size(); i++) {
      Column column = Column.of(node.schema().type(i));
      for (List<Expression.Constant> row : rows) {
        BoxedValues.append(column, node.schema().type(i), row.get(i).value());
      }
      columns.add(column);
    }
    return columns;
  }

  @Override
  public FrozenState freeze() {
    boolean frozen = emitted;
    return (keyGroup, writer) -> {
      if (keyGroup == KeyGroups.PINNED && frozen) {
        writer.writeInt(STATE_VERSION);
      }
    };
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    emitted = true;
  }

  @Override
  public void close() {}
}
