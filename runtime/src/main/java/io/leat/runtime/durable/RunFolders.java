package io.leat.runtime.durable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The folders of all jobs and views of a data directory whose state is kept. */
public final class RunFolders {
  private static final String VIEW = "view-";
  private static final int NAME_LENGTH = 60;
  private static final int HASH_BYTES = 12;

  private final Path path;
  private final Checkpoints.Settings settings;

  /**
   * @param settings of checkpoints of tables, which go for those of runs too
   */
  public RunFolders(DataDirectory directory, Checkpoints.Settings settings) {
    this.path = directory.runs();
    this.settings = settings;
  }

  /** That of a job. */
  public RunFolder job(String id) {
    return new RunFolder(path.resolve(id), settings);
  }

  /** That of a materialized view, by its full name. */
  public RunFolder view(String name) {
    return new RunFolder(path.resolve(folder(name)), settings);
  }

  private static String folder(String view) {
    String readable = view.replaceAll("[^A-Za-z0-9_.]", "_");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(view.getBytes(StandardCharsets.UTF_8));
      return VIEW
          + readable.substring(0, Math.min(NAME_LENGTH, readable.length()))
          + "-"
          + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** The ids of all jobs that have been taken down. */
  public List<String> jobs() {
    List<String> jobs = names();
    jobs.removeIf(name -> name.startsWith(VIEW));
    return jobs;
  }

  /** Forgets the state of all views but these. */
  public void keepViews(List<String> views) {
    List<String> kept = views.stream().map(RunFolders::folder).toList();
    for (String name : names()) {
      if (name.startsWith(VIEW) && !kept.contains(name)) {
        new RunFolder(path.resolve(name), settings).delete();
      }
    }
  }

  /** Whether a file is one of a run. */
  public boolean contains(Path file) {
    return file.toAbsolutePath().normalize().startsWith(path.toAbsolutePath().normalize());
  }

  private List<String> names() {
    if (!Files.isDirectory(path)) {
      return new ArrayList<>();
    }
    try (Stream<Path> files = Files.list(path)) {
      return new ArrayList<>(
          files.filter(Files::isDirectory).map(file -> file.getFileName().toString()).toList());
    } catch (IOException e) {
      throw DataDirectory.failure("read " + path, e);
    }
  }
}
