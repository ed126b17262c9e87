package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.connector.format.RecordEncoder;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ValueText;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One shard's files: one at a time for each partition. They stay open over many epochs and become
 * visible together with those of the other shards, at the end of an epoch that the policy chooses.
 */
final class FileSinkWriter implements SinkWriter {
  private final FileSink sink;
  private final RowSchema schema;
  private final ZoneId zone;
  private final int shard;
  private final String prefix;
  private final RecordEncoder encoder;
  private final int[] columns;
  private final int[] keys;
  private final PartitionTime partitionTime;
  private final Map<List<String>, PartFile> open = new LinkedHashMap<>();

  /** Partitions that were written and not marked yet: when their first file was begun. */
  private final Map<List<String>, Long> unmarked = new LinkedHashMap<>();

  private long epochMicros = PartFile.UNKNOWN;
  private long bound = EventTime.NONE;
  private long lastRolled = Long.MIN_VALUE;
  private long ended = Long.MIN_VALUE;
  private int files;

  FileSinkWriter(FileSink sink, RowSchema schema, int shard, ZoneId zone) {
    this.sink = sink;
    this.schema = schema;
    this.zone = zone;
    this.shard = shard;
    this.prefix = sink.heritage().prefix() + shard + "-";
    if (shard == 0) {
      unmarked.putAll(sink.heritage().waiting());
    }
    this.encoder = sink.encoding().encoder(zone);
    this.keys = sink.partitions().keys().stream().mapToInt(Integer::intValue).toArray();
    List<Integer> written = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (!sink.partitions().keys().contains(i)) {
        written.add(i);
      }
    }
    this.columns = written.stream().mapToInt(Integer::intValue).toArray();
    this.partitionTime =
        new PartitionTime(
            sink.partitions().keys().stream().map(schema::name).toList(),
            sink.options().timePattern(),
            sink.options().timeFormatter(),
            sink.options().timeZone());
  }

  @Override
  public synchronized void write(ChangeBatch batch) {
    PartFile file = null;
    for (int row = 0; row < batch.size(); row++) {
      long weight = batch.weight(row);
      if (weight < 0) {
        throw new LeatException(
            SqlState.FEATURE_NOT_SUPPORTED,
            "files cannot take rows back: the query's result is updated");
      }
      if (file == null || !isOfSamePartition(batch, row)) {
        file = file(partition(batch, row));
      }
      for (long copy = 0; copy < weight; copy++) {
        encoder.encode(batch, columns, row, file.buffer());
      }
      file.flushIfFull();
    }
  }

  /** Whether a row surely has the same keys as the one before it. */
  private boolean isOfSamePartition(ChangeBatch batch, int row) {
    for (int key : keys) {
      if (!(batch.column(key) instanceof BytesColumn texts) || !texts.equalsRowBefore(row)) {
        return false;
      }
    }
    return true;
  }

  private List<String> partition(ChangeBatch batch, int row) {
    if (keys.length == 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>(keys.length);
    for (int key : keys) {
      Object value = BoxedValues.get(batch.column(key), row, schema.type(key));
      values.add(
          value == null
              ? sink.partitions().nullName()
              : ValueText.of(value, schema.type(key), zone));
    }
    return values;
  }

  private PartFile file(List<String> partition) {
    PartFile file = open.get(partition);
    if (file == null) {
      String name = prefix + files++ + "." + sink.formatName();
      file = new PartFile(directory(partition), name, epochMicros);
      encoder.begin(file.buffer());
      open.put(partition, file);
      if (keys.length > 0 && sink.options().marksPartitions()) {
        unmarked.putIfAbsent(partition, epochMicros);
      }
    }
    return file;
  }

  private Path directory(List<String> partition) {
    Path directory = sink.directory();
    for (int i = 0; i < keys.length; i++) {
      String value = partition.get(i);
      String name = value.equals(sink.partitions().nullName()) ? value : Partitions.escape(value);
      directory = directory.resolve(schema.name(keys[i]) + "=" + name);
    }
    return directory;
  }

  @Override
  public void endEpoch(Epoch epoch) {
    endEpoch(epoch, EventTime.NONE);
  }

  @Override
  public synchronized void endEpoch(Epoch epoch, long newBound) {
    epochMicros = epoch.timeMicros();
    ended = epoch.number();
    bound = newBound;
    open.values().forEach(file -> file.begunBy(epochMicros));
    unmarked.replaceAll(
        (partition, begun) -> begun == PartFile.UNKNOWN ? Long.valueOf(epochMicros) : begun);
    if (fileIsDue() || unmarked.keySet().stream().anyMatch(this::isComplete)) {
      sink.plan().requestAfter(ended);
    }
  }

  private boolean fileIsDue() {
    for (PartFile file : open.values()) {
      if (file.bytes() >= sink.options().fileBytes()
          || epochMicros - file.begunMicros() >= sink.options().rolloverMicros()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a partition is complete; without a delay that is so whenever files are committed. */
  private boolean isComplete(List<String> partition) {
    FileSinkOptions options = sink.options();
    if (options.byPartitionTime()) {
      return bound == EventTime.END
          || (bound != EventTime.IDLE
              && bound != EventTime.NONE
              && bound >= partitionTime.micros(partition) + options.delayMicros());
    }
    return options.delayMicros() > 0
        && epochMicros >= unmarked.getOrDefault(partition, 0L) + options.delayMicros();
  }

  @Override
  public synchronized long nextEpochMicros() {
    if (sink.plan().isPlannedAfter(ended)) {
      return epochMicros;
    }
    FileSinkOptions options = sink.options();
    long next = Long.MAX_VALUE;
    for (PartFile file : open.values()) {
      next = Math.min(next, file.begunMicros() + options.rolloverMicros());
    }
    if (!options.byPartitionTime() && options.delayMicros() > 0) {
      for (long begun : unmarked.values()) {
        next = Math.min(next, begun + options.delayMicros());
      }
    }
    return next;
  }

  @Override
  public synchronized byte[] prepareIfDue(Epoch epoch) {
    if (!sink.plan().isDue(epoch.number(), lastRolled)) {
      return new byte[0];
    }
    lastRolled = epoch.number();
    return bytesIfAny(closeFiles(false));
  }

  /** For a checkpoint, which is to know of the sink also when it has nothing to commit. */
  @Override
  public synchronized byte[] prepare() {
    return closeFiles(false).toBytes();
  }

  @Override
  public synchronized byte[] finish() {
    return bytesIfAny(closeFiles(true));
  }

  private static byte[] bytesIfAny(FileToken token) {
    return token.files().isEmpty() && token.marks().isEmpty() ? new byte[0] : token.toBytes();
  }

  /**
   * @param last whether every partition is complete now
   */
  private FileToken closeFiles(boolean last) {
    List<FileToken.Pending> pending = new ArrayList<>();
    for (PartFile file : open.values()) {
      file.complete();
      pending.add(file.names);
    }
    open.clear();
    boolean atOnce = !sink.options().byPartitionTime() && sink.options().delayMicros() == 0;
    List<Path> marks = new ArrayList<>();
    for (List<String> partition : List.copyOf(unmarked.keySet())) {
      if (last || atOnce || isComplete(partition)) {
        unmarked.remove(partition);
        marks.add(directory(partition).resolve(sink.options().successFile()));
      }
    }
    return new FileToken(sink.heritage().name(), shard, pending, marks, Map.copyOf(unmarked));
  }

  /** What has not been prepared is given up. */
  @Override
  public synchronized void close() {
    open.values().forEach(PartFile::discard);
    open.clear();
  }
}
