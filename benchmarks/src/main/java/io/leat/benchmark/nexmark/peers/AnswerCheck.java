package io.leat.benchmark.nexmark.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether engines give the same answers: what the changes of each query add up to after a number of
 * events, row by row.
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
    List<String> queries = new ArrayList<>(options.queries("all"));
    if (queries.remove("q12")) {
      System.out.println("q12   is left out: its windows depend on the clock");
    }
    for (PeerEngine engine : options.engines()) {
      Map<String, String> arguments = new LinkedHashMap<>();
      arguments.put("mode", "check");
      arguments.put("variant", "check");
      arguments.put("query", String.join(",", queries));
      arguments.put("events", Long.toString(options.numbers("events", "1000000").get(0)));
      arguments.put("workers", options.text("workers", "2"));
      arguments.put("sql", "benchmarks/sql/nexmark");
      arguments.put("out", answers.toString());
      EngineProcess.Outcome outcome = process.run(engine, arguments);
      if (outcome.failed()) {
        throw new IOException(engine.id() + ": " + outcome.failure());
      }
    }
    boolean same = true;
    for (String query : queries) {
      same &= same(query, answers);
    }
    EventFiles.delete(answers);
    return same;
  }

  private boolean same(String query, Path answers) throws IOException {
    boolean same = true;
    List<String> expected = null;
    for (PeerEngine engine : options.engines()) {
      List<String> answer = Files.readAllLines(answers.resolve(query + "." + engine.id()));
      String verdict;
      if (answer.size() == 1 && answer.get(0).startsWith("FAILED ")) {
        verdict = "does not run: " + answer.get(0).substring(7);
      } else if (expected == null) {
        expected = answer;
        verdict = answer.size() + " different rows";
      } else {
        String difference = difference(expected, answer);
        verdict = difference.isEmpty() ? "the same rows" : "DIFFERS: " + difference;
        same &= difference.isEmpty();
      }
      System.out.printf("%-5s %-6s %s%n", query, engine.id(), verdict);
    }
    return same;
  }

  private static String difference(List<String> left, List<String> right) {
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
