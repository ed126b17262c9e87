package io.leat.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.slt.RowText;
import io.leat.sql.validate.FunctionDocument;
import io.leat.sql.validate.FunctionDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is said of functions is true: examples run and give what is written, all promised names are
 * there. {@code -Dfunctions.regenerate=true} writes {@code examples.lst}, {@code missing.lst} and
 * {@code docs/functions.md} anew, to be reviewed as a diff.
 */
class DocumentedExamplesTest {
  private static final boolean REGENERATE = Boolean.getBoolean("functions.regenerate");
  private static final Path FOLDER = Path.of("src/test/resources/functions");
  private static final Path PAGE = Path.of("../docs/functions.md");
  private static LocalEngine engine;
  private static Session session;
  private static Map<FunctionDocument, String> results;

  @BeforeAll
  static void runTheExamples() {
    engine = LocalEngine.start(1);
    session = engine.openSession("test", false);
    // Examples about event time are of this table.
    session.execute(
        "CREATE TABLE clicks (ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK())"
            + " WITH ('connector' = 'datagen', 'number-of-rows' = '1')",
        List.of());
    results = new TreeMap<>(java.util.Comparator.comparing(DocumentedExamplesTest::key));
    for (FunctionDocument function : FunctionDocuments.all()) {
      String failure = failure(function.query());
      if (!failure.isEmpty()) {
        results.put(function, "FAILS: " + failure);
      } else if (function.deterministic()) {
        results.put(function, String.join("; ", run(function.query())).replace("\t", ", "));
      } else {
        results.put(function, "(differs)");
      }
    }
  }

  @AfterAll
  static void stop() {
    session.close();
    engine.close();
  }

  private static String key(FunctionDocument function) {
    return function.family() + " " + function.name();
  }

  private static List<String> run(String sql) {
    return RowText.of(session.execute(sql, List.of()));
  }

  @Test
  void examplesGiveWhatIsWritten() throws IOException {
    List<String> lines = new ArrayList<>();
    results.forEach(
        (function, result) ->
            lines.add(function.name() + " | " + function.example() + " | " + result));
    compare(FOLDER.resolve("examples.lst"), lines);
  }

  @Test
  void everyExampleRuns() {
    assertEquals(
        List.of(),
        results.entrySet().stream()
            .filter(entry -> entry.getValue().startsWith("FAILS"))
            .map(entry -> entry.getKey().query() + " " + entry.getValue())
            .toList());
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    compare(PAGE, FunctionPage.lines(results));
  }

  @Test
  void everyFunctionIsDescribed() {
    for (String name : run("SHOW FUNCTIONS")) {
      Set<String> told = new TreeSet<>();
      for (String row : run("DESCRIBE FUNCTION `" + name + "`")) {
        List<String> parts = List.of(row.split("\t"));
        assertFalse(parts.get(1).equals("(empty)"), name + ": " + row);
        told.add(parts.get(0));
      }
      assertTrue(
          told.containsAll(Set.of("name", "signature", "description", "example")), name + told);
    }
  }

  @Test
  void everyPromisedNameIsThere() throws IOException {
    Set<String> shown = new TreeSet<>(run("SHOW FUNCTIONS"));
    Map<String, String> reasons = reasons();
    Set<String> missing = new TreeSet<>();
    int forms = 0;
    for (FunctionNames.Name name : FunctionNames.list()) {
      if (name.query().isEmpty()) {
        if (!shown.contains(name.name())) {
          missing.add(name.name());
        }
      } else {
        forms++;
        String failure = failure(name.query());
        if (!failure.isEmpty()) {
          missing.add(name.name());
          reasons.putIfAbsent(name.name(), failure);
        }
      }
    }
    System.out.println(
        "functions: "
            + shown.size()
            + " names shown, "
            + forms
            + " forms run, "
            + missing.size()
            + " of "
            + FunctionNames.list().size()
            + " promised names missing");
    compare(
        FOLDER.resolve("missing.lst"),
        missing.stream().map(name -> name + ": " + reasons.getOrDefault(name, "?")).toList());
  }

  private static String failure(String query) {
    try {
      return run(query).isEmpty() ? "no row" : "";
    } catch (LeatException e) {
      return e.sqlState() + " " + e.message();
    }
  }

  private static Map<String, String> reasons() throws IOException {
    return Files.readAllLines(FOLDER.resolve("missing.lst")).stream()
        .map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> a, TreeMap::new));
  }

  private static void compare(Path file, List<String> lines) throws IOException {
    if (REGENERATE) {
      Files.writeString(
          file, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }
    assertEquals(
        Files.readString(file).strip(),
        String.join("\n", lines).strip(),
        file + " is not up to date: -Dfunctions.regenerate=true writes it anew");
  }
}
