package io.leat.runtime.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** No user reads the name of a class, or a path without a reason. */
class FileFailureTest {
  @TempDir Path folder;

  private static String said(String doing, Executable action) {
    return FileFailure.of(doing, assertThrows(IOException.class, action)).message();
  }

  @Test
  void theReasonIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path none = folder.resolve("none");
    assertEquals(
        "cannot write " + none + ": no such file or directory",
        said("write " + none, () -> Files.newByteChannel(none)));
    assertEquals(
        "cannot begin: no such file or directory (" + none + ")",
        said("begin", () -> Files.newByteChannel(none)));
    assertEquals(
        "cannot use " + file + ": a file of this name exists",
        said("use " + file, () -> Files.createDirectories(file)));
    assertEquals(
        "cannot remove " + folder + ": the directory is not empty",
        said("remove " + folder, () -> Files.delete(folder)));
    assertEquals(
        "cannot write x: permission denied",
        FileFailure.of("write x", new AccessDeniedException("x")).message());
  }

  @Test
  void aFullDiskHasAStateOfItsOwn() {
    LeatException full =
        FileFailure.of("write x", new FileSystemException("x", null, "No space left on device"));
    assertEquals(SqlState.DISK_FULL, full.sqlState());
    assertEquals("cannot write x: No space left on device", full.message());
  }
}
