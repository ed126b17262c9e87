package io.leat.sql.parse;

import io.leat.sql.parse.generated.LeatSqlParserConstants;
import io.leat.sql.parse.generated.ParseException;
import io.leat.sql.parse.generated.Token;
import io.leat.sql.parse.generated.TokenMgrError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Turns what the generated parser throws into words. */
final class ErrorText {
  private static final int MAX_EXPECTED = 6;

  private static final Pattern LEXICAL_ERROR =
      Pattern.compile("(?s)Lexical error at line (\\d+), column (\\d+)\\.\\s+Encountered: (.*)");

  /** First words of statements. */
  private static final List<String> STATEMENT_WORDS =
      Arrays.asList(
          "SELECT CREATE DROP ALTER INSERT UPSERT UPDATE DELETE MERGE TRUNCATE SHOW DESCRIBE DESC EXPLAIN SET RESET USE WITH VALUES TABLE EXECUTE STOP START BEGIN COMMIT ROLLBACK CHECKPOINT FLUSH CALL GRANT REVOKE ANALYZE LOAD UNLOAD"
              .split(" "));

  /** Words that a misspelling turns into the alias of what stands before them. */
  private static final List<String> CLAUSE_WORDS =
      Arrays.asList(
          "FROM WHERE GROUP ORDER HAVING LIMIT OFFSET FETCH WINDOW QUALIFY JOIN LEFT RIGHT FULL INNER CROSS NATURAL UNION INTERSECT EXCEPT VALUES SELECT INTO SET USING EMIT ON"
              .split(" "));

  private static final Set<String> NAME_TOKENS =
      Set.of(
          "<IDENTIFIER>",
          "<QUOTED_IDENTIFIER>",
          "<BACK_QUOTED_IDENTIFIER>",
          "<UNICODE_QUOTED_IDENTIFIER>",
          "<HYPHENATED_IDENTIFIER>",
          "<BRACKET_QUOTED_IDENTIFIER>",
          "<BIG_QUERY_BACK_QUOTED_IDENTIFIER>");

  private final String sql;

  ErrorText(String sql) {
    this.sql = sql;
  }

  SyntaxError of(ParseException e) {
    List<Token> tokens = tokensAfter(e.currentToken, e.expectedTokenSequences);
    int depth = furthest(tokens, e.expectedTokenSequences);
    Token offending = tokens.get(depth);
    Token before = depth == 0 ? e.currentToken : tokens.get(depth - 1);
    SyntaxError unclosed = unclosed(offending.beginLine, offending.beginColumn);
    if (unclosed != null) {
      return unclosed;
    }
    if (isStart(before)) {
      SyntaxError foreign = ForeignWords.atStart(offending.image, position(offending));
      return foreign != null ? foreign : atStart(offending);
    }
    int begin = new Lines(sql).offset(offending.beginLine, offending.beginColumn);
    SyntaxError foreign =
        ForeignWords.within(
            sql.substring(0, Math.min(begin, sql.length())),
            before.image,
            offending.image,
            position(offending));
    if (foreign != null) {
      return foreign;
    }
    Expected expected = expected(e, tokens, depth).behind(before);
    if (offending.kind == LeatSqlParserConstants.EOF
        || offending.kind == LeatSqlParserConstants.SEMICOLON) {
      return SyntaxError.of(
          "unexpected end of statement" + expected.sentence(),
          null,
          before.endLine,
          before.endColumn + 1,
          before.endColumn + 1);
    }
    String nearest = isWord(offending) ? NearName.of(offending.image, expected.keywords) : null;
    if (nearest == null && before.kind == LeatSqlParserConstants.IDENTIFIER) {
      String clause = NearName.of(before.image, CLAUSE_WORDS);
      if (clause != null && NearName.distance(before.image.toUpperCase(Locale.ROOT), clause) == 1) {
        return unexpected(before, "did you mean " + clause + "?", "");
      }
    }
    return nearest != null
        ? unexpected(offending, "did you mean " + nearest + "?", "")
        : unexpected(offending, null, expected.sentence());
  }

  SyntaxError of(TokenMgrError e) {
    Matcher matcher = LEXICAL_ERROR.matcher(String.valueOf(e.getMessage()));
    if (!matcher.find()) {
      return SyntaxError.of("the text cannot be read as SQL", null, 1, 1, 1);
    }
    int line = Integer.parseInt(matcher.group(1));
    int column = Integer.parseInt(matcher.group(2));
    SyntaxError unclosed = unclosed(line, column);
    if (unclosed != null) {
      return unclosed;
    }
    int offset = new Lines(sql).offset(line, column);
    int end = sql.offsetByCodePoints(Math.min(offset, sql.length() - 1), 1);
    String character = sql.substring(Math.min(offset, sql.length() - 1), end);
    return SyntaxError.of(
        "unexpected character \"" + character + "\"",
        null,
        line,
        column,
        column + character.length() - 1);
  }

