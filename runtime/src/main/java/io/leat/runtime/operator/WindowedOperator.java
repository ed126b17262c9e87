package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operator for each window by itself. Windows are in order of their ends; at the end of an
 * epoch those that event time has passed give their results and are dropped.
 */
public final class WindowedOperator implements Operator {
  private static final int STATE_VERSION = 1;

  private final Node.Windowed node;
  private final List<RowSchema> inputs;
  private final WindowLayout layout;
  private final WindowContents contents;

  /** Windows are given in parts that add up, so that rows of those that are gone are taken too. */
  private final boolean parts;

  private final List<WindowSplit> splits = new ArrayList<>();
  private final TreeMap<WindowKey, OpenWindow> windows = new TreeMap<>();

  /** Windows with rows that are in no result yet, if there are results before the last. */
  private final Set<OpenWindow> changed = new HashSet<>();

  private OperatorContext context = OperatorContext.NOT_OPEN;
  private @Nullable OpenWindow last;
  private final LongColumn[] constants;

  /** When early results are due; {@link Long#MAX_VALUE} for no time. */
  private long earlyAt = Long.MAX_VALUE;

  private static final class OpenWindow {
    final WindowKey key;
    final WindowContent content;

    OpenWindow(WindowKey key, WindowContent content) {
      this.key = key;
      this.content = content;
    }
  }

  /**
   * @param bodies makes operators of a body
   */
  public WindowedOperator(
      Node.Windowed node, List<RowSchema> inputs, Function<Node, Operator> bodies) {
    this.node = node;
    this.inputs = inputs;
    this.layout = new WindowLayout(node, inputs);
    this.parts = WindowContents.isOfParts(node);
    this.contents =
        new WindowContents(node, inputs, layout, () -> body(bodies, layout.body(), inputs));
    for (int i = 0; i < node.ends().size(); i++) {
      List<Integer> columns = node.constants().isEmpty() ? List.of() : node.constants().get(i);
      splits.add(new WindowSplit(inputs.get(i), node.ends().get(i), columns, node.unitMicros()));
    }
    int count = node.constants().isEmpty() ? 0 : node.constants().get(0).size();
    this.constants = new LongColumn[count];
    for (int i = 0; i < count; i++) {
      constants[i] = new LongColumn();
    }
  }

  private static Operator body(Function<Node, Operator> bodies, Node body, List<RowSchema> inputs) {
    return body instanceof Node.PreAggregate slices
        ? new SliceOperator(slices, inputs.get(0))
        : bodies.apply(body);
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
    contents.open(newContext);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (node.ends().isEmpty()) {
      contents.common().process(input, delta, output);
      return;
    }
    WindowSplit split = splits.get(input);
    int count = split.open(delta);
    for (int i = 0; i < count; i++) {
      WindowKey key = split.key(i);
      if (!parts && key.end() <= gone(context.bound())) {
        if (node.late() == Node.Late.REPORTED) {
          reportLate(input, split.rows(i), key.end());
        }
        continue;
      }
      OpenWindow window = window(key);
      window.content.add(input, split.rows(i), results(key, output));
      if (!node.emission().equals(Node.Emission.ONCE)) {
        changed.add(window);
      }
    }
  }

  /** The ends of windows that are kept no more are at most this. */
  private long gone(long bound) {
    return EventTime.behind(bound, node.emission().latenessMicros());
  }

  private void reportLate(int input, ChangeBatch rows, long end) {
    for (int row = 0; row < rows.size(); row++) {
      RowSchema schema = inputs.get(input);
      context.rowLate(schema, rows, row, schema.type(node.ends().get(input)), end);
    }
  }

  private OpenWindow window(WindowKey key) {
    OpenWindow window = last;
    if (window == null || !window.key.equals(key)) {
      window = windows.get(key);
      if (window == null) {
        window = new OpenWindow(key, contents.create());
        windows.put(key, window);
      }
      last = window;
    }
    return window;
  }

  /** Puts the columns back that the body's results lack. */
  private Output results(WindowKey key, Output output) {
    if (!layout.lacksColumns()) {
      return output;
    }
    return batch -> {
      int[] constantOf = layout.constantOf();
      List<Column> columns = new ArrayList<>(constantOf.length);
      int next = 0;
      for (int constant : constantOf) {
        columns.add(
            constant < 0
                ? batch.column(next++)
                : filled(constants[constant], key.constants()[constant], batch.size()));
      }
      output.emit(new ChangeBatch(columns, batch.size(), batch.weights()));
    };
  }

