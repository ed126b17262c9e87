package io.leat.runtime.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where values end, and that they are JSON: every method takes the offset where something
 * begins and gives the offset after it, or {@link #MALFORMED}. Bytes of strings are not checked to
 * be UTF-8.
 */
public final class JsonScanner {
  /** In place of an offset: the text is not JSON, or nested deeper than {@link #MAX_DEPTH}. */
  public static final int MALFORMED = -1;

  /** Arrays and objects inside each other. */
  public static final int MAX_DEPTH = 1_000;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final int FIRST_PRINTABLE = 0x20;

  private JsonScanner() {}

  /** The offset after the blanks at {@code at}. */
  public static int blanks(byte[] text, int at, int end) {
    int i = at;
    while (i < end && text[i] <= ' ' && isBlank(text[i])) {
      i++;
    }
    return i;
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  /** Whether the text is one value between blanks. */
  public static boolean isJson(byte[] text, int start, int end) {
    int after = value(text, blanks(text, start, end), end, 0);
    return after != MALFORMED && blanks(text, after, end) == end;
  }

  /**
   * Skips a value.
   *
   * @param depth how many arrays and objects it is in
   */
  public static int value(byte[] text, int at, int end, int depth) {
    if (at >= end) {
      return MALFORMED;
    }
    return switch (text[at]) {
      case '"' -> string(text, at, end);
      case '{' -> object(text, at, end, depth + 1);
      case '[' -> array(text, at, end, depth + 1);
      case 't' -> word(text, at, end, "true");
      case 'f' -> word(text, at, end, "false");
      case 'n' -> word(text, at, end, "null");
      default -> number(text, at, end);
    };
  }

  private static int object(byte[] text, int at, int end, int depth) {
    if (depth > MAX_DEPTH) {
      return MALFORMED;
    }
    int i = blanks(text, at + 1, end);
    if (i < end && text[i] == '}') {
      return i + 1;
    }
    while (true) {
      i = memberValue(text, string(text, i, end), end);
      if (i == MALFORMED) {
        return MALFORMED;
      }
      i = value(text, i, end, depth);
      if (i == MALFORMED) {
        return MALFORMED;
      }
      i = blanks(text, i, end);
      if (i >= end) {
        return MALFORMED;
      }
      if (text[i] == '}') {
        return i + 1;
      }
      if (text[i] != ',') {
        return MALFORMED;
      }
      i = blanks(text, i + 1, end);
    }
  }

  /** Where the value of a member begins whose key ends at {@code keyEnd}. */
  static int memberValue(byte[] text, int keyEnd, int end) {
    if (keyEnd == MALFORMED) {
      return MALFORMED;
    }
    int colon = blanks(text, keyEnd, end);
    return colon < end && text[colon] == ':' ? blanks(text, colon + 1, end) : MALFORMED;
  }

  private static int array(byte[] text, int at, int end, int depth) {
    if (depth > MAX_DEPTH) {
      return MALFORMED;
    }
    int i = blanks(text, at + 1, end);
    if (i < end && text[i] == ']') {
      return i + 1;
    }
    while (true) {
      i = value(text, i, end, depth);
      if (i == MALFORMED) {
        return MALFORMED;
      }
      i = blanks(text, i, end);
      if (i >= end) {
        return MALFORMED;
      }
      if (text[i] == ']') {
        return i + 1;
      }
      if (text[i] != ',') {
        return MALFORMED;
      }
      i = blanks(text, i + 1, end);
    }
  }

  /** Skips a string, from its quote to after its other one. */
  static int string(byte[] text, int at, int end) {
    if (at >= end || text[at] != '"') {
      return MALFORMED;
    }
    int i = at + 1;
    while (true) {
      while (i + Long.BYTES <= end && isPlain((long) WORDS.get(text, i))) {
        i += Long.BYTES;
      }
      if (i >= end) {
        return MALFORMED;
      }
      byte value = text[i++];
      if (value == '"') {
        return i;
      }
      if (value == '\\') {
        i = escape(text, i, end);
        if (i == MALFORMED) {
          return MALFORMED;
        }
      } else if (value >= 0 && value < FIRST_PRINTABLE) {
        return MALFORMED;
      }
    }
  }

  /** Whether none of 8 bytes is a quote, a backslash or a control character. */
  private static boolean isPlain(long word) {
    long quote = word ^ QUOTES;
    long backslash = word ^ BACKSLASHES;
    long special =
        ((quote - ONES) & ~quote)
            | ((backslash - ONES) & ~backslash)
            | ((word - ONES * FIRST_PRINTABLE) & ~word);
    return (special & HIGH_BITS) == 0;
  }

  private static int escape(byte[] text, int at, int end) {
    if (at >= end) {
      return MALFORMED;
    }
    return switch (text[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
      case 'u' -> at + 5 <= end && JsonStrings.hex(text, at + 1) >= 0 ? at + 5 : MALFORMED;
      default -> MALFORMED;
    };
  }

  private static int word(byte[] text, int at, int end, String word) {
    int after = at + word.length();
    if (after > end) {
      return MALFORMED;
    }
    for (int i = 1; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return MALFORMED;
      }
    }
    return after;
  }

  private static int number(byte[] text, int at, int end) {
    int i = text[at] == '-' ? at + 1 : at;
    int whole = i;
    i = digits(text, i, end);
    if (i == whole || (text[whole] == '0' && i > whole + 1)) {
      return MALFORMED;
    }
    if (i < end && text[i] == '.') {
      int fraction = i + 1;
      i = digits(text, fraction, end);
      if (i == fraction) {
        return MALFORMED;
      }
    }
    if (i < end && (text[i] == 'e' || text[i] == 'E')) {
      int exponent = i + 1;
      if (exponent < end && (text[exponent] == '+' || text[exponent] == '-')) {
        exponent++;
      }
      i = digits(text, exponent, end);
      if (i == exponent) {
        return MALFORMED;
      }
    }
    return i;
  }

  private static int digits(byte[] text, int at, int end) {
    int i = at;
    while (i < end && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    return i;
  }
}
