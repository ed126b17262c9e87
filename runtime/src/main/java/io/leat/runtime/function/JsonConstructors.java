package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonScanner;
import io.leat.runtime.types.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON text made of values that are JSON text already. The first argument says what a NULL is: 'N'
 * null, 'A' absent.
 */
public final class JsonConstructors {
  private JsonConstructors() {}

  /** The text as JSON in one form. */
  public static void json(JsonMemo memo, Slice text, Slice out) {
    int end = text.start + text.length;
    if (!JsonScanner.isJson(text.bytes, text.start, end)) {
      throw notJson(text);
    }
    memo.buffer.clear();
    memo.writer.value(text.bytes, JsonScanner.blanks(text.bytes, text.start, end), end);
    memo.give(out);
  }

  static RowException notJson(Slice text) {
    String content = text.toString();
    String shown = content.length() > 100 ? content.substring(0, 100) + "…" : content;
    return new RowException(SqlState.INVALID_JSON, "not JSON: " + shown);
  }

  /** Text as a JSON string. */
  public static void string(JsonMemo memo, Slice text, Slice out) {
    memo.buffer.clear();
    memo.buffer.string(text.bytes, text.start, text.start + text.length);
    memo.give(out);
  }

  /** A boxed value of any type as JSON. */
  public static void string(JsonMemo memo, Object value, DataType type, Slice out) {
    memo.buffer.clear();
    memo.text.value(value, type);
    memo.give(out);
  }

  /** Values in order. */
  public static void array(JsonMemo memo, @Nullable Slice[] arguments, Slice out) {
    boolean absent = isAbsent(arguments);
    memo.buffer.clear();
    memo.buffer.put('[');
    boolean first = true;
    for (int i = 1; i < arguments.length; i++) {
      Slice value = arguments[i];
      if (value == null && absent) {
        continue;
      }
      if (!first) {
        memo.buffer.put(',');
      }
      first = false;
      put(memo, value);
    }
    memo.buffer.put(']');
    memo.give(out);
  }

  /** Keys and values in turn, given in any order, written by key; of equal keys the last. */
  public static void object(JsonMemo memo, @Nullable Slice[] arguments, Slice out) {
    boolean absent = isAbsent(arguments);
    int count = (arguments.length - 1) / 2;
    Integer[] order = new Integer[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
      key(arguments, i);
    }
    Arrays.sort(order, (a, b) -> key(arguments, a).compareBytes(key(arguments, b)));
    memo.buffer.clear();
    memo.buffer.put('{');
    boolean first = true;
    for (int i = 0; i < count; i++) {
      Slice key = key(arguments, order[i]);
      Slice value = arguments[2 + 2 * order[i]];
      boolean replaced = i + 1 < count && key.sameBytes(key(arguments, order[i + 1]));
      if (replaced || (value == null && absent)) {
        continue;
      }
      if (!first) {
        memo.buffer.put(',');
      }
      first = false;
      memo.buffer.string(key.bytes, key.start, key.start + key.length);
      memo.buffer.put(':');
      put(memo, value);
    }
    memo.buffer.put('}');
    memo.give(out);
  }

  private static Slice key(@Nullable Slice[] arguments, int place) {
    Slice key = arguments[1 + 2 * place];
    if (key == null) {
      throw new RowException(SqlState.NULL_NOT_ALLOWED, "a key of JSON_OBJECT must not be NULL");
    }
    return key;
  }

  private static boolean isAbsent(@Nullable Slice[] arguments) {
    Slice option = arguments[0];
    return option != null && option.at(0) == 'A';
  }

  private static void put(JsonMemo memo, @Nullable Slice value) {
    if (value == null) {
      memo.buffer.ascii("null");
    } else {
      memo.buffer.put(value.bytes, value.start, value.start + value.length);
    }
  }
}
