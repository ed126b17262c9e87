package io.leat.server.oracle;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.RowException;
import io.leat.runtime.local.RunState;
import io.leat.runtime.local.StateReuse;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.operator.ExchangeOperator;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.operator.PreAggregateOperator;
import io.leat.runtime.operator.PreTopNOperator;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.state.ByteStateReader;
import io.leat.runtime.state.ByteStateWriter;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.step.CircuitShard;
import io.leat.runtime.step.OperatorFactory;
import io.leat.runtime.step.ShardPorts;
import io.leat.runtime.step.UnreadSources;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.CheckedOperator;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A circuit on any number of shards in one thread, which a random source drives: which shard reads
 * a batch, when a message between shards arrives and when a shard ends its inputs. Batches are
 * overwritten once they have been lent, so that an operator that keeps one gives wrong results.
 * Between epochs all state can go through its byte form into another number of shards.
 */
public final class ShardedCircuit implements AutoCloseable {
  private Circuit circuit;
  private final long seed;
  private final ZoneId zone;
  private final int splits;
  private final List<Message> messages = new ArrayList<>();
  private final List<Change> results = new ArrayList<>();
  private final List<String> rowErrors = new ArrayList<>();
  private RowSchema schema;
  private List<CircuitShard> shards = List.of();

  /** By exchange and shard: the shard sends no more of this epoch. */
  private boolean[][] sent = {};

  /** By exchange and shard: the shard has been told that all others send no more. */
  private boolean[][] told = {};

  private long epochs;
  private long[][] sentBounds = {};
  private long epoch;
  private boolean restored;

  /** Whether the batches of an epoch go to the shards in turn, whatever else is random. */
  private boolean inTurn;

  private boolean endOfInput;
  private int fed;

  /** The split that the batch is of which is being fed. */
  private int currentSplit;

  private final List<Change> lateRows = new ArrayList<>();
  private final Set<String> complete = new HashSet<>();

  private record Message(int exchange, int shard, ChangeBatch batch) {}

  /** Something that may happen next. */
  private interface Step {
    void take();
  }

  public ShardedCircuit(Circuit circuit, int count, long seed) {
    this(circuit, count, seed, ZoneOffset.UTC, 1);
  }

  /**
   * In a zone, of sources that each shard reads so many splits of.
   *
   * @param splits that batches are of in turn, if they go to shards in turn
   */
  ShardedCircuit(Circuit circuit, int count, long seed, ZoneId zone, int splits) {
    this.circuit = circuit;
    this.seed = seed;
    this.zone = zone;
    this.splits = splits;
    this.schema = result(circuit);
    open(count);
  }

  private static RowSchema result(Circuit circuit) {
    return circuit.nodes().stream()
        .filter(Node.Result.class::isInstance)
        .map(Node::schema)
        .findAny()
        .orElseThrow();
  }

  private void open(int count) {
    sent = new boolean[circuit.nodes().size()][count];
    sentBounds = new long[circuit.nodes().size()][count];
    told = new boolean[circuit.nodes().size()][count];
    List<CircuitShard> opened = new ArrayList<>();
    shards = opened;
    OperatorFactory factory = new OperatorFactory(CalcOperator::new, this::checked);
    for (int i = 0; i < count; i++) {
      opened.add(new CircuitShard(circuit, i, count, factory, new Ports(i, count)));
    }
  }

  private Operator checked(Node node, List<RowSchema> inputs, Operator made) {
    Operator operator = made;
    if (node instanceof Node.PreAggregate partial) {
      // So few rows that it groups, gives up and looks again within a history.
      operator =
          new PreAggregateOperator(
              partial, inputs.get(0), new PreAggregateOperator.Limits(1, 6, 8, 10, 40));
    }
    if (node instanceof Node.PreTopN leaders) {
      operator = new PreTopNOperator(leaders, new PreTopNOperator.Limits(8, 10, 40));
    }
    boolean set =
        node instanceof Node.Aggregate
            || node instanceof Node.Join
            || node instanceof Node.SetOperation
            || node instanceof Node.Remember
            || node instanceof Node.TopN
            || node instanceof Node.Expiring
            || node instanceof Node.Over;
    return new CheckedOperator(operator, inputs, node.schema(), set && !restored);
  }

  int shards() {
    return shards.size();
  }

  /** From now on, batch i of an epoch goes to shard i modulo their number. */
  void feedInTurn() {
    inTurn = true;
  }

  /** The next epoch is the last, in which no further input is expected. */
  void endInput() {
    endOfInput = true;
  }

  /** The rows that were late, each as a map of its columns. */
  List<Change> lateRows() {
    return lateRows;
  }

  /** The number of the last epoch. */
  long epoch() {
    return epoch;
  }

