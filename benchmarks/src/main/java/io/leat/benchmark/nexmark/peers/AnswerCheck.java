package io.leat.benchmark.nexmark.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether engines give the same answers: what the changes of each query add up to after a number of events, row by row.
 */
final class AnswerCheck {
  private final Options options;
  private final EngineProcess process;

  AnswerCheck(Options options, EngineProcess process) {
    this.options = options;
    this.process = process;
  }

  /** Whether no answer differs from that of the first engine. */
  boolean run() throws IOException, InterruptedException {
    Path answers = Files.createTempDirectory("leat-nexmark-answers");
    boolean same = true;
    for (String query : options.queries("all")) {
      Path expected = null;
      for (PeerEngine engine : options.engines()) {
        Path answer = answers.resolve(query + "." + engine.id());
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("mode", "check");
        arguments.put("query", query);
        arguments.put("events", Long.toString(options.numbers("events", "1000000").get(0)));
        arguments.put("workers", options.text("workers", "2"));
        arguments.put("sql", "benchmarks/sql/nexmark");
        arguments.put("out", answer.toString());
        EngineProcess.Outcome outcome = process.run(engine, arguments);
        String verdict;
        if (outcome.failed()) {
          verdict = "does not run: " + outcome.failure();
        } else if (expected == null) {
          verdict = outcome.values().get("rows") + " rows";
          expected = answer;
        } else {
          String difference = difference(expected, answer);
          verdict = difference.isEmpty() ? "the same rows" : "DIFFERS: " + difference;
          same &= difference.isEmpty();
        }
        System.out.printf("%-5s %-6s %s%n", query, engine.id(), verdict);
      }
      for (PeerEngine engine : options.engines()) {
        Files.deleteIfExists(answers.resolve(query + "." + engine.id()));
      }
    }
    Files.delete(answers);
    return same;
  }

  private static String difference(Path expected, Path actual) throws IOException {
    List<String> left = Files.readAllLines(expected);
    List<String> right = Files.readAllLines(actual);
    if (left.equals(right)) {
      return "";
    }
    Set<String> missing = new HashSet<>(left);
    right.forEach(missing::remove);
    Set<String> unexpected = new HashSet<>(right);
    left.forEach(unexpected::remove);
    return String.format(
        "%d rows missing%s, %d unexpected%s",
        missing.size(), example(missing), unexpected.size(), example(unexpected));
  }

  private static String example(Set<String> rows) {
    return rows.stream().min(String::compareTo).map(row -> ", such as " + row).orElse("");
  }
}
