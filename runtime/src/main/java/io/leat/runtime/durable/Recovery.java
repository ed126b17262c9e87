package io.leat.runtime.durable;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an engine again of what its directory holds: the newest checkpoint that is whole, then all
 * of the log after it. A last record that was cut short was never acknowledged and is dropped.
 * Damage anywhere else is never passed over: an older checkpoint takes the place of a damaged one,
 * with more of the log; a damaged log is refused.
 */
public final class Recovery {
  private final DataDirectory directory;
  private final Consumer<String> warnings;

  /**
   * Of a directory.
   *
   * @param warnings takes sentences about what was found damaged and could be made good
   */
  public Recovery(DataDirectory directory, Consumer<String> warnings) {
    this.directory = directory;
    this.warnings = warnings;
  }

  /** What was read. */
  public record Found(long checkpointRecords, long logRecords, long epoch) {}

  /**
   * Reads everything, then lets the log go on.
   *
   * @param target takes the records in order
   * @throws LeatException XX001 if something that was acknowledged cannot be read
   */
  public Found run(Consumer<JournalRecord> target, Journal journal) {
    try {
      directory.removeDrafts();
      long from = 0;
      long epoch = 0;
      long checkpointRecords = 0;
      List<Long> checkpoints = directory.checkpoints();
      for (int i = checkpoints.size() - 1; i >= 0 && from == 0; i--) {
        Path file = directory.checkpoint(checkpoints.get(i));
        JournalRecord.End end = verify(file);
        if (end == null) {
          warnings.accept("checkpoint " + file + " is damaged; the one before it is used");
        } else {
          from = checkpoints.get(i);
          epoch = end.epoch();
          checkpointRecords = end.records();
          read(file, target);
        }
      }
      return readLog(from, epoch, checkpointRecords, target, journal);
    } catch (IOException e) {
      throw DataDirectory.failure("read the data directory " + directory.path(), e);
    }
  }

  private Found readLog(
      long from,
      long checkpointEpoch,
      long checkpointRecords,
      Consumer<JournalRecord> target,
      Journal journal)
      throws IOException {
    List<Long> logs = new ArrayList<>(directory.logs());
    logs.removeIf(number -> number < from);
    long expected = from == 0 ? 1 : from;
    long epoch = checkpointEpoch;
    long records = 0;
    for (int i = 0; i < logs.size(); i++) {
      if (logs.get(i) != expected) {
        throw corrupted("the log's segment " + directory.log(expected) + " is missing");
      }
      try (RecordReader reader = new RecordReader(directory.log(expected))) {
        for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
          JournalRecord record = parse(payload, reader.path());
          if (record instanceof JournalRecord.Rows rows) {
            epoch = Math.max(epoch, rows.epoch());
          } else if (record instanceof JournalRecord.Reserved reserved) {
            epoch = Math.max(epoch, reserved.epoch());
          }
          target.accept(record);
          records++;
        }
        if (reader.damaged()) {
          cut(reader, i == logs.size() - 1);
        }
      }
      expected++;
    }
    if (logs.isEmpty() && from > 0) {
      throw corrupted("the log's segment " + directory.log(from) + " is missing");
    }
    journal.open(expected);
    return new Found(checkpointRecords, records, epoch);
  }

  /** Drops a last record that was cut short; refuses any other damage. */
  private void cut(RecordReader reader, boolean last) throws IOException {
    if (!last || reader.recordAfterDamage()) {
      throw corrupted("the log " + reader.path() + " is damaged at byte " + reader.end());
    }
    warnings.accept(
        "the log "
            + reader.path()
            + " ends in "
            + (Files.size(reader.path()) - reader.end())
            + " bytes that are no whole record: a write that was cut short, which nobody had been"
            + " told was done");
    if (reader.end() >= RecordFile.HEADER_BYTES
        && Files.size(reader.path()) >= RecordFile.HEADER_BYTES) {
      RecordFile.resume(reader.path(), reader.end()).close();
    } else {
      Files.delete(reader.path());
      RecordFile.create(reader.path()).close();
    }
  }

  private JournalRecord parse(ByteBuffer payload, Path file) {
    try {
      return JournalRecord.of(payload);
    } catch (IllegalArgumentException e) {
      throw LeatException.notSupported(
          "the file " + file + ", which holds " + e.getMessage(),
          "start the version of Leat that has written it");
    }
  }

  /** The last record of a checkpoint that is whole; null of any other. */
  private static JournalRecord.@Nullable End verify(Path file) throws IOException {
    try (RecordReader reader = new RecordReader(file)) {
      JournalRecord.End end = null;
      long records = 0;
      for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
        if (end != null) {
          return null;
        }
        if (payload.get(0) == JournalRecord.END_KIND) {
          end = (JournalRecord.End) JournalRecord.of(payload);
        } else {
          records++;
        }
      }
      return !reader.damaged() && end != null && end.records() == records ? end : null;
    }
  }

  private void read(Path file, Consumer<JournalRecord> target) throws IOException {
    try (RecordReader reader = new RecordReader(file)) {
      for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
        target.accept(parse(payload, file));
      }
    }
  }

  private static LeatException corrupted(String what) {
    return new LeatException(
        SqlState.DATA_CORRUPTED,
        what + ": rows that had been acknowledged are missing",
        null,
        "Restore the data directory from a copy.",
        null);
  }
}
