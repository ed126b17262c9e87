package io.leat.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which literals of a text its plan leaves open. */
class OpenLiteralsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '$',
      value = {
        "INSERT INTO t VALUES (7, 'it''s')~INSERT INTO t VALUES (?, ?)~Integer 7, String it's",
        "insert into t(a) values (-7), (1.50)~insert into t(a) values (?), (?)"
            + "~Integer -7, BigDecimal 1.50",
        "INSERT INTO t VALUES (1, NULL, 2 + 3, ABS(4), 'a' || 'b', DATE '2026-01-01', 1e3x)~null~null",
        "INSERT INTO t VALUES (1, 2 + 3, ABS(4), 'a' || 'b', DATE '2026-01-01')"
            + "~INSERT INTO t VALUES (?, 2 + 3, ABS(4), 'a' || 'b', DATE '2026-01-01')~Integer 1",
        "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2"
            + "~INSERT INTO t VALUES (?) ON CONFLICT (a) DO UPDATE SET a = 2~Integer 1",
        "UPDATE t SET a = 5, b = b + 1 WHERE c = -3;~UPDATE t SET a = ?, b = b + ? WHERE c = ?;"
            + "~Integer 5, Integer 1, Integer -3",
        "DELETE FROM t WHERE a = 1 -- 'x'~DELETE FROM t WHERE a = ? -- 'x'~Integer 1",
        "SELECT 1, a = 2 FROM t WHERE a = 3 AND \"5\" >= 'x' ORDER BY 1 LIMIT 7"
            + "~SELECT 1, a = 2 FROM t WHERE a = ? AND \"5\" >= ? ORDER BY 1 LIMIT 7"
            + "~Integer 3, String x",
        "SELECT a FROM t WHERE a = 2147483647 OR a = 2147483648 OR a = -2147483648"
            + "~SELECT a FROM t WHERE a = ? OR a = ? OR a = ?"
            + "~Integer 2147483647, Long 2147483648, Long -2147483648",
        "SELECT a FROM t WHERE a = 2 * 3 OR b BETWEEN 1 AND 2 OR c IN (1, 2) OR d = 4"
            + "~SELECT a FROM t WHERE a = 2 * 3 OR b BETWEEN 1 AND 2 OR c IN (1, 2) OR d = ?"
            + "~Integer 4",
        "SELECT a FROM (SELECT a FROM t WHERE a > 4) AS s /* 'no' */ WHERE a < 9"
            + "~SELECT a FROM (SELECT a FROM t WHERE a > ?) AS s /* 'no' */ WHERE a < ?"
            + "~Integer 4, Integer 9",
      })
  void literalsThatAreWholeOperands(String sql, String open, String values) {
    String found =
        OpenLiterals.of(sql)
            .map(
                literals ->
                    literals.sql()
                        + "~"
                        + literals.values().stream()
                            .map(value -> value.getClass().getSimpleName() + " " + value)
                            .collect(Collectors.joining(", ")))
            .orElse("null~null");
    assertEquals(open + "~" + values, found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM t WHERE a = ? AND b = 1",
        "SELECT /*+ hint */ a FROM t WHERE b = 1",
        "SELECT a FROM t WHERE b = 'open",
        "SELECT a FROM t /* open WHERE b = 1",
        "SELECT 'x' AS a, 1 FROM t GROUP BY 1 HAVING COUNT(*) > 5",
        "SELECT a FROM t WHERE b = 1::BIGINT OR c = 9999999999999999999",
        "SELECT a FROM t WHERE b = 1.",
        "SELECT a FROM t WHERE d = DATE '2026-01-01' OR e > INTERVAL '1' DAY",
        "INSERT INTO t SELECT a FROM s WHERE a = 1",
        "CREATE TABLE t (a INT, CHECK (a > 5))",
        "EXPLAIN SELECT a FROM t WHERE a = 1",
        "(SELECT a FROM t WHERE a = 1)",
        ""
      })
  void textsThatKeepTheirLiterals(String sql) {
    assertTrue(OpenLiterals.of(sql).isEmpty());
  }

  @Test
  void textThatIsMostlyData() {
    String rows = "(1), ".repeat(1_000) + "(1)";
    assertTrue(OpenLiterals.of("INSERT INTO t VALUES " + rows).isEmpty());
    assertTrue(OpenLiterals.of("INSERT INTO t VALUES " + rows.substring(0, 5 * 129 - 2)).isEmpty());
    assertTrue(
        OpenLiterals.of("INSERT INTO t VALUES " + rows.substring(0, 5 * 128 - 2)).isPresent());
  }
}
