package io.leat.runtime.durable;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.pipeline.Changes;
import io.leat.runtime.local.pipeline.EpochJournal;
import io.leat.runtime.relation.Entries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log of all that is acknowledged, in segments. A record is in its file, and with {@link
 * Fsync#ALWAYS} on the disk, when the method that takes it returns; if that throws, the record is
 * not in the log. Until {@link #open} nothing is taken down: what happens then comes from the log.
 * Safe for use by several threads.
 */
public final class Journal implements EpochJournal, AutoCloseable {
  /** A segment of so many bytes is followed by another. */
  private static final long SEGMENT_BYTES = 64L << 20;

  /** Of an epoch with more than that, there are several records. */
  private static final int RECORD_BYTES = 16 << 20;

  /** Numbers of epochs that are set aside at once. */
  private static final long RESERVE = 100_000;

  private final DataDirectory directory;
  private final Fsync fsync;
  private @Nullable RecordFile segment;
  private long number;
  private long reserved;
  private boolean suspect;

  /** Whether the last record waits for one that makes it count. */
  private boolean within;

  private boolean dirty;
  private long bytes;

  /** When records are known to be on the disk, and not only with the operating system. */
  public enum Fsync {
    /** Before they are acknowledged. */
    ALWAYS,

    /** When somebody calls {@link Journal#force}, from time to time. */
    INTERVAL,

    /** When the operating system likes. */
    OFF
  }

  public Journal(DataDirectory directory, Fsync fsync) {
    this.directory = directory;
    this.fsync = fsync;
  }

  /**
   * Begins to write.
   *
   * @param newNumber of the first segment; there is none of that number or above
   */
  synchronized void open(long newNumber) {
    try {
      begin(newNumber);
    } catch (IOException e) {
      throw DataDirectory.failure("begin the log", e);
    }
  }

  private void begin(long newNumber) throws IOException {
    RecordFile next = RecordFile.create(directory.log(newNumber));
    try {
      if (reserved > 0) {
        // What an earlier segment said of it goes with that segment.
        next.append(new JournalRecord.Reserved(reserved).toBytes());
      }
      next.force();
      directory.force();
    } catch (IOException e) {
      next.close();
      Files.deleteIfExists(next.path());
      throw e;
    }
    if (segment != null) {
      segment.close();
    }
    segment = next;
    number = newNumber;
    suspect = false;
  }

  @Override
  public synchronized void write(long epoch, Map<String, Changes> changes) {
    List<JournalRecord.Part> parts = new ArrayList<>();
    long size = 0;
    for (Map.Entry<String, Changes> table : changes.entrySet()) {
      for (Entries entries : table.getValue().delta().parts()) {
        JournalRecord.Part part = new JournalRecord.Part(table.getKey(), entries);
        if (!parts.isEmpty() && size + part.size() > RECORD_BYTES) {
          append(new JournalRecord.Rows(epoch, false, parts), false);
          parts.clear();
          size = 0;
        }
        parts.add(part);
        size += part.size();
      }
    }
    append(new JournalRecord.Rows(epoch, true, parts), true);
  }

  @Override
  public boolean waitsForDisk() {
    return fsync == Fsync.ALWAYS;
  }

  @Override
  public synchronized void opened(long epoch) {
    if (epoch > reserved && segment != null) {
      reserved = epoch + RESERVE;
      append(new JournalRecord.Reserved(reserved));
    }
  }

  /** Takes a record down. */
  public synchronized void append(JournalRecord record) {
    append(record, true);
  }

  /**
   * Takes one of several records down.
   *
   * @param last whether it makes those before count
   */
  private void append(JournalRecord record, boolean last) {
    if (segment == null) {
      return;
    }
    ByteBuffer payload = record.toBytes();
    try {
      if (suspect || (segment.size() >= SEGMENT_BYTES && !within)) {
        rotate();
      }
      CrashPoint.LOG_BEFORE_WRITE.reach();
      appendTo(segment, payload, last);
      within = !last;
      bytes += payload.limit();
    } catch (IOException e) {
      within = false;
      throw DataDirectory.failure("write the log", e);
    }
    CrashPoint.LOG_AFTER_FORCE.reach();
  }

  private void appendTo(RecordFile file, ByteBuffer payload, boolean last) throws IOException {
    long before = file.size();
    file.append(payload);
    dirty = true;
    CrashPoint.LOG_AFTER_WRITE.reach();
    if (fsync == Fsync.ALWAYS && last) {
      try {
        file.force();
      } catch (IOException e) {
        // What is on the disk now is not known; this segment gets no further record.
        suspect = true;
        file.truncate(before);
        throw e;
      }
      dirty = false;
    }
  }

  /** Ends the segment and begins the next; its number. */
  synchronized long rotate() throws IOException {
    if (segment == null) {
      throw new LeatException(SqlState.SHUTTING_DOWN, "the log is closed");
    }
    CrashPoint.LOG_BEFORE_ROTATION.reach();
    if (fsync != Fsync.OFF && !suspect) {
      segment.force();
    }
    begin(number + 1);
    CrashPoint.LOG_AFTER_ROTATION.reach();
    return number;
  }

  /** Waits until what has been written is on the disk. */
  public synchronized void force() {
    if (segment != null && dirty) {
      try {
        segment.force();
        dirty = false;
      } catch (IOException e) {
        throw DataDirectory.failure("write the log to the disk", e);
      }
    }
  }

  /** How much has been written since the last call. */
  public synchronized long takeBytes() {
    long taken = bytes;
    bytes = 0;
    return taken;
  }

  @Override
  public synchronized void close() {
    if (segment != null) {
      try {
        if (fsync != Fsync.OFF) {
          segment.force();
        }
        segment.close();
      } catch (IOException e) {
        throw DataDirectory.failure("close the log", e);
      } finally {
        segment = null;
      }
    }
  }
}
