package io.leat.runtime.durable;

import io.leat.runtime.error.FileFailure;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one engine's data, which one process has at a time. In it are the log, in numbered
 * segments {@code log-N}, and checkpoints {@code checkpoint-N}, from which the log's segment N goes
 * on.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String FORMAT = "leat data, version 1\n";
  private static final String LOG = "log-";
  private static final String CHECKPOINT = "checkpoint-";

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes a folder, which is made if it is not there.
   *
   * @throws LeatException 58030 if it cannot be used, 55006 if another process has it, 0A000 if a
   *     version of Leat has written it that this one cannot read
   */
  public static DataDirectory open(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel lockFile =
          FileChannel.open(
              path.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        FileLock lock = tryLock(lockFile);
        if (lock == null) {
          throw new LeatException(
              SqlState.OBJECT_IN_USE,
              "the data directory " + path + " is in use" + owner(lockFile),
              null,
              "Stop the other process, connect to it if it is a server, or use another directory.",
              null);
        }
        lockFile.truncate(0);
        lockFile.write(
            ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
            0);
        DataDirectory directory = new DataDirectory(path, lockFile, lock);
        directory.checkFormat();
        return directory;
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure("use the data directory " + path, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process has it.
      return null;
    }
  }

  private static String owner(FileChannel lockFile) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    lockFile.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    return pid.isEmpty() ? "" : " by process " + pid;
  }

  private void checkFormat() throws IOException {
    Path format = path.resolve("format");
    if (!Files.exists(format)) {
      if (!numbers(LOG).isEmpty() || !numbers(CHECKPOINT).isEmpty()) {
        throw new LeatException(
                SqlState.DATA_CORRUPTED,
                "the data directory " + path + " has lost its file 'format'")
            .withHint("Restore the data directory from a copy.");
      }
      Path draft = path.resolve("format.new");
      Files.writeString(draft, FORMAT);
      Files.move(draft, format);
      force();
    }
    String found = Files.readString(format);
    if (!found.equals(FORMAT)) {
      throw LeatException.notSupported(
          "a data directory that says '" + found.strip() + "'",
          "start the version of Leat that has written it");
    }
  }

  /** What went wrong with a file, for users. */
  static LeatException failure(String doing, IOException e) {
    return FileFailure.of(doing, e);
  }

  public Path path() {
    return path;
  }

  /** Where runs keep their state, a folder for each. */
  Path runs() {
    return path.resolve("runs");
  }

  Path log(long number) {
    return path.resolve(LOG + number);
  }

  Path checkpoint(long number) {
    return path.resolve(CHECKPOINT + number);
  }

  Path draft(long number) {
    return path.resolve("draft-" + CHECKPOINT + number);
  }

  List<Long> logs() throws IOException {
    return numbers(LOG);
  }

  List<Long> checkpoints() throws IOException {
    return numbers(CHECKPOINT);
  }

  /** The numbers of files whose names begin so, ascending. */
  private List<Long> numbers(String prefix) throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        number(file.getFileName().toString(), prefix).ifPresent(n -> found.put(n, file));
      }
    }
    return List.copyOf(found.keySet());
  }

  private static Optional<Long> number(String name, String prefix) {
    String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    return rest.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(rest)) : Optional.empty();
  }

  /** Removes what is left of checkpoints that were never finished. */
  void removeDrafts() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().startsWith("draft-")) {
          Files.delete(file);
        }
      }
    }
  }

  /** Waits until new, renamed and removed files are so on the disk. */
  void force() throws IOException {
    try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw failure("leave the data directory " + path, e);
    }
  }
}
