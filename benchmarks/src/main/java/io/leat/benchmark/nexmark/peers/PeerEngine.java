package io.leat.benchmark.nexmark.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The engines that can be compared, and how a process of each is started. */
enum PeerEngine {
  LEAT("io.leat.benchmark.nexmark.peers.LeatNexmark", "benchmarks/target", List.of()),
  FLINK(
      "io.leat.benchmark.flink.nexmark.FlinkNexmark",
      "benchmarks/flink/target",
      List.of("java.base/java.util", "java.base/java.lang")),
  SPARK(
      "io.leat.benchmark.spark.SparkNexmark",
      "benchmarks/spark/target",
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/sun.nio.ch",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar"));

  private final String mainClass;
  private final String target;
  private final String opened;

  PeerEngine(String mainClass, String target, List<String> opened) {
    this.mainClass = mainClass;
    this.target = target;
    this.opened = String.join(",", opened);
  }

  static PeerEngine of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** As it is called on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The command that starts it, without the arguments of a run. */
  List<String> command(String heap, boolean lowLatency) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    // Compiler threads that come and go would take their processor time along.
    command.add("-XX:-UseDynamicNumberOfCompilerThreads");
    command.add("-Dlatency=" + lowLatency);
    for (String name : opened.isEmpty() ? new String[0] : opened.split(",")) {
      command.add("--add-opens=" + name + "=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(target + "/classes:" + target + "/lib/*");
    command.add(mainClass);
    return command;
  }
}
