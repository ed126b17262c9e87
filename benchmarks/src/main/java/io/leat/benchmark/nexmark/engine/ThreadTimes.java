package io.leat.benchmark.nexmark.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of the virtual machine's own threads, which only the kernel tells. */
final class ThreadTimes {
  private static final double TICKS_PER_SECOND = 100;

  private ThreadTimes() {}

  /** Seconds of all threads of this process whose name begins like that. */
  static double seconds(String... prefixes) throws IOException {
    long ticks = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        ticks += ticks(task, prefixes);
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long ticks(Path task, String[] prefixes) {
    String stat;
    try {
      stat = Files.readString(task.resolve("stat"));
    } catch (IOException e) {
      return 0; // the thread has ended meanwhile
    }
    int nameEnd = stat.lastIndexOf(')');
    String name = stat.substring(stat.indexOf('(') + 1, nameEnd);
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        String[] fields = stat.substring(nameEnd + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      }
    }
    return 0;
  }
}