  SyntaxError of(CalciteContextException e) {
    Throwable cause = e.getCause();
    String text = String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    int endColumn = e.getEndPosLine() == e.getPosLine() ? e.getEndPosColumn() : e.getPosColumn();
    if (text.startsWith("Non-query expression")) {
      text = "a query is expected here, not an expression";
    } else if (text.startsWith("Query expression")) {
      text = "a query is not possible here; put it in parentheses";
    } else if (!text.isEmpty()) {
      text = Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
    return SyntaxError.of(text, null, e.getPosLine(), e.getPosColumn(), endColumn);
  }

  /** The tokens behind the last good one, as many as the longest expected sequence can look at. */
  private static List<Token> tokensAfter(Token current, int[][] sequences) {
    int longest = 1;
    for (int[] sequence : sequences) {
      longest = Math.max(longest, sequence.length);
    }
    List<Token> tokens = new ArrayList<>();
    for (Token t = current.next; t != null && tokens.size() < longest; t = t.next) {
      tokens.add(t);
    }
    return tokens;
  }

  /** How many tokens some expected sequence accepts before one is wrong. */
  private static int furthest(List<Token> tokens, int[][] sequences) {
    int furthest = 0;
    for (int[] sequence : sequences) {
      int matching = matching(tokens, sequence);
      if (matching < sequence.length && matching < tokens.size()) {
        furthest = Math.max(furthest, matching);
      }
    }
    return furthest;
  }

  private static int matching(List<Token> tokens, int[] sequence) {
    int i = 0;
    while (i < sequence.length && i < tokens.size() && tokens.get(i).kind == sequence[i]) {
      i++;
    }
    return i;
  }

  private record Expected(List<String> words, List<String> keywords) {
    /** Where many tokens are possible, the word before says best what is missing. */
    Expected behind(Token before) {
      boolean vague =
          words.isEmpty() || words.size() > MAX_EXPECTED || words.equals(List.of("\"*\""));
      return switch (before.image.toUpperCase(Locale.ROOT)) {
        case "SELECT",
            "WHERE",
            "HAVING",
            "ON",
            "AND",
            "OR",
            "NOT",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE" ->
            new Expected(List.of("an expression"), keywords);
        case ",",
            "(",
            "BETWEEN",
            "=",
            "<",
            ">",
            "<=",
            ">=",
            "<>",
            "!=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "||" ->
            vague ? new Expected(List.of("an expression"), keywords) : this;
        case "FROM", "JOIN" -> new Expected(List.of("a table"), keywords);
        default -> this;
      };
    }

    String sentence() {
      if (words.isEmpty() || words.size() > MAX_EXPECTED) {
        return "";
      }
      String last = words.get(words.size() - 1);
      return words.size() == 1
          ? "; expected " + last
          : "; expected " + String.join(", ", words.subList(0, words.size() - 1)) + " or " + last;
    }
  }

  private static Expected expected(ParseException e, List<Token> tokens, int depth) {
    Set<String> images = new TreeSet<>();
    for (int[] sequence : e.expectedTokenSequences) {
      if (sequence.length > depth && matching(tokens, sequence) == depth) {
        images.add(e.tokenImage[sequence[depth]]);
      }
    }
    boolean name = images.removeAll(NAME_TOKENS);
    boolean expression = images.contains("\"CASE\"") && images.contains("\"CAST\"");
    List<String> keywords = new ArrayList<>();
    List<String> words = new ArrayList<>();
    if (expression) {
      words.add("an expression");
    } else if (name) {
      words.add("a name");
    }
    for (String image : images) {
      String plain = image.substring(1, image.length() - 1);
      boolean keyword = image.startsWith("\"") && Character.isLetter(plain.charAt(0));
      if (keyword) {
        keywords.add(plain);
      }
      if (!expression && !(keyword && name)) {
        String word = describe(image, plain, keyword);
        if (word != null && !words.contains(word)) {
          words.add(word);
        }
      }
    }
    return new Expected(words, keywords);
  }

  private static @Nullable String describe(String image, String plain, boolean keyword) {
    return switch (image) {
      case "<EOF>" -> "the end";
      case "\";\"", "\"?\"", "\"/*+\"", "\"DECIMAL\"", "\"STREAM\"" -> null;
      case "<QUOTED_STRING>", "<PREFIXED_STRING_LITERAL>", "<UNICODE_STRING_LITERAL>" -> "a string";
      case "<UNSIGNED_INTEGER_LITERAL>", "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>" ->
          "a number";
      default -> keyword ? plain : image.startsWith("\"") ? image : null;
    };
  }

  private static SqlParserPos position(Token token) {
    return new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
  }

  private static boolean isWord(Token token) {
    return Character.isLetter(token.image.isEmpty() ? ' ' : token.image.charAt(0));
  }

  /** Whether the token stands before a statement. */
  private static boolean isStart(Token before) {
    return before.kind == LeatSqlParserConstants.EOF
        || before.kind == LeatSqlParserConstants.SEMICOLON
        || before.image == null;
  }

  private static SyntaxError atStart(Token token) {
    String nearest = isWord(token) ? NearName.of(token.image, STATEMENT_WORDS) : null;
    return unexpected(
        token,
        nearest == null ? null : "did you mean " + nearest + "?",
        nearest == null ? "; a statement begins with a word such as SELECT, INSERT or CREATE" : "");
  }

  private static SyntaxError unexpected(Token token, @Nullable String hint, String more) {
    int endColumn = token.endLine == token.beginLine ? token.endColumn : token.beginColumn;
    return SyntaxError.of(
        "syntax error at \"" + token.image + "\"" + more,
        hint,
        token.beginLine,
        token.beginColumn,
        endColumn);
  }

  /** The error of a string, name or comment without end that begins at or before the place. */
  private @Nullable SyntaxError unclosed(int line, int column) {
    Lines lines = new Lines(sql);
    OpenText open = OpenText.find(sql);
    if (open == null || open.offset() > lines.offset(line, column)) {
      return null;
    }
    return SyntaxError.of(
        open.kind() + " is not closed",
        "add " + open.closing(),
        lines.line(open.offset()),
        lines.column(open.offset()),
        lines.column(open.offset()) + open.opening().length() - 1);
  }
}
