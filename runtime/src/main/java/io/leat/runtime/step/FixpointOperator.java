package io.leat.runtime.step;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.operator.ConsolidateOperator;
import io.leat.runtime.operator.ExchangeOperator;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.OperatorContext;
import io.leat.runtime.operator.Output;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.state.ByteStateReader;
import io.leat.runtime.state.ByteStateWriter;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.StateWriter;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code WITH RECURSIVE} over inputs that change: differential dataflow (McSherry, Murray, Isaacs,
 * Isard 2013) for recursion that reads the relation once.
 *
 * <p>A row is in the relation at the least step in which it is derived; what the body makes of it
 * there is derived one step later. At the end of an epoch the steps are gone through in ascending
 * order, each once: when a step's turn comes, all earlier ones are final, so its rows' places are.
 * Support for a row at a step comes from the step before only: rows that a cycle derives from one
 * another fall, step by step, when what they began from is gone. With UNION ALL every derivation
 * counts, and is passed on as it comes.
 */
final class FixpointOperator implements Operator {
  private static final int STATE_VERSION = 1;
  private static final String DERIVATIONS = "";

  private final Node.Fixpoint node;
  private final OperatorFactory factory;
  private final ShardPorts ports;
  private final Derivations derivations;
  private final ConsolidateOperator changes;
  private final EntryChanges relation;
  private final EntryChanges toBody;
  private final List<List<Integer>> bodyInputs;
  private @Nullable OperatorContext context;
  private @Nullable CircuitShard body;
  private boolean begun;

  FixpointOperator(Node.Fixpoint node, OperatorFactory factory, ShardPorts ports) {
    this.node = node;
    this.factory = factory;
    this.ports = ports;
    List<DataType> types = node.schema().types();
    derivations = new Derivations(types);
    changes = new ConsolidateOperator(new Node.Consolidate(node.id(), 0, node.schema()));
    relation =
        new EntryChanges(
            derivations, types, false, batch -> changes.process(0, batch, nothing -> {}));
    toBody = new EntryChanges(derivations, types, true, batch -> feed(0, batch));
    bodyInputs =
        IntStream.range(0, Math.max(1, node.inputs().size())).mapToObj(this::readersOf).toList();
  }

  /** The body's nodes that give an input's rows. */
  private List<Integer> readersOf(int input) {
    List<Node> nodes = node.body().nodes();
    return IntStream.range(0, nodes.size())
        .filter(i -> nodes.get(i) instanceof Node.Input source && source.index() == input)
        .boxed()
        .toList();
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
    body = new CircuitShard(node.body(), 0, 1, factory, new BodyPorts(), derivations::addNext);
  }

  private CircuitShard body() {
    CircuitShard opened = body;
    OperatorContext running = context;
    if (opened == null || running == null) {
      throw new IllegalStateException("not open");
    }
    return opened;
  }

  /** The body, in the epoch that is open now. */
  private CircuitShard bodyInEpoch() {
    CircuitShard opened = body();
    OperatorContext running = context;
    if (!begun && running != null) {
      opened.begin(running.epoch());
      begun = true;
    }
    return opened;
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (input == 0) {
      derivations.addFirst(delta);
    } else {
      feed(input, delta);
    }
  }

