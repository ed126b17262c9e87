package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.ByteStateReader;
import io.leat.runtime.state.ByteStateWriter;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.StateWriter;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes what is kept of the windows of a {@link Node.Windowed}, in one of three forms. */
final class WindowContents {
  private static final int STATE_VERSION = 1;

  /** Bodies of closed windows that are kept for others. */
  private static final int MAX_SPARE = 4;

  private final Node.Windowed node;
  private final List<RowSchema> inputs;
  private final WindowLayout layout;
  private final Supplier<Operator> bodies;
  private final boolean once;
  private final WindowRows.Scratch scratch = new WindowRows.Scratch();
  private final Deque<WindowBody> spare = new ArrayDeque<>();
  private OperatorContext context = OperatorContext.NOT_OPEN;

  /** Of windows that give their rows to one body: the body of this epoch. */
  private @Nullable Operator common;

  /**
   * @param bodies makes operators of the layout's body
   */
  WindowContents(
      Node.Windowed node, List<RowSchema> inputs, WindowLayout layout, Supplier<Operator> bodies) {
    this.node = node;
    this.inputs = inputs;
    this.layout = layout;
    this.bodies = bodies;
    this.once = node.emission().equals(Node.Emission.ONCE);
  }

  void open(OperatorContext newContext) {
    context = newContext;
  }

  /** Whether a window may be given in parts that add up. */
  static boolean isOfParts(Node.Windowed node) {
    return node.body() instanceof Node.PreAggregate;
  }

  WindowContent create() {
    boolean direct =
        isOfParts(node)
            || (once
                && (node.body() instanceof Node.Aggregate
                    || node.body() instanceof Node.TopN
                    || (node.body() instanceof Node.SetOperation set
                        && set.kind() == Node.SetOperation.Kind.DISTINCT)));
    return direct ? new Direct() : new Waiting();
  }

  private Operator opened() {
    Operator body = bodies.get();
    body.open(context);
    return body;
  }

  /** The body for the rows of all windows that close in this epoch. */
  Operator common() {
    Operator body = common;
    if (body == null) {
      body = opened();
      common = body;
    }
    return body;
  }

  /** Gives the result of the windows that close in this epoch. */
  void endCommon(Epoch epoch, Output output) {
    Operator body = common;
    if (body == null) {
      return;
    }
    body.endEpoch(epoch, EventTime.END, output);
    if (body instanceof WindowBody reused) {
      reused.reset();
    } else {
      body.close();
      common = null;
    }
  }

  void close() {
    if (common != null) {
      common.close();
    }
    spare.forEach(Operator::close);
  }

  /** A body takes the rows as they come; for one epoch, which is the window's time. */
  private final class Direct implements WindowContent {
    private final WindowBody body;

    Direct() {
      WindowBody reused = spare.poll();
      body = reused == null ? (WindowBody) opened() : reused;
    }

    @Override
    public void add(int input, ChangeBatch rows, Output output) {
      body.process(input, rows, output);
    }

    @Override
    public void fire(Epoch epoch, Output output) {
      body.endEpoch(epoch, EventTime.END, output);
    }

    @Override
    public FrozenState freeze() {
      return body.freeze();
    }

    @Override
    public void restore(int keyGroup, StateReader reader) {
      body.restoreOpen(keyGroup, reader);
    }

    @Override
    public long stateRows() {
      return body.stateRows();
    }

    @Override
    public long memoryBytes() {
      return body.memoryBytes();
    }

    @Override
    public void close() {
      if (spare.size() < MAX_SPARE) {
        body.reset();
        spare.push(body);
      } else {
        body.close();
      }
    }
  }

  /**
   * Rows wait until a result is to be given: then a body takes them all. It is the window's own if
   * there may be several results.
   */
  private final class Waiting implements WindowContent {
    private final List<WindowRows> rows = new ArrayList<>();
    private @Nullable Operator own;

    Waiting() {
      for (int i = 0; i < inputs.size(); i++) {
        rows.add(new WindowRows(inputs.get(i), layout.distribution(i), scratch));
      }
    }

    @Override
    public void add(int input, ChangeBatch batch, Output output) {
      rows.get(input).add(batch);
    }

    @Override
    public void fire(Epoch epoch, Output output) {
      Operator body = once ? common() : ownBody();
      for (int i = 0; i < rows.size(); i++) {
        int input = i;
        rows.get(i).give(batch -> body.process(input, batch, output));
      }
      if (!once) {
        body.endEpoch(epoch, EventTime.END, output);
      }
    }

    private Operator ownBody() {
      Operator body = own;
      if (body == null) {
        body = opened();
        own = body;
      }
      return body;
    }

    @Override
    public FrozenState freeze() {
      FrozenState waiting =
          FrozenRows.state(
              STATE_VERSION, rows.stream().map(WindowRows::freeze).toArray(FrozenRows[]::new));
      FrozenState kept = own == null ? FrozenState.EMPTY : own.freeze();
      return (keyGroup, writer) -> {
        byte[] first = bytes(waiting, keyGroup);
        byte[] second = bytes(kept, keyGroup);
        if (first.length > 0 || second.length > 0) {
          write(first, writer);
          write(second, writer);
        }
      };
    }

    @Override
    public void restore(int keyGroup, StateReader reader) {
      byte[] waiting = reader.readBytes();
      if (waiting.length > 0) {
        StateReader block = new ByteStateReader(waiting);
        StateVersion.check(block, STATE_VERSION);
        rows.forEach(input -> input.restore(block));
      }
      byte[] kept = reader.readBytes();
      if (kept.length > 0) {
        ownBody().restore(keyGroup, new ByteStateReader(kept));
      }
    }

    @Override
    public long stateRows() {
      return rows.stream().mapToLong(WindowRows::size).sum() + (own == null ? 0 : own.stateRows());
    }

    @Override
    public long memoryBytes() {
      return rows.stream().mapToLong(WindowRows::memoryBytes).sum()
          + (own == null ? 0 : own.memoryBytes());
    }

    @Override
    public void close() {
      if (own != null) {
        own.close();
      }
    }
  }

  /** The state of a key group; no bytes if it is empty. */
  static byte[] bytes(FrozenState state, int keyGroup) {
    ByteStateWriter block = new ByteStateWriter();
    state.write(keyGroup, block);
    return block.isEmpty() ? new byte[0] : block.toBytes();
  }

  static void write(byte[] bytes, StateWriter writer) {
    writer.writeBytes(bytes, 0, bytes.length);
  }
}
