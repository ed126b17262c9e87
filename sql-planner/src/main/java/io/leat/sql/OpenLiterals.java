package io.leat.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text in which a {@code ?} stands for each literal of which the plan needs no more than the
 * type, so that texts that differ in these alone share a plan: literals by themselves in a row of
 * VALUES, values of SET, and what columns are compared with or counted up by. All other literals
 * stay in the text.
 *
 * @param values of the question marks in order, boxed as parameters are
 */
record OpenLiterals(String sql, List<@Nullable Object> values) {
  /** A longer text is mostly data and does not come again. */
  private static final int LONGEST_TEXT = 4_096;

  private static final int MOST_LITERALS = 128;
  private static final int LONGEST_NUMBER = 18;

  private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "<=", ">=", "<>", "!=");

  /** What follows a literal that is a whole operand, beside the end of the text. */
  private static final Set<String> AFTER = Set.of(",", ")", ";", "AND", "OR", "WHERE");

  /** The words behind which literals of a query may be numbers of columns, counts or names. */
  private static final Set<String> CLAUSES =
      Set.of(
          "SELECT",
          "FROM",
          "GROUP",
          "HAVING",
          "QUALIFY",
          "WINDOW",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "VALUES",
          "WITH",
          "MATCH_RECOGNIZE");

  private enum Kind {
    WORD,
    NAME,
    NUMBER,
    TEXT,
    SYMBOL
  }

  private record Token(Kind kind, String text, int from, int to) {
    boolean is(String other) {
      return kind == Kind.SYMBOL && text.equals(other);
    }
  }

  /** The text without its literals; absent if it keeps all that it has. */
  static Optional<OpenLiterals> of(String sql) {
    if (sql.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    List<Token> tokens = tokens(sql);
    if (tokens == null || tokens.isEmpty()) {
      return Optional.empty();
    }
    String first = tokens.get(0).kind() == Kind.WORD ? tokens.get(0).text() : "";
    return switch (first) {
      case "INSERT" -> replaced(sql, tokens, inRows(tokens));
      case "UPDATE", "DELETE" -> replaced(sql, tokens, operands(tokens, true));
      case "SELECT" -> replaced(sql, tokens, operands(tokens, false));
      default -> Optional.empty();
    };
  }

  private static Optional<OpenLiterals> replaced(String sql, List<Token> tokens, List<Integer> at) {
    if (at.isEmpty() || at.size() > MOST_LITERALS) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(sql.length());
    List<@Nullable Object> values = new ArrayList<>(at.size());
    int done = 0;
    for (int index : at) {
      Token token = tokens.get(index);
      boolean negative = index > 0 && isSign(tokens, index - 1);
      int from = negative ? tokens.get(index - 1).from() : token.from();
      text.append(sql, done, from).append('?');
      values.add(value(token, negative));
      done = token.to();
    }
    return Optional.of(new OpenLiterals(text.append(sql, done, sql.length()).toString(), values));
  }

  private static Object value(Token token, boolean negative) {
    if (token.kind() == Kind.TEXT) {
      return token.text();
    }
    if (token.text().indexOf('.') >= 0) {
      BigDecimal value = new BigDecimal(token.text());
      return negative ? value.negate() : value;
    }
    long value = Long.parseLong(token.text());
    // The type is that of the digits, as in the text.
    Long signed = negative ? -value : value;
    return value <= Integer.MAX_VALUE ? (Object) signed.intValue() : signed;
  }

  /** Literals by themselves in the rows of an INSERT; none if it inserts a query's rows. */
  private static List<Integer> inRows(List<Token> tokens) {
    List<Integer> found = new ArrayList<>();
    int depth = 0;
    boolean rows = false;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is("(")) {
        depth++;
      } else if (token.is(")")) {
        depth--;
      } else if (token.kind() == Kind.WORD && depth == 0) {
        if (rows) {
          return found;
        }
        rows = token.text().equals("VALUES");
        if (token.text().equals("SELECT")) {
          return List.of();
        }
      } else if (rows && depth == 1 && isLiteral(token)) {
        Token before = tokens.get(isSign(tokens, i - 1) ? i - 2 : i - 1);
        Token after = i + 1 < tokens.size() ? tokens.get(i + 1) : token;
        if ((before.is("(") || before.is(",")) && (after.is(",") || after.is(")"))) {
          found.add(i);
        }
      }
    }
    return found;
  }

  /** Literals that are the whole right side of a comparison or assignment, or added to a column. */
  private static List<Integer> operands(List<Token> tokens, boolean everywhere) {
    List<Integer> found = new ArrayList<>();
    boolean inside = everywhere;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.kind() == Kind.WORD && !everywhere) {
        inside = token.text().equals("WHERE") || (inside && !CLAUSES.contains(token.text()));
      }
      if (inside && isLiteral(token) && endsOperand(tokens, i + 1) && isRightSide(tokens, i)) {
        found.add(i);
      }
    }
    return found;
  }

  private static boolean isRightSide(List<Token> tokens, int literal) {
    Token token = tokens.get(literal);
    boolean signed = isSign(tokens, literal - 1);
    Token before = tokens.get(signed ? literal - 2 : literal - 1);
    if (before.kind() == Kind.SYMBOL && COMPARISONS.contains(before.text())) {
      return !signed || token.kind() == Kind.NUMBER;
    }
    boolean added = !signed && (before.is("+") || before.is("-")) && literal >= 2;
    return added
        && token.kind() == Kind.NUMBER
        && token.text().indexOf('.') < 0
        && isColumn(tokens.get(literal - 2));
  }

  private static boolean isColumn(Token token) {
    return token.kind() == Kind.NAME
        || (token.kind() == Kind.WORD && !AFTER.contains(token.text()));
  }

  private static boolean endsOperand(List<Token> tokens, int index) {
    if (index == tokens.size()) {
      return true;
    }
    Token after = tokens.get(index);
    return (after.kind() == Kind.SYMBOL || after.kind() == Kind.WORD)
        && (AFTER.contains(after.text()) || CLAUSES.contains(after.text()));
  }

  private static boolean isLiteral(Token token) {
    return token.kind() == Kind.NUMBER || token.kind() == Kind.TEXT;
  }

  /** Whether a minus at that place can only be the sign of a number behind it. */
  private static boolean isSign(List<Token> tokens, int index) {
    if (index < 1 || !tokens.get(index).is("-")) {
      return false;
    }
    Token before = tokens.get(index - 1);
    return tokens.get(index + 1).kind() == Kind.NUMBER
        && (before.is("(")
            || before.is(",")
            || (before.kind() == Kind.SYMBOL && COMPARISONS.contains(before.text())));
  }

  /** The tokens of a text; null if it has question marks, hints or what is not understood. */
  private static @Nullable List<Token> tokens(String sql) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      int end = at + 1;
      if (Character.isWhitespace(c)) {
        at = end;
        continue;
      }
      if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
        int after = sql.charAt(at) == '-' ? lineEnd(sql, at) : commentEnd(sql, at);
        if (after < 0) {
          return null;
        }
        at = after;
        continue;
      }
      Token token;
      if (Character.isJavaIdentifierStart(c)) {
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
          end++;
        }
        token = new Token(Kind.WORD, sql.substring(at, end).toUpperCase(Locale.ROOT), at, end);
      } else if (c >= '0' && c <= '9') {
        token = number(sql, at);
      } else if (c == '\'' || c == '"' || c == '`') {
        token = quoted(sql, at, c);
      } else if (c == '?' || c > 127 || c == '\\') {
        return null;
      } else {
        boolean two = at + 1 < sql.length() && "<>=!:|".indexOf(c) >= 0;
        end = two && "=>:|".indexOf(sql.charAt(at + 1)) >= 0 ? at + 2 : end;
        token = new Token(Kind.SYMBOL, sql.substring(at, end), at, end);
      }
      if (token == null) {
        return null;
      }
      tokens.add(token);
      at = token.to();
    }
    return tokens;
  }

  private static int lineEnd(String sql, int at) {
    int end = sql.indexOf('\n', at);
    return end < 0 ? sql.length() : end;
  }

  /** Negative for a hint, and for a comment that does not end. */
  private static int commentEnd(String sql, int at) {
    int end = sql.indexOf("*/", at + 2);
    return sql.startsWith("/*+", at) || end < 0 ? -1 : end + 2;
  }

  /** Digits, with a point between them or without; null for other numbers. */
  private static @Nullable Token number(String sql, int from) {
    int end = from;
    int points = 0;
    while (end < sql.length()
        && (Character.isJavaIdentifierPart(sql.charAt(end)) || sql.charAt(end) == '.')) {
      char c = sql.charAt(end++);
      points += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return null;
      }
    }
    boolean usual = points == 0 || (points == 1 && sql.charAt(end - 1) != '.');
    return usual && end - from <= LONGEST_NUMBER
        ? new Token(Kind.NUMBER, sql.substring(from, end), from, end)
        : null;
  }

  private static @Nullable Token quoted(String sql, int from, char quote) {
    StringBuilder text = new StringBuilder();
    for (int at = from + 1; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == quote) {
        if (at + 1 == sql.length() || sql.charAt(at + 1) != quote) {
          Kind kind = quote == '\'' ? Kind.TEXT : Kind.NAME;
          return new Token(kind, text.toString(), from, at + 1);
        }
        at++;
      }
      text.append(c);
    }
    return null;
  }
}