  public List<String> rowErrors() {
    return rowErrors;
  }

  /** Takes one epoch through all shards; gives the rows of the result in order. */
  public List<Change> run(List<History.Batch> batches) {
    Random random = new Random(seed ^ ++epochs);
    return run(batches, epoch + 1 + random.nextInt(3), random);
  }

  /** The same of the epoch of that number, which opens as many seconds after 1970. */
  List<Change> run(List<History.Batch> batches, long number) {
    return run(batches, number, new Random(seed ^ ++epochs));
  }

  private List<Change> run(List<History.Batch> batches, long number, Random random) {
    results.clear();
    fed = 0;
    epoch = number;
    for (int node = 0; node < sent.length; node++) {
      Arrays.fill(sent[node], false);
      Arrays.fill(told[node], false);
    }
    for (CircuitShard shard : shards) {
      shard.begin(new Epoch(epoch, epoch * 1_000_000));
    }
    List<History.Batch> waiting = new ArrayList<>(batches);
    while (!shards.stream().allMatch(CircuitShard::ended)) {
      List<Step> steps = steps(waiting);
      if (steps.isEmpty()) {
        throw new AssertionError("epoch " + epoch + " cannot end");
      }
      steps.get(random.nextInt(steps.size())).take();
    }
    if (!messages.isEmpty()) {
      throw new AssertionError("messages after the end of epoch " + epoch);
    }
    return List.copyOf(results);
  }

  private List<Step> steps(List<History.Batch> waiting) {
    List<Step> steps = new ArrayList<>();
    for (Message message : messages) {
      steps.add(() -> deliver(message));
    }
    for (int i = 0; i < shards.size(); i++) {
      CircuitShard shard = shards.get(i);
      if (shard.ended()) {
        continue;
      }
      if (!shard.inputsEnded()) {
        boolean last = shards.stream().filter(other -> !other.inputsEnded()).count() == 1;
        if (!waiting.isEmpty() && (!inTurn || fed % shards.size() == i)) {
          steps.add(
              () -> {
                currentSplit = fed++ / shards.size() % splits;
                feed(shard, waiting.remove(0));
              });
        }
        if (waiting.isEmpty() || (!last && !inTurn)) {
          steps.add(shard::endInputs);
        }
      }
      for (int node = 0; node < sent.length; node++) {
        int exchange = node;
        int target = i;
        if (shards.size() > 1 && !told[node][i] && othersHaveSent(node, i)) {
          steps.add(
              () -> {
                told[exchange][target] = true;
                shards.get(target).endExchange(exchange, othersBound(exchange, target));
              });
        }
      }
    }
    return steps;
  }

  private long othersBound(int exchange, int shard) {
    long bound = EventTime.IDLE;
    for (int other = 0; other < shards.size(); other++) {
      bound = other == shard ? bound : EventTime.least(bound, sentBounds[exchange][other]);
    }
    return bound;
  }

  private boolean othersHaveSent(int exchange, int shard) {
    for (int other = 0; other < shards.size(); other++) {
      if (other != shard && !sent[exchange][other]) {
        return false;
      }
    }
    return messages.stream()
        .noneMatch(message -> message.exchange() == exchange && message.shard() == shard);
  }

  private void deliver(Message message) {
    messages.remove(message);
    shards.get(message.shard()).receive(message.exchange(), message.batch());
    overwrite(message.batch());
  }

  private void feed(CircuitShard shard, History.Batch batch) {
    Set<Integer> unread = UnreadSources.of(circuit, complete);
    for (int i = 0; i < circuit.nodes().size(); i++) {
      if (circuit.nodes().get(i) instanceof Node.Source source
          && !unread.contains(i)
          && source.table().name().endsWith("." + batch.table())) {
        List<Change> selected = new ArrayList<>();
        for (Change change : batch.changes()) {
          List<@Nullable Object> row = new ArrayList<>();
          source.columns().forEach(column -> row.add(change.row().get(column)));
          selected.add(new Change(row, change.weight()));
        }
        ChangeBatch lent = Batches.of(source.schema(), selected);
        shard.feed(i, lent);
        overwrite(lent);
      }
    }
  }

  private static void overwrite(ChangeBatch batch) {
    for (int i = 0; i < batch.columnCount(); i++) {
      Column column = batch.column(i);
      int rows = column.size();
      column.clear();
      for (int row = 0; row < rows; row++) {
        column.appendNull();
      }
    }
  }

  /** Goes on with new shards that have the state of the old ones, from bytes. */
  void restart(int count) {
    restart(count, circuit, RunState.shapes(circuit).keySet(), Set.of());
  }

