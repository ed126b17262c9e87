package io.leat.runtime.durable;

import io.leat.runtime.local.pipeline.RelationVersion;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.relation.EntryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;

/** Writes checkpoints: the catalog and all rows of tables as of one place in the log. */
public final class Checkpoints {
  /** An older one is kept, in case that the newest cannot be read. */
  private static final int KEPT = 2;

  private final DataDirectory directory;
  private final Journal journal;

  public Checkpoints(DataDirectory directory, Journal journal) {
    this.directory = directory;
    this.journal = journal;
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
   * Writes a checkpoint, and then forgets the log before the oldest one that is kept.
   *
   * @return its size in bytes
   */
  public long write(Content content) {
    try {
      CrashPoint.CHECKPOINT_BEGUN.reach();
      Path draft = directory.draft(content.log());
      Files.deleteIfExists(draft);
      long size;
      try {
        size = write(content, draft);
      } catch (IOException e) {
        Files.deleteIfExists(draft);
        throw e;
      }
      CrashPoint.CHECKPOINT_WRITTEN.reach();
      Files.move(draft, directory.checkpoint(content.log()), StandardCopyOption.ATOMIC_MOVE);
      directory.force();
      CrashPoint.CHECKPOINT_RENAMED.reach();
      forgetOld();
      return size;
    } catch (IOException e) {
      throw DataDirectory.failure("write a checkpoint", e);
    }
  }

  private static long write(Content content, Path draft) throws IOException {
    try (RecordFile file = RecordFile.create(draft)) {
      long records = 0;
      for (JournalRecord.Statement statement : content.statements()) {
        file.append(statement.toBytes());
        records++;
      }
      for (String table : content.tables()) {
        RelationVersion version = content.snapshot().relations().get(table);
        if (version == null) {
          continue;
        }
        EntryTree.Cursor cursor = version.rows().cursor(null, null);
        while (cursor.next()) {
          file.append(new JournalRecord.Part(table, cursor.leaf()).toBytes());
          records++;
        }
      }
      file.append(new JournalRecord.End(content.snapshot().epoch(), records).toBytes());
      file.force();
      return file.size();
    }
  }

  private void forgetOld() throws IOException {
    List<Long> checkpoints = directory.checkpoints();
    int surplus = checkpoints.size() - KEPT;
    for (int i = 0; i < surplus; i++) {
      Files.delete(directory.checkpoint(checkpoints.get(i)));
      CrashPoint.CHECKPOINT_OLD_DELETED.reach();
    }
    // With one checkpoint alone, the log from its beginning takes the place of the second.
    long oldest = checkpoints.size() < KEPT ? 0 : checkpoints.get(Math.max(0, surplus));
    for (long log : directory.logs()) {
      if (log < oldest) {
        Files.delete(directory.log(log));
        CrashPoint.LOG_TRUNCATED.reach();
      }
    }
  }
}