  private static LongColumn filled(LongColumn column, long value, int count) {
    int filled = column.size();
    if (filled > 0 && column.get(0) != value) {
      column.clear();
      filled = 0;
    }
    long[] values = column.reserve(count);
    for (int i = filled; i < count; i++) {
      values[i] = value;
    }
    column.setSize(Math.max(filled, count));
    return column;
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    if (node.emission().equals(Node.Emission.ONCE)) {
      closeOnce(epoch, bound, output);
    } else {
      giveAgain(epoch, bound, output);
    }
    contents.endCommon(epoch, output);
    return boundOfResult(bound);
  }

  private void closeOnce(Epoch epoch, long bound, Output output) {
    for (Map.Entry<WindowKey, OpenWindow> first = windows.firstEntry();
        first != null && first.getKey().end() <= bound;
        first = windows.firstEntry()) {
      OpenWindow window = first.getValue();
      window.content.fire(epoch, results(window.key, output));
      drop(window);
    }
  }

  private void drop(OpenWindow window) {
    windows.remove(window.key);
    changed.remove(window);
    window.content.close();
    last = null;
  }

  /** Where windows may have several results. */
  private void giveAgain(Epoch epoch, long bound, Output output) {
    long early = node.emission().earlyMicros();
    boolean earlyIsDue = early > 0 && epoch.timeMicros() >= earlyAt;
    List<OpenWindow> rest = new ArrayList<>();
    for (OpenWindow window : inOrder(changed)) {
      if (earlyIsDue || window.key.end() <= bound) {
        window.content.fire(epoch, results(window.key, output));
        if (parts) {
          drop(window);
        }
      } else {
        rest.add(window);
      }
    }
    changed.clear();
    changed.addAll(rest);
    long gone = gone(bound);
    while (!windows.isEmpty() && windows.firstKey().end() <= gone) {
      drop(windows.firstEntry().getValue());
    }
    if (early > 0 && !changed.isEmpty()) {
      earlyAt = earlyIsDue || earlyAt == Long.MAX_VALUE ? epoch.timeMicros() + early : earlyAt;
      context.wakeAt(earlyAt);
    } else {
      earlyAt = Long.MAX_VALUE;
    }
  }

  private static List<OpenWindow> inOrder(Set<OpenWindow> windows) {
    return windows.stream().sorted((left, right) -> left.key.compareTo(right.key)).toList();
  }

  /** Rows that still come are of windows that are not gone, and their time is the last moment. */
  private long boundOfResult(long bound) {
    long gone = gone(bound);
    boolean special = gone == EventTime.NONE || gone == EventTime.END || gone == EventTime.IDLE;
    return special ? gone : Math.floorDiv(gone, node.unitMicros()) * node.unitMicros();
  }

  @Override
  public FrozenState freeze() {
    List<WindowKey> keys = List.copyOf(windows.keySet());
    Set<WindowKey> pending = new HashSet<>();
    changed.forEach(window -> pending.add(window.key));
    List<FrozenState> states =
        windows.values().stream().map(window -> window.content.freeze()).toList();
    return (keyGroup, writer) -> {
      boolean empty = true;
      for (int i = 0; i < keys.size(); i++) {
        byte[] bytes = WindowContents.bytes(states.get(i), keyGroup);
        if (bytes.length == 0) {
          continue;
        }
        if (empty) {
          writer.writeInt(STATE_VERSION);
          empty = false;
        }
        WindowKey key = keys.get(i);
        writer.writeLong(key.end());
        for (long constant : key.constants()) {
          writer.writeLong(constant);
        }
        writer.writeInt(pending.contains(key) ? 1 : 0);
        WindowContents.write(bytes, writer);
      }
    };
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    while (!reader.atEnd()) {
      long end = reader.readLong();
      long[] values = new long[constants.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = reader.readLong();
      }
      OpenWindow window = window(new WindowKey(end, values));
      if (reader.readInt() == 1) {
        changed.add(window);
        earlyAt = Long.MIN_VALUE;
      }
      window.content.restore(
          keyGroup, new io.leat.runtime.state.ByteStateReader(reader.readBytes()));
    }
  }

  @Override
  public long stateRows() {
    return windows.values().stream().mapToLong(window -> window.content.stateRows()).sum();
  }

  @Override
  public long memoryBytes() {
    return windows.values().stream().mapToLong(window -> window.content.memoryBytes()).sum();
  }

  @Override
  public void close() {
    windows.values().forEach(window -> window.content.close());
    windows.clear();
    contents.close();
  }
}
