package io.leat.runtime.step;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.OperatorContext;
import io.leat.runtime.operator.Output;
import io.leat.runtime.operator.TimeProgress;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a circuit: its operators, wired, taken through one epoch after the other. Called by
 * one thread at a time; has no thread, clock or queue of its own.
 *
 * <p>An epoch: {@link #begin}, then {@link #feed} for rows of sources and {@link #receive} for rows
 * that other shards sent, in any order; {@link #endInputs} once the sources have given all of this
 * epoch; {@link #endExchange} for each node that {@link #crossesShards} once every other shard has
 * said that it sends no more. A node ends the epoch as soon as everything it reads has.
 */
public final class CircuitShard implements AutoCloseable {
  private static final Output NOWHERE =
      batch -> {
        throw new IllegalStateException("rows from a node that nothing reads");
      };

  private static final int[] NO_INPUTS = {};
  private static final Epoch BEFORE_THE_FIRST = new Epoch(0, 0);

  private final Circuit circuit;

  /** By node, the nodes that it reads. */
  private final int[][] inputs;

  private final int shards;
  private final ShardPorts ports;
  private final Output unread;
  private final @Nullable Operator[] operators;
  private final Output[] outputs;
  private final boolean[] operatorEnded;
  private final boolean[] othersEnded;

  /** Whether a node's operator waits for something outside before its epoch ends. */
  private final boolean[] awaits;

  private final boolean[] ended;

  /** By node, how far event time has come in what it reads, as of the last epoch it has ended. */
  private final long[] inputBounds;

  /**
   * By node, how far it has come in its rows as of the open epoch, or IDLE; here, and elsewhere.
   */
  private final long[] nodeBounds;

  private final long[] otherBounds;

  /** By node, rows taken and given so far. */
  private final long[] rowsIn;

  private final long[] rowsOut;
  private final long[] rowsLate;
  private boolean sourcesEnded;

  /** How many nodes have not ended the epoch, and one that no such node is before. */
  private int open;

  private int firstOpen;

  /** How many operators wait for something outside. */
  private int awaiting;

  private Epoch epoch = BEFORE_THE_FIRST;

  /** Makes and opens the operators; if one fails, closes those before it. */
  public CircuitShard(
      Circuit circuit, int shard, int shards, OperatorFactory factory, ShardPorts ports) {
    this(circuit, shard, shards, factory, ports, Set.of());
  }

  /**
   * The same where it is known already what some nodes make of their rows.
   *
   * @param known nodes that only {@link #feed} gives rows to; what they read is to give none
   */
  public CircuitShard(
      Circuit circuit,
      int shard,
      int shards,
      OperatorFactory factory,
      ShardPorts ports,
      Set<Integer> known) {
    this(circuit, shard, shards, factory, ports, known, NOWHERE);
  }

  /**
   * The same for a circuit within a node, fed at its {@link Node.Input}s.
   *
   * @param unread takes the rows of a node that no other one reads
   */
  CircuitShard(
      Circuit circuit,
      int shard,
      int shards,
      OperatorFactory factory,
      ShardPorts ports,
      Output unread) {
    this(circuit, shard, shards, factory, ports, Set.of(), unread);
  }

  private CircuitShard(
      Circuit circuit,
      int shard,
      int shards,
      OperatorFactory factory,
      ShardPorts ports,
      Set<Integer> known,
      Output unread) {
    int count = circuit.nodes().size();
    this.circuit = circuit;
    this.inputs = inputs(circuit);
    this.shards = shards;
    this.ports = ports;
    this.unread = unread;
    this.operators = new @Nullable Operator[count];
    this.outputs = new Output[count];
    this.operatorEnded = new boolean[count];
    this.othersEnded = new boolean[count];
    this.awaits = new boolean[count];
    this.ended = new boolean[count];
    this.inputBounds = new long[count];
    this.nodeBounds = new long[count];
    this.otherBounds = new long[count];
    this.rowsIn = new long[count];
    this.rowsOut = new long[count];
    this.rowsLate = new long[count];
    Arrays.fill(inputBounds, EventTime.NONE);
    Arrays.fill(nodeBounds, EventTime.NONE);
    KeyGroups groups = KeyGroups.ofShard(shard, shards);
    try {
      for (int i = 0; i < count; i++) {
        Node node = circuit.nodes().get(i);
        if (!(node instanceof Node.Source)
            && !(node instanceof Node.Input)
            && (known.isEmpty() || !known.contains(i))) {
          Operator operator =
              node instanceof Node.Watermark watermark
                  ? factory.create(
                      watermark,
                      inputSchemas(i),
                      ports.splits(source(i)),
                      Closings.behind(circuit, i, ports.zone()))
                  : factory.create(node, inputSchemas(i), i, shard, shards, ports);
          operators[i] = operator;
          operator.open(new Context(i, node, groups));
        }
      }
    } catch (RuntimeException | Error e) {
      try {
        close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    for (int i = count - 1; i >= 0; i--) {
      outputs[i] = output(i);
    }
  }

  private static int[][] inputs(Circuit circuit) {
    int[][] all = new int[circuit.nodes().size()][];
    for (int i = 0; i < all.length; i++) {
      List<Integer> inputs = circuit.nodes().get(i).inputs();
      all[i] = inputs.isEmpty() ? NO_INPUTS : new int[inputs.size()];
      for (int input = 0; input < inputs.size(); input++) {
        all[i][input] = inputs.get(input);
      }
    }
    return all;
  }

  /** The source that the rows of a node come from, by nodes of one input each. */
  private int source(int node) {
    int source = node;
    while (inputs[source].length > 0) {
      source = inputs[source][0];
    }
    return source;
  }

  private List<RowSchema> inputSchemas(int node) {
    RowSchema[] schemas = new RowSchema[inputs[node].length];
    for (int i = 0; i < schemas.length; i++) {
      schemas[i] = circuit.nodes().get(inputs[node][i]).schema();
    }
    return List.of(schemas);
  }

  private Output output(int producer) {
    Output all = null;
    for (int i = inputs.length - 1; i > producer; i--) {
      for (int input = inputs[i].length - 1; input >= 0; input--) {
        if (inputs[i][input] == producer && operators[i] != null) {
          all = consumer(i, input, all);
        }
      }
    }
    if (all == null) {
      return unread;
    }
    Output consumers = all;
    return batch -> {
      rowsOut[producer] += batch.size();
      consumers.emit(batch);
    };
  }

  /** Gives rows to a node, and then to the others. */
  private Output consumer(int node, int input, @Nullable Output others) {
    Operator operator = operator(node);
    Output output = outputs[node];
    return batch -> {
      rowsIn[node] += batch.size();
      operator.process(input, batch, output);
      if (others != null) {
        others.emit(batch);
      }
    };
  }

  /**
   * What a node has done on this shard so far.
   *
   * @param rowsIn rows that it has taken, those taken back counted too
   * @param rowsLate rows that it has left out because event time had passed them
   * @param stateRows rows that its operator keeps
   * @param bound how far event time has come in what it reads, see {@link EventTime}
   * @param heldBy what holds event time back: where it is followed, a split of the source; behind
   *     that, the table. Null if nothing does
   * @param idle what is left out of event time because it has given no rows: splits, or tables
   * @param lookups what has been looked up outside, for people; null if nothing is
   */
  public record Figures(
      Node node,
      long rowsIn,
      long rowsOut,
      long rowsLate,
      long stateRows,
      long stateBytes,
      long bound,
      @Nullable String heldBy,
      List<String> idle,
      @Nullable String lookups) {}

  /** Of every node, in order; between any two calls. */
  public List<Figures> figures() {
    List<Figures> figures = new ArrayList<>();
    TimeHolders holders = new TimeHolders(circuit, nodeBounds);
    for (int i = 0; i < operators.length; i++) {
      Operator operator = operators[i];
      Node node = circuit.nodes().get(i);
      boolean follows = operator != null && node instanceof Node.Watermark;
      TimeProgress progress = follows ? operator.timeProgress() : holders.of(i);
      figures.add(
          new Figures(
              node,
              rowsIn[i],
              rowsOut[i],
              rowsLate[i],
              operator == null ? 0 : operator.stateRows(),
              operator == null ? 0 : operator.memoryBytes(),
              operator == null || inputs[i].length == 0 ? EventTime.NONE : inputBounds[i],
              progress.heldBy(),
              progress.idle(),
              operator == null ? null : operator.lookups()));
    }
    return figures;
  }

  private Operator operator(int node) {
    Operator operator = operators[node];
    if (operator == null) {
      throw new IllegalArgumentException("node " + node + " has no operator");
    }
    return operator;
  }

  /** Opens an epoch; the one before has ended. */
  public void begin(Epoch newEpoch) {
    if (open != 0 || newEpoch.number() <= epoch.number()) {
      throw new IllegalStateException(newEpoch + " begins after " + epoch);
    }
    epoch = newEpoch;
    sourcesEnded = false;
    open = operators.length;
    firstOpen = 0;
    Arrays.fill(operatorEnded, false);
    Arrays.fill(othersEnded, false);
    Arrays.fill(ended, false);
    Arrays.fill(otherBounds, EventTime.IDLE);
  }

  /**
   * Takes rows of a source, or of an input of a circuit within a node; or what another node makes
   * of rows that it is not given.
   */
  public void feed(int source, ChangeBatch batch) {
    if (sourcesEnded) {
      throw new IllegalStateException("rows of a source after its end of " + epoch);
    }
    outputs[source].emit(batch);
  }

  /** Takes rows that another shard sent to this one at an exchange. */
  public void receive(int exchange, ChangeBatch batch) {
    if (othersEnded[exchange]) {
      throw new IllegalStateException("rows at an exchange after its end of " + epoch);
    }
    outputs[exchange].emit(batch);
  }

  /** The sources have given all rows of this epoch. */
  public void endInputs() {
    sourcesEnded = true;
    advance();
  }

  /**
   * Every other shard has sent all rows of this epoch at an exchange.
   *
   * @param bound the least bound of event time that they gave
   */
  public void endExchange(int exchange, long bound) {
    othersEnded[exchange] = true;
    otherBounds[exchange] = bound;
    advance();
  }

  /**
   * Goes on with operators whose end of the epoch waits for something outside, as far as it has
   * come.
   *
   * @return whether one of them does not wait any more
   */
  public boolean resume() {
    if (awaiting == 0) {
      return false;
    }
    boolean went = false;
    for (int i = 0; i < awaits.length; i++) {
      if (awaits[i]) {
        Operator operator = operator(i);
        operator.resume(outputs[i]);
        if (!operator.awaits()) {
          awaits[i] = false;
          awaiting--;
          went = true;
        }
      }
    }
    if (went) {
      advance();
    }
    return went;
  }

  /** How far event time has come in what a node reads, as of the last epoch that it has ended. */
  public long inputBound(int node) {
    return inputBounds[node];
  }

  /** How far event time has come in a node's rows, or IDLE; the same on all shards behind one. */
  public long bound(int node) {
    return nodeBounds[node];
  }

  /** Whether {@link #endInputs} has been called in the open epoch. */
  public boolean inputsEnded() {
    return sourcesEnded;
  }

  /** Whether every node has ended the epoch, or none has begun. */
  public boolean ended() {
    return open == 0;
  }

  /**
   * The state of every operator as of the last epoch, by the id of its node; between epochs. It is
   * the caller's to close.
   */
  public Map<String, FrozenState> freeze() {
    if (open != 0) {
      throw new IllegalStateException("frozen within " + epoch);
    }
    Map<String, FrozenState> states = new LinkedHashMap<>();
    for (int i = 0; i < operators.length; i++) {
      Operator operator = operators[i];
      if (operator != null) {
        states.put(circuit.nodes().get(i).id(), operator.freeze());
      }
    }
    return states;
  }

  /**
   * Gives the operator of a node the state of one of this shard's key groups; before the first
   * epoch.
   */
  public void restore(String node, int keyGroup, StateReader reader) {
    restored(node).restore(keyGroup, reader);
  }

  /** The same for one whose whole result the first epoch is to give: its readers are new. */
  public void restoreOpen(String node, int keyGroup, StateReader reader) {
    restored(node).restoreOpen(keyGroup, reader);
  }

  private Operator restored(String node) {
    if (epoch.number() != 0) {
      throw new IllegalStateException("restored after " + epoch);
    }
    for (int i = 0; i < operators.length; i++) {
      if (circuit.nodes().get(i).id().equals(node)) {
        return operator(i);
      }
    }
    throw new IllegalArgumentException("no node has the id " + node);
  }

  /**
   * How far event time has come in what each node reads, by the node's id; between epochs. A
   * checkpoint keeps the least of all shards.
   */
  public Map<String, Long> bounds() {
    Map<String, Long> bounds = new LinkedHashMap<>();
    for (int i = 0; i < inputBounds.length; i++) {
      bounds.put(circuit.nodes().get(i).id(), inputBounds[i]);
    }
    return bounds;
  }

  /** Goes on with event time where {@link #bounds} said that it was; before the first epoch. */
  public void restoreBounds(Map<String, Long> bounds) {
    for (int i = 0; i < inputBounds.length; i++) {
      inputBounds[i] = bounds.getOrDefault(circuit.nodes().get(i).id(), EventTime.NONE);
    }
  }

  /** Ends the epoch at every node whose inputs have ended it, in topological order. */
  private void advance() {
    while (firstOpen < ended.length && ended[firstOpen]) {
      firstOpen++;
    }
    for (int i = firstOpen; open > 0 && i < ended.length; i++) {
      if (ended[i]) {
        continue;
      }
      Operator operator = operators[i];
      if (operator == null) {
        if (sourcesEnded) {
          boolean source = circuit.nodes().get(i) instanceof Node.Source;
          nodeBounds[i] = source ? sourceBound(i) : EventTime.NONE;
          endNode(i);
        }
        continue;
      }
      if (!operatorEnded[i]) {
        if (!inputsHaveEnded(i)) {
          continue;
        }
        operatorEnded[i] = true;
        endOperator(i, operator);
        if (shards > 1 && crossesShards(circuit.nodes().get(i))) {
          ports.endOfEpoch(i, nodeBounds[i]);
        }
      }
      if (!awaits[i] && (shards == 1 || othersEnded[i] || !crossesShards(circuit.nodes().get(i)))) {
        endNode(i);
      }
    }
  }

  /** Whether a node's epoch ends on all shards together. */
  public static boolean crossesShards(Node node) {
    return node instanceof Node.Exchange
        || node instanceof Node.Watermark
        || (node instanceof Node.Sessions sessions && sessions.holdsBound());
  }

  private long sourceBound(int source) {
    return ports.splits(source).ended() ? EventTime.END : EventTime.NONE;
  }

  /** Inputs that are idle do not hold the bound back; it never goes back itself. */
  private void endOperator(int index, Operator operator) {
    long read = inputs[index].length == 0 ? EventTime.END : EventTime.IDLE;
    for (int input : inputs[index]) {
      read = EventTime.least(read, nodeBounds[input]);
    }
    boolean idle = read == EventTime.IDLE;
    long bound = idle ? inputBounds[index] : Math.max(inputBounds[index], read);
    long made = operator.endEpoch(epoch, bound, outputs[index]);
    inputBounds[index] = bound;
    nodeBounds[index] = idle ? EventTime.IDLE : made;
    if (operator.awaits()) {
      awaits[index] = true;
      awaiting++;
    }
  }

  private void endNode(int index) {
    nodeBounds[index] = EventTime.least(nodeBounds[index], otherBounds[index]);
    ended[index] = true;
    open--;
  }

  private boolean inputsHaveEnded(int node) {
    if (inputs[node].length == 0) {
      return sourcesEnded;
    }
    for (int input : inputs[node]) {
      if (!ended[input]) {
        return false;
      }
    }
    return true;
  }

  /** Closes all operators; the first failure is thrown after the rest has been closed. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (Operator operator : operators) {
      if (operator != null) {
        try {
          operator.close();
        } catch (RuntimeException e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private final class Context implements OperatorContext {
    private final int index;
    private final Node node;
    private final KeyGroups groups;

    Context(int index, Node node, KeyGroups groups) {
      this.index = index;
      this.node = node;
      this.groups = groups;
    }

    @Override
    public KeyGroups keyGroups() {
      return groups;
    }

    @Override
    public Epoch epoch() {
      return epoch;
    }

    @Override
    public void rowFailed(ChangeBatch input, int row, RowException error) {
      RowSchema schema = circuit.nodes().get(inputs[index][0]).schema();
      ports.rowFailed(node, schema, input, row, error);
    }

    @Override
    public void rowFailed(RowSchema schema, ChangeBatch batch, int row, RowException error) {
      ports.rowFailed(node, schema, batch, row, error);
    }

    @Override
    public long bound() {
      return inputBounds[index];
    }

    @Override
    public void rowLate(RowSchema schema, ChangeBatch batch, int row, DataType type, long time) {
      rowsLate[index] += Math.abs(batch.weight(row));
      ports.rowLate(node, schema, batch, row, type, time, bound());
    }

    @Override
    public void wakeAt(long epochMicros) {
      ports.wakeAt(epochMicros);
    }

    @Override
    public void finish() {
      ports.finish(node);
    }
  }
}
