package io.leat.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Statements and what they answer. A statement's lines begin with {@code "> "}; the answer follows,
 * an empty line ends it. {@code -Dgolden.update=true} writes the answers anew.
 */
final class GoldenFile {
  private record Case(String sql, String answer) {}

  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private GoldenFile() {}

  static Stream<DynamicTest> tests(String name, UnaryOperator<String> answer) throws IOException {
    Path file = Path.of("src/test/resources/io/leat/sql", name);
    List<Case> cases = read(file);
    if (UPDATE) {
      cases = cases.stream().map(c -> new Case(c.sql(), answer.apply(c.sql()).strip())).toList();
      StringBuilder text = new StringBuilder();
      for (Case c : cases) {
        c.sql().lines().forEach(line -> text.append("> ").append(line).append('\n'));
        text.append(c.answer()).append("\n\n");
      }
      Files.writeString(file, text.toString().strip() + "\n");
    }
    return cases.stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.sql(), () -> assertEquals(c.answer(), answer.apply(c.sql()).strip())));
  }

  private static List<Case> read(Path file) throws IOException {
    List<Case> cases = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    StringBuilder answer = new StringBuilder();
    boolean answering = false;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("> ") && answering) {
        cases.add(new Case(sql.toString().strip(), answer.toString().strip()));
        sql.setLength(0);
        answer.setLength(0);
        answering = false;
      }
      if (line.startsWith("> ")) {
        sql.append(line.substring(2)).append('\n');
      } else {
        answering = true;
        answer.append(line).append('\n');
      }
    }
    if (!sql.isEmpty()) {
      cases.add(new Case(sql.toString().strip(), answer.toString().strip()));
    }
    return cases;
  }
}
