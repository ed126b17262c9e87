package io.leat.benchmark.nexmark.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  static String line() throws IOException {
    return String.format(
        "%s, %d processors, %d GiB; %s %s; %s; load before the run %s.",
        after("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(after("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20,
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        LocalDate.now(ZoneOffset.UTC),
        LOAD);
  }

  private static final String LOAD = load();

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String after(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
