package io.leat.server.engine;

import io.leat.runtime.durable.Checkpoints;
import io.leat.runtime.durable.Journal;
import io.leat.server.engine.SessionSettings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is started with.
 *
 * @param workers worker threads, each running one shard of every query; 0: one per core
 * @param sessionDefaults what sessions start with, where it differs from the built-in defaults
 * @param remoteCode whether clients on the network may load code
 * @param remoteAccess what clients on the network may reach outside the engine
 * @param durability where and how its data is kept
 */
public record EngineSettings(
    int workers,
    Map<Setting, String> sessionDefaults,
    boolean remoteCode,
    OutsideAccess remoteAccess,
    Storage durability) {
  /** Forgets everything at its end. */
  public static final Storage IN_MEMORY =
      new Storage(
          null,
          Journal.Fsync.ALWAYS,
          Duration.ofMillis(100),
          Duration.ofMinutes(1),
          Checkpoints.Settings.DEFAULT);

  /** One shard per core, in memory. */
  public static final EngineSettings DEFAULT =
      new EngineSettings(0, Map.of(), false, OutsideAccess.NONE, IN_MEMORY);

  public EngineSettings {
    sessionDefaults = Map.copyOf(sessionDefaults);
  }

  public EngineSettings withWorkers(int newWorkers) {
    return new EngineSettings(newWorkers, sessionDefaults, remoteCode, remoteAccess, durability);
  }

  public EngineSettings withSessionDefaults(Map<Setting, String> newDefaults) {
    return new EngineSettings(workers, newDefaults, remoteCode, remoteAccess, durability);
  }

  public EngineSettings withRemoteCode(boolean allowed) {
    return new EngineSettings(workers, sessionDefaults, allowed, remoteAccess, durability);
  }

  public EngineSettings withRemoteAccess(OutsideAccess access) {
    return new EngineSettings(workers, sessionDefaults, remoteCode, access, durability);
  }

  public EngineSettings withDurability(Storage storage) {
    return new EngineSettings(workers, sessionDefaults, remoteCode, remoteAccess, storage);
  }

  /**
   * How data is kept.
   *
   * @param directory where; null for nowhere
   * @param fsync when a write is on the disk
   * @param fsyncInterval how often, with {@link Journal.Fsync#INTERVAL}
   * @param checkpointInterval how often a checkpoint is made, if anything has been written; zero
   *     for only when asked
   * @param checkpoints how they are made
   */
  public record Storage(
      @Nullable Path directory,
      Journal.Fsync fsync,
      Duration fsyncInterval,
      Duration checkpointInterval,
      Checkpoints.Settings checkpoints) {
    public Storage withDirectory(@Nullable Path newDirectory) {
      return new Storage(newDirectory, fsync, fsyncInterval, checkpointInterval, checkpoints);
    }

    public Storage withFsync(Journal.Fsync newFsync) {
      return new Storage(directory, newFsync, fsyncInterval, checkpointInterval, checkpoints);
    }

    public Storage withFsyncInterval(Duration interval) {
      return new Storage(directory, fsync, interval, checkpointInterval, checkpoints);
    }

    public Storage withCheckpointInterval(Duration interval) {
      return new Storage(directory, fsync, fsyncInterval, interval, checkpoints);
    }

    public Storage withCheckpoints(Checkpoints.Settings settings) {
      return new Storage(directory, fsync, fsyncInterval, checkpointInterval, settings);
    }

    /** In a directory, with the usual settings. */
    public static Storage in(Path directory) {
      return IN_MEMORY.withDirectory(directory);
    }
  }
}
