package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions of text over UTF-8; positions and lengths count code points. */
public final class StringFunctions {
  private static final Slice SPACE = Slice.constant(" ");

  /** How much of a text a message quotes. */
  private static final int MAX_QUOTED = 40;

  private StringFunctions() {}

  public static void upper(Slice text, Slice out) {
    if (!Utf8.shiftCase(text, 'a', out)) {
      write(text.toString().toUpperCase(Locale.ROOT), out);
    }
  }

  public static void lower(Slice text, Slice out) {
    if (!Utf8.shiftCase(text, 'A', out)) {
      write(text.toString().toLowerCase(Locale.ROOT), out);
    }
  }

  public static int charLength(Slice text) {
    return Utf8.points(text);
  }

  public static int octetLength(Slice text) {
    return text.length;
  }

  /** The text if it is at most that long, not counting spaces at its end. */
  public static void fitText(Slice text, int length, Slice out) {
    if (text.length > length) {
      int end = Utf8.offset(text, 0, length);
      if (trailing(text, end, SPACE) > end) {
        throw new RowException(
            SqlState.STRING_TRUNCATED,
            "the text has "
                + Utf8.points(text)
                + " characters, the column takes "
                + length
                + ": '"
                + text.toString().substring(0, Math.min(text.toString().length(), MAX_QUOTED))
                + (text.toString().length() > MAX_QUOTED ? "…'" : "'"));
      }
    }
    out.set(text, 0, text.length);
  }

  /** The bytes if there are at most that many. */
  public static void fitBytes(Slice bytes, int length, Slice out) {
    if (bytes.length > length) {
      throw new RowException(
          SqlState.STRING_TRUNCATED,
          "there are " + bytes.length + " bytes, the column takes " + length);
    }
    out.set(bytes, 0, bytes.length);
  }

  /** NULL (false) if the length is negative. */
  public static boolean substring(Slice text, int position, int length, Slice out) {
    if (length < 0) {
      return false;
    }
    int first = firstPoint(text, position);
    if (first < 0) {
      out.set(text, 0, 0);
      return true;
    }
    int from = Utf8.offset(text, 0, first);
    out.set(text, from, Utf8.offset(text, from, length) - from);
    return true;
  }

  public static boolean substring(Slice text, int position, Slice out) {
    return substring(text, position, Integer.MAX_VALUE, out);
  }

  /** The code point, from 0, that a position from 1 or from the end names; −1 before the start. */
  private static int firstPoint(Slice text, int position) {
    return position > 0
        ? position - 1
        : position == 0 ? 0 : Math.max(-1, Utf8.points(text) + position);
  }

  public static void left(Slice text, int count, Slice out) {
    out.set(text, 0, Utf8.offset(text, 0, Math.max(0, count)));
  }

  public static void right(Slice text, int count, Slice out) {
    int skipped = Math.max(0, Utf8.points(text) - Math.max(0, count));
    int from = Utf8.offset(text, 0, skipped);
    out.set(text, from, text.length - from);
  }

  public static void btrim(Slice text, Slice out) {
    btrim(text, SPACE, out);
  }

  public static void btrim(Slice text, Slice characters, Slice out) {
    int from = leading(text, characters);
    out.set(text, from, trailing(text, from, characters) - from);
  }

  public static void ltrim(Slice text, Slice out) {
    ltrim(text, SPACE, out);
  }

  public static void ltrim(Slice text, Slice characters, Slice out) {
    int from = leading(text, characters);
    out.set(text, from, text.length - from);
  }

  public static void rtrim(Slice text, Slice out) {
    rtrim(text, SPACE, out);
  }

  public static void rtrim(Slice text, Slice characters, Slice out) {
    out.set(text, 0, trailing(text, 0, characters));
  }

  /** The length in bytes of the start that consists of some characters. */
  private static int leading(Slice text, Slice characters) {
    int from = 0;
    if (characters.length == 1) {
      while (from < text.length && text.at(from) == characters.at(0)) {
        from++;
      }
      return from;
    }
    while (from < text.length) {
      int next = Utf8.offset(text, from, 1);
      if (Utf8.find(characters, text, from, next - from, 0) < 0) {
        break;
      }
      from = next;
    }
    return from;
  }

  /** Where the end that consists of some characters begins, at {@code from} at least. */
  private static int trailing(Slice text, int from, Slice characters) {
    int end = text.length;
    if (characters.length == 1) {
      while (end > from && text.at(end - 1) == characters.at(0)) {
        end--;
      }
      return end;
    }
    while (end > from) {
      int last = end - 1;
      while (last > from && Utf8.isContinuation(text.at(last))) {
        last--;
      }
      if (Utf8.find(characters, text, last, end - last, 0) < 0) {
        break;
      }
      end = last;
    }
    return end;
  }

  public static void replace(Slice text, Slice search, Slice replacement, Slice out) {
    int hit = search.length == 0 ? -1 : Utf8.find(text, search, 0);
    if (hit < 0) {
      out.set(text, 0, text.length);
      return;
    }
    out.reserve(text.length);
    int length = 0;
    int from = 0;
    while (hit >= 0) {
      length = Utf8.append(out, length, text, from, hit - from);
      length = Utf8.append(out, length, replacement, 0, replacement.length);
      from = hit + search.length;
      hit = Utf8.find(text, search, from);
    }
    out.length = Utf8.append(out, length, text, from, text.length - from);
  }

  /** A character without a partner goes away. */
  public static void translate(TranslateMemo memo, Slice text, Slice from, Slice to, Slice out) {
    memo.prepare(from, to);
    memo.translate(text, out);
  }

