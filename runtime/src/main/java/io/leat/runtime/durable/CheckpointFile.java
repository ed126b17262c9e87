package io.leat.runtime.durable;

import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntryTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The file of a checkpoint: {@link JournalRecord.Head}, the statements that make the catalog, the
 * contents of tables, {@link JournalRecord.End}. For one thread.
 */
final class CheckpointFile implements AutoCloseable {
  /**
   * So many bytes go to the disk at once. More would make the log, which shares the disk, wait for
   * them.
   */
  private static final long FORCED_BYTES = 4L << 20;

  /** Of files that begin with no head: versions before increments have written them. */
  private static final JournalRecord.Head ALONE = new JournalRecord.Head(0, List.of());

  private final RecordFile file;
  private final Packing packing;
  private long records;
  private long forced;

  private CheckpointFile(RecordFile file, Compression compression) {
    this.file = file;
    this.packing = new Packing(file, compression);
  }

  /** A new one. */
  static CheckpointFile create(Path path, JournalRecord.Head head, Compression compression)
      throws IOException {
    CheckpointFile created = new CheckpointFile(RecordFile.create(path), compression);
    created.addAlone(head);
    return created;
  }

  private void addAlone(JournalRecord record) throws IOException {
    file.append(record.toBytes());
    records++;
  }

  void add(JournalRecord record) throws IOException {
    packing.add(record.toBytes());
    if (file.size() - forced >= FORCED_BYTES) {
      file.force();
      forced = file.size();
    }
  }

  /** Adds all rows of a table. */
  void add(String table, EntryTree rows) throws IOException {
    EntryTree.Cursor cursor = rows.cursor(null, null);
    while (cursor.next()) {
      add(new JournalRecord.Part(table, cursor.leaf()));
    }
  }

  /** Adds what a table's rows are now where they are not as they were in the base. */
  void add(String table, EntryTree before, EntryTree rows) throws IOException {
    for (Entries part : EntryTree.difference(before, rows).parts()) {
      add(new JournalRecord.Part(table, part));
    }
  }

  /** Makes it complete, and waits until it is on the disk; its size. */
  long end(long epoch) throws IOException {
    packing.end();
    addAlone(new JournalRecord.End(epoch, records + packing.records()));
    file.force();
    return file.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** What is known of a checkpoint by looking through all of it. */
  record Verified(JournalRecord.Head head, JournalRecord.End end) {}

  /** Looks through a file; null if it is not whole. */
  static @Nullable Verified verify(Path path) throws IOException {
    try (RecordReader reader = new RecordReader(path)) {
      JournalRecord.End end = null;
      JournalRecord.Head head = ALONE;
      long records = 0;
      for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
        if (end != null) {
          return null;
        }
        if (payload.get(0) == JournalRecord.END_KIND) {
          end = (JournalRecord.End) JournalRecord.of(payload);
        } else if (records++ == 0) {
          head = head(payload);
        }
      }
      return !reader.damaged() && end != null && end.records() == records
          ? new Verified(head, end)
          : null;
    }
  }

  /** The checkpoint that a file says the changes of; 0 if it stands by itself or is damaged. */
  static long base(Path path) throws IOException {
    try (RecordReader reader = new RecordReader(path)) {
      ByteBuffer first = reader.next();
      return first == null ? 0 : head(first).base();
    }
  }

  private static JournalRecord.Head head(ByteBuffer first) {
    return first.get(0) == JournalRecord.HEAD_KIND
        ? (JournalRecord.Head) JournalRecord.of(first)
        : ALONE;
  }

  /** Gives the records of a file that is whole, until one is answered by false. */
  static void read(Path path, Predicate<JournalRecord> target) throws IOException {
    try (RecordReader reader = new RecordReader(path)) {
      for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
        for (JournalRecord record : records(path, payload)) {
          if (!target.test(record)) {
            return;
          }
        }
      }
    }
  }

  private static List<JournalRecord> records(Path path, ByteBuffer payload) {
    try {
      return payload.get(0) == Packing.KIND
          ? Packing.unpack(payload).stream().map(JournalRecord::of).toList()
          : List.of(JournalRecord.of(payload));
    } catch (IllegalArgumentException e) {
      throw Recovery.unknown(path, e);
    }
  }
}
