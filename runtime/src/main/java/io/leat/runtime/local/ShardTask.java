package io.leat.runtime.local;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.state.ByteStateReader;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.step.CircuitShard;
import io.leat.runtime.step.OperatorFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a run: reads its sources, takes what other shards send, and ends epochs. Rows that
 * other shards sent go first, those of the exchange furthest downstream before all others; a shard
 * whose own way out is full takes in nothing that would make it fuller. So what is downstream
 * always moves, and queues stay bounded.
 */
final class ShardTask extends Task {
  /** Batches of one slice. */
  private static final int SLICE_BATCHES = 8;

  /** Rows of sources that end an epoch on this shard. */
  private static final long EPOCH_ROWS = 16L * ChangeBatch.MAX_ROWS;

  /** Bytes of results that end an epoch on this shard. */
  private static final long EPOCH_RESULT_BYTES = 1L << 20;

  /** Rows of connectors that are read in one epoch of a driven run. */
  private static final long DRIVEN_ROWS = 4L * ChangeBatch.MAX_ROWS;

  /** Time after which an epoch with rows that still come ends on this shard. */
  private static final long EPOCH_NANOS = 10_000_000;

  /**
   * The same while sources have more than can be read: longer epochs save work, and rows wait in
   * any case.
   */
  private static final long BEHIND_EPOCH_NANOS = 100_000_000;

  /** A source that gives so many rows, and has more, is one that has more than can be read. */
  private static final int BEHIND_ROWS = ChangeBatch.MAX_ROWS / 4;

  /** So long somebody waits who wants to know what operators have done. */
  private static final long ANSWER_SECONDS = 2;

  private static final long A_DAY_MICROS = 86_400_000_000L;

  private final Run run;
  private final int shard;
  private final Clock clock;
  private final ShardLinks links;
  private final List<SourceFeed> feeds = new ArrayList<>();
  private final List<Integer> feedNodes = new ArrayList<>();
  private final List<SplitAssignment> discoveries = new ArrayList<>();

  /** By node, what reads a source. */
  private final @Nullable SourceFeed[] feedOf;

  /** The exchanges that other shards send to, those furthest downstream first. */
  private int[] exchanges = {};

  /** Where the readers are, if that is always the same: those of stored relations have no place. */
  private @Nullable List<OpenEpoch.Offsets> constantOffsets;

  private final int[] endsMissing;

  /** By exchange, the least bound of event time that other shards gave in this epoch. */
  private final long[] othersBounds;

  private final int shards;
  private final AtomicLong rowsIn = new AtomicLong();
  private @Nullable CircuitShard circuit;
  private @Nullable OpenEpoch joined;
  private long joinedAt;
  private long lastEnded;
  private long rowsOfEpoch;

  /** Whether the source that was read last has more than can be read. */
  private boolean behind;

  private long connectorRows;
  private int nextFeed;
  private long nextDiscovery;
  private long wantedEpoch = ON_WAKE;
  private boolean inputEnded;
  private boolean firstRead;
  private final SourceAlignment alignment;

  /** Whether the operators have been told the end of all input of this shard. */
  private boolean endedInput;

  private volatile boolean waiting;

  /** Those who want to know what the operators have done. */
  private final Queue<CompletableFuture<List<CircuitShard.Figures>>> asking =
      new ConcurrentLinkedQueue<>();

  /** Offsets that are in durable checkpoints, of which the readers have not been told. */
  private final Queue<List<OpenEpoch.Offsets>> acknowledged = new ConcurrentLinkedQueue<>();

  private volatile boolean shut;

  ShardTask(Run run, int shard, int shards, Worker worker, Clock clock, ExchangeQueue[][] queues) {
    super(worker);
    this.run = run;
    this.shard = shard;
    this.shards = shards;
    this.clock = clock;
    this.links = new ShardLinks(run, shard, queues);
    this.alignment = new SourceAlignment(run.circuit);
    this.feedOf = new @Nullable SourceFeed[queues.length];
    this.endsMissing = new int[queues.length];
    this.othersBounds = new long[queues.length];
  }