  /**
   * Goes on with new shards of another circuit, and what that takes over of the state.
   *
   * @return false if it would have to read sources again; then nothing has changed
   */
  boolean alter(Circuit other, int count) {
    StateReuse reuse = StateReuse.of(RunState.shapes(circuit), other);
    if (!reuse.readAgain().isEmpty()) {
      return false;
    }
    restart(count, other, reuse.kept(), reuse.givenAgain());
    return true;
  }

  private void restart(int count, Circuit next, Set<String> kept, Set<String> givenAgain) {
    Map<String, Map<Integer, byte[]>> states = new TreeMap<>();
    Map<String, Long> bounds = new TreeMap<>();
    for (CircuitShard shard : shards) {
      shard.bounds().forEach((node, bound) -> bounds.merge(node, bound, Math::min));
    }
    for (int i = 0; i < shards.size(); i++) {
      KeyGroups own = KeyGroups.ofShard(i, shards.size());
      for (Map.Entry<String, FrozenState> frozen : shards.get(i).freeze().entrySet()) {
        try (FrozenState state = frozen.getValue()) {
          for (int group = 0; group < KeyGroups.COUNT; group++) {
            ByteStateWriter writer = new ByteStateWriter();
            state.write(group, writer);
            if (!writer.isEmpty()) {
              if (!own.contains(group)) {
                throw new AssertionError(
                    frozen.getKey()
                        + " on shard "
                        + i
                        + " writes group "
                        + group
                        + ", not its own");
              }
              states
                  .computeIfAbsent(frozen.getKey(), node -> new TreeMap<>())
                  .put(group, writer.toBytes());
            }
          }
        }
      }
    }
    close();
    restored = true;
    circuit = next;
    schema = result(next);
    open(count);
    bounds.keySet().retainAll(kept);
    shards.forEach(shard -> shard.restoreBounds(bounds));
    states.keySet().retainAll(kept);
    states.forEach(
        (node, groups) ->
            groups.forEach(
                (group, bytes) -> {
                  CircuitShard shard = shards.get(KeyGroups.shardOf(group, count));
                  ByteStateReader reader = new ByteStateReader(bytes);
                  if (givenAgain.contains(node)) {
                    shard.restoreOpen(node, group, reader);
                  } else {
                    shard.restore(node, group, reader);
                  }
                }));
  }

  @Override
  public void close() {
    shards.forEach(CircuitShard::close);
  }

  /** The splits of each source that a shard reads. */
  private final class OpenSplits implements SourceSplits {
    @Override
    public int count() {
      return splits;
    }

    @Override
    public int current() {
      return currentSplit;
    }

    @Override
    public boolean finished(int split) {
      return false;
    }

    @Override
    public boolean pending() {
      return false;
    }

    @Override
    public boolean ended() {
      return endOfInput;
    }
  }

  private final class Ports implements ShardPorts {
    private final int shard;
    private final int count;

    Ports(int shard, int count) {
      this.shard = shard;
      this.count = count;
    }

    @Override
    public ZoneId zone() {
      return zone;
    }

    @Override
    public ExchangeOperator.Channel channel(int exchange) {
      return new ExchangeOperator.Channel() {
        @Override
        public ChangeBatch take(int target, ChangeBatch like) {
          return ExchangeOperator.emptyLike(like);
        }

        @Override
        public void send(int target, ChangeBatch batch) {
          messages.add(new Message(exchange, target, batch));
        }
      };
    }

    @Override
    public void endOfEpoch(int exchange, long bound) {
      sent[exchange][shard] = true;
      sentBounds[exchange][shard] = bound;
    }

    @Override
    public SourceSplits splits(int source) {
      return new OpenSplits();
    }

    @Override
    public void rowLate(
        Node node,
        RowSchema schemaOfRow,
        ChangeBatch batch,
        int row,
        DataType type,
        long time,
        long bound) {
      Change late = Batches.changes(schemaOfRow, batch).get(row);
      Map<String, @Nullable Object> values = new TreeMap<>();
      for (int i = 0; i < schemaOfRow.size(); i++) {
        values.put(schemaOfRow.name(i), late.row().get(i));
      }
      lateRows.add(new Change(List.of(values), late.weight()));
    }

    @Override
    public void wakeAt(long epochMicros) {}

    @Override
    public SinkWriter writer(int sink) {
      throw new IllegalStateException("the oracle runs queries");
    }

    @Override
    public void result(ChangeBatch batch) {
      results.addAll(Batches.changes(schema, batch));
    }

    @Override
    public void rowFailed(
        Node node, RowSchema failedSchema, ChangeBatch batch, int row, RowException error) {
      rowErrors.add(node.id() + " on " + shard + " of " + count + ": " + error.getMessage());
    }

    @Override
    public void finish(Node node) {
      complete.add(node.id());
    }
  }
}
