package io.leat.benchmark.nexmark.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The command line. Presets first, then what is given, in any order. */
final class Options {
  static final String USAGE =
      """
      benchmarks/nexmark [--quick | --full] [OPTION VALUE]…
        --engines leat,flink,spark   which engines, in the order of their turns (leat,flink)
        --queries q0,q5 | all        which queries (all)
        --events N[,N…]              events of a run; several: how cost grows (2000000)
        --workers W[,W…]             threads for work; several: how it scales (2)
        --rounds R                   turns of each engine per query (1)
        --warmup S, --measure S      CPU-seconds of a process, not measured and measured, at least (12, 4)
        --check                      compares answers instead of times (--events 1000000)
        --latency RATE[,RATE…]       from creation to result at so many events per second instead (--seconds 40)
        --files                      reads the events from JSON-lines files instead (q1,q5,q8)
        --heap 8g                    the most of the Java heap of each process
        --limit S                    seconds after which a run has failed (300)
        --output DIR                 where results go: JSON, chart, page (benchmarks/target/nexmark)
      """;

  private static final Set<String> FLAGS = Set.of("check", "files");

  private final Map<String, String> values = new LinkedHashMap<>();

  Options(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].replaceFirst("^--", "");
      if (name.equals(arguments[i])) {
        throw new IllegalArgumentException("an option is expected in place of " + name);
      }
      switch (name) {
        case "quick" ->
            preset(
                "engines", "leat,flink,spark", "events", "2000000", "warmup", "10", "measure", "3");
        case "full" ->
            preset(
                "engines", "leat,flink,spark", "events", "10000000", "rounds", "3", "warmup", "20");
        default -> {
          if (!USAGE.contains("--" + name + " ")) {
            throw new IllegalArgumentException("there is no option --" + name + "\n" + USAGE);
          }
          if (FLAGS.contains(name)) {
            values.put(name, "");
          } else if (i + 1 < arguments.length) {
            values.put(name, arguments[++i]);
          } else {
            throw new IllegalArgumentException("--" + name + " needs a value");
          }
        }
      }
    }
  }

  private void preset(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      values.putIfAbsent(pairs[i], pairs[i + 1]);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** Whole numbers, also written as 1e6. */
  List<Long> numbers(String name, String otherwise) {
    return Arrays.stream(text(name, otherwise).split(","))
        .map(text -> (long) Double.parseDouble(text))
        .toList();
  }

  List<PeerEngine> engines() {
    return Arrays.stream(text("engines", "leat,flink").split(",")).map(PeerEngine::of).toList();
  }

  List<String> queries(String otherwise) {
    String list = text("queries", otherwise);
    return list.equals("all")
        ? IntStream.rangeClosed(0, 22).mapToObj(i -> "q" + i).toList()
        : new ArrayList<>(Arrays.asList(list.split(",")));
  }
}
