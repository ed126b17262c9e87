package io.leat.runtime.json;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code [lax|strict] $.a['b c'][0]}; a path without {@code $} begins with a key. */
final class JsonPathParser {
  private static final Pattern MODE =
      Pattern.compile("^\\s*(strict|lax)\\s+(.+)$", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final String whole;
  private final boolean lax;
  private final String text;
  private int at;

  JsonPathParser(String whole) {
    Matcher mode = MODE.matcher(whole);
    boolean named = mode.matches();
    this.whole = whole;
    this.lax = named && mode.group(1).toLowerCase(Locale.ROOT).equals("lax");
    this.text = (named ? mode.group(2) : whole).trim();
  }

  JsonPath parse() {
    List<JsonPath.Step> steps = new ArrayList<>();
    if (peek() == '$' || peek() == '@') {
      at++;
    } else if (!text.isEmpty() && peek() != '.' && peek() != '[') {
      steps.add(key());
    } else {
      throw invalid("it begins with $");
    }
    steps(steps);
    if (at < text.length()) {
      throw invalid("unexpected '" + text.substring(at) + "'");
    }
    return path(whole, steps);
  }

  private JsonPath path(String name, List<JsonPath.Step> steps) {
    return JsonPath.of(name, lax, steps);
  }

  /** Steps as far as there are any. */
  private void steps(List<JsonPath.Step> steps) {
    while (at < text.length() && (peek() == '.' || peek() == '[')) {
      if (take("..")) {
        steps.add(new JsonPath.Descendants());
        if (peek() != '[') {
          steps.add(take("*") ? new JsonPath.Every() : key());
        }
      } else if (take(".") && peek() != '[') {
        steps.add(take("*") ? new JsonPath.Every() : key());
      } else {
        at++;
        blanks();
        steps.add(bracket());
        blanks();
        expect("]");
      }
    }
  }

  /** A key without quotes, to the next point or bracket. */
  private JsonPath.Step key() {
    int start = at;
    while (at < text.length() && isKeyCharacter(text.charAt(at))) {
      at++;
    }
    if (peek() == '(') {
      throw unsupported("the function " + text.substring(start, at) + "()");
    }
    if (at == start) {
      throw invalid("a key is missing at its character " + (at + 1));
    }
    return member(text.substring(start, at));
  }

  private static boolean isKeyCharacter(char character) {
    return !Character.isWhitespace(character) && ".[](){}=<>!&|,'\"".indexOf(character) < 0;
  }

  private static JsonPath.Step member(String key) {
    return new JsonPath.Member(key.getBytes(StandardCharsets.UTF_8));
  }

  private JsonPath.Step bracket() {
    if (take("*")) {
      return new JsonPath.Every();
    }
    if (peek() == '\'' || peek() == '"') {
      String key = quoted();
      blanks();
      if (peek() == ',') {
        throw unsupported("more than one key at once");
      }
      return member(key);
    }
    if (take("?")) {
      blanks();
      expect("(");
      JsonCondition condition = condition();
      expect(")");
      return new JsonPath.Filter(condition);
    }
    return places();
  }

  private JsonPath.Step places() {
    int first = peek() == ':' ? 0 : number();
    blanks();
    if (take(":")) {
      blanks();
      int to = peek() == ']' ? JsonPath.Range.OPEN : number();
      return new JsonPath.Range(first, to);
    }
    if (peek() != ',') {
      return new JsonPath.Element(first);
    }
    List<Integer> indexes = new ArrayList<>(List.of(first));
    while (take(",")) {
      blanks();
      indexes.add(number());
      blanks();
    }
    return new JsonPath.Elements(indexes);
  }

  private int number() {
    int start = at;
    at += peek() == '-' ? 1 : 0;
    while (Character.isDigit(peek())) {
      at++;
    }
    try {
      return Integer.parseInt(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw invalid("a number, a key in quotes or * is missing at its character " + (start + 1));
    }
  }

  private String quoted() {
    char quote = text.charAt(at++);
    StringBuilder content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      content.append(text.charAt(at++));
    }
    expect(String.valueOf(quote));
    return content.toString();
  }

  private JsonCondition condition() {
    JsonCondition left = conjunction();
    while (takeWord("||")) {
      left = new JsonCondition.Or(left, conjunction());
    }
    return left;
  }

  private JsonCondition conjunction() {
    JsonCondition left = term();
    while (takeWord("&&")) {
      left = new JsonCondition.And(left, term());
    }
    return left;
  }

  private JsonCondition term() {
    blanks();
    if (take("!")) {
      return new JsonCondition.Not(term());
    }
    if (take("(")) {
      JsonCondition inner = condition();
      expect(")");
      blanks();
      return inner;
    }
    JsonCondition.Side left = side();
    blanks();
    for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (take(operator)) {
        blanks();
        JsonCondition.Side right = side();
        blanks();
        return new JsonCondition.Comparison(operator, left, right);
      }
    }
    if (at < text.length() && ")&|".indexOf(peek()) < 0) {
      throw unsupported("'" + text.substring(at) + "' in a filter");
    }
    if (left.path() == null) {
      throw invalid("a filter compares, or names a value");
    }
    return new JsonCondition.Exists(left.path());
  }

  private JsonCondition.Side side() {
    if (peek() == '$') {
      throw unsupported("$ in a filter");
    }
    if (take("@")) {
      int start = at - 1;
      List<JsonPath.Step> steps = new ArrayList<>();
      steps(steps);
      return new JsonCondition.Side(path(text.substring(start, at), steps), null);
    }
    if (peek() == '\'' || peek() == '"') {
      return new JsonCondition.Side(null, quoted());
    }
    for (String word : List.of("true", "false", "null")) {
      if (take(word)) {
        Object value = word.equals("null") ? JsonCondition.NULL : Boolean.valueOf(word);
        return new JsonCondition.Side(null, value);
      }
    }
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    byte[] number = text.substring(start, at).getBytes(StandardCharsets.UTF_8);
    if (number.length == 0 || !JsonScanner.isJson(number, 0, number.length)) {
      throw invalid("a filter compares with numbers, strings, true, false and null");
    }
    return new JsonCondition.Side(null, JsonNumbers.value(number, 0, number.length));
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean take(String expected) {
    boolean found = text.startsWith(expected, at);
    at += found ? expected.length() : 0;
    return found;
  }

  private boolean takeWord(String expected) {
    blanks();
    return take(expected);
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void expect(String expected) {
    if (!take(expected)) {
      throw invalid("'" + expected + "' is missing at its character " + (at + 1));
    }
  }

  private RowException invalid(String reason) {
    return new RowException(
        SqlState.INVALID_PARAMETER_VALUE, "'" + whole + "' is no JSON path: " + reason);
  }

  private RowException unsupported(String what) {
    return new RowException(
        SqlState.FEATURE_NOT_SUPPORTED,
        what + " is not supported in the JSON path '" + whole + "'");
  }
}
