package io.leat.runtime.durable;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an engine again of what its directory holds: the newest checkpoint that is whole, with
 * those whose changes it says, then all of the log after it. A last record that was cut short was
 * never acknowledged and is dropped. Damage anywhere else is never passed over: an older checkpoint
 * takes the place of a damaged one, with more of the log; a damaged log is refused.
 */
public final class Recovery {
  private final DataDirectory directory;
  private final Consumer<String> warnings;
  private final List<Long> damaged = new ArrayList<>();

  /**
   * Of a directory.
   *
   * @param warnings takes sentences about what was found damaged and could be made good
   */
  public Recovery(DataDirectory directory, Consumer<String> warnings) {
    this.directory = directory;
    this.warnings = warnings;
  }

  /**
   * What was read.
   *
   * @param checkpoint the number of the checkpoint that was used; 0 if there was none
   * @param damaged newer ones that could not be used
   */
  public record Found(
      long checkpointRecords, long logRecords, long epoch, long checkpoint, List<Long> damaged) {}

  /**
   * Reads everything, then lets the log go on.
   *
   * @param target takes the records in order
   * @throws LeatException XX001 if something that was acknowledged cannot be read
   */
  public Found run(Consumer<JournalRecord> target, Journal journal) {
    try {
      directory.removeDrafts();
      Chain chain = newestWhole();
      if (chain != null) {
        chain.read(directory, target);
      }
      long from = chain == null ? 0 : chain.newest();
      long epoch = chain == null ? 0 : chain.end().epoch();
      long checkpointRecords = chain == null ? 0 : chain.end().records();
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
          boolean begun = reader.headed() || expected != from;
          cut(reader, i == logs.size() - 1 && begun);
        }
      }
      expected++;
    }
    if (logs.isEmpty() && from > 0) {
      throw corrupted("the log's segment " + directory.log(from) + " is missing");
    }
    journal.open(expected);
    return new Found(checkpointRecords, records, epoch, from, damaged);
  }

  /**
   * Drops a last record that was cut short; refuses any other damage.
   *
   * @param mayBe whether the file may end in what was being written when the process ended
   */
  private void cut(RecordReader reader, boolean mayBe) throws IOException {
    if (!mayBe || reader.recordAfterDamage()) {
      throw corrupted("the log " + reader.path() + " is damaged at byte " + reader.end());
    }
    warnings.accept("the log " + reader.path() + rest(reader));
    if (reader.headed()) {
      RecordFile.resume(reader.path(), reader.end()).close();
    } else {
      Files.delete(reader.path());
      RecordFile.create(reader.path()).close();
    }
  }

  /** What there is in place of a last record. */
  private static String rest(RecordReader reader) throws IOException {
    if (!reader.headed()) {
      return " had only been begun: it holds nothing";
    }
    String rest =
        " ends in " + (reader.size() - reader.end()) + " bytes that are no whole record: ";
    return rest
        + (reader.cutShort()
            ? "a write that was cut short, which nobody had been told was done"
            : "if the machine went down while they were written, nobody had been told that it was"
                + " done; if it did not, the disk has changed them, and that last write is lost");
  }

  private JournalRecord parse(ByteBuffer payload, Path file) {
    try {
      return JournalRecord.of(payload);
    } catch (IllegalArgumentException e) {
      throw unknown(file, e);
    }
  }

  static LeatException unknown(Path file, IllegalArgumentException what) {
    return LeatException.notSupported(
        "the file " + file + ", which holds " + what.getMessage(),
        "start the version of Leat that has written it");
  }

  /** The newest checkpoint that is whole with all that it needs; null if there is none. */
  private @Nullable Chain newestWhole() throws IOException {
    List<Long> checkpoints = directory.checkpoints();
    Map<Long, CheckpointFile.@Nullable Verified> verified = new HashMap<>();
    for (int i = checkpoints.size() - 1; i >= 0; i--) {
      long newest = checkpoints.get(i);
      Deque<Long> files = new ArrayDeque<>();
      CheckpointFile.@Nullable Verified found = null;
      for (long number = newest; ; number = found.head().base()) {
        files.addFirst(number);
        found = verify(number, verified);
        if (found == null || found.head().base() == 0) {
          break;
        }
      }
      CheckpointFile.Verified last = verified.get(newest);
      if (found != null && last != null) {
        List<JournalRecord.Head> heads = new ArrayList<>();
        for (long number : files) {
          heads.add(Objects.requireNonNull(verified.get(number)).head());
        }
        return new Chain(List.copyOf(files), heads, last.end());
      }
      damaged.add(newest);
      warnings.accept(
          "checkpoint "
              + directory.checkpoint(newest)
              + (last == null
                  ? " is damaged"
                  : " needs " + directory.checkpoint(files.getFirst()) + ", which is damaged")
              + " and not used");
    }
    return null;
  }

  private CheckpointFile.@Nullable Verified verify(
      long number, Map<Long, CheckpointFile.@Nullable Verified> verified) throws IOException {
    if (!verified.containsKey(number)) {
      Path file = directory.checkpoint(number);
      verified.put(number, Files.exists(file) ? CheckpointFile.verify(file) : null);
    }
    return verified.get(number);
  }

  /**
   * A checkpoint and those whose changes it says, the oldest first.
   *
   * @param heads one of each file
   * @param end of the newest
   */
  private record Chain(List<Long> files, List<JournalRecord.Head> heads, JournalRecord.End end) {
    long newest() {
      return files.get(files.size() - 1);
    }

    /** Gives the catalog as the newest has it, then the rows of its tables, then its end. */
    void read(DataDirectory directory, Consumer<JournalRecord> target) throws IOException {
      CheckpointFile.read(
          directory.checkpoint(newest()),
          record -> {
            if (record instanceof JournalRecord.Statement) {
              target.accept(record);
            }
            return !(record instanceof JournalRecord.Part);
          });
      for (int i = 0; i < files.size(); i++) {
        Set<String> wanted = wanted(i);
        boolean all = i == files.size() - 1;
        CheckpointFile.read(
            directory.checkpoint(files.get(i)),
            record -> {
              if (record instanceof JournalRecord.Part part
                  && (all || wanted.contains(part.table()))) {
                target.accept(record);
              }
              return true;
            });
      }
      target.accept(end);
    }

    /** The tables whose rows begin in a file, or in one before, and are changed from there on. */
    private Set<String> wanted(int file) {
      Set<String> wanted = new HashSet<>();
      heads.get(file).tables().forEach(contents -> wanted.add(contents.table()));
      for (JournalRecord.Head head : heads.subList(file + 1, heads.size())) {
        Set<String> changed = new HashSet<>();
        for (JournalRecord.Contents contents : head.tables()) {
          if (!contents.whole()) {
            changed.add(contents.table());
          }
        }
        wanted.retainAll(changed);
      }
      return wanted;
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
