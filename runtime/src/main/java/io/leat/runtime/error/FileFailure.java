package io.leat.runtime.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** What went wrong with a file, in words of users: many exceptions hold no more than a path. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * The error of users.
   *
   * @param doing what could not be done, such as {@code write /tmp/x}
   */
  public static LeatException of(String doing, IOException e) {
    String reason = reason(doing, e);
    boolean full = reason.toLowerCase(Locale.ROOT).contains("no space");
    return new LeatException(
        full ? SqlState.DISK_FULL : SqlState.IO_ERROR,
        "cannot " + doing + ": " + reason,
        null,
        full ? "Make room on the disk; writes work again as soon as there is some." : null,
        e);
  }

  private static String reason(String doing, IOException e) {
    if (!(e instanceof FileSystemException failed)) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    String file = failed.getFile();
    String where = file == null || doing.endsWith(file) ? "" : " (" + file + ")";
    return reason(failed) + where;
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (e instanceof FileAlreadyExistsException) {
      return "a file of this name exists";
    } else if (e instanceof NotDirectoryException) {
      return "it is not a directory";
    } else if (e instanceof DirectoryNotEmptyException) {
      return "the directory is not empty";
    } else if (e instanceof FileSystemLoopException) {
      return "a link leads back to a directory above it";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e.getReason() == null ? "the system refuses it" : e.getReason();
  }
}
