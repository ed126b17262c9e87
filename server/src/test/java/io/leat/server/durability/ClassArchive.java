package io.leat.server.durability;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of loaded classes, from which server processes start with two thirds of the work. It
 * is made once, by a server that does what those do, and gone with this process. Archives hold
 * classes of jars only, so that folders of the class path become some.
 */
final class ClassArchive {
  private static final ClassArchive INSTANCE = make();

  private final String classPath;
  private final Path archive;

  private ClassArchive(String classPath, Path archive) {
    this.classPath = classPath;
    this.archive = archive;
  }

  /** What a JVM is to be told, class path included. */
  static List<String> options() {
    return INSTANCE.options(Files.exists(INSTANCE.archive) ? "SharedArchiveFile" : "");
  }

  private List<String> options(String option) {
    List<String> options = new ArrayList<>();
    if (!option.isEmpty()) {
      options.add("-XX:" + option + "=" + archive);
    }
    options.addAll(List.of("-cp", classPath));
    return options;
  }

  private static ClassArchive make() {
    try {
      Path folder = Files.createTempDirectory("leat-classes");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      List<String> jars = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(":")) {
        Path path = Path.of(entry);
        jars.add(
            Files.isDirectory(path)
                ? jar(path, folder.resolve(jars.size() + ".jar")).toString()
                : entry);
      }
      ClassArchive made = new ClassArchive(String.join(":", jars), folder.resolve("classes.jsa"));
      made.fill(folder);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A JVM that cannot write archives leaves none. */
  private void fill(Path folder) throws IOException, SQLException, InterruptedException {
    List<String> options = new ArrayList<>(options("ArchiveClassesAtExit"));
    options.add("-Xlog:disable");
    try (ServerProcess server =
        ServerProcess.startWith(
            options,
            List.of(),
            folder.resolve("data"),
            List.of(),
            "fsync: off\nsecurity:\n  file-directories: '" + folder + "'")) {
      try (Connection connection = server.connect()) {
        Ledger.create(connection);
        new Streams(folder, 50, 50).createTables(connection);
      }
      server.stop();
    }
  }

  private static Path jar(Path folder, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> paths = Files.walk(folder)) {
      zip.setLevel(0);
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        zip.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
        Files.copy(path, zip);
        zip.closeEntry();
      }
    }
    return jar;
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      System.err.println("left behind: " + folder + ": " + e);
    }
  }
}
