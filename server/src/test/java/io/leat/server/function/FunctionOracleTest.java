package io.leat.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.testing.Seeds;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Functions compared with another engine's, value by value, on random rows. The lines of {@code
 * functions/*.txt} say what is compared.
 *
 * <ul>
 *   <li>{@code -Dfunctions.seed=…} repeats a run;
 *   <li>{@code -Dfunctions.rows=…} rows per run, 500 if left out;
 *   <li>{@code -Dfunctions.only=…} runs the lines that contain the text, or whose file's name does.
 * </ul>
 */
class FunctionOracleTest {
  private static final int ROWS = Integer.getInteger("functions.rows", 500);
  private static final String ONLY = System.getProperty("functions.only", "");
  private static final int ENOUGH = 150;

  @Test
  void valuesEqualThoseOfAnotherEngine() throws IOException, SQLException {
    long seed = Seeds.of("functions.seed");
    System.out.println("functions: seed " + seed);
    List<FunctionLine> lines =
        FunctionLine.all().stream()
            .filter(line -> (line.place() + " " + line.leat()).contains(ONLY))
            .toList();
    List<List<@Nullable Object>> rows = SampleColumns.rows(seed, ROWS);
    LeatExpressions leat = new LeatExpressions(rows);
    List<String> report = new ArrayList<>();
    TreeSet<String> covered = new TreeSet<>();
    long compared = 0;
    long mismatched = 0;
    try (DuckExpressions duck = new DuckExpressions(rows)) {
      for (FunctionLine line : lines) {
        Comparison comparison = new Comparison(line);
        try {
          Outcome other = line.is("jdk") ? JdkFunctions.evaluate(line, rows) : duck.evaluate(line);
          comparison.compare(leat.evaluate(line), other, rows);
        } catch (LeatException | SQLException | IllegalArgumentException e) {
          report.add(line.place() + " " + line.leat() + ": " + e.getMessage());
          mismatched++;
          continue;
        }
        compared += comparison.compared();
        mismatched += comparison.mismatched();
        covered.addAll(FunctionNames.in(line.leat()));
        for (String mismatch : comparison.mismatches()) {
          report.add(line.place() + " " + line.leat() + "\n    " + mismatch);
        }
      }
    }
    report.forEach(System.out::println);
    System.out.println(
        "functions: "
            + covered.size()
            + " functions covered by "
            + lines.size()
            + " lines, "
            + compared
            + " values compared, "
            + mismatched
            + " mismatches");
    assertEquals(0, mismatched, "mismatches, seed " + seed);
    assertTrue(!ONLY.isEmpty() || covered.size() >= ENOUGH, "functions covered: " + covered);
  }

  @Test
  void differencesAreFound() throws SQLException {
    FunctionLine line = FunctionLine.parse("here", "i + 1 | i + 2");
    List<List<@Nullable Object>> rows = SampleColumns.rows(1, 20);
    try (DuckExpressions duck = new DuckExpressions(rows)) {
      Comparison comparison = new Comparison(line);
      comparison.compare(new LeatExpressions(rows).evaluate(line), duck.evaluate(line), rows);
      long values = rows.stream().filter(row -> row.get(index("i")) != null).count();
      assertEquals(20, comparison.compared());
      assertTrue(comparison.mismatched() >= values - 4 && comparison.mismatched() <= values);
    }
  }

  private static int index(String column) {
    return SampleColumns.schema().fields().stream()
        .map(field -> field.name())
        .toList()
        .indexOf(column);
  }
}
