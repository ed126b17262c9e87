package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.util.function.IntPredicate;

/** What the characters of a text are; an empty text is nothing. */
public final class CharacterTests {
  private CharacterTests() {}

  /** Letters only. */
  public static boolean isAlpha(Slice text) {
    return all(text, Character::isLetter);
  }

  /** Digits only. */
  public static boolean isDigit(Slice text) {
    return all(text, Character::isDigit);
  }

  private static boolean all(Slice text, IntPredicate test) {
    for (int i = 0; i < text.length; i = Utf8.offset(text, i, 1)) {
      if (!test.test(Utf8.pointAt(text, i))) {
        return false;
      }
    }
    return text.length > 0;
  }

  /** A number as the JDK reads a DOUBLE. */
  public static boolean isDecimal(Slice text) {
    if (text.length == 0) {
      return false;
    }
    if (isPlainNumber(text)) {
      return true;
    }
    try {
      Double.parseDouble(text.toString());
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Digits behind a sign, with at most one point. */
  private static boolean isPlainNumber(Slice text) {
    int digits = 0;
    int points = 0;
    int first = text.at(0);
    for (int i = (first == '-' || first == '+') ? 1 : 0; i < text.length; i++) {
      int c = text.at(i);
      if (c == '.') {
        points++;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        return false;
      }
    }
    return digits > 0 && points <= 1;
  }
}
