package io.leat.runtime.durable;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.FrozenRun;
import io.leat.runtime.local.RunState;
import io.leat.runtime.relation.EntryTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one job or view: the job's definition, and {@code checkpoint-N}, each with all of
 * the run's state. A checkpoint counts when it has its name. Used by one thread at a time.
 */
public final class RunFolder {
  private static final String CHECKPOINT = "checkpoint-";
  private static final String DEFINITION = "definition";

  /** An older one is kept, for who wants to go back by hand. */
  private static final int KEPT = 2;

  private final Path path;

  RunFolder(Path path) {
    this.path = path;
  }

  /** A writer of records. */
  private interface Content {
    void write(Records records) throws IOException;
  }

  private static final class Records {
    private final RecordFile file;
    private long count;

    Records(RecordFile file) {
      this.file = file;
    }

    void add(ByteBuffer record) throws IOException {
      file.append(record);
      count++;
    }
  }

  public Path path() {
    return path;
  }

  /** Takes a job down, in its present state. */
  public void define(JobDefinition job) {
    try {
      Files.createDirectories(path);
      Path draft = path.resolve("draft-" + DEFINITION);
      Files.deleteIfExists(draft);
      try (RecordFile file = RecordFile.create(draft)) {
        file.append(job.toBytes());
        file.force();
      }
      Files.move(draft, path.resolve(DEFINITION), StandardCopyOption.ATOMIC_MOVE);
      force(path);
      force(path.getParent());
    } catch (IOException e) {
      throw DataDirectory.failure("take down a job", e);
    }
    CrashPoint.JOB_DEFINED.reach();
  }

  /** The job that has been taken down; empty if none has. */
  public Optional<JobDefinition> definition() {
    Path file = path.resolve(DEFINITION);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (RecordReader reader = new RecordReader(file)) {
      ByteBuffer payload = reader.next();
      if (payload == null) {
        throw damaged(file);
      }
      return Optional.of(JobDefinition.of(payload));
    } catch (IllegalArgumentException e) {
      throw LeatException.notSupported(
          "the file " + file + ", which holds " + e.getMessage(),
          "start the version of Leat that has written it");
    } catch (IOException e) {
      throw DataDirectory.failure("read " + file, e);
    }
  }

  /**
   * Keeps a run's state; it is durable when this returns.
   *
   * @return its number
   */
  public long write(FrozenRun run) {
    CrashPoint.RUN_FROZEN.reach();
    run.persist();
    CrashPoint.RUN_PERSISTED.reach();
    return write(
        records -> {
          records.add(RunRecords.header(run.epoch(), false));
          for (Map.Entry<String, String> node : run.shapes().entrySet()) {
            records.add(RunRecords.node(node.getKey(), node.getValue()));
          }
          for (Map.Entry<String, Long> bound : run.bounds().entrySet()) {
            records.add(RunRecords.bound(bound.getKey(), bound.getValue()));
          }
          for (var source : run.offsets().entrySet()) {
            records.add(RunRecords.offsets(source.getKey(), source.getValue()));
          }
          writeTokens(run.tokens(), records);
          run.<IOException>states(
              (node, group, bytes) -> {
                for (ByteBuffer part : RunRecords.state(node, group, bytes)) {
                  records.add(part);
                }
              });
          for (Map.Entry<String, EntryTree> relation : run.relations().entrySet()) {
            EntryTree.Cursor cursor = relation.getValue().cursor(null, null);
            while (cursor.next()) {
              records.add(RunRecords.rows(relation.getKey(), cursor.leaf()));
            }
          }
        });
  }

  /** Keeps that a run has come to its end, and what its sinks have still to commit. */
  public void writeEnd(Map<String, List<byte[]>> tokens) {
    write(
        records -> {
          records.add(RunRecords.header(0, true));
          writeTokens(tokens, records);
        });
  }

