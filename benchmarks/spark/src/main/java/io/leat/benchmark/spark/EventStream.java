package io.leat.benchmark.spark;

import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;

/** Events in micro-batches of a million; an offset is a number of events. */
final class EventStream implements MicroBatchStream, SupportsTriggerAvailableNow {
  private static final long BATCH = 1_000_000;

  private final int kind;
  private final String[] columns;
  private final long events;
  private final int workers;

  EventStream(int kind, String[] columns, long events, int workers) {
    this.kind = kind;
    this.columns = columns;
    this.events = events;
    this.workers = workers;
  }

  @Override
  public void prepareForTriggerAvailableNow() {}

  @Override
  public Offset initialOffset() {
    return new Count(0);
  }

  @Override
  public Offset latestOffset() {
    return new Count(events);
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    return new Count(Math.min(events, ((Count) start).count + BATCH));
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return ReadLimit.maxRows(BATCH);
  }

  @Override
  public Offset deserializeOffset(String json) {
    return new Count(Long.parseLong(json));
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {}

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    InputPartition[] partitions = new InputPartition[workers];
    for (int i = 0; i < workers; i++) {
      partitions[i] = new EventPartition(((Count) start).count, ((Count) end).count, i, workers);
    }
    return partitions;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new EventReaderFactory(kind, columns);
  }

  /** Every {@code step}-th event of a batch, from one place of it on. */
  record EventPartition(long start, long end, int first, int step) implements InputPartition {}

  private static final class Count extends Offset {
    private final long count;

    Count(long count) {
      this.count = count;
    }

    @Override
    public String json() {
      return Long.toString(count);
    }
  }
}
