package io.leat.runtime.function;

import io.leat.runtime.function.PatternElement.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads formats with the letters of java.time. */
final class PatternText {
  static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  /** From Monday. */
  static final String[] DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };

  static final String[] HALVES = {"AM", "PM"};

  private PatternText() {}

  /** Null if a letter or a width occurs that java.time itself must write. */
  static @Nullable List<PatternElement> java(String pattern) {
    List<PatternElement> elements = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == '\'') {
        i = quoted(pattern, i + 1, text);
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        int end = i;
        while (end < pattern.length() && pattern.charAt(end) == c) {
          end++;
        }
        flush(text, elements);
        PatternElement element = field(c, end - i);
        if (element == null) {
          return null;
        }
        elements.add(element);
        i = end;
      } else if (c == '[' || c == ']' || c == '{' || c == '}' || c == '#') {
        return null;
      } else {
        text.append(c);
        i++;
      }
    }
    flush(text, elements);
    return List.copyOf(elements);
  }

  /** Gives the place after the closing quote; two quotes are one. */
  private static int quoted(String pattern, int from, StringBuilder text) {
    if (from < pattern.length() && pattern.charAt(from) == '\'') {
      text.append('\'');
      return from + 1;
    }
    int i = from;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == '\'') {
        if (i + 1 == pattern.length() || pattern.charAt(i + 1) != '\'') {
          return i + 1;
        }
        i++;
      }
      text.append(c);
      i++;
    }
    return i;
  }

  static void flush(StringBuilder text, List<PatternElement> elements) {
    if (text.length() > 0) {
      elements.add(PatternElement.words(Field.TEXT, text.toString()));
      text.setLength(0);
    }
  }

  private static @Nullable PatternElement field(char letter, int count) {
    return switch (letter) {
      case 'y', 'u' ->
          count == 2
              ? PatternElement.digits(Field.YEAR_OF_CENTURY, 2)
              : count == 1 || count == 4 ? PatternElement.digits(Field.YEAR, count) : null;
      case 'M', 'L' ->
          switch (count) {
            case 1, 2 -> PatternElement.digits(Field.MONTH, count);
            case 3 -> letter == 'M' ? PatternElement.words(Field.MONTH, cut(MONTHS)) : null;
            case 4 -> letter == 'M' ? PatternElement.words(Field.MONTH, MONTHS) : null;
            default -> null;
          };
      case 'E' ->
          count <= 3
              ? PatternElement.words(Field.ISO_DAY_OF_WEEK, cut(DAYS))
              : count == 4 ? PatternElement.words(Field.ISO_DAY_OF_WEEK, DAYS) : null;
      case 'd' -> number(Field.DAY, count, 2);
      case 'D' -> number(Field.DAY_OF_YEAR, count, 3);
      case 'Q' -> number(Field.QUARTER, count, 2);
      case 'H' -> number(Field.HOUR, count, 2);
      case 'k' -> number(Field.HOUR_FROM_ONE, count, 2);
      case 'h' -> number(Field.HOUR_OF_HALF, count, 2);
      case 'K' -> number(Field.HOUR_OF_HALF_FROM_ZERO, count, 2);
      case 'm' -> number(Field.MINUTE, count, 2);
      case 's' -> number(Field.SECOND, count, 2);
      case 'S' -> number(Field.FRACTION, count, 9);
      case 'n' -> number(Field.NANO, count, 9);
      case 'a' -> count == 1 ? PatternElement.words(Field.HALF_OF_DAY, HALVES) : null;
      default -> null;
    };
  }

  private static @Nullable PatternElement number(Field field, int count, int most) {
    return count <= most ? PatternElement.digits(field, count) : null;
  }

  /** The first three letters of each. */
  static String[] cut(String[] words) {
    String[] cut = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      cut[i] = words[i].substring(0, 3);
    }
    return cut;
  }
}
