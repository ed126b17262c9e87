package io.leat.benchmark.nexmark.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs one query on one engine in a process of its own and reads the line that it prints. */
final class EngineProcess {
  private final String heap;
  private final long limitSeconds;

  /**
   * @param heap the most of the Java heap, as for {@code -Xmx}
   * @param limitSeconds after which a run has failed
   */
  EngineProcess(String heap, long limitSeconds) {
    this.heap = heap;
    this.limitSeconds = limitSeconds;
  }

  /** What a run printed: its values by name, or why there are none. */
  record Outcome(Map<String, String> values, String failure) {
    boolean failed() {
      return !failure.isEmpty();
    }

    double number(String key) {
      return Double.parseDouble(values.getOrDefault(key, "NaN"));
    }
  }

  Outcome run(PeerEngine engine, Map<String, String> arguments)
      throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("leat-nexmark");
    Path log = scratch.resolve("output");
    try {
      List<String> command =
          new ArrayList<>(engine.command(heap, "latency".equals(arguments.get("mode"))));
      command.add(1, "-Djava.io.tmpdir=" + scratch);
      arguments.forEach((key, value) -> command.add(key + "=" + value));
      command.add("scratch=" + scratch);
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(log.toFile())
              .start();
      try {
        if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
          return new Outcome(Map.of(), "took more than " + limitSeconds + " s");
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
      return read(log);
    } finally {
      delete(scratch);
    }
  }

  private static Outcome read(Path log) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(log)) {
      String line;
      while ((line = reader.readLine()) != null) {
        if (line.startsWith("FAILED ")) {
          return new Outcome(Map.of(), line.substring(7));
        }
        if (line.startsWith("RESULT ")) {
          Map<String, String> values = new LinkedHashMap<>();
          for (String pair : line.substring(7).split(" ")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
          }
          return new Outcome(values, "");
        }
      }
    }
    return new Outcome(Map.of(), "the process ended without a result");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
