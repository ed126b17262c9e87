package io.leat.sql.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line of statements/*.sql parses, and what it is written as parses to an equal tree. */
class RoundTripTest {
  private static final Path STATEMENTS =
      Path.of("src", "test", "resources", "io", "leat", "sql", "parse", "statements");

  static List<String> statements() throws IOException {
    try (var files = Files.list(STATEMENTS)) {
      return files.sorted().flatMap(RoundTripTest::lines).toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void writtenStatementParsesToEqualTree(String sql) {
    ParsedStatement parsed = StatementParser.parseOne(sql);
    assertEquals(sql, parsed.text());
    String written = SqlText.of(parsed.node());
    SqlNode again = StatementParser.parseOne(written).node();
    assertTrue(parsed.node().equalsDeep(again, Litmus.IGNORE), written);
    assertEquals(written, SqlText.of(again));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (a INT)|CREATE TABLE t (a INT NOT NULL)",
        "CREATE TABLE t (a INT)|CREATE TEMPORARY TABLE t (a INT)",
        "CREATE TABLE t (a ARRAY<INT>)|CREATE TABLE t (a ARRAY<INT NOT NULL>)",
        "CREATE TABLE t (a INT METADATA)|CREATE TABLE t (a INT METADATA VIRTUAL)",
        "DROP TABLE t|DROP TABLE IF EXISTS t",
        "INSERT INTO t SELECT 1|INSERT OVERWRITE t SELECT 1",
        "SHOW TABLES LIKE 'a'|SHOW TABLES LIKE 'b'",
        "EXPLAIN SELECT 1|EXPLAIN CODEGEN SELECT 1",
        "SELECT 1 EMIT CHANGES|SELECT 1 EMIT CHANGES SINCE EPOCH 1",
        "ALTER TABLE t DROP WATERMARK|ALTER TABLE t DROP PRIMARY KEY",
      })
  void differenceIsSeen(String pair) {
    String[] both = pair.split("\\|", 2);
    SqlNode first = StatementParser.parseOne(both[0]).node();
    assertTrue(!first.equalsDeep(StatementParser.parseOne(both[1]).node(), Litmus.IGNORE), pair);
  }
}
