package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonPath;
import io.leat.runtime.json.JsonScanner;
import io.leat.runtime.json.JsonSearch.Outcome;
import io.leat.runtime.json.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values found in JSON text by a path. A lax path that leads nowhere is empty, a strict one an
 * error, as is text that is not JSON, JSON's null, and a value of the wrong kind: each of the two
 * gives NULL unless the call says otherwise. What it says comes as letters: first for empty, then
 * for an error.
 */
public final class JsonFunctions {
  private static final char AS_NULL = 'N';
  private static final char AS_ERROR = 'E';
  private static final char AS_ARRAY = 'A';
  private static final char AS_OBJECT = 'O';
  private static final char WITHOUT_WRAPPER = 'W';
  private static final char CONDITIONAL_WRAPPER = 'C';

  private JsonFunctions() {}

  /** Whether the text, NULL if it is null, is JSON of a kind: VALUE, SCALAR, ARRAY or OBJECT. */
  public static boolean isJson(@Nullable Slice[] arguments) {
    Slice text = arguments[0];
    Slice kind = arguments[1];
    if (text == null || kind == null) {
      return false;
    }
    int end = text.start + text.length;
    if (!JsonScanner.isJson(text.bytes, text.start, end)) {
      return false;
    }
    byte first = text.bytes[JsonScanner.blanks(text.bytes, text.start, end)];
    return switch (kind.at(0)) {
      case 'S' -> first != '{' && first != '[';
      case 'A' -> first == '[';
      case 'O' -> first == '{';
      default -> true;
    };
  }

  private static Outcome find(JsonMemo memo, Slice text, JsonPath path) {
    return memo.search.find(path, text.bytes, text.start, text.start + text.length);
  }

  /** Whether a value was found that counts: JSON's null does not. */
  private static boolean hasValue(JsonMemo memo, Slice text, Outcome outcome) {
    return outcome == Outcome.VALUE && text.bytes[memo.search.from()] != 'n';
  }

  public static boolean exists(JsonMemo memo, Slice text, Slice path) {
    return probe(memo, text, path) == 1;
  }

  /** JSON_EXISTS … ON ERROR: TRUE, FALSE or ERROR by their first letters. */
  public static boolean existsElse(JsonMemo memo, Slice text, Slice path, Slice onError) {
    long found = probe(memo, text, path);
    if (found != Functions.NO_VALUE) {
      return found == 1;
    }
    if (onError.at(0) == AS_ERROR) {
      throw error(memo, text, path, SqlState.NO_JSON_ITEM, "has no value");
    }
    return onError.at(0) == 'T';
  }

  /** 1 if the path leads to a value, 0 if not, {@link Functions#NO_VALUE} for an error. */
  public static long probe(JsonMemo memo, Slice text, Slice path) {
    JsonPath known = memo.path(path);
    Outcome outcome = find(memo, text, known);
    if (outcome == Outcome.LIST) {
      return memo.search.matches().length > 0 ? 1 : 0;
    }
    return hasValue(memo, text, outcome) ? 1 : known.lax() ? 0 : Functions.NO_VALUE;
  }

  public static boolean value(JsonMemo memo, Slice text, Slice path, Slice out) {
    return hasValue(memo, text, find(memo, text, memo.path(path))) && scalar(memo, text, out);
  }

  /**
   * JSON_VALUE with what it gives instead.
   *
   * @param arguments text, path, two letters (NULL, ERROR, DEFAULT), the defaults
   */
  public static boolean valueElse(JsonMemo memo, @Nullable Slice[] arguments, Slice out) {
    Slice text = arguments[0];
    Slice path = arguments[1];
    Slice instead = arguments[2];
    if (text == null || path == null || instead == null) {
      return false;
    }
    if (value(memo, text, path, out)) {
      return true;
    }
    int place = memo.path(path).lax() ? 0 : 1;
    switch (instead.at(place)) {
      case AS_NULL -> {
        return false;
      }
      case AS_ERROR ->
          throw error(memo, text, path, SqlState.JSON_SCALAR_REQUIRED, "has no scalar value");
      default -> {
        Slice value = arguments[3 + place];
        if (value != null) {
          out.set(value, 0, value.length);
        }
        return value != null;
      }
    }
  }

  /** Strings without quotes and escapes, all others as they are written; false for no scalar. */
  private static boolean scalar(JsonMemo memo, Slice text, Slice out) {
    int from = memo.search.from();
    int to = memo.search.to();
    switch (text.bytes[from]) {
      case '{', '[' -> {
        return false;
      }
      case '"' -> {
        byte[] room = out.reserve(to - from - 2);
        out.length = JsonStrings.unescape(text.bytes, from + 1, to - 1, room, out.start);
      }
      default -> out.set(text.bytes, from, to - from);
    }
    return true;
  }

  public static boolean query(JsonMemo memo, Slice text, Slice path, Slice out) {
    return isQueried(memo, text, path, WITHOUT_WRAPPER) && write(memo, text, false, out);
  }

  /**
   * JSON_QUERY with a wrapper or with what it gives instead.
   *
   * @param options three letters: the wrapper (WITHOUT, CONDITIONAL, UNCONDITIONAL), for empty and
   *     for an error (NULL, ERROR, ARRAY, OBJECT)
   */
  public static boolean queryElse(JsonMemo memo, Slice text, Slice path, Slice options, Slice out) {
    int wrapper = options.at(0);
    if (isQueried(memo, text, path, wrapper)) {
      return write(memo, text, isWrapped(memo, text, wrapper), out);
    }
    switch (instead(memo, text, path, options)) {
      case AS_ARRAY -> out.set("[]");
      case AS_OBJECT -> out.set("{}");
      default -> {
        return false;
      }
    }
    return true;
  }

