package io.leat.runtime.durable;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.FrozenRun;
import io.leat.runtime.local.RunState;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.state.ByteStateWriter;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.FrozenTables;
import io.leat.runtime.state.KeyGroups;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The file of a run's checkpoint: {@link RunRecords}, packed. It holds the whole state, or what has
 * changed since the one before. For one thread.
 */
final class RunFile implements AutoCloseable {
  /** So many bytes go to the disk at once, so that others who use it need not wait for more. */
  private static final long FORCED_BYTES = 4L << 20;

  private final RecordFile file;
  private final Packing packing;
  private long forced;

  private RunFile(RecordFile file, Compression compression) {
    this.file = file;
    this.packing = new Packing(file, compression);
  }

  private static RunFile create(Path path, Compression compression, ByteBuffer header)
      throws IOException {
    RunFile created = new RunFile(RecordFile.create(path), compression);
    // By itself, to be read without more.
    created.file.append(header);
    return created;
  }

  /**
   * Writes the file of a checkpoint; it is on the disk when this returns.
   *
   * @param base the checkpoint that it says the changes of, the one that the run was frozen for the
   *     last time; 0 if it is to stand by itself
   * @param before rows of stored relations as the base has them; of others, all are written
   * @return its size in bytes
   */
  static long write(
      Path path, FrozenRun run, long base, Map<String, EntryTree> before, Compression compression)
      throws IOException {
    try (RunFile file = create(path, compression, RunRecords.header(run.epoch(), false, base))) {
      for (Map.Entry<String, String> node : run.shapes().entrySet()) {
        file.add(RunRecords.node(node.getKey(), node.getValue()));
      }
      for (Map.Entry<String, Long> bound : run.bounds().entrySet()) {
        file.add(RunRecords.bound(bound.getKey(), bound.getValue()));
      }
      for (var source : run.offsets().entrySet()) {
        file.add(RunRecords.offsets(source.getKey(), source.getValue()));
      }
      file.addTokens(run.tokens());
      List<Map<String, FrozenState>> shards = run.operators();
      for (int shard = 0; shard < shards.size(); shard++) {
        for (Map.Entry<String, FrozenState> operator : shards.get(shard).entrySet()) {
          FrozenTables tables = operator.getValue().asTables();
          if (tables != null) {
            file.addTables(operator.getKey(), shard, tables, base != 0);
          } else if (operator.getValue() != FrozenState.EMPTY) {
            file.addGroups(operator.getKey(), operator.getValue());
          }
        }
      }
      for (Map.Entry<String, EntryTree> relation : run.relations().entrySet()) {
        file.addRelation(
            relation.getKey(),
            base == 0 ? null : before.get(relation.getKey()),
            relation.getValue());
      }
      return file.end();
    }
  }

  /** Writes that a run has come to its end, and what its sinks have still to commit. */
  static void writeEnd(Path path, Map<String, List<byte[]>> tokens, Compression compression)
      throws IOException {
    try (RunFile file = create(path, compression, RunRecords.header(0, true, 0))) {
      file.addTokens(tokens);
      file.end();
    }
  }

  private void add(ByteBuffer record) throws IOException {
    packing.add(record);
    if (file.size() - forced >= FORCED_BYTES) {
      file.force();
      forced = file.size();
    }
  }

  private void addTokens(Map<String, List<byte[]>> tokens) throws IOException {
    for (Map.Entry<String, List<byte[]>> sink : tokens.entrySet()) {
      for (byte[] token : sink.getValue()) {
        add(RunRecords.token(sink.getKey(), token));
      }
    }
  }

  private void addTables(String node, int shard, FrozenTables tables, boolean changes)
      throws IOException {
    List<FrozenRows> all = tables.tables();
    boolean[] whole = new boolean[all.size()];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = !changes || !all.get(i).knowsChanges();
    }
    add(RunRecords.tables(node, shard, tables.version(), whole));
    for (int i = 0; i < whole.length; i++) {
      int table = i;
      all.get(i)
          .<IOException>blocks(
              !whole[i],
              (bytes, length) -> add(RunRecords.block(node, shard, table, bytes, length)));
    }
  }

  private void addGroups(String node, FrozenState state) throws IOException {
    for (int group = 0; group < KeyGroups.COUNT; group++) {
      ByteStateWriter writer = new ByteStateWriter();
      state.write(group, writer);
      if (!writer.isEmpty()) {
        for (ByteBuffer part : RunRecords.state(node, group, writer.toBytes())) {
          add(part);
        }
      }
    }
  }

  private void addRelation(String name, @Nullable EntryTree before, EntryTree rows)
      throws IOException {
    add(RunRecords.relation(name, before == null));
    if (before == null) {
      EntryTree.Cursor cursor = rows.cursor(null, null);
      while (cursor.next()) {
        add(RunRecords.rows(name, cursor.leaf()));
      }
    } else {
      for (Entries part : EntryTree.difference(before, rows).parts()) {
        add(RunRecords.rows(name, part));
      }
    }
  }

  private long end() throws IOException {
    packing.end();
    file.append(RunRecords.end(1 + packing.records()));
    file.force();
    return file.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The checkpoint that a file says the changes of; 0 if it stands by itself or is damaged. */
  static long base(Path path) throws IOException {
    try (RecordReader reader = new RecordReader(path)) {
      ByteBuffer first = reader.next();
      return first == null ? 0 : RunRecords.base(records(first).get(0));
    } catch (IllegalArgumentException e) {
      throw RunReading.unknown(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a checkpoint, and those that it says the changes of.
   *
   * @param files by number
   * @throws LeatException XX001 if a file is not whole
   */
  static RunState read(Path path, LongFunction<Path> files) throws IOException {
    RunReading reading = new RunReading();
    long base = readLayer(path, reading);
    while (base != 0) {
      base = readLayer(files.apply(base), reading);
    }
    return reading.state();
  }

  private static long readLayer(Path path, RunReading reading) throws IOException {
    if (!Files.exists(path)) {
      throw damaged(path);
    }
    try (RecordReader reader = new RecordReader(path)) {
      long base = -1;
      long records = 0;
      boolean ended = false;
      for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
        if (payload.get(0) == RunRecords.END) {
          ended = payload.getLong(1) == records;
          continue;
        }
        ended = false;
        records++;
        for (ByteBuffer record : records(payload)) {
          base = base < 0 ? RunRecords.base(record) : base;
          reading.take(record);
        }
      }
      if (reader.damaged() || !ended) {
        throw damaged(path);
      }
      reading.endFile();
      return base;
    } catch (IllegalArgumentException e) {
      throw RunReading.unknown(String.valueOf(e.getMessage()));
    }
  }

  private static List<ByteBuffer> records(ByteBuffer payload) {
    return payload.get(0) == Packing.KIND ? Packing.unpack(payload) : List.of(payload);
  }

  static LeatException damaged(Path file) {
    return new LeatException(SqlState.DATA_CORRUPTED, "the checkpoint " + file + " is damaged")
        .withHint("restore it from a copy");
  }
}