  private static void writeTokens(Map<String, List<byte[]>> tokens, Records records)
      throws IOException {
    for (Map.Entry<String, List<byte[]>> sink : tokens.entrySet()) {
      for (byte[] token : sink.getValue()) {
        records.add(RunRecords.token(sink.getKey(), token));
      }
    }
  }

  private long write(Content content) {
    try {
      Files.createDirectories(path);
      List<Long> before = numbers();
      long number = before.isEmpty() ? 1 : before.get(before.size() - 1) + 1;
      Path draft = path.resolve("draft-" + CHECKPOINT + number);
      Files.deleteIfExists(draft);
      try (RecordFile file = RecordFile.create(draft)) {
        Records records = new Records(file);
        content.write(records);
        file.append(RunRecords.end(records.count));
        file.force();
      } catch (IOException e) {
        Files.deleteIfExists(draft);
        throw e;
      }
      CrashPoint.RUN_WRITTEN.reach();
      Files.move(draft, checkpoint(number), StandardCopyOption.ATOMIC_MOVE);
      force(path);
      force(path.getParent());
      CrashPoint.RUN_RENAMED.reach();
      return number;
    } catch (IOException e) {
      throw DataDirectory.failure("write a checkpoint", e);
    }
  }

  /** Forgets all but the newest checkpoints, whose sinks have committed. */
  public void forgetOld() {
    CrashPoint.RUN_COMMITTED.reach();
    try {
      List<Long> numbers = numbers();
      for (int i = 0; i < numbers.size() - KEPT; i++) {
        Files.deleteIfExists(checkpoint(numbers.get(i)));
        CrashPoint.RUN_OLD_DELETED.reach();
      }
    } catch (IOException e) {
      throw DataDirectory.failure("remove old checkpoints", e);
    }
  }

  public Path checkpoint(long number) {
    return path.resolve(CHECKPOINT + number);
  }

  /** The numbers of the checkpoints, ascending. */
  public List<Long> numbers() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    List<Long> numbers = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.matches(CHECKPOINT + "[0-9]{1,18}")) {
          numbers.add(Long.valueOf(name.substring(CHECKPOINT.length())));
        }
      }
    } catch (IOException e) {
      throw DataDirectory.failure("read " + path, e);
    }
    numbers.sort(Comparator.naturalOrder());
    return List.copyOf(numbers);
  }

  /**
   * The newest checkpoint; null if there is none.
   *
   * @throws LeatException XX001 if it is damaged: to go back to an older one would give again what
   *     has been given
   */
  public @Nullable RunState newest() {
    List<Long> numbers = numbers();
    return numbers.isEmpty() ? null : read(checkpoint(numbers.get(numbers.size() - 1)));
  }

  /**
   * Reads a checkpoint.
   *
   * @throws LeatException XX001 if it is not whole
   */
  public static RunState read(Path file) {
    try (RecordReader reader = new RecordReader(file)) {
      RunRecords.Reading reading = new RunRecords.Reading();
      for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
        reading.take(payload);
      }
      if (reader.damaged() || !reading.complete()) {
        throw damaged(file);
      }
      return reading.state();
    } catch (IOException e) {
      throw DataDirectory.failure("read " + file, e);
    }
  }

  private static LeatException damaged(Path file) {
    return new LeatException(SqlState.DATA_CORRUPTED, "the checkpoint " + file + " is damaged")
        .withHint("restore it from a copy, or start from an older one: START JOB … FROM SAVEPOINT");
  }

  /** Removes everything. */
  public void delete() {
    if (!Files.isDirectory(path)) {
      return;
    }
    try {
      // Without its definition a job is gone, whatever else is left of it.
      Files.deleteIfExists(path.resolve(DEFINITION));
      List<Path> files;
      try (Stream<Path> all = Files.list(path)) {
        files = all.toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
      force(path.getParent());
    } catch (IOException e) {
      throw DataDirectory.failure("remove " + path, e);
    }
  }

  private static void force(@Nullable Path folder) throws IOException {
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
