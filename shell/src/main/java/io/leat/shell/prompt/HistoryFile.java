package io.leat.shell.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the history is kept. It may hold passwords: only its owner reads it. */
final class HistoryFile {
  private HistoryFile() {}

  /** The file, which exists and can be written; nothing if that is not possible. */
  static Optional<Path> open(@Nullable String named, String stateHome) {
    Path file = place(named, stateHome).toAbsolutePath();
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.notExists(file)) {
        Files.createFile(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
      return Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** As named, else below {@code XDG_STATE_HOME}, else below the home folder. */
  private static Path place(@Nullable String named, String stateHome) {
    if (named != null) {
      return Path.of(named);
    }
    return stateHome.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".leat", "history")
        : Path.of(stateHome, "leat", "history");
  }
}
