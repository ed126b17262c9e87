package io.leat.benchmark.nexmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All queries of Nexmark, at once and by their changes, against DuckDB. */
class NexmarkTest {
  private static final long EVENTS = Long.getLong("nexmark.events", 30_000);

  @Test
  void answersAreThoseOfDuckDb() throws SQLException, IOException {
    Map<String, String> wrong = new LinkedHashMap<>();
    try (NexmarkAnswers answers = new NexmarkAnswers(Path.of("sql", "nexmark"), EVENTS)) {
      for (String query : NexmarkScript.QUERIES) {
        String difference = answers.difference(query);
        if (!difference.isEmpty()) {
          wrong.put(query, difference);
        }
      }
    }
    assertEquals(Map.of(), wrong);
  }

  @Test
  void differencesAreFound() {
    List<List<String>> expected = List.of(List.of("1", "2"), List.of("1", "2"));
    assertEquals("", NexmarkAnswers.difference(expected, expected));
    assertEquals(
        "missing [1, 2], and 0 other rows; 2 expected, 1 given",
        NexmarkAnswers.difference(expected, List.of(List.of("1", "2"))));
  }
}
