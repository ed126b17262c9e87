package io.leat.server.durability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, over a data directory, on a port that the system chooses. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile(".*(jdbc:leat://\\S+)");

  private final Process process;
  private final String url;
  private final List<String> said = new ArrayList<>();

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String found = "";
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.matches()) {
        found = matcher.group(1);
        break;
      }
    }
    url = found;
    Thread reader = new Thread(() -> drain(output), "server-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one and waits until it listens, or has ended.
   *
   * @param options of the JVM
   * @param settings lines of the configuration file's section {@code durability}
   */
  static ServerProcess start(Path data, List<String> options, String... settings)
      throws IOException {
    return start(List.of(), data, options, settings);
  }

  /**
   * As {@link #start(Path, List, String...)}.
   *
   * @param by the command that starts the JVM, whose arguments come behind
   */
  static ServerProcess start(List<String> by, Path data, List<String> options, String... settings)
      throws IOException {
    return startWith(ClassArchive.options(), by, data, options, settings);
  }

  /**
   * The same.
   *
   * @param classes options that tell the JVM where its classes are
   */
  static ServerProcess startWith(
      List<String> classes, List<String> by, Path data, List<String> options, String... settings)
      throws IOException {
    return new ServerProcess(process(classes, by, data, options, settings));
  }

  /** Starts one and kills it so many milliseconds later, wherever it is then. */
  static void startAndKill(Path data, long millis, List<String> options, String... settings)
      throws IOException, InterruptedException {
    Process process = process(ClassArchive.options(), List.of(), data, options, settings);
    process.getInputStream().close();
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    process.waitFor();
  }

  private static Process process(
      List<String> classes, List<String> by, Path data, List<String> options, String... settings)
      throws IOException {
    Path config = Files.createTempFile("leat", ".yaml");
    config.toFile().deleteOnExit();
    StringBuilder yaml = new StringBuilder("durability:\n  directory: '" + data + "'\n");
    for (String setting : settings) {
      yaml.append("  ").append(setting).append('\n');
    }
    Files.writeString(config, yaml.toString());
    List<String> command = new ArrayList<>(by);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(classes);
    command.addAll(
        List.of("io.leat.server.LeatServer", "--config", config.toString(), "--port", "0"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // A full pipe would stop the server.
      }
    } catch (IOException e) {
      // Killed.
    }
  }

  /** Whether it came to listen. */
  boolean listens() {
    return !url.isEmpty();
  }

  long pid() {
    return process.pid();
  }

  /** What it said before it listened. */
  List<String> said() {
    return said;
  }

  Connection connect() throws SQLException {
    if (!listens()) {
      throw new IllegalStateException("the server did not start: " + said);
    }
    return DriverManager.getConnection(url);
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has ended by itself within a time. */
  boolean ended(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  /** Asks it to end, as the system does at its own end. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
