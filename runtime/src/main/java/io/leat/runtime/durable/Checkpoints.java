package io.leat.runtime.durable;

import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.relation.EntryTree;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints: the catalog and the rows of tables as of one place in the log. One stands by
 * itself, or says what has changed since the one before; after many changes, the next stands by
 * itself again. Those that need one another are a generation. For one thread at a time.
 */
public final class Checkpoints {
  /** However small the checkpoints are, so much log does not make one stand by itself. */
  private static final long LEAST_LOG_BYTES = 256L << 20;

  private final DataDirectory directory;
  private final Journal journal;
  private final Settings settings;

  /**
   * What the newest checkpoint holds. It shares most of its memory with what tables hold now; where
   * memory is short it goes, and the next checkpoint stands by itself.
   */
  private SoftReference<@Nullable Kept> newest = new SoftReference<>(null);

  /**
   * How checkpoints are made.
   *
   * @param generations so many are kept; of the last but one, and the log since, all can be made
   *     again if a file of the last is damaged
   * @param incrementsFrom a checkpoint of fewer bytes always stands by itself
   */
  public record Settings(int generations, Compression compression, long incrementsFrom) {
    public static final Settings DEFAULT = new Settings(2, Compression.ZSTD, 4L << 20);
  }

  /** Numbers of checkpoints that turned out to be damaged; they go when there is a new one. */
  private List<Long> damaged = List.of();

  private record Kept(long number, Map<String, Rows> tables) {
    static Kept of(long number, Map<String, RelationVersion> versions) {
      Map<String, Rows> tables = new HashMap<>();
      versions.forEach(
          (name, version) -> tables.put(name, new Rows(version.rows(), version.since())));
      return new Kept(number, tables);
    }
  }

  private record Rows(EntryTree rows, long since) {}

  public Checkpoints(DataDirectory directory, Journal journal, Settings settings) {
    this.directory = directory;
    this.journal = journal;
    this.settings = settings;
  }

  /**
   * What a checkpoint holds.
   *
   * @param log the segment that goes on from it
   * @param statements that make the catalog
   * @param tables the full names of the relations whose rows are kept
   */
  public record Content(
      long log,
      List<JournalRecord.Statement> statements,
      Snapshot snapshot,
      Collection<String> tables) {
    public Content {
      statements = List.copyOf(statements);
      tables = List.copyOf(tables);
    }

    private Map<String, RelationVersion> versions() {
      Map<String, RelationVersion> versions = new HashMap<>();
      for (String table : tables) {
        RelationVersion version = snapshot.relations().get(table);
        if (version != null) {
          versions.put(table, version);
        }
      }
      return versions;
    }
  }

  /** Ends the log's segment: the number of the one that will go on from a checkpoint of now. */
  public long beginSegment() {
    try {
      return journal.rotate();
    } catch (IOException e) {
      throw DataDirectory.failure("go on with the log", e);
    }
  }

  /**
   * Goes on after a restart.
   *
   * @param snapshot before anything of the log was done again: its tables have the rows of the
   *     checkpoint that was used; null if there was none
   */
  public void resume(Recovery.Found found, @Nullable Snapshot snapshot) {
    damaged = found.damaged();
    if (snapshot != null) {
      newest = new SoftReference<>(Kept.of(found.checkpoint(), snapshot.relations()));
    }
  }

  /**
   * Writes a checkpoint, and then forgets the log that no checkpoint needs.
   *
   * @return its size in bytes
   */
  public long write(Content content) {
    try {
      CrashPoint.CHECKPOINT_BEGUN.reach();
      Path draft = directory.draft(content.log());
      Files.deleteIfExists(draft);
      Map<String, RelationVersion> tables = content.versions();
      long size;
      try {
        size = write(content, tables, draft);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(draft);
        throw e;
      }
      CrashPoint.CHECKPOINT_WRITTEN.reach();
      Files.move(draft, directory.checkpoint(content.log()), StandardCopyOption.ATOMIC_MOVE);
      directory.force();
      newest = new SoftReference<>(Kept.of(content.log(), tables));
      CrashPoint.CHECKPOINT_RENAMED.reach();
      forgetOld();
      return size;
    } catch (IOException e) {
      throw DataDirectory.failure("write a checkpoint", e);
    }
  }

