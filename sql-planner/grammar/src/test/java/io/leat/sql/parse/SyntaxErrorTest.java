package io.leat.sql.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Messages for each line of errors.in are as in errors.out; -Dgolden.update=true writes that file
 * anew.
 */
class SyntaxErrorTest {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "leat", "sql", "parse");

  @Test
  void messages() throws IOException {
    StringBuilder actual = new StringBuilder();
    for (String sql : Files.readAllLines(FOLDER.resolve("errors.in"))) {
      actual.append(report(sql)).append('\n');
    }
    Path golden = FOLDER.resolve("errors.out");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, actual);
    }
    assertEquals(Files.readString(golden), actual.toString());
  }

  private static String report(String sql) {
    SyntaxError error = assertThrows(SyntaxError.class, () -> StatementParser.parseAll(sql), sql);
    assertEquals(1, error.line(), sql);
    String caret =
        " ".repeat(error.column() - 1) + "^".repeat(error.endColumn() - error.column() + 1);
    String hint = error.hint() == null ? "" : "  hint: " + error.hint() + "\n";
    return sql + "\n" + caret + "\n  " + error.sqlState() + " " + error.getMessage() + "\n" + hint;
  }

  @Test
  void positionInLaterStatementOfScript() {
    SyntaxError error =
        assertThrows(
            SyntaxError.class,
            () ->
                StatementParser.parseAll("SELECT 1;\r\n-- comment\n\tSELECT a FORM t;\nSELECT 2"));
    assertEquals(3, error.line());
    assertEquals(11, error.column());
    assertEquals(14, error.endColumn());
    assertEquals("did you mean FROM?", error.hint());
  }

  @Test
  void openStringIsReportedWhereItBegins() {
    SyntaxError error =
        assertThrows(SyntaxError.class, () -> StatementParser.parseAll("SELECT\n  'abc\n FROM t"));
    assertEquals(2, error.line());
    assertEquals(3, error.column());
    assertEquals("the string is not closed", error.getMessage());
  }

  @Test
  void deepNestingIsAnErrorOfTheStatement() {
    String sql = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
    SyntaxError error = assertThrows(SyntaxError.class, () -> StatementParser.parseAll(sql));
    assertEquals("the statement is nested too deeply", error.getMessage());
  }
}
