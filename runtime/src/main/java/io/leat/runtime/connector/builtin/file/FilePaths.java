package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.error.FileFailure;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that a table's {@code path} stands for: one file, all files of a directory and of those
 * in it, or those that match a pattern. What begins with {@code .} or {@code _} is hidden: it may
 * not be complete, or tells of other files.
 */
final class FilePaths {
  private static final String PATTERN_CHARACTERS = "*?[{";

  /** The file, the directory, or the directory above the first pattern. */
  private final Path base;

  private final @Nullable PathMatcher pattern;
  private final Optional<Pattern> regex;

  private FilePaths(Path base, @Nullable PathMatcher pattern, Optional<Pattern> regex) {
    this.base = base;
    this.pattern = pattern;
    this.regex = regex;
  }

  /** A file that was found. */
  record Found(Path path, long size, long modifiedMillis) {}

  /**
   * @param regex what the whole path of a file must match
   */
  static FilePaths of(String path, Optional<Pattern> regex) {
    Path whole = local(path);
    if (PATTERN_CHARACTERS.chars().noneMatch(c -> path.indexOf(c) >= 0) || Files.exists(whole)) {
      return new FilePaths(whole, null, regex);
    }
    Path base = whole.getRoot();
    for (Path name : whole) {
      if (PATTERN_CHARACTERS.chars().anyMatch(c -> name.toString().indexOf(c) >= 0)) {
        break;
      }
      base = base.resolve(name);
    }
    try {
      return new FilePaths(base, FileSystems.getDefault().getPathMatcher("glob:" + whole), regex);
    } catch (IllegalArgumentException e) {
      throw TableOptions.wrong(
          "'path' is not a valid pattern: " + path,
          "Patterns have * ? [abc] {a,b} within names and ** across directories.");
    }
  }

  /** The path in this machine's file system, absolute and without detours. */
  static Path local(String path) {
    try {
      if (path.startsWith("file:")) {
        return path.startsWith("file:/")
            ? Path.of(path.startsWith("file://") ? path.substring(7) : path.substring(5))
                .toAbsolutePath()
                .normalize()
            : Path.of(URI.create(path)).normalize();
      }
      if (path.matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")) {
        throw LeatException.notSupported(
            "the file system of '" + path + "'", "use a path of this machine");
      }
      if (path.isBlank()) {
        throw TableOptions.wrong("'path' is empty", "Name a file, a directory or a pattern.");
      }
      return Path.of(path).toAbsolutePath().normalize();
    } catch (IllegalArgumentException e) {
      throw TableOptions.wrong("'path' is not a path: " + path, "Name a file or a directory.");
    }
  }

  Path base() {
    return base;
  }

  /**
   * The files there are now, in order of their paths.
   *
   * @throws LeatException if there is no such file or directory
   */
  List<Found> list() {
    List<Found> found = new ArrayList<>();
    try {
      // A base that is a link is followed, links below it to directories are not.
      Path start = Files.isSymbolicLink(base) ? base.toRealPath() : base;
      Files.walkFileTree(start, visitor(start, found));
    } catch (NoSuchFileException e) {
      throw new LeatException(
          SqlState.IO_ERROR, "no such file or directory: " + base, null, null, e);
    } catch (IOException e) {
      throw failed("list", base, e);
    }
    found.sort(Comparator.comparing(Found::path));
    return found;
  }

  static LeatException failed(String what, Path path, IOException e) {
    return FileFailure.of(what + " " + path, e);
  }

  private SimpleFileVisitor<Path> visitor(Path start, List<Found> found) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return !directory.equals(start) && isHidden(directory)
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        BasicFileAttributes real = attributes;
        if (attributes.isSymbolicLink()) {
          real = Files.readAttributes(file, BasicFileAttributes.class);
        }
        boolean wanted = file.equals(start) || !isHidden(file);
        if (wanted && real.isRegularFile() && matches(base.resolve(start.relativize(file)))) {
          found.add(new Found(file, real.size(), real.lastModifiedTime().toMillis()));
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException && !file.equals(start)) {
          // It was removed, or renamed, while the directory was read.
          return FileVisitResult.CONTINUE;
        }
        throw e;
      }
    };
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && (name.toString().startsWith(".") || name.toString().startsWith("_"));
  }

  private boolean matches(Path file) {
    if (regex.isPresent() && !regex.get().matcher(file.toString()).matches()) {
      return false;
    }
    if (pattern == null) {
      return true;
    }
    for (Path path = file; path != null && !path.equals(base); path = path.getParent()) {
      if (pattern.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
