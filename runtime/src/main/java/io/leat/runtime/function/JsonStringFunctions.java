package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text as a string of JSON and back. */
public final class JsonStringFunctions {
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";
  private static final String LETTERS = "\"\\/bfnrt";
  private static final int HEX_DIGITS = 4;

  private JsonStringFunctions() {}

  /** Escapes all that is not printable ASCII, and the slash. */
  public static void jsonQuote(Slice text, Slice out) {
    StringBuilder quoted = new StringBuilder(text.length + 2).append('"');
    String string = text.toString();
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      int known = ESCAPED.indexOf(c);
      if (known >= 0) {
        quoted.append('\\').append(LETTERS.charAt(known));
      } else if (c < ' ' || c > '~') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    Utf8.write(quoted.append('"').toString(), out);
  }

  /** Gives back what is no string of JSON as it is. */
  public static void jsonUnquote(Slice text, Slice out) {
    String string = unquoted(text.toString());
    if (string == null) {
      out.set(text, 0, text.length);
    } else {
      Utf8.write(string, out);
    }
  }

  private static @Nullable String unquoted(String json) {
    int end = json.length() - 1;
    if (end < 1 || json.charAt(0) != '"' || json.charAt(end) != '"') {
      return null;
    }
    StringBuilder string = new StringBuilder(end);
    int i = 1;
    while (i < end) {
      char c = json.charAt(i++);
      if (c == '"' || c < ' ') {
        return null;
      }
      if (c != '\\') {
        string.append(c);
        continue;
      }
      if (i == end) {
        return null;
      }
      char letter = json.charAt(i++);
      int known = LETTERS.indexOf(letter);
      if (known >= 0) {
        string.append(ESCAPED.charAt(known));
      } else if (letter == 'u' && i + HEX_DIGITS <= end) {
        int unit = hex(json, i);
        if (unit < 0) {
          return null;
        }
        string.append((char) unit);
        i += HEX_DIGITS;
      } else {
        return null;
      }
    }
    // Half of a surrogate pair is no character.
    return StandardCharsets.UTF_8.newEncoder().canEncode(string) ? string.toString() : null;
  }

  /** The number that four hexadecimal digits give; −1 if one is none. */
  private static int hex(String json, int from) {
    int value = 0;
    for (int i = from; i < from + HEX_DIGITS; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0 || json.charAt(i) > 'f') {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }
}