  /** JSON_QUERY … RETURNING ARRAY&lt;STRING&gt;. */
  public static @Nullable List<@Nullable String> queryArray(
      JsonMemo memo, Slice text, Slice path, Slice options) {
    int wrapper = options.at(0);
    if (isQueried(memo, text, path, wrapper)) {
      if (isWrapped(memo, text, wrapper)) {
        List<@Nullable String> whole = new ArrayList<>();
        whole.add(
            memo.search.isSingle() ? element(memo, text, memo.search.from()) : list(memo, text));
        return whole;
      }
      if (!memo.search.isSingle()) {
        return elements(memo, text, memo.search.matches());
      }
      if (text.bytes[memo.search.from()] == '[') {
        return elements(memo, text, memo.search.inside());
      }
    }
    return instead(memo, text, path, options) == AS_ARRAY ? new ArrayList<>() : null;
  }

  private static List<@Nullable String> elements(JsonMemo memo, Slice text, int[] positions) {
    List<@Nullable String> elements = new ArrayList<>();
    for (int at : positions) {
      elements.add(element(memo, text, at));
    }
    return elements;
  }

  private static @Nullable String element(JsonMemo memo, Slice text, int at) {
    int end = text.start + text.length;
    if (text.bytes[at] == 'n') {
      return null;
    }
    if (text.bytes[at] == '"') {
      int after = JsonScanner.value(text.bytes, at, end, 0);
      byte[] plain = JsonStrings.plain(text.bytes, at + 1, after - 1);
      return new String(plain, StandardCharsets.UTF_8);
    }
    memo.buffer.clear();
    memo.writer.value(text.bytes, at, end);
    return new String(memo.buffer.toBytes(), StandardCharsets.UTF_8);
  }

  private static String list(JsonMemo memo, Slice text) {
    memo.buffer.clear();
    writeList(memo, text);
    return new String(memo.buffer.toBytes(), StandardCharsets.UTF_8);
  }

  private static boolean isQueried(JsonMemo memo, Slice text, Slice path, int wrapper) {
    Outcome outcome = find(memo, text, memo.path(path));
    return outcome == Outcome.LIST
        || (hasValue(memo, text, outcome)
            && (wrapper != WITHOUT_WRAPPER || isContainer(text.bytes[memo.search.from()])));
  }

  private static boolean isContainer(byte first) {
    return first == '{' || first == '[';
  }

  private static boolean isWrapped(JsonMemo memo, Slice text, int wrapper) {
    return switch (wrapper) {
      case WITHOUT_WRAPPER -> false;
      case CONDITIONAL_WRAPPER -> memo.search.isSingle() && text.bytes[memo.search.from()] != '[';
      default -> true;
    };
  }

  private static boolean write(JsonMemo memo, Slice text, boolean wrapped, Slice out) {
    memo.buffer.clear();
    if (wrapped) {
      memo.buffer.put('[');
    }
    if (memo.search.isSingle()) {
      memo.writer.value(text.bytes, memo.search.from(), text.start + text.length);
    } else {
      writeList(memo, text);
    }
    if (wrapped) {
      memo.buffer.put(']');
    }
    return memo.give(out);
  }

  private static void writeList(JsonMemo memo, Slice text) {
    char before = '[';
    for (int at : memo.search.matches()) {
      memo.buffer.put(before);
      memo.writer.value(text.bytes, at, text.start + text.length);
      before = ',';
    }
    if (before == '[') {
      memo.buffer.put('[');
    }
    memo.buffer.put(']');
  }

  private static int instead(JsonMemo memo, Slice text, Slice path, Slice options) {
    int letter = options.at(memo.path(path).lax() ? 1 : 2);
    if (letter == AS_ERROR) {
      throw error(
          memo,
          text,
          path,
          SqlState.JSON_ARRAY_OR_OBJECT_REQUIRED,
          "has no value that is an array or object");
    }
    return letter;
  }

  /** How many elements or members; 1 for a scalar; of the value that the path leads to, if any. */
  public static long length(JsonMemo memo, Slice text, Slice path) {
    Outcome outcome = find(memo, text, memo.path(path));
    if (outcome == Outcome.VALUE) {
      return length(memo, text, memo.search.from());
    }
    boolean one = outcome == Outcome.LIST && memo.search.matches().length == 1;
    return one ? length(memo, text, memo.search.matches()[0]) : Functions.NO_VALUE;
  }

  public static long length(JsonMemo memo, Slice text) {
    Outcome outcome = find(memo, text, JsonPath.ROOT);
    return outcome == Outcome.VALUE ? length(memo, text, memo.search.from()) : Functions.NO_VALUE;
  }

  private static long length(JsonMemo memo, Slice text, int at) {
    return isContainer(text.bytes[at]) ? memo.search.length(at) : 1;
  }

  private static RowException error(
      JsonMemo memo, Slice text, Slice path, String sqlState, String reason) {
    boolean json = JsonScanner.isJson(text.bytes, text.start, text.start + text.length);
    String content = text.toString();
    String shown = content.length() > 100 ? content.substring(0, 100) + "…" : content;
    return json
        ? new RowException(
            sqlState, "the JSON path '" + memo.path(path).text() + "' " + reason + " in " + shown)
        : new RowException(SqlState.INVALID_JSON, "not JSON: " + shown);
  }
}
