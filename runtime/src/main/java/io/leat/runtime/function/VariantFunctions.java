package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** VARIANT values: JSON text in canonical form. */
public final class VariantFunctions {
  private VariantFunctions() {}

  public static void parse(VariantMemo memo, Slice text, Slice out) {
    parse(memo, text, false, out);
  }

  /**
   * The value that the text writes.
   *
   * @param duplicates whether an object may have a key twice: the last counts
   */
  public static void parse(VariantMemo memo, Slice text, boolean duplicates, Slice out) {
    byte[] duplicate = write(memo, text);
    if (memo.buffer.size() == 0) {
      throw JsonConstructors.notJson(text);
    }
    if (duplicate != null && !duplicates) {
      throw new RowException(
          SqlState.DUPLICATE_JSON_KEY,
          "the key '" + new String(duplicate, StandardCharsets.UTF_8) + "' occurs twice in JSON");
    }
    memo.give(out);
  }

  public static boolean tryParse(VariantMemo memo, Slice text, Slice out) {
    return tryParse(memo, text, false, out);
  }

  /** False where {@link #parse} fails. */
  public static boolean tryParse(VariantMemo memo, Slice text, boolean duplicates, Slice out) {
    byte[] duplicate = write(memo, text);
    if (memo.buffer.size() == 0 || (duplicate != null && !duplicates)) {
      return false;
    }
    memo.give(out);
    return true;
  }

  /**
   * Fills the buffer, or leaves it empty if the text is not JSON; gives a key that occurs twice.
   */
  private static byte @Nullable [] write(VariantMemo memo, Slice text) {
    int end = text.start + text.length;
    memo.buffer.clear();
    if (!JsonScanner.isJson(text.bytes, text.start, end)) {
      return null;
    }
    memo.writer.value(text.bytes, JsonScanner.blanks(text.bytes, text.start, end), end);
    return memo.writer.takeDuplicateKey();
  }

  /** The member of an object; false if it has none of that key, or is no object. */
  public static boolean field(VariantMemo memo, Slice value, Slice key, Slice out) {
    int end = value.start + value.length;
    return value.at(0) == '{'
        && memo.steps.member(value.bytes, value.start, end, key.toBytes())
        && memo.found(value, out);
  }

  /** The element of an array, counted from 1; false if it is outside, or that is no array. */
  public static boolean element(VariantMemo memo, Slice value, int index, Slice out) {
    int end = value.start + value.length;
    return value.at(0) == '['
        && index > 0
        && memo.steps.element(value.bytes, value.start, end, index - 1)
        && memo.found(value, out);
  }
}