  private void feed(int input, ChangeBatch batch) {
    CircuitShard running = bodyInEpoch();
    for (int reader : bodyInputs.get(input)) {
      running.feed(reader, batch);
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    while (derivations.hasPending()) {
      Derivations.EntryList entries = derivations.takePending();
      for (int i = 0; i < entries.size(); i++) {
        if (node.distinct()) {
          place(entries.get(i));
        } else {
          passOn(entries.get(i));
        }
      }
      relation.flush();
      toBody.flush();
      derivations.sweep(entries);
    }
    bodyInEpoch().endInputs();
    begun = false;
    changes.endEpoch(epoch, output);
  }

  /** UNION: moves a row to this entry if it belongs there, away from it if it does not. */
  private void place(int entry) {
    int present = derivations.present(entry);
    if (present >= 0 && derivations.step(present) < derivations.step(entry)) {
      return;
    }
    if (derivations.count(entry) > 0) {
      if (present != entry) {
        if (present >= 0) {
          derivations.setPresent(present, false);
          change(present, -1);
        } else {
          relation.add(entry, 1);
        }
        derivations.setPresent(entry, true);
        change(entry, 1);
      }
      return;
    }
    if (present == entry) {
      derivations.setPresent(entry, false);
      change(entry, -1);
      relation.add(entry, -1);
    }
    if (present == entry || present < 0) {
      int later = derivations.leastDerived(entry);
      if (later >= 0) {
        derivations.schedule(later);
      }
    }
  }

  /** UNION ALL. */
  private void passOn(int entry) {
    long weight = derivations.count(entry);
    if (weight != 0) {
      derivations.clearCount(entry);
      relation.add(entry, weight);
      change(entry, weight);
    }
  }

  private void change(int entry, long weight) {
    if (derivations.step(entry) > node.maxSteps()) {
      throw tooManySteps();
    }
    toBody.add(entry, weight);
  }

  private LeatException tooManySteps() {
    String columns =
        node.schema().fields().stream()
            .map(RowSchema.Field::name)
            .collect(Collectors.joining(", "));
    return new LeatException(
            SqlState.STATEMENT_TOO_COMPLEX,
            "The recursive query (" + columns + ") takes more than " + node.maxSteps() + " steps")
        .withHint(
            "Bound it: count the steps in a column and give the recursive part a condition on it"
                + (node.distinct() ? "" : ", or use UNION, which ends in cycles"));
  }

  /** All in the pinned group: blocks of operator, key group, bytes. */
  @Override
  public FrozenState freeze() {
    Map<String, FrozenState> states = new LinkedHashMap<>();
    states.put(DERIVATIONS, FrozenRows.state(STATE_VERSION, derivations.freeze()));
    states.putAll(body().freeze());
    return new FrozenState() {
      @Override
      public void write(int keyGroup, StateWriter writer) {
        if (keyGroup == KeyGroups.PINNED) {
          writeBlocks(states, writer);
        }
      }

      @Override
      public void close() {
        states.values().forEach(FrozenState::close);
      }
    };
  }

  private static void writeBlocks(Map<String, FrozenState> states, StateWriter writer) {
    for (Map.Entry<String, FrozenState> state : states.entrySet()) {
      for (int group = 0; group < KeyGroups.COUNT; group++) {
        ByteStateWriter block = new ByteStateWriter();
        state.getValue().write(group, block);
        if (!block.isEmpty()) {
          byte[] id = state.getKey().getBytes(StandardCharsets.UTF_8);
          byte[] bytes = block.toBytes();
          writer.writeBytes(id, 0, id.length);
          writer.writeInt(group);
          writer.writeBytes(bytes, 0, bytes.length);
        }
      }
    }
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    while (!reader.atEnd()) {
      String id = new String(reader.readBytes(), StandardCharsets.UTF_8);
      int group = reader.readInt();
      StateReader block = new ByteStateReader(reader.readBytes());
      if (!id.equals(DERIVATIONS)) {
        body().restore(id, group, block);
      } else if (block.readInt() == STATE_VERSION) {
        derivations.restore(block);
      } else {
        throw LeatException.notSupported(
            "State of a recursive query of another version",
            "Use the version of Leat that wrote it");
      }
    }
  }

  @Override
  public void close() {
    if (body != null) {
      body.close();
    }
  }

  /** What the body's operators need: of the outer circuit only what has no place in it. */
  private final class BodyPorts implements ShardPorts {
    @Override
    public ZoneId zone() {
      return ports.zone();
    }

    @Override
    public ExchangeOperator.Channel channel(int exchange) {
      throw misplaced();
    }

    @Override
    public void endOfEpoch(int exchange, long bound) {
      throw misplaced();
    }

    @Override
    public SourceSplits splits(int source) {
      throw misplaced();
    }

    @Override
    public void rowLate(
        Node inner,
        RowSchema schema,
        ChangeBatch batch,
        int row,
        DataType type,
        long time,
        long bound) {
      throw misplaced();
    }

    @Override
    public void wakeAt(long epochMicros) {
      throw misplaced();
    }

    @Override
    public SinkWriter writer(int sink) {
      throw misplaced();
    }

    @Override
    public void result(ChangeBatch batch) {
      throw misplaced();
    }

    @Override
    public void finish(Node inner) {
      throw misplaced();
    }

    private IllegalStateException misplaced() {
      return new IllegalStateException("a node that has no place in a recursion: " + node.id());
    }

    @Override
    public void rowFailed(
        Node inner, RowSchema schema, ChangeBatch batch, int row, RowException error) {
      ports.rowFailed(inner, schema, batch, row, error);
    }
  }
}