  /**
   * Opens operators and readers, which go on from a state if there is one; what it has opened when
   * it fails is {@link #close}'s to close.
   */
  void open(OperatorFactory operators, @Nullable RunState restored) {
    List<Node> nodes = run.circuit.nodes();
    exchanges =
        IntStream.iterate(nodes.size() - 1, i -> i >= 0, i -> i - 1)
            .filter(i -> links.incoming(i) != null)
            .toArray();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i) instanceof Node.Source source) {
        SplitAssignment splits = run.ends().splits(i);
        SourceFeed feed =
            new SourceFeed(
                source,
                run.ends().source(i),
                splits,
                shard,
                clock,
                links.zone(),
                this::wake,
                links);
        feeds.add(feed);
        feedNodes.add(i);
        feedOf[i] = feed;
        if (shard == 0 && !splits.isExhausted()) {
          discoveries.add(splits);
        }
      }
    }
    if (feeds.stream().allMatch(SourceFeed::stored)) {
      constantOffsets = offsets();
    }
    CircuitShard opened = new CircuitShard(run.circuit, shard, shards, operators, links);
    circuit = opened;
    if (restored != null) {
      restore(opened, restored);
    }
    nextDiscovery = clock.nanoTime() + discoveryNanos();
  }

  private void restore(CircuitShard opened, RunState state) {
    KeyGroups groups = KeyGroups.ofShard(shard, shards);
    state
        .operators()
        .forEach(
            (node, all) -> {
              for (RunState.Group group : all) {
                if (!groups.contains(group.group())) {
                  continue;
                }
                ByteStateReader reader = new ByteStateReader(group.bytes());
                if (state.givenAgain().contains(node)) {
                  opened.restoreOpen(node, group.group(), reader);
                } else {
                  opened.restore(node, group.group(), reader);
                }
              }
            });
    opened.restoreBounds(state.bounds());
  }

  private long discoveryNanos() {
    return discoveries.stream().mapToLong(SplitAssignment::intervalNanos).min().orElse(0);
  }

  /** What this shard reads of a source. */
  SourceSplits splits(int source) {
    return feed(source);
  }

  private SourceFeed feed(int source) {
    SourceFeed feed = feedOf[source];
    if (feed == null) {
      throw new IllegalArgumentException("node " + source + " is no source");
    }
    return feed;
  }

  /** An operator wants an epoch by a time of the wall clock. */
  void wakeAt(long epochMicros) {
    long micros = Math.max(0, epochMicros - clock.epochMicros());
    wantedEpoch = Math.min(wantedEpoch, clock.nanoTime() + Math.min(micros, A_DAY_MICROS) * 1_000);
  }

  /** Whether the operators wait for event time, and do not know yet that all of it has come. */
  private boolean endIsUntold() {
    return run.epochs.isTimed() && !endedInput && feeds.stream().allMatch(SourceFeed::finished);
  }

  private boolean epochIsWanted() {
    return !run.options.oneEpoch()
        && !run.epochs.isOver()
        && ((wantedEpoch != ON_WAKE && clock.nanoTime() >= wantedEpoch)
            || run.epochs.checkpointIsWanted()
            || run.epochs.lacksFinalEpoch());
  }

  long rowsIn() {
    return rowsIn.get();
  }

  long rowsLate() {
    return links.rowsLate();
  }

  long rowsFailed() {
    return links.rowsFailed();
  }

  /** See {@link ShardLinks#finishSinks}. */
  List<OpenEpoch.Token> finishSinks() {
    return links.finishSinks();
  }

  /** Reads no more of a source; may be called by any thread. */
  void stopSource(int node) {
    feed(node).stop();
  }

  /** Wakes it if it waits for an epoch to end or for room. */
  void wakeIfWaiting() {
    if (waiting) {
      wake();
    }
  }

  /** What the operators have done, as the worker says between two batches; nothing at the end. */
  CompletableFuture<List<CircuitShard.Figures>> figures() {
    CompletableFuture<List<CircuitShard.Figures>> answer = new CompletableFuture<>();
    asking.add(answer);
    wake();
    if (shut) {
      answer.complete(List.of());
    }
    return answer.completeOnTimeout(List.of(), ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private void answer() {
    for (var answer = asking.poll(); answer != null; answer = asking.poll()) {
      answer.complete(circuit().figures());
    }
  }

  /** A checkpoint with these offsets of its readers is durable. From any thread. */
  void acknowledge(List<OpenEpoch.Offsets> offsets) {
    acknowledged.add(offsets);
    wake();
  }

  private void passAcknowledged() {
    for (var offsets = acknowledged.poll(); offsets != null; offsets = acknowledged.poll()) {
      for (int i = 0; i < feeds.size(); i++) {
        for (OpenEpoch.Offsets source : offsets) {
          if (source.source().equals(feeds.get(i).sourceId())) {
            feeds.get(i).acknowledge(source.splits());
          }
        }
      }
    }
  }

  @Override
  long slice() {
    if (!run.isRunning()) {
      close();
      run.shardClosed();
      return DONE;
    }
    try {
      answer();
      passAcknowledged();
      if (waiting) {
        waiting = false;
      }
      long next = NOW;
      for (int i = 0; i < SLICE_BATCHES && next == NOW && run.isRunning(); i++) {
        next = step();
      }
      return run.isRunning() ? next : NOW;
    } catch (Throwable e) {
      run.fail(e);
      return NOW;
    }
  }

  /** Does the next piece of work: a batch, or the end of an epoch. */
  private long step() {
    if (receive()) {
      return NOW;
    }
    OpenEpoch resumed = joined;
    if (resumed != null && circuit().resume()) {
      endIfComplete(resumed);
      return NOW;
    }
    OpenEpoch open = run.epochs.open();
    if (open != null && open.epoch.number() <= lastEnded) {
      return awaitChange(open);
    }
    if (joined != null && circuit().inputsEnded()) {
      return ON_WAKE;
    }
    if (run.isDriven()) {
      return drivenStep(open);
    }
    boolean last = run.epochs.isLast();
    if (open != null && (open.closing || last)) {
      endInputs(open);
      return NOW;
    }
    if (open == null && !run.hasRoom()) {
      return awaitChange(null);
    }
    if (links.outgoingIsFull(-1)) {
      return ON_WAKE;
    }
    if (read(Long.MAX_VALUE)) {
      return NOW;
    }
    boolean epochIsDue =
        run.options.oneEpoch()
            ? last && lastEnded == 0
            : rowsOfEpoch > 0 || (open == null && (lastEnded == 0 || epochIsWanted()));
    if (epochIsDue) {
      endInputs(run.epochs.join());
      return NOW;
    }
    return reportEndOfInput() ? NOW : nextDue();
  }

  /** The same in a run whose epochs open when its driver says so. */
  private long drivenStep(@Nullable OpenEpoch open) {
    if (open == null) {
      // What there is of stored relations is the driver's to know.
      long due = nextDue(false);
      if (due != NOW && !(lastEnded > 0 && (epochIsWanted() || endIsUntold()))) {
        return due;
      }
      run.inputAvailable();
      return ON_WAKE;
    }
    if (links.outgoingIsFull(-1)) {
      return ON_WAKE;
    }
    if (!read(DRIVEN_ROWS)) {
      endInputs(open);
    }
    return NOW;
  }

  /**
   * Waits for what has just been seen to change, if there is anything to do then.
   *
   * @param seen the epoch that other shards have not ended yet; null to wait for room
   */
  private long awaitChange(@Nullable OpenEpoch seen) {
    reportFirstRead();
    reportEndOfInput();
    long due = nextDue();
    if (due != NOW) {
      return due;
    }
    waiting = true;
    boolean changed = run.epochs.open() != seen || (seen == null && run.hasRoom());
    return changed ? NOW : ON_WAKE;
  }

  /** Takes one message from another shard; false if there is none that it may take now. */
  private boolean receive() {
    for (int exchange : exchanges) {
      ExchangeQueue queue = links.incoming(exchange);
      if (queue == null || queue.isEmpty() || links.outgoingIsFull(exchange)) {
        continue;
      }
      ExchangeQueue.Message message = queue.poll();
      if (message == null) {
        continue;
      }
      OpenEpoch epoch = join();
      ChangeBatch batch = message.batch();
      if (batch != null) {
        circuit().receive(exchange, batch);
        queue.giveBack(batch);
        closeIfDue(epoch);
      } else {
        othersBounds[exchange] = EventTime.least(othersBounds[exchange], message.bound());
        if (--endsMissing[exchange] == 0) {
          circuit().endExchange(exchange, othersBounds[exchange]);
          endIfComplete(epoch);
        }
      }
      if (queue.hasRoomForWaiting()) {
        run.wakeAll();
      }
      return true;
    }
    return false;
  }

  /**
   * Reads a batch of the next source that has one; false if none has.
   *
   * @param limit rows of the epoch after which only stored relations are read
   */
  private boolean read(long limit) {
    if (discoveryIsDue()) {
      discover();
    }
    for (int i = 0; i < feeds.size(); i++) {
      int index = (nextFeed + i) % feeds.size();
      SourceFeed feed = feeds.get(index);
      if (isLater(feed.nextReadNanos())
          || feed.finished()
          || waits(feedNodes.get(index))
          || (connectorRows >= limit && !feed.stored())) {
        continue;
      }
      ChangeBatch batch = feed.read();
      if (batch.size() > 0) {
        nextFeed = index + 1;
        OpenEpoch epoch = join();
        rowsIn.lazySet(rowsIn.get() + batch.size());
        rowsOfEpoch += batch.size();
        connectorRows += feed.stored() ? 0 : batch.size();
        behind = batch.size() >= BEHIND_ROWS && feed.nextReadNanos() == 0;
        circuit().feed(feedNodes.get(index), batch);
        closeIfDue(epoch);
        return true;
      }
    }
    // Which may be due only now: a reader can find its end without another row.
    reportFirstRead();
    return false;
  }

  /** Whether a time, or {@link #NOW} or {@link #ON_WAKE}, is still to come. */
  private boolean isLater(long nanos) {
    return nanos > NOW && (nanos == ON_WAKE || nanos > clock.nanoTime());
  }

  /** Whether a source is not to be read before others have come further. */
  private boolean waits(int source) {
    return run.ends().readOrder().holds(source)
        || alignment.holds(source, node -> circuit().bound(node));
  }

  /** Says once that this shard has read what others wait for. */
  private void reportFirstRead() {
    ReadOrder order = run.ends().readOrder();
    if (firstRead || order.isDone()) {
      return;
    }
    for (int i = 0; i < feeds.size(); i++) {
      if (order.isFirst(feedNodes.get(i)) && !feeds.get(i).finished()) {
        return;
      }
    }
    firstRead = true;
    if (order.shardHasRead()) {
      run.wakeAll();
    }
  }

  /** Asks for the end of an epoch that has become large or long, unless there is only one. */
  private void closeIfDue(OpenEpoch epoch) {
    if (run.options.oneEpoch() || run.isDriven()) {
      return;
    }
    if (rowsOfEpoch >= EPOCH_ROWS
        || links.resultBytes() >= EPOCH_RESULT_BYTES
        || clock.nanoTime() - joinedAt >= (behind ? BEHIND_EPOCH_NANOS : EPOCH_NANOS)) {
      run.requestClose(epoch, this);
    }
  }

  private OpenEpoch join() {
    OpenEpoch epoch = joined;
    if (epoch == null) {
      if (!run.isDriven()) {
        joinedAt = clock.nanoTime();
      }
      epoch = run.epochs.join();
      joined = epoch;
      Arrays.fill(endsMissing, shards - 1);
      Arrays.fill(othersBounds, EventTime.IDLE);
      circuit().begin(epoch.epoch);
    }
    return epoch;
  }

  private void endInputs(OpenEpoch epoch) {
    join();
    reportEndOfInput();
    if (!run.isDriven()) {
      run.requestClose(epoch, this);
    }
    wantedEpoch = ON_WAKE;
    endedInput = inputEnded;
    circuit().endInputs();
    endIfComplete(epoch);
  }

  private void endIfComplete(OpenEpoch epoch) {
    if (circuit().ended()) {
      joined = null;
      rowsOfEpoch = 0;
      connectorRows = 0;
      lastEnded = epoch.epoch.number();
      List<OpenEpoch.Offsets> offsets = constantOffsets == null ? offsets() : constantOffsets;
      OpenEpoch.Frozen frozen =
          epoch.checkpoint == null
              ? null
              : new OpenEpoch.Frozen(circuit().freeze(), circuit().bounds());
      run.shardEnded(epoch, shard, links.takeShare(epoch.epoch, offsets, endedInput, frozen));
    }
  }

  private List<OpenEpoch.Offsets> offsets() {
    List<OpenEpoch.Offsets> offsets = new ArrayList<>(feeds.size());
    for (SourceFeed feed : feeds) {
      offsets.add(new OpenEpoch.Offsets(feed.sourceId(), feed.offsets()));
    }
    return offsets;
  }

  /** Says once that this shard will read no more; whether it has said so now. */
  private boolean reportEndOfInput() {
    if (inputEnded) {
      return false;
    }
    for (SourceFeed feed : feeds) {
      if (!feed.finished()) {
        return false;
      }
    }
    inputEnded = true;
    run.shardHasNoMoreInput(this);
    return true;
  }

  /** When there is something to read: {@link #NOW}, a time, or {@link #ON_WAKE}. */
  private long nextDue() {
    return nextDue(true);
  }

  private long nextDue(boolean ofStored) {
    long due = discoveries.isEmpty() ? ON_WAKE : nextDiscovery;
    due = run.options.oneEpoch() ? due : Math.min(due, wantedEpoch);
    for (int i = 0; i < feeds.size(); i++) {
      SourceFeed feed = feeds.get(i);
      if (!feed.finished() && (ofStored || !feed.stored()) && !waits(feedNodes.get(i))) {
        due = Math.min(due, feed.nextReadNanos());
      }
    }
    return isLater(due) ? due : NOW;
  }

  private boolean discoveryIsDue() {
    return !discoveries.isEmpty() && clock.nanoTime() >= nextDiscovery;
  }

  private void discover() {
    boolean news = false;
    for (SplitAssignment splits : discoveries) {
      news |= splits.discover() || splits.isExhausted();
    }
    discoveries.removeIf(SplitAssignment::isExhausted);
    nextDiscovery = clock.nanoTime() + discoveryNanos();
    if (news) {
      run.wakeAll();
    }
  }

  private CircuitShard circuit() {
    CircuitShard opened = circuit;
    if (opened == null) {
      throw new IllegalStateException("the shard has not been opened");
    }
    return opened;
  }

  /** Lets go of operators, writers and readers. */
  void close() {
    shut = true;
    for (var answer = asking.poll(); answer != null; answer = asking.poll()) {
      answer.complete(List.of());
    }
    if (circuit != null) {
      run.close(circuit::close);
    }
    feeds.forEach(feed -> run.close(feed::close));
  }
}
