package io.leat.runtime.connector.builtin.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Files that writers have begun and not completed. Whoever writes one has it locked; the lock goes
 * with its process, so that what is left of a process that was killed is known by it. Safe for use
 * by several threads.
 */
final class LeftFiles {
  /** Ends the names of files that are being written. */
  static final String IN_PROGRESS = ".inprogress";

  /** Ends the names of files that are complete and wait for their commit. */
  static final String PENDING = ".pending";

  /**
   * Files of this process: their locks would go if somebody else in it opened and closed them, as
   * the system's locks belong to processes.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private LeftFiles() {}

  /** Begins a file; {@link #end} it when its channel is closed. */
  static FileChannel begin(Path file) throws IOException {
    OWN.add(file);
    try {
      while (true) {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock(channel);
        if (Files.exists(file)) {
          return channel;
        }
        // Somebody has taken it for one that was left, just before it was locked.
        channel.close();
      }
    } catch (IOException e) {
      OWN.remove(file);
      throw e;
    }
  }

  static void end(Path file) {
    OWN.remove(file);
  }

  private static boolean lock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException | IOException e) {
      // Held in this process; or a file system without locks, on which nothing counts as left.
      return false;
    }
  }

  /**
   * Removes what is left in a directory and, so many levels deep, in those of its partitions.
   *
   * @return what was removed
   */
  static List<Path> remove(Path directory, int levels) {
    return remove(
        directory,
        levels,
        file -> {
          String name = String.valueOf(file.getFileName());
          return name.startsWith(".part-")
              && name.endsWith(IN_PROGRESS)
              && !OWN.contains(file)
              && remove(file);
        });
  }

  /**
   * Removes a sink's complete files of before a restart that are not committed: after those that
   * the checkpoint knows of have been, no others are to be.
   *
   * @param sink what their names begin with behind {@code .part-}
   */
  static void removePending(Path directory, int levels, String sink) {
    remove(
        directory,
        levels,
        file -> {
          String name = String.valueOf(file.getFileName());
          return name.startsWith(".part-" + sink) && name.endsWith(PENDING) && delete(file);
        });
  }

  private static boolean delete(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw FilePaths.failed("remove", file, e);
    }
  }

  private static List<Path> remove(Path directory, int levels, Predicate<Path> removed) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory, levels + 1)) {
      return files.filter(removed).toList();
    } catch (IOException e) {
      throw FilePaths.failed("look through", directory, e);
    }
  }

  private static boolean remove(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (lock(channel)) {
        Files.deleteIfExists(file);
        return true;
      }
      return false;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw FilePaths.failed("remove", file, e);
    }
  }
}
