package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions of text over UTF-8; positions and lengths count code points. */
public final class StringFunctions {
  private static final Slice SPACE = Slice.constant(" ");
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int MAX_RESULT = 64 << 20;

  private StringFunctions() {}

  public static void upper(Slice text, Slice out) {
    if (!shiftCase(text, 'a', out)) {
      write(text.toString().toUpperCase(Locale.ROOT), out);
    }
  }

  public static void lower(Slice text, Slice out) {
    if (!shiftCase(text, 'A', out)) {
      write(text.toString().toLowerCase(Locale.ROOT), out);
    }
  }

  /**
   * Writes ASCII text with the 26 letters from {@code first} in the other case, eight bytes at a
   * time; false if the text is not ASCII.
   */
  private static boolean shiftCase(Slice text, int first, Slice out) {
    int length = text.length;
    byte[] to = out.reserve(length);
    byte[] from = text.bytes;
    int start = text.start;
    int at = out.start;
    // Adding these sets a byte's high bit if it is at least, or beyond, a letter.
    long least = (0x80 - first) * EACH_BYTE;
    long beyond = (0x80 - first - 26) * EACH_BYTE;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORDS.get(from, start + i);
      if ((word & HIGH_BITS) != 0) {
        return false;
      }
      long letters = (word + least) & ~(word + beyond) & HIGH_BITS;
      WORDS.set(to, at + i, word ^ (letters >>> 2));
    }
    for (; i < length; i++) {
      int b = from[start + i];
      if (b < 0) {
        return false;
      }
      to[at + i] = (byte) (b >= first && b < first + 26 ? b ^ 0x20 : b);
    }
    out.length = length;
    return true;
  }

  public static int charLength(Slice text) {
    int points = 0;
    byte[] bytes = text.bytes;
    int end = text.start + text.length;
    for (int i = text.start; i < end; i++) {
      points += (bytes[i] & 0xc0) == 0x80 ? 0 : 1;
    }
    return points;
  }

  public static int octetLength(Slice text) {
    return text.length;
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
    int from = offset(text, 0, first);
    out.set(text, from, offset(text, from, length) - from);
    return true;
  }

  public static boolean substring(Slice text, int position, Slice out) {
    return substring(text, position, Integer.MAX_VALUE, out);
  }

  /** The code point, from 0, that a position from 1 or from the end names; −1 before the start. */
  private static int firstPoint(Slice text, int position) {
    return position > 0
        ? position - 1
        : position == 0 ? 0 : Math.max(-1, charLength(text) + position);
  }

  public static void left(Slice text, int count, Slice out) {
    out.set(text, 0, offset(text, 0, Math.max(0, count)));
  }

  public static void right(Slice text, int count, Slice out) {
    int skipped = Math.max(0, charLength(text) - Math.max(0, count));
    int from = offset(text, 0, skipped);
    out.set(text, from, text.length - from);
  }

  public static void btrim(Slice text, Slice out) {
    btrim(text, SPACE, out);
  }

  public static void btrim(Slice text, Slice characters, Slice out) {
    ltrim(text, characters, out);
    rtrim(out, characters, out);
  }

  public static void ltrim(Slice text, Slice out) {
    ltrim(text, SPACE, out);
  }

  public static void ltrim(Slice text, Slice characters, Slice out) {
    int from = 0;
    while (from < text.length) {
      int next = offset(text, from, 1);
      if (find(characters, text, from, next - from, 0) < 0) {
        break;
      }
      from = next;
    }
    out.set(text, from, text.length - from);
  }

  public static void rtrim(Slice text, Slice out) {
    rtrim(text, SPACE, out);
  }

  public static void rtrim(Slice text, Slice characters, Slice out) {
    int end = text.length;
    while (end > 0) {
      int last = end - 1;
      while (last > 0 && (text.at(last) & 0xc0) == 0x80) {
        last--;
      }
      if (find(characters, text, last, end - last, 0) < 0) {
        break;
      }
      end = last;
    }
    out.set(text, 0, end);
  }

  public static void replace(Slice text, Slice search, Slice replacement, Slice out) {
    int hit = search.length == 0 ? -1 : find(text, search, 0);
    if (hit < 0) {
      out.set(text, 0, text.length);
      return;
    }
    out.reserve(text.length);
    int length = 0;
    int from = 0;
    while (hit >= 0) {
      length = append(out, length, text, from, hit - from);
      length = append(out, length, replacement, 0, replacement.length);
      from = hit + search.length;
      hit = find(text, search, from);
    }
    out.length = append(out, length, text, from, text.length - from);
  }

  public static void concat(Slice[] texts, Slice out) {
    int total = 0;
    for (Slice text : texts) {
      total = checkedSize((long) total + text.length);
    }
    out.reserve(total);
    int length = 0;
    for (Slice text : texts) {
      length = append(out, length, text, 0, text.length);
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
        length = first ? length : append(out, length, separator, 0, separator.length);
        length = append(out, length, text, 0, text.length);
        first = false;
      }
    }
    out.length = length;
    return true;
  }

  public static int position(Slice needle, Slice text) {
    return locate(needle, text, 1);
  }

  public static int instr(Slice text, Slice needle) {
    return locate(needle, text, 1);
  }

  public static int locate(Slice needle, Slice text) {
    return locate(needle, text, 1);
  }

  public static int locate(Slice needle, Slice text, int from) {
    if (from < 1) {
      return 0;
    }
    int hit = find(text, needle, offset(text, 0, from - 1));
    int points = 0;
    for (int i = 0; i < hit; i++) {
      points += (text.at(i) & 0xc0) == 0x80 ? 0 : 1;
    }
    return hit < 0 ? 0 : points + 1;
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
    int fill = length - charLength(text);
    if (fill <= 0) {
      left(text, length, out);
      return true;
    }
    int padPoints = charLength(pad);
    checkedSize((long) text.length + (long) (fill / padPoints + 1) * pad.length);
    out.reserve(text.length + fill);
    int at = before ? 0 : append(out, 0, text, 0, text.length);
    for (int left = fill; left > 0; left -= padPoints) {
      at = append(out, at, pad, 0, left >= padPoints ? pad.length : offset(pad, 0, left));
    }
    out.length = before ? append(out, at, text, 0, text.length) : at;
    return true;
  }

  public static void repeat(Slice text, int times, Slice out) {
    int count = Math.max(0, times);
    out.reserve(checkedSize((long) text.length * count));
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = append(out, length, text, 0, text.length);
    }
    out.length = length;
  }

  public static void reverse(Slice text, Slice out) {
    byte[] to = out.reserve(text.length);
    int at = out.start + text.length;
    int from = 0;
    while (from < text.length) {
      int next = offset(text, from, 1);
      at -= next - from;
      System.arraycopy(text.bytes, text.start + from, to, at, next - from);
      from = next;
    }
    out.length = text.length;
  }

  public static void initcap(Slice text, Slice out) {
    StringBuilder result = new StringBuilder(text.length);
    boolean inWord = false;
    String string = text.toString();
    for (int i = 0; i < string.length(); i += Character.charCount(string.codePointAt(i))) {
      int point = string.codePointAt(i);
      result.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toUpperCase(point));
      inWord = Character.isLetterOrDigit(point);
    }
    write(result.toString(), out);
  }

  public static void overlay(Slice text, Slice replacement, int position, Slice out) {
    overlay(text, replacement, position, charLength(replacement), out);
  }

  public static void overlay(Slice text, Slice replacement, int position, int length, Slice out) {
    if (position <= 0 || position > charLength(text)) {
      out.set(text, 0, text.length);
      return;
    }
    int from = offset(text, 0, position - 1);
    int end = length < 0 ? text.length : offset(text, from, length);
    out.reserve(text.length + replacement.length);
    int at = append(out, 0, text, 0, from);
    at = append(out, at, replacement, 0, replacement.length);
    out.length = append(out, at, text, end, text.length - end);
  }

  public static int ascii(Slice text) {
    return text.length == 0 ? 0 : text.at(0) < 0x80 ? text.at(0) : text.toString().codePointAt(0);
  }

  public static void chr(int code, Slice out) {
    write(code < 0 ? "" : String.valueOf((char) (code & 0xff)), out);
  }

  /** NULL (false) if there is no such part. */
  public static boolean splitIndex(Slice text, Slice separator, int index, Slice out) {
    if (index < 0 || text.length == 0 || separator.length == 0) {
      return false;
    }
    int from = 0;
    for (int i = 0; i < index; i++) {
      int hit = find(text, separator, from);
      if (hit < 0) {
        return false;
      }
      from = hit + separator.length;
    }
    int end = find(text, separator, from);
    out.set(text, from, (end < 0 ? text.length : end) - from);
    return true;
  }

  public static boolean startsWith(Slice text, Slice prefix) {
    return matchesAt(text, 0, prefix);
  }

  public static boolean endsWith(Slice text, Slice suffix) {
    return matchesAt(text, text.length - suffix.length, suffix);
  }

  static boolean matchesAt(Slice text, int offset, Slice part) {
    int from = text.start + offset;
    return offset >= 0
        && offset + part.length <= text.length
        && Arrays.equals(
            text.bytes, from, from + part.length, part.bytes, part.start, part.start + part.length);
  }

  /** The offset in bytes of the first occurrence at or behind {@code from}; −1 if there is none. */
  static int find(Slice text, Slice needle, int from) {
    return find(text, needle, 0, needle.length, from);
  }

  private static int find(Slice text, Slice needle, int offset, int length, int from) {
    if (length == 0) {
      return from <= text.length ? from : -1;
    }
    byte[] bytes = text.bytes;
    byte[] other = needle.bytes;
    int needleStart = needle.start + offset;
    byte first = other[needleStart];
    int last = text.start + text.length - length;
    for (int i = text.start + from; i <= last; i++) {
      if (bytes[i] == first
          && Arrays.equals(bytes, i, i + length, other, needleStart, needleStart + length)) {
        return i - text.start;
      }
    }
    return -1;
  }

  /** The offset in bytes so many code points behind another one, at most the text's end. */
  private static int offset(Slice text, int from, int points) {
    int at = from;
    int left = points;
    while (at < text.length && left > 0) {
      at++;
      while (at < text.length && (text.at(at) & 0xc0) == 0x80) {
        at++;
      }
      left--;
    }
    return at;
  }

  /** Appends behind {@code length} bytes of a result under construction; gives the new length. */
  private static int append(Slice out, int length, Slice part, int offset, int count) {
    byte[] to = out.reserve(checkedSize((long) length + count));
    System.arraycopy(part.bytes, part.start + offset, to, out.start + length, count);
    return length + count;
  }

  static void write(String text, Slice out) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = out.reserve(utf8.length);
    System.arraycopy(utf8, 0, to, out.start, utf8.length);
    out.length = utf8.length;
  }

  static int checkedSize(long bytes) {
    if (bytes > MAX_RESULT) {
      throw new RowException(SqlState.INVALID_PARAMETER_VALUE, "a text passes 64 MiB");
    }
    return (int) bytes;
  }
}
