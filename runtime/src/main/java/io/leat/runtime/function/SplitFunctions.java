package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions that cut a text at separators. */
public final class SplitFunctions {
  private static final Slice COMMA = Slice.constant(",");
  private static final Slice EQUALS = Slice.constant("=");

  private SplitFunctions() {}

  /** NULL (false) if there is no such part. */
  public static boolean splitIndex(Slice text, Slice separator, int index, Slice out) {
    if (index < 0 || text.length == 0 || separator.length == 0) {
      return false;
    }
    if (separator.length == 1) {
      return Utf8.part(text, (byte) separator.at(0), index, out);
    }
    int from = 0;
    for (int i = 0; i < index; i++) {
      int hit = Utf8.find(text, separator, from);
      if (hit < 0) {
        return false;
      }
      from = hit + separator.length;
    }
    int end = Utf8.find(text, separator, from);
    out.set(text, from, (end < 0 ? text.length : end) - from);
    return true;
  }

  /** The separator is the character of a code from 1 to 255; NULL (false) for another code. */
  public static boolean splitIndex(Slice text, int separator, int index, Slice out) {
    if (separator < 1 || separator > 255) {
      return false;
    }
    return splitIndex(text, Slice.constant(Character.toString(separator)), index, out);
  }

  /** Counted from 1, or from the end if negative; an empty text if there is no such part. */
  public static void splitPart(Slice text, Slice separator, int index, Slice out) {
    if (index == 0) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "SPLIT_PART counts from 1, or from the end by -1");
    }
    if (separator.length == 0) {
      boolean whole = index == 1 || index == -1;
      out.set(text, 0, whole ? text.length : 0);
    } else if (index > 0) {
      partFromStart(text, separator, index - 1, out);
    } else {
      partFromEnd(text, separator, -(index + 1), out);
    }
  }

  private static void partFromStart(Slice text, Slice separator, int skipped, Slice out) {
    int from = 0;
    for (int i = 0; i < skipped; i++) {
      int hit = Utf8.find(text, separator, from);
      if (hit < 0) {
        out.set(text, 0, 0);
        return;
      }
      from = hit + separator.length;
    }
    int end = Utf8.find(text, separator, from);
    out.set(text, from, (end < 0 ? text.length : end) - from);
  }

  private static void partFromEnd(Slice text, Slice separator, int skipped, Slice out) {
    int end = text.length;
    for (int i = 0; i < skipped; i++) {
      int hit = Utf8.findLast(text, separator, end);
      if (hit < 0) {
        out.set(text, 0, 0);
        return;
      }
      end = hit;
    }
    int hit = Utf8.findLast(text, separator, end);
    int from = hit < 0 ? 0 : hit + separator.length;
    out.set(text, from, end - from);
  }

  /** All parts, empty ones included; the characters if the separator is empty. */
  public static Object split(Slice text, Slice separator) {
    List<String> parts = new ArrayList<>();
    Slice part = new Slice();
    int from = 0;
    if (separator.length == 0) {
      while (from < text.length) {
        int end = Utf8.offset(text, from, 1);
        part.set(text, from, end - from);
        parts.add(part.toString());
        from = end;
      }
      return parts;
    }
    if (text.length == 0) {
      return parts;
    }
    for (int hit; (hit = Utf8.find(text, separator, from)) >= 0; from = hit + separator.length) {
      part.set(text, from, hit - from);
      parts.add(part.toString());
    }
    part.set(text, from, text.length - from);
    parts.add(part.toString());
    return parts;
  }

  public static Object strToMap(MapTextMemo memo, Slice text) {
    return strToMap(memo, text, COMMA, EQUALS);
  }

  public static Object strToMap(MapTextMemo memo, Slice text, Slice pairs) {
    return strToMap(memo, text, pairs, EQUALS);
  }

  /** Both separators are regular expressions; a part without the second one is a key of NULL. */
  public static Object strToMap(MapTextMemo memo, Slice text, Slice pairs, Slice values) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    if (text.length == 0) {
      return map;
    }
    for (String pair : split(memo.pairs(pairs), text.toString(), 0)) {
      String[] keyAndValue = split(memo.values(values), pair, 2);
      map.put(keyAndValue[0], keyAndValue.length < 2 ? null : keyAndValue[1]);
    }
    return map;
  }

  private static String[] split(Pattern separator, String text, int most) {
    try {
      return separator.split(text, most);
    } catch (StackOverflowError e) {
      throw RegexMemo.tooDeep();
    }
  }

  /** The text with that number, counted from 1; NULL (false) if there is none. */
  public static boolean elt(int number, @Nullable Slice[] texts, Slice out) {
    Slice chosen = number < 1 || number > texts.length ? null : texts[number - 1];
    if (chosen == null) {
      return false;
    }
    out.set(chosen, 0, chosen.length);
    return true;
  }
}