  private long write(Content content, Map<String, RelationVersion> tables, Path draft)
      throws IOException {
    Kept base = base();
    List<JournalRecord.Contents> contents = new ArrayList<>();
    tables.forEach(
        (name, version) ->
            contents.add(new JournalRecord.Contents(name, before(base, name, version) == null)));
    JournalRecord.Head head = new JournalRecord.Head(base == null ? 0 : base.number, contents);
    try (CheckpointFile file = CheckpointFile.create(draft, head, settings.compression())) {
      for (JournalRecord.Statement statement : content.statements()) {
        file.add(statement);
      }
      for (Map.Entry<String, RelationVersion> table : tables.entrySet()) {
        Rows before = before(base, table.getKey(), table.getValue());
        if (before == null) {
          file.add(table.getKey(), table.getValue().rows());
        } else {
          file.add(table.getKey(), before.rows, table.getValue().rows());
        }
      }
      return file.end(content.snapshot().epoch());
    }
  }

  /** The same table in the checkpoint that the next one says the changes of, if it is there. */
  private static @Nullable Rows before(@Nullable Kept base, String name, RelationVersion version) {
    Rows before = base == null ? null : base.tables.get(name);
    return before != null && before.since == version.since() ? before : null;
  }

  /** What the next checkpoint says the changes of; null if it is to stand by itself. */
  private @Nullable Kept base() throws IOException {
    Kept kept = newest.get();
    if (kept == null) {
      return null;
    }
    List<Long> wholes = wholes(directory.checkpoints());
    if (wholes.isEmpty() || !Files.exists(directory.checkpoint(kept.number))) {
      return null;
    }
    long whole = wholes.get(wholes.size() - 1);
    long size = Files.size(directory.checkpoint(whole));
    long changes = 0;
    for (long number : directory.checkpoints()) {
      changes += number > whole ? Files.size(directory.checkpoint(number)) : 0;
    }
    long log = 0;
    for (long number : directory.logs()) {
      log += number >= whole ? Files.size(directory.log(number)) : 0;
    }
    boolean few =
        size >= settings.incrementsFrom()
            && changes <= size / 2
            && log <= Math.max(LEAST_LOG_BYTES, size);
    return few ? kept : null;
  }

  /** Those that stand by themselves. */
  private List<Long> wholes(List<Long> checkpoints) throws IOException {
    List<Long> wholes = new ArrayList<>();
    for (long number : checkpoints) {
      if (CheckpointFile.base(directory.checkpoint(number)) == 0) {
        wholes.add(number);
      }
    }
    return wholes;
  }

  private void forgetOld() throws IOException {
    for (long number : damaged) {
      Files.deleteIfExists(directory.checkpoint(number));
    }
    damaged = List.of();
    List<Long> checkpoints = directory.checkpoints();
    List<Long> wholes = wholes(checkpoints);
    int surplus = wholes.size() - settings.generations();
    if (surplus < 0) {
      // The log from its beginning takes the place of a generation.
      return;
    }
    long oldest = wholes.get(surplus);
    // A generation that is not the last is used as its last checkpoint has it.
    long end = settings.generations() == 1 ? Long.MAX_VALUE : wholes.get(surplus + 1);
    long neededLog = oldest;
    for (long number : checkpoints) {
      if (number < oldest) {
        Files.delete(directory.checkpoint(number));
        CrashPoint.CHECKPOINT_OLD_DELETED.reach();
      } else if (number < end) {
        neededLog = number;
      }
    }
    for (long log : directory.logs()) {
      if (log < neededLog) {
        Files.delete(directory.log(log));
        CrashPoint.LOG_TRUNCATED.reach();
      }
    }
  }
}
