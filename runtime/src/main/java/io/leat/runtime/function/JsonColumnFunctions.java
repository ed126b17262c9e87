package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonPath;
import io.leat.runtime.json.JsonScanner;
import io.leat.runtime.json.JsonSearch.Outcome;
import io.leat.runtime.json.JsonStrings;
import org.jspecify.annotations.Nullable;

/**
 * The columns of JSON_TABLE. As in the SQL standard, JSON's null is a value: NULL in SQL, neither
 * empty nor an error.
 */
public final class JsonColumnFunctions {
  private static final char SCALAR = 'V';
  private static final char WITHOUT_WRAPPER = 'W';
  private static final char CONDITIONAL_WRAPPER = 'C';
  private static final char OMIT_QUOTES = 'O';

  private JsonColumnFunctions() {}

  /**
   * The value that the path leads to.
   *
   * @param options four letters: for a scalar as text V, for JSON text its wrapper (WITHOUT,
   *     CONDITIONAL, UNCONDITIONAL); whether the quotes of a string are kept (KEEP, OMIT); what
   *     there is for no value, and for an error (NULL, ERROR, ARRAY, OBJECT, DEFAULT)
   * @param defaults the two defaults
   */
  public static boolean column(
      JsonMemo memo, Slice item, Slice path, Slice options, @Nullable Slice[] defaults, Slice out) {
    JsonPath known = memo.path(path);
    int end = item.start + item.length;
    Outcome outcome = memo.search.find(known, item.bytes, item.start, end);
    int wrapper = options.at(0);
    int[] found =
        outcome == Outcome.LIST
            ? memo.search.matches()
            : outcome == Outcome.VALUE ? new int[] {memo.search.from()} : new int[0];
    if (found.length == 0) {
      boolean empty = outcome != Outcome.NOT_JSON && known.lax();
      return instead(item, known, options.at(empty ? 2 : 3), defaults[empty ? 0 : 1], empty, out);
    }
    boolean one = found.length == 1;
    if (one && wrapper == SCALAR) {
      if (item.bytes[found[0]] == 'n') {
        return false;
      }
      if (scalar(item, found[0], out)) {
        return true;
      }
    } else if (wrapper != SCALAR && (one || wrapper != WITHOUT_WRAPPER)) {
      if (one && options.at(1) == OMIT_QUOTES && item.bytes[found[0]] == '"') {
        return scalar(item, found[0], out);
      }
      boolean wrapped =
          switch (wrapper) {
            case WITHOUT_WRAPPER -> false;
            case CONDITIONAL_WRAPPER -> !one || !isContainer(item.bytes[found[0]]);
            default -> true;
          };
      return write(memo, item, found, wrapped, out);
    }
    return instead(item, known, options.at(3), defaults[1], false, out);
  }

  private static boolean isContainer(byte first) {
    return first == '{' || first == '[';
  }

  private static boolean scalar(Slice item, int at, Slice out) {
    int after = JsonScanner.value(item.bytes, at, item.start + item.length, 0);
    if (isContainer(item.bytes[at])) {
      return false;
    }
    if (item.bytes[at] == '"') {
      byte[] room = out.reserve(after - at - 2);
      out.length = JsonStrings.unescape(item.bytes, at + 1, after - 1, room, out.start);
    } else {
      out.set(item.bytes, at, after - at);
    }
    return true;
  }

  private static boolean write(
      JsonMemo memo, Slice item, int[] values, boolean wrapped, Slice out) {
    memo.buffer.clear();
    if (wrapped) {
      memo.buffer.put('[');
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        memo.buffer.put(',');
      }
      memo.writer.value(item.bytes, values[i], item.start + item.length);
    }
    if (wrapped) {
      memo.buffer.put(']');
    }
    return memo.give(out);
  }

  private static boolean instead(
      Slice item, JsonPath path, int letter, @Nullable Slice otherwise, boolean empty, Slice out) {
    switch (letter) {
      case 'N' -> {
        return false;
      }
      case 'E' -> {
        String text = item.toString();
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        throw new RowException(
            empty ? SqlState.NO_JSON_ITEM : SqlState.JSON_SCALAR_REQUIRED,
            "the JSON path '"
                + path.text()
                + (empty ? "' has no value in " : "' has no such value in ")
                + shown);
      }
      case 'A' -> out.set("[]");
      case 'O' -> out.set("{}");
      default -> {
        if (otherwise == null) {
          return false;
        }
        out.set(otherwise, 0, otherwise.length);
      }
    }
    return true;
  }

  /**
   * Whether the path leads to a value.
   *
   * @param onError TRUE, FALSE, UNKNOWN or ERROR by their first letters
   */
  public static @Nullable Boolean exists(JsonMemo memo, Slice item, Slice path, Slice onError) {
    JsonPath known = memo.path(path);
    Outcome outcome = memo.search.find(known, item.bytes, item.start, item.start + item.length);
    if (outcome == Outcome.VALUE) {
      return true;
    }
    if (outcome == Outcome.LIST) {
      return memo.search.matches().length > 0;
    }
    if (known.lax() && outcome != Outcome.NOT_JSON) {
      return false;
    }
    return switch (onError.at(0)) {
      case 'T' -> true;
      case 'U' -> null;
      case 'E' ->
          throw new RowException(
              SqlState.NO_JSON_ITEM,
              "the JSON path '" + known.text() + "' has no value in " + item);
      default -> false;
    };
  }
}
