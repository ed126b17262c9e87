package io.leat.runtime.durable;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.FrozenRun;
import io.leat.runtime.local.RunState;
import io.leat.runtime.relation.EntryTree;
import java.io.IOException;
import java.lang.ref.SoftReference;
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
 * the run's state, or with what has changed since the one before; those that need one another are a
 * generation. A checkpoint counts when it has its name. Used by one thread at a time.
 */
public final class RunFolder {
  private static final String CHECKPOINT = "checkpoint-";
  private static final String DEFINITION = "definition";

  /** So many generations are kept: the last but one is for who wants to go back by hand. */
  private static final int GENERATIONS = 2;

  /** Checkpoints of one generation, so that a restart need not read more files. */
  private static final int LONGEST = 256;

  /** Writes a file. */
  private interface Content {
    void write(Path file) throws IOException;
  }

  private final Path path;

  private final Checkpoints.Settings settings;

  /** The newest checkpoint, if this has written it and it is known what has changed since. */
  private @Nullable Newest newest;

  /**
   * What the next checkpoint may say the changes of.
   *
   * @param number of the checkpoint
   * @param timesFrozen see {@link FrozenRun#number}
   * @param wholeBytes of the checkpoint that the generation began with
   * @param changedBytes of those after it
   * @param length of the generation
   * @param relations the rows of stored relations, as long as there is memory for them
   */
  private record Newest(
      long number,
      long timesFrozen,
      long wholeBytes,
      long changedBytes,
      int length,
      SoftReference<Map<String, EntryTree>> relations) {}

  RunFolder(Path path, Checkpoints.Settings settings) {
    this.path = path;
    this.settings = settings;
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
        throw new LeatException(
                SqlState.DATA_CORRUPTED, "the definition of a job, " + file + ", is damaged")
            .withHint(
                "restore the file from a copy and start again, or STOP JOB to forget the job");
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
    Newest base = base(run);
    newest = null;
    Map<String, EntryTree> found = base == null ? null : base.relations().get();
    Map<String, EntryTree> before = found == null ? Map.of() : found;
    long[] size = new long[1];
    long number =
        write(
            draft ->
                size[0] =
                    RunFile.write(
                        draft,
                        run,
                        base == null ? 0 : base.number(),
                        before,
                        settings.compression()));
    SoftReference<Map<String, EntryTree>> relations = new SoftReference<>(run.relations());
    newest =
        base == null
            ? new Newest(number, run.number(), size[0], 0, 1, relations)
            : new Newest(
                number,
                run.number(),
                base.wholeBytes(),
                base.changedBytes() + size[0],
                base.length() + 1,
                relations);
    return number;
  }

  /** What a checkpoint may say the changes of; null if it is to stand by itself. */
  private @Nullable Newest base(FrozenRun run) {
    Newest last = newest;
    return last != null
            && run.number() == last.timesFrozen() + 1
            && last.wholeBytes() >= settings.incrementsFrom()
            && last.changedBytes() <= last.wholeBytes() / 2
            && last.length() < LONGEST
            && Files.exists(checkpoint(last.number()))
        ? last
        : null;
  }

  /** Keeps that a run has come to its end, and what its sinks have still to commit. */
  public void writeEnd(Map<String, List<byte[]>> tokens) {
    newest = null;
    write(draft -> RunFile.writeEnd(draft, tokens, settings.compression()));
  }

  private long write(Content content) {
    try {
      Files.createDirectories(path);
      List<Long> before = numbers();
      long number = before.isEmpty() ? 1 : before.get(before.size() - 1) + 1;
      Path draft = path.resolve("draft-" + CHECKPOINT + number);
      Files.deleteIfExists(draft);
      try {
        content.write(draft);
      } catch (IOException | RuntimeException e) {
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

  /** Forgets all but the newest generations; the sinks of the newest checkpoint have committed. */
  public void forgetOld() {
    CrashPoint.RUN_COMMITTED.reach();
    try {
      List<Long> numbers = numbers();
      int generations = 0;
      for (int i = numbers.size() - 1; i >= 0; i--) {
        Path file = checkpoint(numbers.get(i));
        if (generations == GENERATIONS) {
          Files.deleteIfExists(file);
          CrashPoint.RUN_OLD_DELETED.reach();
        } else if (RunFile.base(file) == 0) {
          generations++;
        }
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
    if (numbers.isEmpty()) {
      return null;
    }
    try {
      return read(checkpoint(numbers.get(numbers.size() - 1)));
    } catch (LeatException e) {
      if (numbers.size() == 1 || !e.sqlState().equals(SqlState.DATA_CORRUPTED)) {
        throw e;
      }
      Path before = checkpoint(numbers.get(numbers.size() - 2));
      throw e.withHint(
          "restore it from a copy, or start from an older one, from which sinks get again what they"
              + " have had since: START JOB '"
              + path.getFileName()
              + "' FROM SAVEPOINT '"
              + before
              + "'");
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws LeatException XX001 if it is not whole
   */
  public static RunState read(Path file) {
    try {
      return RunFile.read(file, number -> file.resolveSibling(CHECKPOINT + number));
    } catch (IOException e) {
      throw DataDirectory.failure("read " + file, e);
    }
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
