package io.leat.shell.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StatementReaderTest {

  @Test
  void splitsAtSemicolonsOutsideOfQuotesAndComments() throws Exception {
    String sql =
        "SELECT ';', \";\", `;` -- ;\n FROM t /* ; */ ;\n\n; -- nothing\n  INSERT INTO t VALUES ('it''s;')";
    assertEquals(
        List.of("1:1 SELECT ';', \";\", `;` -- ;\n FROM t;", "5:3 INSERT INTO t VALUES ('it''s;')"),
        statements(sql));
  }

  @Test
  void commentsBeforeAndBehindDoNotBelongToAStatement() throws Exception {
    assertEquals(
        List.of("2:3 SELECT 1;", "2:24 SELECT 2;"),
        statements("-- a\n  SELECT 1 /* b */;/**/SELECT 2;--c"));
  }

  @Test
  void keepsStatementSetsTogether() throws Exception {
    String set =
        "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN x THEN 1 END FROM t;"
            + " INSERT INTO b SELECT t.end FROM t; END";
    assertEquals(List.of("1:1 " + set + ";", "1:120 SELECT 1;"), statements(set + ";SELECT 1;"));
    assertEquals(
        List.of("1:1 BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END;"),
        statements("BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END;"));
  }

  @Test
  void tellsWhatIsNotClosedAndWhereItWasOpened() {
    assertOpen("the string is not closed", 2, 3, "SELECT 1;\n  'abc;\n");
    assertOpen("the quoted name is not closed", 1, 8, "SELECT \"a;");
    assertOpen("the comment is not closed", 1, 10, "SELECT 1 /* ; *");
    assertOpen("the statement set has no END", 1, 23, "EXECUTE STATEMENT SET BEGIN SELECT 1;");
  }

  @Test
  void givesAStatementBeforeTheTextBehindItIsThere() throws Exception {
    Reader endsAtSemicolon =
        new Reader() {
          private int next;

          @Override
          public int read() {
            if (next == "SELECT 1;".length()) {
              throw new AssertionError("read too far");
            }
            return "SELECT 1;".charAt(next++);
          }

          @Override
          public int read(char[] buffer, int offset, int length) {
            throw new AssertionError("read in blocks");
          }

          @Override
          public void close() {}
        };
    assertEquals("SELECT 1", new StatementReader(endsAtSemicolon).next().text());
  }

  @Property
  void tokensTogetherAreTheText(@ForAll("sql") String sql) {
    List<Token> tokens = Lexer.tokens(sql);
    assertEquals(sql, tokens.stream().map(Token::text).collect(Collectors.joining()));
    int line = 1;
    int column = 1;
    for (Token token : tokens) {
      assertEquals(line + ":" + column, token.line() + ":" + token.column());
      for (char c : token.text().toCharArray()) {
        line += c == '\n' ? 1 : 0;
        column = c == '\n' ? 1 : column + 1;
      }
    }
  }

  @Property
  void statementsStandWhereTheySay(@ForAll("pieces") List<String> pieces) throws Exception {
    String sql = String.join("; ", pieces);
    StatementReader reader = new StatementReader(new StringReader(sql));
    String[] lines = sql.split("\n", -1);
    List<String> found = new ArrayList<>();
    for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
      String firstLine = s.text().split("\n", -1)[0];
      assertEquals(
          firstLine,
          lines[s.line() - 1].substring(s.column() - 1, s.column() - 1 + firstLine.length()));
      found.add(s.text());
    }
    List<String> expected =
        pieces.stream()
            .map(
                p ->
                    p.replaceFirst("^(\\s|/\\* ; \\*/)*", "")
                        .replaceFirst("(\\s|/\\* ; \\*/)*$", ""))
            .filter(p -> !p.isEmpty())
            .toList();
    assertEquals(expected, found);
  }

  @Provide
  Arbitrary<String> sql() {
    return Arbitraries.of(
            "'", "\"", "`", "--", "/*", "*/", "\n", ";", " ", "a1", "1.5e3", "é😀", ".")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of("a ", "'x;\ny'", "\"q;\"", "`;`", "/* ; */", "\n", " ", "1", "b", "-")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts))
        .filter(text -> !text.contains("--") && !text.contains("''"))
        .list()
        .ofMaxSize(5);
  }

  private static void assertOpen(String message, int line, int column, String sql) {
    UnterminatedException e = assertThrows(UnterminatedException.class, () -> statements(sql));
    assertEquals(
        line + ":" + column + " " + message, e.line() + ":" + e.column() + " " + e.message());
  }

  private static List<String> statements(String sql) throws IOException, UnterminatedException {
    StatementReader reader = new StatementReader(new StringReader(sql));
    List<String> statements = new ArrayList<>();
    for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
      statements.add(s.line() + ":" + s.column() + " " + s.text() + (s.terminated() ? ";" : ""));
    }
    return statements;
  }
}
