package io.leat.benchmark.flink.nexmark;

import io.leat.benchmark.nexmark.engine.WallClock;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/**
 * The events, every k-th of them by each of k readers. A split is given to each reader by the
 * sequence source's enumerator and only wakes it; the reader's place decides which events are its
 * own.
 */
final class NexmarkSource
    implements Source<RowData, NumberSequenceSplit, Collection<NumberSequenceSplit>>,
        ResultTypeQueryable<RowData> {
  /** Rows given in one call, so that the call itself costs nothing. */
  private static final int ROWS_PER_CALL = 64;

  private final long seed;
  private final long rate;
  private final long baseMillis;
  private final long events;
  private final boolean live;
  private final List<String> paths;
  private final TypeInformation<RowData> type;

  NexmarkSource(
      NexmarkModel model,
      long events,
      boolean live,
      List<String> paths,
      TypeInformation<RowData> type) {
    this.seed = model.seed();
    this.rate = model.eventsPerSecond();
    this.baseMillis = model.baseMillis();
    this.events = events;
    this.live = live;
    this.paths = paths;
    this.type = type;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return type;
  }

  @Override
  public SourceReader<RowData, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new Reader(
        new NexmarkFields(NexmarkModel.STANDARD.withSeed(seed).withTimes(rate, baseMillis), paths),
        events,
        live,
        context.getIndexOfSubtask(),
        context.currentParallelism());
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    return new NumberSequenceSource(0, context.currentParallelism() - 1).createEnumerator(context);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> restoreEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context,
      Collection<NumberSequenceSplit> checkpoint) {
    throw new UnsupportedOperationException("benchmarks begin anew");
  }

  @Override
  public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
    return new NumberSequenceSource(0, 0).getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<NumberSequenceSplit>>
      getEnumeratorCheckpointSerializer() {
    return new NumberSequenceSource(0, 0).getEnumeratorCheckpointSerializer();
  }

  private static final class Reader implements SourceReader<RowData, NumberSequenceSplit> {
    private final NexmarkFields fields;
    private final NexmarkEvents events;
    private final long count;
    private final boolean live;
    private final int step;
    private long next;
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

    Reader(NexmarkFields fields, long count, boolean live, int first, int step) {
      this.fields = fields;
      this.events = fields.events();
      this.count = count;
      this.live = live;
      this.next = first;
      this.step = step;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) {
      for (int i = 0; i < ROWS_PER_CALL; i++) {
        if (next >= count) {
          return InputStatus.END_OF_INPUT;
        }
        long id = events.id(next);
        if (live) {
          long wait = events.timeMillis(id) * 1000 - WallClock.micros();
          if (wait > 0) {
            Executor later = CompletableFuture.delayedExecutor(wait, TimeUnit.MICROSECONDS);
            available = CompletableFuture.runAsync(() -> {}, later);
            return InputStatus.NOTHING_AVAILABLE;
          }
        }
        output.collect(fields.row(id));
        next += step;
      }
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
      return new ArrayList<>();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }
}