  public static void concat(Slice[] texts, Slice out) {
    int total = 0;
    for (Slice text : texts) {
      total = Utf8.checkedSize((long) total + text.length);
    }
    out.reserve(total);
    int length = 0;
    for (Slice text : texts) {
      length = Utf8.append(out, length, text, 0, text.length);
    }
    out.length = length;
  }

  /** The first text is the separator; NULL (false) if it is. */
  public static boolean concatWs(@Nullable Slice[] texts, Slice out) {
    Slice separator = texts[0];
    if (separator == null) {
      return false;
    }
    out.reserve(0);
    int length = 0;
    boolean first = true;
    for (int i = 1; i < texts.length; i++) {
      Slice text = texts[i];
      if (text != null) {
        length = first ? length : Utf8.append(out, length, separator, 0, separator.length);
        length = Utf8.append(out, length, text, 0, text.length);
        first = false;
      }
    }
    out.length = length;
    return true;
  }

  public static boolean lpad(Slice text, int length, Slice out) {
    return pad(text, length, SPACE, true, out);
  }

  public static boolean rpad(Slice text, int length, Slice out) {
    return pad(text, length, SPACE, false, out);
  }

  /** NULL (false) if the length is negative or there is nothing to fill up with. */
  public static boolean lpad(Slice text, int length, Slice pad, Slice out) {
    return pad(text, length, pad, true, out);
  }

  /** NULL (false) if the length is negative or there is nothing to fill up with. */
  public static boolean rpad(Slice text, int length, Slice pad, Slice out) {
    return pad(text, length, pad, false, out);
  }

  private static boolean pad(Slice text, int length, Slice pad, boolean before, Slice out) {
    if (length < 0 || pad.length == 0) {
      return false;
    }
    int fill = length - Utf8.points(text);
    if (fill <= 0) {
      left(text, length, out);
      return true;
    }
    int padPoints = Utf8.points(pad);
    int whole = fill / padPoints;
    int rest = Utf8.offset(pad, 0, fill % padPoints);
    int filled = Utf8.checkedSize((long) whole * pad.length + rest);
    int total = Utf8.checkedSize((long) text.length + filled);
    byte[] to = out.reserve(total);
    int padAt = out.start + (before ? 0 : text.length);
    System.arraycopy(text.bytes, text.start, to, out.start + (before ? filled : 0), text.length);
    if (pad.length == 1) {
      Arrays.fill(to, padAt, padAt + filled, (byte) pad.at(0));
    } else {
      for (int i = 0; i < whole; i++) {
        System.arraycopy(pad.bytes, pad.start, to, padAt + i * pad.length, pad.length);
      }
      System.arraycopy(pad.bytes, pad.start, to, padAt + whole * pad.length, rest);
    }
    out.length = total;
    return true;
  }

  public static void repeat(Slice text, int times, Slice out) {
    int count = Math.max(0, times);
    out.reserve(Utf8.checkedSize((long) text.length * count));
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = Utf8.append(out, length, text, 0, text.length);
    }
    out.length = length;
  }

  public static void reverse(Slice text, Slice out) {
    if (Utf8.isAscii(text)) {
      Utf8.reverse(text, out);
      return;
    }
    byte[] to = out.reserve(text.length);
    int end = out.start + text.length;
    int i = 0;
    while (i < text.length) {
      int first = i++;
      while (i < text.length && Utf8.isContinuation(text.at(i))) {
        i++;
      }
      for (int from = first; from < i; from++) {
        to[end - i + from - first] = text.bytes[text.start + from];
      }
    }
    out.length = text.length;
  }

  /** A word is a run of letters and digits. */
  public static void initcap(Slice text, Slice out) {
    boolean inWord = false;
    if (Utf8.isAscii(text)) {
      byte[] to = out.reserve(text.length);
      for (int i = 0; i < text.length; i++) {
        int c = text.at(i);
        to[out.start + i] = (byte) (inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
        inWord = Character.isLetterOrDigit(c);
      }
      out.length = text.length;
      return;
    }
    StringBuilder result = new StringBuilder(text.length);
    String string = text.toString();
    for (int i = 0; i < string.length(); i += Character.charCount(string.codePointAt(i))) {
      int point = string.codePointAt(i);
      result.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toUpperCase(point));
      inWord = Character.isLetterOrDigit(point);
    }
    write(result.toString(), out);
  }

  public static void overlay(Slice text, Slice replacement, int position, Slice out) {
    overlay(text, replacement, position, Utf8.points(replacement), out);
  }

  public static void overlay(Slice text, Slice replacement, int position, int length, Slice out) {
    if (position <= 0 || position > Utf8.points(text)) {
      out.set(text, 0, text.length);
      return;
    }
    int from = Utf8.offset(text, 0, position - 1);
    int end = length < 0 ? text.length : Utf8.offset(text, from, length);
    out.reserve(text.length + replacement.length);
    int at = Utf8.append(out, 0, text, 0, from);
    at = Utf8.append(out, at, replacement, 0, replacement.length);
    out.length = Utf8.append(out, at, text, end, text.length - end);
  }

  public static int ascii(Slice text) {
    return text.length == 0 ? 0 : Utf8.pointAt(text, 0);
  }

  public static void chr(int code, Slice out) {
    write(code < 0 ? "" : String.valueOf((char) (code & 0xff)), out);
  }

  static void write(String text, Slice out) {
    Utf8.write(text, out);
  }
}
